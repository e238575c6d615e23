import type { Decimal } from '../format/decimal';

/** A call as callArithmetic explains it. */
export interface Explanation {
  usage: ExplainedUsage;
  /** Null for an amount, or no price. */
  price: {
    model: string;
    provider: string;
    effectiveFrom: string | null;
    currency: string;
  } | null;
  priceSource: string;
  matchedBy: string;
  components: Component[];
  budgets: { budgetId: string; name: string; type: string }[];
  warnings: string[];
}

export interface ExplainedUsage {
  operationId: string;
  agentId: string;
  taskId: string | null;
  projectId: string | null;
  userId: string | null;
  runId: string | null;
  step: string | null;
  capability: string | null;
  kind: string;
  model: string | null;
  provider: string | null;
  serviceTier: string;
  outcome: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  timestamp: string;
  recordedAt: string;
  sequence: number;
  /** Null while unpriced. */
  cost: Decimal | null;
  currency: string;
  amountCurrency: string | null;
  statedCost: Decimal | null;
  statedCurrency: string | null;
  entries: Entry[];
  tags: { key: string; value: string }[];
  shares: { taskId: string | null; weight: Decimal; cost: Decimal | null }[];
}

export interface Entry {
  entryKind: 'CHARGE' | 'ADJUSTMENT';
  /** Another model than the usage's own. */
  model: string | null;
  totalCost: Decimal;
  reason: string | null;
  recordedAt: string;
  /** Null where nothing was converted. */
  originalCost: {
    cost: Decimal;
    currency: string;
    rate: { base: string; quote: string; rate: Decimal; effectiveFrom: string };
  } | null;
}

/** quantity × unitPrice / unit, rounded once. */
export interface Component {
  name: string;
  quantity: Decimal;
  unit: string;
  unitPrice: Decimal;
  cost: Decimal;
}

const KINDS: Record<string, string> = {
  input: 'input',
  output: 'output',
  cacheRead: 'read from the cache',
  cacheWrite5m: 'written to the cache, 5 min',
  cacheWrite1h: 'written to the cache, 1 h',
  reasoning: 'reasoning',
  audioInput: 'audio input',
  audioOutput: 'audio output',
  imageInput: 'image input',
  imageOutput: 'image output',
};

/** A component of a price in words, also one of another model; a quantity's unit is its own. */
export function componentWords(name: string): string {
  return name.replace(/^\w+/, (first) => KINDS[first] ?? first);
}

/** What a price buys, e.g. "per 1M tokens". */
export function perWords(unit: string): string {
  return unit === '1000000 tokens' ? '1M tokens' : unit;
}
