// Costs as flows between neighbours: project to task, task to agent, agent to model.
import { compare, isZero, subtract, sum, type Decimal } from '../format/decimal';
import { keyOf, type Dimension } from '../format/labels';
import { exceptMark, keyMark, type Mark } from './mark';
import type { Measure } from './measures';
import type { Breakdown, Key } from './question';

export const LEVELS: [Dimension, Dimension, Dimension, Dimension] = [
  'PROJECT',
  'TASK',
  'AGENT',
  'MODEL',
];
/** Nodes of a level that are drawn by themselves. */
const NODES_MAX = [8, 12, 10, 10];

export interface FlowsAnswer {
  projectTask: Breakdown;
  taskAgent: Breakdown;
  agentModel: Breakdown;
}

export interface Node {
  id: string;
  name: string;
  level: number;
  /** Among its level, the largest first. */
  rank: number;
  value: Decimal;
  mark: Mark;
}

export interface Flow {
  from: Node;
  to: Node;
  value: Decimal;
  /** Undefined where pairs that the answer cut off are in it: which ones is not known. */
  mark?: Mark;
}

export interface Flows {
  nodes: Node[];
  flows: Flow[];
  total: Decimal;
  /** Whether an answer had more pairs than it may: they count as those between others. */
  cut: boolean;
}

/** What flows between the largest of each level, and through all others as one. */
export function flowsOf(answer: FlowsAnswer, measure: Measure): Flows {
  const steps = [answer.projectTask, answer.taskAgent, answer.agentModel];
  const levels = LEVELS.map((_, level) => {
    const step = level === 0 ? 0 : level - 1;
    return levelOf(steps[step]!, level === 0 ? 0 : 1, level, measure);
  });
  const flows = steps.flatMap((step, i) => between(step, levels[i]!, levels[i + 1]!, measure));
  const used = new Set(flows.flatMap(({ from, to }) => [from, to]));
  return {
    nodes: levels.flatMap(({ nodes }) => nodes).filter((node) => used.has(node)),
    flows,
    total: measure.of(answer.projectTask.total),
    cut: steps.some((step) => !isZero(cutOf(step, measure))),
  };
}

interface Level {
  nodes: Node[];
  of: (key: Key) => Node;
}

function levelOf(step: Breakdown, at: number, level: number, measure: Measure): Level {
  const values = new Map<Key, Decimal>();
  for (const { keys, totals } of step.rows) {
    const key = keys[at] ?? null;
    values.set(key, sum([values.get(key) ?? '0', measure.of(totals)]));
  }
  const dimension = LEVELS[level]!;
  const ranked = [...values].sort(([, a], [, b]) => compare(b, a));
  const most = NODES_MAX[level]!;
  const shown = ranked.length === most + 1 ? ranked : ranked.slice(0, most);
  const byKey = new Map<Key, Node>();
  const nodes = shown.map(([key, value], rank) => {
    const name = keyOf(key, dimension);
    const id = `${level} ${JSON.stringify(key)}`;
    const mark = [...keyMark(dimension, key), ...measure.within];
    const node = { id, name, level, rank, value, mark };
    byKey.set(key, node);
    return node;
  });
  const left = subtract(measure.of(step.total), sum(shown.map(([, value]) => value)));
  const others: Node = {
    id: `${level} others`,
    name: `other ${dimension.toLowerCase()}s`,
    level,
    rank: shown.length,
    value: left,
    mark: [
      ...exceptMark(
        [dimension],
        shown.map(([key]) => [key]),
      ),
      ...measure.within,
    ],
  };
  return { nodes: [...nodes, others], of: (key) => byKey.get(key) ?? others };
}

/** What the answer cut off, of the smallest pairs. */
function cutOf({ total, rows }: Breakdown, measure: Measure): Decimal {
  return subtract(measure.of(total), sum(rows.map(({ totals }) => measure.of(totals))));
}

function between(step: Breakdown, from: Level, to: Level, measure: Measure): Flow[] {
  const flows = new Map<string, Flow>();
  const flow = (a: Node, b: Node, value: Decimal, whole = true) => {
    const id = `${a.id} ${b.id}`;
    const known = flows.get(id);
    flows.set(id, {
      from: a,
      to: b,
      value: sum([known?.value ?? '0', value]),
      mark: whole ? [...new Set([...a.mark, ...b.mark])] : undefined,
    });
  };
  for (const { keys, totals } of step.rows) {
    flow(from.of(keys[0] ?? null), to.of(keys[1] ?? null), measure.of(totals));
  }
  const cut = cutOf(step, measure);
  if (!isZero(cut)) {
    flow(from.nodes[from.nodes.length - 1]!, to.nodes[to.nodes.length - 1]!, cut, false);
  }
  return [...flows.values()]
    .filter(({ value }) => !isZero(value))
    .sort((a, b) => compare(b.value, a.value));
}
