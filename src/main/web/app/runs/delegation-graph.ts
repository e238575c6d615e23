import { tip, tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { add, type Decimal } from '../format/decimal';
import { exactCount, exactMoney } from '../format/numbers';

/** The runs of one agent that runs of another spawned, or of the same. */
export interface Delegation {
  fromAgentId: string | null;
  toAgentId: string | null;
  runs: number;
  ownCost: Decimal;
  /** With everything below them. */
  totalCost: Decimal;
}

export const UNKNOWN = 'agent not known yet';

const NODE_MIN = 12;
const NODE_MAX = 34;
const EDGE_MAX = 8;

/** Agents in a circle, joined by arrows as wide as what was delegated cost. */
export function delegationGraph(
  rows: Delegation[],
  currency: string,
): (colours: Palette) => ChartOption {
  const names = new Map<string, Decimal>();
  const received = (name: string, cost: Decimal) =>
    names.set(name, add(names.get(name) ?? '0', cost));
  for (const { fromAgentId, toAgentId, totalCost } of rows) {
    received(fromAgentId ?? UNKNOWN, '0');
    received(toAgentId ?? UNKNOWN, totalCost);
  }
  // for sizes only
  const most = Math.max(...rows.map(({ totalCost }) => Number(totalCost)), 1e-9);
  const largest = Math.max(...[...names.values()].map(Number), 1e-9);
  return (colours) => ({
    tooltip: tooltip(colours, 'item', (params: { dataType: string; data: object }) =>
      params.dataType === 'edge'
        ? edgeTip(params.data as Edge, currency)
        : nodeTip(params.data as Node, currency),
    ),
    series: [
      {
        type: 'graph',
        layout: 'circular',
        top: 36,
        bottom: 36,
        left: 80,
        right: 80,
        roam: false,
        cursor: 'pointer',
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 8,
        label: {
          show: true,
          position: 'bottom',
          color: colours.ink,
          backgroundColor: colours.surface,
          padding: [1, 4],
          borderRadius: 3,
          fontSize: 12,
        },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', curveness: 0.18, opacity: 0.6 },
        data: [...names].map(([name, cost], i) => ({
          name,
          cost,
          symbolSize:
            NODE_MIN + (NODE_MAX - NODE_MIN) * Math.sqrt(Math.max(0, Number(cost)) / largest),
          itemStyle: { color: colours.series[i % colours.series.length] },
        })),
        // one that an agent gives to itself is in the table alone
        links: rows
          .filter(({ fromAgentId, toAgentId }) => fromAgentId !== toAgentId)
          .map(({ fromAgentId, toAgentId, runs, totalCost }) => ({
            source: fromAgentId ?? UNKNOWN,
            target: toAgentId ?? UNKNOWN,
            runs,
            cost: totalCost,
            lineStyle: { width: 1 + EDGE_MAX * (Math.max(0, Number(totalCost)) / most) },
          })),
      },
    ],
  });
}

interface Node {
  name: string;
  cost: Decimal;
}

interface Edge {
  source: string;
  target: string;
  runs: number;
  cost: Decimal;
}

function edgeTip({ source, target, runs, cost }: Edge, currency: string): HTMLElement {
  return tip(`${source} → ${target}`, [
    `${exactCount(String(runs))} runs`,
    `${exactMoney(cost, currency)} with all below them`,
  ]);
}

function nodeTip({ name, cost }: Node, currency: string): HTMLElement {
  return tip(name, [`${exactMoney(cost, currency)} delegated to it`]);
}
