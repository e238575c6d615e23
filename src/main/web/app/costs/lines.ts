// The lines of the table: groups, what is left over, and the total.
import { compare, compareSize, isZero, subtract, sum } from '../format/decimal';
import { ALL, exceptMark, keysMark, type Mark } from './mark';
import type { Measure } from './measures';
import type { Breakdown, Key, Question, Row, Sums } from './question';
import { adds, largest } from './stack';

/** A line of the table: a group, what is left over, or the total. */
export interface Line {
  keys: Key[];
  /** Instead of keys. */
  words?: string;
  totals: Sums;
  previous: Sums | null;
  mark: Mark;
  colour?: number;
}

/** The groups as lines, at most so many; what is not shown of groups that add up is a last line. */
export function linesOf(
  question: Question,
  breakdown: Breakdown,
  measure: Measure,
  rowsMax: number,
): Line[] {
  const { by } = question;
  const colours = new Map(
    largest(breakdown, measure, by).map(({ keys }, i) => [JSON.stringify(keys), i + 1]),
  );
  const bySize = (a: Row, b: Row) => compareSize(measure.of(b.totals), measure.of(a.totals));
  const order = (a: Row, b: Row) => compare(measure.of(b.totals), measure.of(a.totals));
  // a large correction below zero is no small line that could be left out
  const rows = [...breakdown.rows].sort(bySize).slice(0, rowsMax).sort(order);
  const lines: Line[] = rows.map((row) => ({
    ...row,
    mark: keysMark(by, row.keys),
    colour: colours.get(JSON.stringify(row.keys)),
  }));
  const rest = minus(breakdown.total, sumOf(rows.map(({ totals }) => totals)));
  if (adds(by) && (rest.calls > 0 || !isZero(rest.cost))) {
    const before = rows.map(({ previous }) => previous).filter((sums) => sums !== null);
    lines.push({
      keys: [],
      words: 'all others',
      totals: rest,
      previous: breakdown.previous && minus(breakdown.previous, sumOf(before)),
      mark: exceptMark(
        by,
        rows.map(({ keys }) => keys),
      ),
    });
  }
  return lines;
}

export function totalOf({ total, previous }: Breakdown): Line {
  return { keys: [], words: 'Total', totals: total, previous, mark: ALL };
}

function sumOf(list: Sums[]): Sums {
  const whole = (of: (sums: Sums) => number) => list.reduce((all, sums) => all + of(sums), 0);
  return {
    cost: sum(list.map(({ cost }) => cost)),
    adjustments: sum(list.map(({ adjustments }) => adjustments)),
    failedCost: sum(list.map(({ failedCost }) => failedCost)),
    calls: whole(({ calls }) => calls),
    failedCalls: whole(({ failedCalls }) => failedCalls),
    unpricedCalls: whole(({ unpricedCalls }) => unpricedCalls),
    costPerCall: null,
    cacheHitShare: null,
    tokens: {
      input: whole(({ tokens }) => tokens.input),
      output: whole(({ tokens }) => tokens.output),
      cacheRead: whole(({ tokens }) => tokens.cacheRead),
      reasoning: whole(({ tokens }) => tokens.reasoning),
      total: whole(({ tokens }) => tokens.total),
    },
  };
}

function minus(all: Sums, some: Sums): Sums {
  const { tokens } = some;
  return sumOf([
    all,
    {
      ...some,
      cost: subtract('0', some.cost),
      adjustments: subtract('0', some.adjustments),
      failedCost: subtract('0', some.failedCost),
      calls: -some.calls,
      failedCalls: -some.failedCalls,
      unpricedCalls: -some.unpricedCalls,
      tokens: {
        input: -tokens.input,
        output: -tokens.output,
        cacheRead: -tokens.cacheRead,
        reasoning: -tokens.reasoning,
        total: -tokens.total,
      },
    },
  ]);
}

