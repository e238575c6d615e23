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
  /** As a field has it, in the reader's zone; empty: since ever. */
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

/** A draft as ModelPriceInput; lines without a price are left out. */
export function inputOf(draft: Draft): Record<string, unknown> {
  const stated = draft.kind === 'stated';
  return {
    model: draft.model.trim(),
    provider: draft.provider.trim(),
    platformId: draft.platformId || null,
    effectiveFrom: draft.effectiveFrom ? new Date(draft.effectiveFrom).toISOString() : null,
    ...(stated ? { currency: draft.currency.trim() } : {}),
    components: stated
      ? draft.components
          .filter(({ price }) => price.trim())
          .map(({ name, price, tier, aboveTokens }) => ({
            name: name.trim(),
            price: price.trim(),
            tier,
            aboveTokens: aboveTokens ? Number(aboveTokens) : null,
          }))
      : null,
    discountPercent: draft.discountPercent.trim() || null,
  };
}
