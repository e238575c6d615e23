import { tip, tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { isZero, type Decimal } from '../format/decimal';
import { glanceAmount } from '../format/numbers';
import { day, isoDay, readersZone, startOf, time } from '../format/time';
import type { CoursePoint } from './course';
import { asPercent, exactAmount, rateWords, type Standing } from './detail';

export interface CourseFigures {
  standing: Standing;
  points: CoursePoint[];
  thresholds: Decimal[];
  zone: string;
}

const DAY_MS = 86_400_000;

type Point = [number, number];

/** Figures with where an instant is on the axis. */
interface Drawn extends CourseFigures {
  /** What is added to an instant, so that days begin where the axis has its ticks. */
  shift: number;
}

/** From one interval's end to another's: what is between is not known. */
export function courseOption(given: CourseFigures): (colours: Palette) => ChartOption {
  const figures = { ...given, shift: shiftOf(given) };
  return (colours) => ({
    useUTC: true,
    grid: { left: 8, right: 16, top: 20, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltip(colours, 'axis', (marks: { axisValue: number }[]) =>
        tipAt(figures, (marks[0]?.axisValue ?? 0) - figures.shift),
      ),
      axisPointer: { type: 'line', lineStyle: { color: colours.inkSoft } },
    },
    xAxis: {
      type: 'time',
      min: x(figures.standing.periodStart, figures),
      max: x(figures.standing.periodEnd, figures),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colours.inkSoft,
        hideOverlap: true,
        formatter: (at: number) => label(at, figures),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      axisLabel: {
        color: colours.inkSoft,
        formatter: (value: number) => glanceAmount(plain(value), figures.standing.currency),
      },
      splitLine: { lineStyle: { color: colours.line } },
      splitNumber: 4,
    },
    series: [
      spentLine(figures, colours),
      ...heldBars(figures, colours),
      ...ahead(figures, colours),
      ...bounds(figures, colours),
    ],
  });
}

/** Days of the budget's zone, hours of the reader's. */
function shiftOf({ standing: { periodStart, periodEnd }, zone }: CourseFigures): number {
  const ofAxis = isShort(periodStart, periodEnd) ? readersZone : zone;
  const midnight = Date.parse(`${isoDay(periodStart, ofAxis)}T00:00:00Z`);
  return midnight - startOf('day', periodStart, ofAxis).getTime();
}

function isShort(periodStart: Date, periodEnd: Date): boolean {
  return periodEnd.getTime() - periodStart.getTime() <= 2.5 * DAY_MS;
}

function x(at: Date, { shift }: Drawn): number {
  return at.getTime() + shift;
}

function spentLine(figures: Drawn, colours: Palette): object {
  const { standing, points } = figures;
  const line: Point[] = [[x(standing.periodStart, figures), 0]];
  for (const { end, soFar } of points) {
    line.push([x(end, figures), Number(soFar)]);
  }
  return {
    name: 'spent',
    type: 'line',
    data: line,
    showSymbol: points.length <= 40,
    symbol: 'circle',
    symbolSize: 6,
    lineStyle: { width: 2, color: colours.accent },
    itemStyle: { color: colours.accent },
    areaStyle: { color: colours.accent, opacity: 0.12 },
    z: 4,
  };
}

/** On top of what was spent: together they are what the limit is asked for. */
function heldBars(figures: Drawn, colours: Palette): object[] {
  const held = figures.points.filter((point) => point.held && !isZero(point.held));
  if (held.length === 0) {
    return [];
  }
  const bar = { type: 'bar', stack: 'held', barWidth: 6, animation: false, z: 3 };
  const at = (point: CoursePoint) => x(point.end, figures);
  return [
    {
      ...bar,
      name: 'below',
      silent: true,
      itemStyle: { color: 'transparent' },
      data: held.map((point) => [at(point), Number(point.soFar)]),
    },
    {
      ...bar,
      name: 'held',
      itemStyle: { color: colours.held, borderRadius: 2 },
      data: held.map((point) => [at(point), Number(point.held)]),
    },
  ];
}

/** Where spending would be at an even pace, and where it will be at the rate so far. */
function ahead(figures: Drawn, colours: Palette): object[] {
  const { standing, points } = figures;
  const { begin, periodEnd, limit, forecast, at } = standing;
  const line = { type: 'line', symbol: 'none', silent: true };
  const series: object[] = [];
  if (limit !== null) {
    series.push({
      ...line,
      name: 'even pace',
      lineStyle: { width: 1.5, type: 'dashed', color: colours.inkSoft },
      data: [
        [x(begin, figures), 0],
        [x(periodEnd, figures), Number(limit)],
      ],
    });
  }
  if (forecast !== undefined && points.length > 0) {
    series.push({
      ...line,
      name: 'at this rate',
      lineStyle: { width: 2, type: 'dotted', color: colours.accent },
      data: [
        [x(at, figures), Number(points[points.length - 1].soFar)],
        [x(periodEnd, figures), Number(forecast)],
      ],
    });
  }
  return series;
}

function bounds(figures: Drawn, colours: Palette): object[] {
  const { standing, thresholds } = figures;
  const { limit, currency, periodStart, periodEnd } = standing;
  if (limit === null) {
    return [];
  }
  const across = (name: 'limit' | 'warning', value: number, text: string, style: object) => ({
    name,
    type: 'line',
    symbol: 'none',
    silent: true,
    // not seen: an axis makes room for series, not for marks
    lineStyle: { opacity: 0 },
    data: [
      [x(periodStart, figures), value],
      [x(periodEnd, figures), value],
    ],
    markLine: {
      silent: true,
      symbol: 'none',
      // the default rounds where it draws
      precision: 9,
      lineStyle: style,
      label: {
        position: name === 'limit' ? 'insideStartTop' : 'insideStartBottom',
        formatter: text,
        color: colours.inkSoft,
        fontSize: 11,
      },
      data: [{ yAxis: value }],
    },
  });
  return [
    across('limit', Number(limit), `limit ${glanceAmount(limit, currency)}`, {
      width: 2,
      type: 'solid',
      color: colours.bad,
    }),
    ...thresholds.map((threshold) =>
      across('warning', Number(limit) * Number(threshold), `${asPercent(threshold)}%`, {
        width: 1,
        type: [2, 4],
        color: colours.bad,
        opacity: 0.6,
      }),
    ),
  ];
}

function tipAt({ standing, points, zone }: CourseFigures, at: number): HTMLElement {
  const { currency } = standing;
  const point = points.find(({ end }) => at <= end.getTime()) ?? points[points.length - 1];
  if (!point || at > point.end.getTime()) {
    const { forecast } = standing;
    return tip('Ahead', [forecast ? rateWords(standing, forecast) : 'not spent yet']);
  }
  return tip(stretch(point, zone), [
    `${exactAmount(point.soFar, currency)} so far`,
    `${exactAmount(point.spent, currency)} in it`,
    ...(point.held ? [`${exactAmount(point.held, currency)} held at most`] : []),
  ]);
}

/** When an interval was: a day by the calendar of the budget, an hour by the reader's clock. */
export function stretch({ start, end }: { start: Date; end: Date }, zone: string): string {
  const length = end.getTime() - start.getTime();
  if (length <= DAY_MS / 12) {
    return `${day(start, undefined, false)}, ${time(start)} – ${time(end)}`;
  }
  return length <= 1.1 * DAY_MS
    ? day(start, zone, false)
    : `${day(start, zone, false)} – ${day(new Date(end.getTime() - 1), zone, false)}`;
}

function label(at: number, { standing: { periodStart, periodEnd }, shift }: Drawn): string {
  return isShort(periodStart, periodEnd)
    ? time(new Date(at - shift))
    : day(new Date(at), 'UTC', false);
}

/** A number of an axis in plain notation. */
function plain(value: number): Decimal {
  return value.toFixed(9).replace(/\.?0+$/, '');
}
