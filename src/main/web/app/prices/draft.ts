import { ApiError } from '../api/errors';
import type { Tier } from './model-price';

export interface ComponentDraft {
  name: string;
  price: string;
  tier: Tier;
  aboveTokens: string;
}

/** A price as it is typed. */
export interface Draft {
  model: string;
  provider: string;
  /** Empty: every platform's. */
  platformId: string;
  /** As a field has it, in UTC as prices are shown; empty: since ever. */
  effectiveFrom: string;
  currency: string;
  kind: 'stated' | 'discount';
  components: ComponentDraft[];
  discountPercent: string;
}

/** What was typed and not sent stays while one looks at other pages. */
const drafts = new Map<string, Draft>();

export function draftOf(
  model: string,
  provider: string,
  platformId: string,
  currency: string,
): Draft {
  const key = keyOf(model, provider, platformId);
  const known = drafts.get(key);
  if (known) {
    return known;
  }
  const draft: Draft = {
    model,
    provider,
    platformId,
    effectiveFrom: '',
    currency,
    kind: 'stated',
    components: [component('input'), component('output')],
    discountPercent: '',
  };
  drafts.set(key, draft);
  return draft;
}

export function forget(model: string, provider: string, platformId: string): void {
  drafts.delete(keyOf(model, provider, platformId));
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

export function component(name = ''): ComponentDraft {
  return { name, price: '', tier: 'STANDARD', aboveTokens: '' };
}

/** As GraphQL has integers. */
const ABOVE_TOKENS_MAX = 2_147_483_647;

/** Null: prompts of any length. The API refuses what is no number too, but names no field then. */
function threshold(typed: string): number | null {
  const text = typed.trim();
  if (text && (!/^\d+$/.test(text) || Number(text) > ABOVE_TOKENS_MAX)) {
    throw new ApiError(
      `'${text}' is not a whole number of at most ${ABOVE_TOKENS_MAX}, in digits alone`,
      'INVALID_VALUE',
      'price.components.aboveTokens',
    );
  }
  return text ? Number(text) : null;
}

function filled(typed: string, field: string): string {
  const text = typed.trim();
  if (!text) {
    throw new ApiError(
      `a ${field} is needed, as calls name it`,
      'INVALID_VALUE',
      `price.${field}`,
    );
  }
  return text;
}

/** Null: since ever. A field can hold years that no date has. */
function instant(typed: string): string | null {
  if (!typed) {
    return null;
  }
  const at = new Date(`${typed}Z`);
  if (Number.isNaN(at.getTime())) {
    throw new ApiError(
      `'${typed}' is not a time of a year of four digits`,
      'INVALID_VALUE',
      'price.effectiveFrom',
    );
  }
  return at.toISOString();
}

/**
 * A draft as ModelPriceInput; lines without a price are left out. Throws an ApiError for a time or
 * a threshold that cannot be sent.
 */
export function inputOf(draft: Draft): Record<string, unknown> {
  const stated = draft.kind === 'stated';
  return {
    model: filled(draft.model, 'model'),
    provider: filled(draft.provider, 'provider'),
    platformId: draft.platformId || null,
    effectiveFrom: instant(draft.effectiveFrom),
    ...(stated ? { currency: draft.currency.trim() } : {}),
    components: stated
      ? draft.components
          .filter(({ price }) => price.trim())
          .map(({ name, price, tier, aboveTokens }) => ({
            name: name.trim(),
            price: price.trim(),
            tier,
            aboveTokens: threshold(aboveTokens),
          }))
      : null,
    discountPercent: draft.discountPercent.trim() || null,
  };
}
