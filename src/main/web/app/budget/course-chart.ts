import { tip, tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { isZero, type Decimal } from '../format/decimal';
import { day, time } from '../format/time';
import type { CoursePoint } from './course';
import { asPercent, exactAmount, words, type Standing } from './detail';

export interface CourseFigures {
  standing: Standing;
  points: CoursePoint[];
  thresholds: Decimal[];
  zone: string;
}

type Point = [number, number];

/** From one interval's end to another's: what is between is not known. */
export function courseOption(figures: CourseFigures): (colours: Palette) => ChartOption {
  return (colours) => ({
    grid: { left: 8, right: 16, top: 20, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltip(colours, 'axis', (marks: { axisValue: number }[]) =>
        tipAt(figures, marks[0]?.axisValue ?? 0),
      ),
      axisPointer: { type: 'line', lineStyle: { color: colours.inkSoft } },
    },
    xAxis: {
      type: 'time',
      min: figures.standing.periodStart.getTime(),
      max: figures.standing.periodEnd.getTime(),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colours.inkSoft,
        hideOverlap: true,
        formatter: (at: number) => label(new Date(at), figures),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      axisLabel: {
        color: colours.inkSoft,
        formatter: (value: number) => words(plain(value), figures.standing.currency),
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

function spentLine({ standing, points }: CourseFigures, colours: Palette): object {
  const line: Point[] = [[standing.periodStart.getTime(), 0]];
  for (const { end, soFar } of points) {
    line.push([end.getTime(), Number(soFar)]);
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
function heldBars({ points }: CourseFigures, colours: Palette): object[] {
  const held = points.filter((point) => point.held && !isZero(point.held));
  if (held.length === 0) {
    return [];
  }
  const bar = { type: 'bar', stack: 'held', barWidth: 6, animation: false, z: 3 };
  const at = (point: CoursePoint) => point.end.getTime();
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
      itemStyle: { color: colours.series[3], borderRadius: 2 },
      data: held.map((point) => [at(point), Number(point.held)]),
    },
  ];
}

/** Where spending would be at an even pace, and where it will be at the rate so far. */
function ahead({ standing, points }: CourseFigures, colours: Palette): object[] {
  const { periodStart, periodEnd, limit, forecast, at } = standing;
  const line = { type: 'line', symbol: 'none', silent: true };
  const series: object[] = [];
  if (limit !== null) {
    series.push({
      ...line,
      name: 'even pace',
      lineStyle: { width: 1.5, type: 'dashed', color: colours.inkSoft },
      data: [
        [periodStart.getTime(), 0],
        [periodEnd.getTime(), Number(limit)],
      ],
    });
  }
  if (forecast !== undefined && points.length > 0) {
    series.push({
      ...line,
      name: 'at this rate',
      lineStyle: { width: 2, type: 'dotted', color: colours.accent },
      data: [
        [at.getTime(), Number(points[points.length - 1].soFar)],
        [periodEnd.getTime(), Number(forecast)],
      ],
    });
  }
  return series;
}

function bounds({ standing, thresholds }: CourseFigures, colours: Palette): object[] {
  const { limit, currency, periodStart, periodEnd } = standing;
  if (limit === null) {
    return [];
  }
  const across = (name: string, value: number, text: string, style: object) => ({
    name,
    type: 'line',
    symbol: 'none',
    silent: true,
    // not seen: an axis makes room for series, not for marks
    lineStyle: { opacity: 0 },
    data: [
      [periodStart.getTime(), value],
      [periodEnd.getTime(), value],
    ],
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: style,
      label: { position: 'insideStartTop', formatter: text, color: colours.inkSoft, fontSize: 11 },
      data: [{ yAxis: value }],
    },
  });
  return [
    across('limit', Number(limit), `limit ${words(limit, currency)}`, {
      width: 2,
      color: colours.bad,
    }),
    ...thresholds.map((threshold) =>
      across('warning', Number(limit) * Number(threshold), `${asPercent(threshold)} %`, {
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
    return tip('Ahead', standing.forecast ? [atThisRate(standing)] : ['not spent yet']);
  }
  return tip(stretch(point, zone), [
    `${exactAmount(point.soFar, currency)} so far`,
    `${exactAmount(point.spent, currency)} in it`,
    ...(point.held ? [`${exactAmount(point.held, currency)} held at most`] : []),
  ]);
}

function atThisRate({ forecast, periodEnd, currency }: Standing): string {
  return `≈ ${words(forecast ?? '0', currency)} by ${day(periodEnd)} at the rate so far`;
}

const DAY_MS = 86_400_000;

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

function label(at: Date, { standing: { periodStart, periodEnd }, zone }: CourseFigures): string {
  const length = periodEnd.getTime() - periodStart.getTime();
  return length <= 2.5 * DAY_MS ? time(at) : day(at, zone, false);
}

/** A number of an axis in plain notation. */
function plain(value: number): Decimal {
  return value.toFixed(9).replace(/\.?0+$/, '');
}
