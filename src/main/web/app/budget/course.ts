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

export type Interval = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** What was spent in a stretch of time. */
export type PeriodSum = Omit<CoursePoint, 'soFar' | 'held'>;

interface Counted {
  budgetId: string;
  zone: string;
  inTokens: boolean;
}

interface Series {
  points: { start: string; end: string; totals: CostTotals & { tokens: { total: number } } }[];
}

const DAY_MS = 86_400_000;

/** The interval that gives a period a readable number of points; the API has none below an hour. */
export function intervalOf(periodStart: Date, periodEnd: Date): Interval {
  const length = (periodEnd.getTime() - periodStart.getTime()) / DAY_MS;
  return length <= 8 ? 'HOUR' : length <= 100 ? 'DAY' : length <= 400 ? 'WEEK' : 'MONTH';
}

/** What was charged to a budget in each interval, by the calendar of its zone. */
export async function loadSums(
  { budgetId, zone, inTokens }: Counted,
  { from, to, interval }: { from: Date; to: Date; interval: Interval },
  signal: AbortSignal,
): Promise<PeriodSum[]> {
  const filter = { budgetId, from: from.toISOString(), to: to.toISOString() };
  const variables = { interval, zone, filter };
  const answer = await send<{ costSeries: Series }>(costSeries, variables, signal);
  return answer.costSeries.points.map(({ start, end, totals }) => ({
    start: new Date(start),
    end: new Date(end),
    spent: inTokens ? String(totals.tokens.total) : totals.cost,
    calls: totals.calls,
    unpriced: totals.unpricedCalls,
  }));
}

/** How a budget was spent from the beginning of its period to a moment of it. */
export async function loadCourse(
  budget: Counted,
  { start, end, to }: { start: Date; end: Date; to: Date },
  signal: AbortSignal,
): Promise<CoursePoint[]> {
  // an empty stretch is no stretch to the API
  const until = new Date(Math.max(to.getTime(), start.getTime() + 1));
  const interval = intervalOf(start, end);
  const sums = await loadSums(budget, { from: start, to: until, interval }, signal);
  let soFar: Decimal = '0';
  return sums.map((sum) => {
    soFar = add(soFar, sum.spent);
    return { ...sum, soFar };
  });
}

/** The same with what was held, where that is known: not in what passed since it was asked for. */
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
  const { asOf } = history;
  return points.map((point, i) => {
    const { start, end } = point;
    // of the last, which may go on, it is known until then
    const known = start < asOf && (end <= asOf || i === points.length - 1);
    return known && start.getTime() >= from ? { ...point, held: most[i] } : point;
  });
}
