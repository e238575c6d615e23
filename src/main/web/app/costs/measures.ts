import type { Decimal } from '../format/decimal';
import { exactCount, exactMoney, glanceCount, glanceMoney } from '../format/numbers';
import { facetMark, type Mark } from './mark';
import type { Sums } from './question';

/** One figure of a group that can be drawn. */
export interface Measure {
  key: string;
  label: string;
  money: boolean;
  /** Of which usages alone it is. */
  within: Mark;
  of: (sums: Sums) => Decimal;
}

const counted = (
  key: string,
  label: string,
  of: (sums: Sums) => number,
  within: Mark = [],
): Measure => ({ key, label, money: false, within, of: (sums) => String(of(sums)) });

const paid = (
  key: string,
  label: string,
  of: (sums: Sums) => Decimal,
  within: Mark = [],
): Measure => ({ key, label, money: true, within, of });

const FAILED = facetMark('OUTCOME', 'FAILED');
const UNPRICED = facetMark('UNPRICED', 'true');

export const MEASURES: [Measure, ...Measure[]] = [
  paid('cost', 'Cost', ({ cost }) => cost),
  counted('calls', 'Calls', ({ calls }) => calls),
  counted('tokens', 'Tokens', ({ tokens }) => tokens.total),
  counted('input', 'Input tokens', ({ tokens }) => tokens.input),
  counted('output', 'Output tokens', ({ tokens }) => tokens.output),
  counted('cacheRead', 'Cache reads', ({ tokens }) => tokens.cacheRead),
  counted('reasoning', 'Reasoning tokens', ({ tokens }) => tokens.reasoning),
  paid('failedCost', 'Cost of failures', ({ failedCost }) => failedCost, FAILED),
  counted('failedCalls', 'Failed calls', ({ failedCalls }) => failedCalls, FAILED),
  counted('unpricedCalls', 'Unpriced calls', ({ unpricedCalls }) => unpricedCalls, UNPRICED),
  paid('adjustments', 'Corrections', ({ adjustments }) => adjustments),
];

export function measureOf(key: string | null): Measure {
  return MEASURES.find((measure) => measure.key === key) ?? MEASURES[0];
}

export function exact(measure: Measure, value: Decimal, currency: string): string {
  return measure.money ? exactMoney(value, currency) : exactCount(value);
}

export function glance(measure: Measure, value: Decimal, currency: string): string {
  return measure.money ? glanceMoney(value, currency) : glanceCount(value);
}
