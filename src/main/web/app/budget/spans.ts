import type { Budget } from '../api/types';
import { days, isoDay } from '../format/time';
import type { Range } from '../state/range';
import { router, type Params } from '../state/router';
import { stretch } from './course-chart';
import type { Standing } from './detail';

/** A stretch of time that is explained. */
export interface Span {
  /** As the address has it: range, period, or two instants. */
  key: string;
  label: string;
  from: Date;
  /** Exclusive: now for one that goes on. */
  to: Date;
  /** Whether it goes on to now. */
  live: boolean;
}

/** The stretches to choose from: what the reader chose for all pages, or stepped to, is first. */
export function spansOf(
  budget: Budget,
  standing: Standing,
  range: Range,
  { wanted, stepped }: { wanted: string | null; stepped: boolean },
): { chosen: Span; spans: Span[] } {
  const { periodStart: from, periodEnd, at: to, present } = standing;
  const period: Span = {
    key: 'period',
    label: 'This period',
    from,
    to,
    live: present,
  };
  const whole: Span = { ...range, key: 'range' };
  const same =
    range.from.getTime() === from.getTime() &&
    (range.live ? present : range.to.getTime() === periodEnd.getTime());
  const both = stepped ? [period, whole] : [whole, period];
  const spans = same ? [{ ...whole, label: 'This period' }] : both;
  const narrowed = narrowedOf(budget, wanted);
  if (narrowed) {
    spans.push(narrowed);
  }
  const chosen = spans.find(({ key }) => key === (narrowed ? narrowed.key : wanted)) ?? spans[0];
  return { chosen, spans };
}

export function keyOf(from: Date, to: Date): string {
  return `${from.toISOString()}~${to.toISOString()}`;
}

function narrowedOf({ zone }: Budget, key: string | null): Span | undefined {
  const [start, end] = (key ?? '').split('~').map((text) => new Date(text));
  if (!end || !(start.getTime() < end.getTime())) {
    return undefined;
  }
  return {
    key: keyOf(start, end),
    label: stretch({ start, end }, zone),
    from: start,
    to: end,
    live: false,
  };
}

export function describeSpan({ from, to }: Span, zone: string): string {
  return days(from, to, zone);
}

/** The costs of a budget in a stretch of time; shown by whole days of the platform's zone. */
export function costsHref(budgetId: string, span: Span, zone: string, params: Params): string {
  const last = new Date(span.to.getTime() - 1);
  const time =
    span.key === 'range'
      ? {}
      : { range: 'custom', from: isoDay(span.from, zone), to: isoDay(last, zone) };
  return router.href('/costs', { ...time, budget: budgetId, ...params });
}
