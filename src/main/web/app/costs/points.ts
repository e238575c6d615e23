// The words for the points of a series, by the calendar that they were made by.
import { day, format, month } from '../format/time';
import type { IntervalName } from './stack';

/** Below an axis. */
export function labelOf(start: string, interval: IntervalName, zone: string): string {
  const at = new Date(start);
  switch (interval) {
    case 'HOUR':
      return format({
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: zone,
      }).format(at);
    case 'MONTH':
      return month(at, zone);
    default:
      return day(at, zone, false);
  }
}

/** From when to when, with the zone: of a day its date. */
export function spanOf({ start, end }: { start: string; end: string }, zone: string): string {
  const from = new Date(start);
  const hours = (Date.parse(end) - from.getTime()) / 3_600_000;
  const last = new Date(Date.parse(end) - 1);
  if (hours < 23) {
    const times = format({ dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
    return `${times.formatRange(from, new Date(end))} (${zone})`;
  }
  return format({
    weekday: hours <= 25 ? 'short' : undefined,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: zone,
  }).formatRange(from, last);
}
