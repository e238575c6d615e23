// Costs over time as layers that add up: the groups that cost most, and all others as what is left
// of the total, to the last digit.
import costStack from '../../operations/cost-stack.graphql';
import { send } from '../api/client';
import { ApiError } from '../api/errors';
import { compare, compareSize, isZero, subtract, sum, type Decimal } from '../format/decimal';
import { keyOf, wordOf, type Dimension } from '../format/labels';
import { ALL, exceptMark, keysMark, type Mark } from './mark';
import type { Measure } from './measures';
import {
  apiFilter,
  grouping,
  type Breakdown,
  type CostFilter,
  type Filters,
  type Key,
  type Question,
  type Row,
  tagOf,
  type Sums,
} from './question';

/** Groups that are drawn by themselves; one colour is left for the others. */
const GROUPS_MAX = 7;
/** As the API has it: groups times intervals of one answer. */
const POINTS_MAX = 10_000;
/** So often what was booked between a total and its groups makes them be asked for again. */
const TRIES_MAX = 3;

export type IntervalName = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

interface Point {
  start: string;
  end: string;
  keys: Key[];
  totals: Sums;
}

export interface StackAnswer {
  /** Absent where the groups are all there are. */
  total?: { points: Point[] };
  groups: { points: Point[] };
}

export interface Layer {
  name: string;
  mark: Mark;
  /** From 1, as the palette has it. */
  colour: number;
  values: Decimal[];
  total: Decimal;
}

export interface Stack {
  points: { start: string; end: string }[];
  layers: Layer[];
  totals: Decimal[];
  /** Whether the layers add up to the totals: budgets overlap. */
  adds: boolean;
}

export function nameOf(keys: Key[], by: Dimension[]): string {
  return keys.map((key, i) => keyOf(key, by[i])).join(' · ');
}

/** The dimensions in words, e.g. "agent and tag env". */
export function groupsOf({ by, tagKey }: Question): string {
  return by
    .map((dimension) => `${wordOf(dimension)}${dimension === 'TAG' ? ` ${tagKey}` : ''}`)
    .join(' and ');
}

/** Whether a usage is in one group alone. */
export function adds(by: Dimension[]): boolean {
  return !by.includes('BUDGET');
}

/** The groups to draw, the largest first, be it below zero. */
export function largest({ rows, total }: Breakdown, measure: Measure, by: Dimension[]): Row[] {
  const order = (a: Row, b: Row) => compareSize(measure.of(b.totals), measure.of(a.totals));
  const some = rows.filter(({ totals }) => !isZero(measure.of(totals))).sort(order);
  const whole = sum(some.map(({ totals }) => measure.of(totals)));
  const all = some.length === GROUPS_MAX + 1 && adds(by);
  // one colour more where nothing would be left for the others
  return all && compare(whole, measure.of(total)) === 0 ? some : some.slice(0, GROUPS_MAX);
}

/** Those to draw, and how many there are. */
interface Groups {
  top: Row[];
  count: number;
}

/** By the first of the intervals that has not too many points for one answer. */
export async function loadStack(
  question: Question,
  [interval, ...longer]: IntervalName[],
  groups: Groups,
  signal: AbortSignal,
): Promise<{ interval: IntervalName; answer: StackAnswer }> {
  try {
    return { interval: interval!, answer: await loadPoints(question, interval!, groups, signal) };
  } catch (thrown) {
    if (isTooMuch(thrown) && longer.length > 0) {
      return loadStack(question, longer, groups, signal);
    }
    throw thrown;
  }
}

function isTooMuch(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.code === 'NARROW_THE_RANGE';
}

async function loadPoints(
  question: Question,
  interval: IntervalName,
  { top, count }: Groups,
  signal: AbortSignal,
): Promise<StackAnswer> {
  const { by, range, zone } = question;
  const filter = apiFilter(question);
  const named = top.filter(({ keys }) => !keys.includes(null));
  // one after the other where there are too many points
  const filters = [narrowed(question, top)];
  if (adds(by) && count * pointsOf(range.from, range.to, interval) <= POINTS_MAX) {
    filters.unshift(filter);
  }
  if (named.length > 0 && named.length < top.length) {
    // what has none of a dimension cannot be asked for alone: it joins the others
    filters.push(narrowed(question, named));
  }
  for (let tries = 1; ; tries++) {
    const [ofGroups] = filters;
    // all groups are the total: nothing can be booked between one answer
    const apart = ofGroups !== filter;
    const variables = { ...grouping(question), interval, zone, filter, ofGroups, apart };
    try {
      const answer = await send<StackAnswer>(costStack, variables, signal);
      if (tries >= TRIES_MAX || !adds(by) || !isAhead(answer)) {
        return answer;
      }
    } catch (thrown) {
      filters.shift();
      if (!isTooMuch(thrown) || filters.length === 0) {
        throw thrown;
      }
    }
  }
}

/** Whether more was booked when the groups were read than when the total was. */
function isAhead({ total, groups }: StackAnswer): boolean {
  if (!total) {
    return false;
  }
  const calls = new Map(total.points.map(({ start, totals }) => [start, totals.calls]));
  for (const { start, totals } of groups.points) {
    calls.set(start, (calls.get(start) ?? 0) - totals.calls);
  }
  return [...calls.values()].some((left) => left < 0);
}

/** Lets the groups through and as little else as the API can tell, for a series has few points. */
function narrowed(question: Question, groups: Row[]): CostFilter {
  const filters: Filters = {};
  question.by.forEach((dimension, i) => {
    const keys = [...new Set(groups.map((row) => row.keys[i] ?? null))];
    const named = keys.filter((key) => key !== null);
    if (dimension === 'STEP' || dimension === 'BUDGET' || dimension === 'PLATFORM') {
      return;
    }
    if (named.length < keys.length || named.length === 0) {
      return;
    }
    if (dimension !== 'TAG') {
      filters[dimension] = named;
    } else if ((question.filters.TAG ?? []).every((tag) => tagOf(tag).key === question.tagKey)) {
      filters.TAG = named.map((value) => `${question.tagKey}=${value}`);
    }
  });
  return apiFilter(question, filters);
}

export function stackOf(
  { total, groups }: StackAnswer,
  top: Row[],
  question: Question,
  measure: Measure,
): Stack {
  const spans = (total ?? groups).points.map(({ start, end }) => [start, { start, end }] as const);
  const points = [...new Map(spans).values()];
  const place = new Map(points.map(({ start }, i) => [start, i]));
  const values = new Map<string, Decimal[]>();
  for (const point of groups.points) {
    const name = JSON.stringify(point.keys);
    const of = values.get(name) ?? points.map(() => '0');
    of[place.get(point.start) ?? 0] = measure.of(point.totals);
    values.set(name, of);
  }
  const totals = total
    ? total.points.map((point) => measure.of(point.totals))
    : points.map((_, i) => sum([...values.values()].map((of) => of[i] ?? '0')));
  const drawn: Key[][] = [];
  const layers: Layer[] = [];
  top.forEach(({ keys }, i) => {
    const of = values.get(JSON.stringify(keys));
    if (of) {
      drawn.push(keys);
      layers.push({
        name: nameOf(keys, question.by),
        mark: [...keysMark(question.by, keys), ...measure.within],
        colour: i + 1,
        values: of,
        total: sum(of),
      });
    }
  });
  if (adds(question.by)) {
    const rest = totals.map((whole, i) =>
      subtract(whole, sum(layers.map((layer) => layer.values[i] ?? '0'))),
    );
    if (rest.some((value) => !isZero(value))) {
      layers.push({
        name: layers.length ? 'others' : 'all',
        mark: [...(drawn.length ? exceptMark(question.by, drawn) : ALL), ...measure.within],
        colour: 8,
        values: rest,
        total: sum(rest),
      });
    }
  }
  return { points, layers, totals, adds: adds(question.by) };
}

const HOURS: Record<IntervalName, number> = { HOUR: 1, DAY: 24, WEEK: 168, MONTH: 720 };

/** At most so many, cut at both ends. */
function pointsOf(from: Date, to: Date, interval: IntervalName): number {
  return Math.ceil((to.getTime() - from.getTime()) / 3_600_000 / HOURS[interval]) + 1;
}

/** Those that give a range more than one point and not too many; at least one. */
export function intervalsOf(from: Date, to: Date): IntervalName[] {
  const hours = (to.getTime() - from.getTime()) / 3_600_000;
  const names = (Object.keys(HOURS) as IntervalName[]).filter((name) => {
    const points = hours / HOURS[name];
    return points <= 800 && (points > 1 || name === 'HOUR');
  });
  return names.length ? names : ['MONTH'];
}
