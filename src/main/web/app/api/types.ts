// The parts of answers that several pages use, as graphql/schema.graphql has them. A Decimal is a
// string of plain digits, a DateTime an ISO-8601 string; BigInteger comes as a number.
import type { Decimal } from '../format/decimal';
import type { BudgetState } from '../ui/chips';

export interface BudgetStatus {
  state: BudgetState;
  periodStart: string;
  /** Exclusive. */
  periodEnd: string;
  spent: Decimal;
  held: Decimal;
  remaining: Decimal | null;
  overrun: Decimal;
  utilization: Decimal | null;
  tokens: number;
  entries: number;
  sequence: number;
}

export interface Budget {
  budgetId: string;
  name: string;
  type: string;
  resourceId: string | null;
  unit: 'MONEY' | 'TOKENS';
  /** Null for TOKENS. */
  currency: string | null;
  limit: Decimal | null;
  period: string;
  zone: string;
  enforcement: 'HARD' | 'SOFT' | 'TRACK';
  frozen: boolean;
  createdAt: string;
  parents: { budgetId: string }[];
  status: BudgetStatus;
}

export interface CostTotals {
  cost: Decimal;
  calls: number;
  failedCalls: number;
  failedCost: Decimal;
  unpricedCalls: number;
}

export interface CostRow {
  keys: (string | null)[];
  share: Decimal | null;
  totals: CostTotals;
  previous: CostTotals | null;
}

export interface CostBreakdown {
  currency: string;
  total: CostTotals;
  previous: CostTotals | null;
  rows: CostRow[];
}

export interface Books {
  balanced: boolean;
  checkedAt: string;
  asOfSequence: number;
  budgetsChecked: number;
  entriesChecked: number;
  reservationsChecked: number;
  cellsChecked: number;
  factsChecked: number;
  differences: {
    budgetId: string | null;
    cell: string | null;
    counter: string;
    recorded: Decimal;
    computed: Decimal;
  }[];
}
