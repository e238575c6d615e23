// The layers of a chart over time, as ECharts draws them.
import { tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { compare, isZero } from '../format/decimal';
import { exact, glance, type Measure } from './measures';
import { labelOf, spanOf } from './points';
import type { Question } from './question';
import type { IntervalName, Stack } from './stack';

export const KINDS = { bars: 'Bars', area: 'Area', lines: 'Lines' } as const;
export type Kind = keyof typeof KINDS;

export type Drawing = (colours: Palette) => ChartOption;

/** Drawn from numbers, which only the heights are; the tooltip has the digits. */
export function draw(
  { points, layers, totals, adds }: Stack,
  kind: Kind,
  measure: Measure,
  { question, interval }: { question: Question; interval: IntervalName },
): Drawing {
  const show = (value: string) => exact(measure, value, question.currency);
  return (colours) => ({
    grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: tooltip(colours, 'axis', (at: { dataIndex: number }[]) => {
      const i = at[0]?.dataIndex ?? 0;
      const point = points[i];
      const lines = layers
        .map(({ name, colour, values }) => ({ name, colour, value: values[i] ?? '0' }))
        .filter(({ value }) => !isZero(value))
        .sort((a, b) => compare(b.value, a.value));
      return layersTip(
        point ? spanOf(point, question.zone) : '',
        lines.map(({ name, colour, value }) => [colours.series[colour - 1], name, show(value)]),
        adds ? show(totals[i] ?? '0') : undefined,
      );
    }),
    xAxis: {
      type: 'category',
      boundaryGap: kind === 'bars',
      data: points.map(({ start }) => labelOf(start, interval, question.zone)),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours.inkSoft, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      axisLabel: {
        color: colours.inkSoft,
        formatter: (value: number) => glance(measure, plainNumber(value), question.currency),
      },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: layers.map(({ name, colour, values }) => ({
      name,
      type: kind === 'bars' ? 'bar' : 'line',
      stack: adds && kind !== 'lines' ? 'all' : undefined,
      color: colours.series[colour - 1],
      data: values.map(Number),
      barCategoryGap: '24%',
      barMaxWidth: 48,
      triggerLineEvent: true,
      showSymbol: kind === 'lines' && points.length <= 62,
      symbol: 'circle',
      symbolSize: 6,
      lineStyle: { width: kind === 'area' ? 1 : 2 },
      ...(kind === 'area' ? { areaStyle: { opacity: 0.82 } } : {}),
      emphasis: { focus: 'series', blurScope: 'coordinateSystem' },
      cursor: 'pointer',
    })),
  });
}

/** A number of an axis in plain notation, as formats of decimals take it. */
function plainNumber(value: number): string {
  return Number(value.toPrecision(12))
    .toFixed(9)
    .replace(/\.?0+$/, '');
}

function layersTip(
  heading: string,
  lines: (string | undefined)[][],
  total: string | undefined,
): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip layers-tip';
  const add = (name: string, text = '', of: globalThis.Element = box) => {
    const part = document.createElement(name);
    part.textContent = text;
    of.append(part);
    return part;
  };
  add('strong', heading);
  for (const [colour, name, value] of lines) {
    const row = add('div');
    add('i', '', row).style.background = colour ?? '';
    add('span', name, row);
    add('b', value, row);
  }
  if (total !== undefined) {
    const row = add('div');
    row.className = 'sum';
    add('i', '', row);
    add('span', 'total', row);
    add('b', total, row);
  }
  return box;
}
