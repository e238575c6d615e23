import { dayIn, days, month, startOf } from '../format/time';

/** A stretch of time that costs are asked for, by the calendar of the platform's zone. */
export interface Range {
  /** As the address has it; no other time but that which goes on has the same. */
  key: string;
  label: string;
  from: Date;
  /** Exclusive: now for one that goes on. */
  to: Date;
  /** When its calendar unit ends, later than to while it goes on. */
  end: Date;
  /** Whether it goes on to now. */
  live: boolean;
}

/** Those to choose from; others are a month such as 2026-10, or from and to. */
export const CHOICES: { key: string; label: string }[] = [
  { key: 'today', label: 'Today' },
  { key: 'week', label: 'This week' },
  { key: 'month', label: 'This month' },
  { key: 'last-week', label: 'Last week' },
  { key: 'last-month', label: 'Last month' },
  { key: '7d', label: 'Last 7 days' },
  { key: '30d', label: 'Last 30 days' },
  { key: '90d', label: 'Last 90 days' },
  { key: 'year', label: 'This year' },
];

const UNITS = { today: 'day', week: 'week', month: 'month', year: 'year' } as const;

/** The range of an address; this month where it names none that can be read. */
export function rangeOf(params: URLSearchParams, zone: string, now: Date): Range {
  const key = params.get('range') ?? 'month';
  const from = date(params.get('from'), zone);
  const to = date(params.get('to'), zone, 1);
  if (key === 'custom' && from && to && from < to) {
    const both = `${key} ${params.get('from')} ${params.get('to')}`;
    return past(both, days(from, to, zone), from, to, now);
  }
  const named = /^(\d{4})-(\d{2})$/.exec(key);
  if (named) {
    const start = dayIn(zone, Number(named[1]), Number(named[2]), 1);
    return past(key, month(start, zone), start, startOf('month', start, zone, 1), now);
  }
  return chosen(key, zone, now) ?? chosen('month', zone, now)!;
}

function chosen(key: string, zone: string, now: Date): Range | undefined {
  const label = CHOICES.find((choice) => choice.key === key)?.label;
  if (!label) {
    return undefined;
  }
  if (key === 'last-week' || key === 'last-month') {
    const unit = key === 'last-week' ? 'week' : 'month';
    const from = startOf(unit, now, zone, -1);
    const to = startOf(unit, now, zone);
    return past(key, unit === 'month' ? month(from, zone) : label, from, to, now);
  }
  if (key in UNITS) {
    const unit = UNITS[key as keyof typeof UNITS];
    const from = startOf(unit, now, zone);
    return { key, label, from, to: now, end: startOf(unit, now, zone, 1), live: true };
  }
  const from = startOf('day', now, zone, 1 - Number.parseInt(key, 10));
  return { key, label, from, to: now, end: startOf('day', now, zone, 1), live: true };
}

function past(key: string, label: string, from: Date, to: Date, now: Date): Range {
  return to > now && from < now
    ? { key, label, from, to: now, end: to, live: true }
    : { key, label, from, to, end: to, live: false };
}

function date(text: string | null, zone: string, plusDays = 0): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  return match
    ? dayIn(zone, Number(match[1]), Number(match[2]), Number(match[3]) + plusDays)
    : undefined;
}

/** For a title: what a range covers, in words. */
export function describe(range: Range, zone: string): string {
  return `${days(range.from, range.to, zone)} (${zone})`;
}

/** The last moment of a range: how budgets stood then is how they stand in it. */
export function momentOf(range: Range, now: Date): Date {
  return range.live ? now : new Date(range.to.getTime() - 1);
}

/** The interval of a series that gives a range a readable number of points. */
export function intervalOf(range: Range): 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' {
  const length = (range.end.getTime() - range.from.getTime()) / 86_400_000;
  return length <= 2.5 ? 'HOUR' : length <= 100 ? 'DAY' : length <= 400 ? 'WEEK' : 'MONTH';
}
