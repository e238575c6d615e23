import { html, type TemplateResult } from 'lit';

// Times are shown in the reader's zone and locale; calendars of costs go by the platform's zone.

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month' | 'year';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The one format of these options; making one is slow. */
export function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(undefined, options);
    formats.set(key, known);
  }
  return known;
}

/** How far the clock of this machine is behind the one that costs are booked by. */
let behind = 0;

/** Less may be the way of an answer, whose date has no more than seconds. */
const AHEAD_MS_MIN = 5_000;

/** The present by the clock of the service. */
export function now(): Date {
  return new Date(Date.now() + behind);
}

/** Sets the clock by the date of an answer that has just come. */
export function setClock(date: string | null): void {
  if (date === null) {
    return;
  }
  const off = Date.parse(date) - Date.now();
  // of the second that the date names it may be the end
  behind = off > 0 || off < -AHEAD_MS_MIN ? off + 1_000 : 0;
}

/** From when on something holds for everybody, as prices do: the day in UTC, and a time if any. */
export function utc(at: Date): string {
  const clock = at.getTime() % DAY === 0 ? '' : `, ${time(at, 'UTC')} UTC`;
  return day(at, 'UTC') + clock;
}

/** The zone of the reader. */
export const readersZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function dateTime(at: Date): string {
  return format({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** To the second and with the zone, for a tooltip. */
export function exactTime(at: Date): string {
  return format({ dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** A day of a calendar, in that calendar's own zone. */
export function day(at: Date, zone?: string, year = true): string {
  return format({
    day: 'numeric',
    month: 'short',
    ...(year ? { year: 'numeric' } : {}),
    ...(zone ? { timeZone: zone } : {}),
  }).format(at);
}

/** The hour and minute, in the reader's zone where none is given. */
export function time(at: Date, zone?: string): string {
  return format({ timeStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(at);
}

export function month(at: Date, zone: string): string {
  return format({ month: 'long', year: 'numeric', timeZone: zone }).format(at);
}

/** From one day to another, both inclusive; to is exclusive. */
export function days(from: Date, to: Date, zone: string): string {
  return format({ day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }).formatRange(
    from,
    new Date(to.getTime() - 1),
  );
}

/** In the language of the page: these are words within its sentences. */
const relativeFormat = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** E.g. "3 min. ago". */
export function relative(at: Date): string {
  const ms = at.getTime() - now().getTime();
  const size = Math.abs(ms);
  if (size < 45_000) {
    return relativeFormat.format(0, 'second');
  }
  if (size < 50 * 60_000) {
    return relativeFormat.format(Math.round(ms / 60_000), 'minute');
  }
  if (size < 22 * HOUR) {
    return relativeFormat.format(Math.round(ms / HOUR), 'hour');
  }
  if (size < 26 * DAY) {
    return relativeFormat.format(Math.round(ms / DAY), 'day');
  }
  return size < 320 * DAY
    ? relativeFormat.format(Math.round(ms / (30.4 * DAY)), 'month')
    : relativeFormat.format(Math.round(ms / (365 * DAY)), 'year');
}

/** An instant, relative, with the exact one when the pointer rests on it. */
export function ago(iso: string): TemplateResult {
  const at = new Date(iso);
  return html`<time datetime=${iso} title=${exactTime(at)}>${relative(at)}</time>`;
}

export function instant(iso: string): TemplateResult {
  const at = new Date(iso);
  return html`<time datetime=${iso} title=${exactTime(at)}>${dateTime(at)}</time>`;
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const walls = new Map<string, Intl.DateTimeFormat>();

function wallOf(at: Date, zone: string): Wall {
  let known = walls.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    walls.set(zone, known);
  }
  const parts = Object.fromEntries(
    known.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  return parts as unknown as Wall;
}

function offset(at: number, zone: string): number {
  const wall = wallOf(new Date(at), zone);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return asUtc - Math.floor(at / 1000) * 1000;
}

/** The instant at which the clocks of a zone show what those of UTC show at another. */
function instantIn(zone: string, shown: number): Date {
  const first = shown - offset(shown, zone);
  const second = shown - offset(first, zone);
  // what clocks skip is when they do
  const exists = offset(second, zone) === offset(first, zone);
  return new Date(exists ? second : Math.max(first, second));
}

/** The instant at which a day of a zone begins; days and months may run over. */
export function dayIn(zone: string, year: number, month: number, dayOfMonth: number): Date {
  return instantIn(zone, Date.UTC(year, month - 1, dayOfMonth));
}

/** As far into another day, week or month as an instant is into its own, by the zone's clocks. */
export function sameTime(unit: CalendarUnit, at: Date, zone: string, steps: number): Date {
  const shown = (instant: Date) => instant.getTime() + offset(instant.getTime(), zone);
  const into = shown(at) - shown(startOf(unit, at, zone));
  return instantIn(zone, shown(startOf(unit, at, zone, steps)) + into);
}

/** When the hour, day, week, month or year of an instant begins, by the calendar of the zone. */
export function startOf(unit: CalendarUnit, at: Date, zone: string, steps = 0): Date {
  const { year, month: monthOfYear, day: dayOfMonth } = wallOf(at, zone);
  switch (unit) {
    case 'hour': {
      // some zones are half an hour away from UTC
      const shift = offset(at.getTime(), zone) % HOUR;
      const begun = Math.floor((at.getTime() + shift) / HOUR) * HOUR - shift;
      return new Date(begun + steps * HOUR);
    }
    case 'day':
      return dayIn(zone, year, monthOfYear, dayOfMonth + steps);
    case 'week': {
      const weekday = (new Date(Date.UTC(year, monthOfYear - 1, dayOfMonth)).getUTCDay() + 6) % 7;
      return dayIn(zone, year, monthOfYear, dayOfMonth - weekday + 7 * steps);
    }
    case 'month':
      return dayIn(zone, year, monthOfYear + steps, 1);
    case 'year':
      return dayIn(zone, year + steps, 1, 1);
  }
}

/** E.g. 2026-10-01, by the calendar of the zone. */
export function isoDay(at: Date, zone: string): string {
  const { year, month: m, day: d } = wallOf(at, zone);
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
