import { tip, tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { exactCount, exactMoney } from '../format/numbers';
import { day, utc } from '../format/time';
import { componentWords, perWords } from '../runs/explanation';
import {
  byKind,
  condition,
  isTokenKind,
  type ModelPrice,
  type PriceComponent,
  type Tier,
} from './model-price';

/** A stretch of time with one price; null where none is known. */
export interface Step {
  /** Null: since ever. */
  from: Date | null;
  price: ModelPrice | null;
}

/** What of a mark its tooltip tells. */
interface Mark {
  seriesName: string;
  data: Point;
}

interface Point {
  /** A time, and the price from then on; null where none is known. */
  value: [number, string | null];
  currency: string;
  symbolSize: number;
}

/** The times at both ends of the chart, and what the last one is called. */
interface Ends {
  from: number;
  to: number;
  last: string;
}

const DAY_MS = 86_400_000;

/** The lines of a tier in two groups: prices of tokens, and of other units. */
export function groupsOf(steps: Step[], tier: Tier): { tokens: string[]; others: string[] } {
  const names = new Set(steps.flatMap(({ price }) => parts(price, tier).map(({ name }) => name)));
  const sorted = [...names].sort(byKind);
  return {
    tokens: sorted.filter(isTokenKind),
    others: sorted.filter((name) => !isTokenKind(name)),
  };
}

function parts(price: ModelPrice | null, tier: Tier): PriceComponent[] {
  return price?.components.filter((part) => part.tier === tier) ?? [];
}

/** What each kind cost over time, as steps that go on until now. */
export function historyChart(
  steps: Step[],
  names: string[],
  tier: Tier,
  now: Date,
): (colours: Palette) => ChartOption {
  const dated = steps.flatMap(({ from }) => (from ? [from.getTime()] : []));
  const last = Math.max(now.getTime(), ...dated);
  const first = Math.min(...dated, last - 30 * DAY_MS);
  const margin = Math.max(7 * DAY_MS, (last - first) * 0.06);
  const ends = {
    from: first - margin,
    to: last + margin / 2,
    last: last > now.getTime() ? 'From then on' : 'Now',
  };
  const currencies = new Set<string>();
  const lines = new Map<string, PriceComponent>();
  for (const { price } of steps) {
    for (const part of parts(price, tier)) {
      if (names.includes(part.name)) {
        lines.set(label(part), part);
        currencies.add(price!.currency);
      }
    }
  }
  const sorted = [...lines].sort(([, a], [, b]) => byKind(a.name, b.name));
  return (colours) => ({
    useUTC: true,
    grid: { top: 36, left: 8, right: 16, bottom: 4, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      // a dashed line has the colour of the solid one that it departs from
      data: sorted.filter(([, part]) => !condition(part)).map(([name]) => name),
      selectedMode: false,
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 4,
      textStyle: { color: colours.ink },
    },
    tooltip: tooltip(colours, 'axis', (marks: Mark[]) =>
      tip(
        heading(marks[0].data.value[0], ends),
        marks.flatMap(({ seriesName, data: { value, currency } }) => {
          const [, price] = value;
          const unit = perWords(lines.get(seriesName)?.unit ?? '');
          return price === null
            ? []
            : [`${seriesName}: ${exactMoney(price, currency)} per ${unit}`];
        }),
      ),
    ),
    xAxis: {
      type: 'time',
      min: ends.from,
      max: ends.to,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      splitNumber: 5,
      axisLabel: {
        color: colours.inkSoft,
        hideOverlap: true,
        formatter: (at: number) => day(new Date(at), 'UTC'),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: {
        color: colours.inkSoft,
        formatter: (value: number) => axisLabel(String(Number(value.toPrecision(6))), currencies),
      },
    },
    series: sorted.map(([name, part]) => ({
      name,
      type: 'line',
      step: 'end',
      symbol: 'circle',
      symbolSize: 7,
      connectNulls: false,
      lineStyle: { width: 2, type: condition(part) ? 'dashed' : 'solid' },
      color: colours.series[names.indexOf(part.name) % colours.series.length],
      data: points(steps, name, tier, ends),
    })),
  });
}

/** A point where each step begins, and one where the chart ends. */
function points(
  steps: Step[],
  name: string,
  tier: Tier,
  ends: Ends,
): Point[] {
  const at = (time: number, { price }: Step, mark: boolean): Point => {
    const value = parts(price, tier).find((part) => label(part) === name)?.price;
    return {
      value: [time, value ?? null],
      currency: price?.currency ?? '',
      symbolSize: mark ? 7 : 0,
    };
  };
  const all = steps.map((step) => at(step.from?.getTime() ?? ends.from, step, step.from !== null));
  return [...all, at(ends.to, steps[steps.length - 1], false)];
}

/** Prices in several currencies have one axis: it names none of them. */
function axisLabel(value: string, currencies: Set<string>): string {
  const [currency, ...others] = currencies;
  return currency && others.length === 0 ? exactMoney(value, currency) : exactCount(value);
}

function heading(time: number, ends: Ends): string {
  switch (time) {
    case ends.from:
      return 'Since ever';
    case ends.to:
      return ends.last;
    default:
      return `From ${utc(new Date(time))}`;
  }
}

function label(part: PriceComponent): string {
  const when = condition(part);
  return `${componentWords(part.name)}${when ? `, ${when}` : ''}`;
}
