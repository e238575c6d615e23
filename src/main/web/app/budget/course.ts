import costSeries from '../../operations/cost-series.graphql';
import { send } from '../api/client';
import type { CostTotals } from '../api/types';
import { add, type Decimal } from '../format/decimal';
import { peaks, type HeldHistory } from './held';

/** What was spent in one interval of a budget's period, and in the period up to its end. */
export interface CoursePoint {
  start: Date;
  end: Date;
  spent: Decimal;
  soFar: Decimal;
  calls: number;
  unpriced: number;
  /** The most that was held at once; undefined where it is not known. */
  held?: Decimal;
}

type Interval = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

interface Series {
  points: { start: string; end: string; totals: CostTotals & { tokens: { total: number } } }[];
}

const DAY_MS = 86_400_000;

/** The interval that gives a period a readable number of points; the API has none below an hour. */
export function intervalOf(periodStart: Date, periodEnd: Date): Interval {
  const length = (periodEnd.getTime() - periodStart.getTime()) / DAY_MS;
  return length <= 8 ? 'HOUR' : length <= 100 ? 'DAY' : length <= 400 ? 'WEEK' : 'MONTH';
}

/** How a budget was spent from the beginning of its period to a moment of it. */
export async function loadCourse(
  budget: { budgetId: string; zone: string; inTokens: boolean },
  period: { start: Date; end: Date; to: Date },
  signal: AbortSignal,
): Promise<CoursePoint[]> {
  // an empty stretch is no stretch to the API
  const to = new Date(Math.max(period.to.getTime(), period.start.getTime() + 1));
  const variables = {
    interval: intervalOf(period.start, period.end),
    zone: budget.zone,
    filter: {
      budgetId: budget.budgetId,
      from: period.start.toISOString(),
      to: to.toISOString(),
    },
  };
  const answer = await send<{ costSeries: Series }>(costSeries, variables, signal);
  let soFar: Decimal = '0';
  return answer.costSeries.points.map(({ start, end, totals }) => {
    const spent = budget.inTokens ? String(totals.tokens.total) : totals.cost;
    soFar = add(soFar, spent);
    const { calls, unpricedCalls: unpriced } = totals;
    return { start: new Date(start), end: new Date(end), spent, soFar, calls, unpriced };
  });
}

/** The same with what was held, where that is known. */
export function withHeld(
  points: CoursePoint[],
  history: HeldHistory | undefined,
  inTokens: boolean,
): CoursePoint[] {
  if (!history) {
    return points;
  }
  const most = peaks(
    history,
    points.map(({ start, end }) => ({ from: start, to: end })),
    inTokens,
  );
  const from = history.knownFrom?.getTime() ?? 0;
  return points.map((point, i) =>
    point.start.getTime() >= from ? { ...point, held: most[i] } : point,
  );
}
