import explainBudget from '../../operations/explain-budget.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';

export interface Sums {
  cost: Decimal;
  adjustments: Decimal;
  calls: number;
  unpricedCalls: number;
  tokens: { total: number };
}

export interface MovedRow {
  keys: (string | null)[];
  share: Decimal | null;
  totals: Sums;
  previous: Sums | null;
}

export interface LargestCall {
  operationId: string;
  agentId: string;
  model: string | null;
  taskId: string | null;
  timestamp: string;
  cost: Decimal | null;
  tokens: { total: number } | null;
}

export interface Edit {
  at: string;
  sequence: number;
  what: string;
  limit: Decimal | null;
  enforcement: string;
  frozen: boolean;
}

/** What moved a budget between two moments. */
export interface Explanation {
  from: string;
  to: string;
  currency: string;
  change: Decimal;
  totals: Sums;
  previous: Sums;
  byAgent: MovedRow[];
  byModel: MovedRow[];
  byTask: MovedRow[];
  largest: LargestCall[];
  adjustments: Decimal;
  adjustmentReasons: { reason: string | null; amount: Decimal; usages: number }[];
  edits: Edit[];
}

export async function loadExplanation(
  budgetId: string,
  { from, to }: { from: Date; to: Date },
  signal: AbortSignal,
): Promise<Explanation> {
  const variables = {
    budgetId,
    from: from.toISOString(),
    // an empty stretch is no stretch to the API
    to: new Date(Math.max(to.getTime(), from.getTime() + 1)).toISOString(),
  };
  return (await send<{ explainBudget: Explanation }>(explainBudget, variables, signal))
    .explainBudget;
}
