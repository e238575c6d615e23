import { html, type TemplateResult } from 'lit';
import priceAt from '../../operations/price-at.graphql';
import priceList from '../../operations/price-list.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import { exactMoney, glanceCount } from '../format/numbers';
import { exactTime, utc } from '../format/time';

export interface PriceComponent {
  name: string;
  unit: string;
  price: Decimal;
  tier: Tier;
  /** For prompts of more tokens than this. */
  aboveTokens: number | null;
  /** In UTC, e.g. 16:30-00:30. */
  hours: string | null;
}

export type Tier = 'STANDARD' | 'BATCH' | 'FLEX' | 'PRIORITY';

export const TIERS: Tier[] = ['STANDARD', 'BATCH', 'FLEX', 'PRIORITY'];

export interface ModelPrice {
  model: string;
  provider: string;
  /** Null: since ever. */
  effectiveFrom: string | null;
  source: string;
  currency: string;
  upToPromptTokens: number | null;
  longPrompts: 'WHOLE_REQUEST' | 'PART_ABOVE';
  components: PriceComponent[];
}

export interface PricePage {
  nodes: ModelPrice[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface PriceQuestion {
  search?: string;
  provider?: string;
  at?: string;
  platformId: string;
  first: number;
  after?: string | null;
}

export async function loadPrices(
  question: PriceQuestion,
  signal?: AbortSignal,
): Promise<PricePage> {
  const variables = { ...question };
  return (await send<{ prices: PricePage }>(priceList, variables, signal)).prices;
}

/** The price that a usage at a time has; null where none is known. */
export async function loadPriceAt(
  model: string,
  provider: string,
  at: Date,
  platformId: string,
  signal: AbortSignal,
): Promise<ModelPrice | null> {
  const variables = { model, provider, at: at.toISOString(), platformId };
  return (await send<{ price: ModelPrice | null }>(priceAt, variables, signal)).price;
}

/** Kinds of tokens in the order that people look for them; units of quantities come after. */
export const TOKEN_KINDS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'audioInput',
  'audioOutput',
  'imageInput',
  'imageOutput',
];

export function isTokenKind(name: string): boolean {
  return TOKEN_KINDS.includes(name);
}

export function byKind(a: string, b: string): number {
  const rank = (name: string) => (isTokenKind(name) ? TOKEN_KINDS.indexOf(name) : 99);
  return rank(a) - rank(b) || a.localeCompare(b);
}

/** What holds for prompts of any other length, at any other hour. */
export function usual(price: ModelPrice, tier: Tier = 'STANDARD'): PriceComponent[] {
  return price.components
    .filter((part) => part.tier === tier && part.aboveTokens === null && part.hours === null)
    .sort((a, b) => byKind(a.name, b.name));
}

/** When a component holds, where that is not always. */
export function condition({ aboveTokens, hours }: PriceComponent): string {
  const words = [
    aboveTokens === null ? '' : `above ${glanceCount(String(aboveTokens))} tokens`,
    hours === null ? '' : `${hours} UTC`,
  ];
  return words.filter((word) => word).join(', ');
}

/** A price is a fact to the last digit: never rounded. */
export function unitPrice(value: Decimal, currency: string, title = ''): TemplateResult {
  return html`<data class="num" value=${value} title=${title}
    >${exactMoney(value, currency)}</data
  >`;
}

/** A day in UTC, in which prices are published, whatever the reader's zone. */
export function since({ effectiveFrom }: Pick<ModelPrice, 'effectiveFrom'>): TemplateResult {
  if (effectiveFrom === null) {
    return html`<span class="muted">since ever</span>`;
  }
  const at = new Date(effectiveFrom);
  return html`<time class="num" datetime=${effectiveFrom} title=${exactTime(at)}
    >${utc(at)}</time>`;
}
