import runFigures from '../../operations/run-figures.graphql';
import runPage from '../../operations/run-page.graphql';
import runTree from '../../operations/run-tree.graphql';
import { send } from '../api/client';
import { ApiError } from '../api/errors';
import type { CostTotals } from '../api/types';
import type { Decimal } from '../format/decimal';

/** One run of a tree, as runTree lists it. */
export interface RunNode {
  runId: string;
  /** Null while it is known only as a parent. */
  agentId: string | null;
  parentRunId: string | null;
  startedAt: string;
  /** Of its own and those below. */
  lastUsageAt: string | null;
  /** Runs above it. */
  depth: number;
  runsBelow: number;
  /** Its own. */
  calls: number;
  ownCost: Decimal;
  totalCost: Decimal;
  total: { calls: number; failedCalls: number; unpricedCalls: number; tokens: { total: number } };
}

export interface RunTotals extends CostTotals {
  adjustments: Decimal;
  tokens: { output: number; total: number };
}

export interface Run extends RunNode {
  currency: string;
  own: RunTotals;
  total: RunTotals;
}

export interface LoadedRun {
  run: Run;
  /** The run, then what it spawned, siblings by the time of their start. */
  nodes: RunNode[];
  /** Whether more is below it than one list holds: then nodes are some that it spawned itself. */
  cut: boolean;
}

/** Of a tree that is too large for one list. */
const SPAWNED_SHOWN = 200;

/** A run with everything below it; null where the platform has no such run. */
export async function loadRun(
  platformId: string,
  runId: string,
  signal: AbortSignal,
): Promise<LoadedRun | null> {
  const run = await loadFigures(platformId, runId, signal);
  if (!run) {
    return null;
  }
  const variables = { platformId, runId };
  try {
    const { runTree: nodes } = await send<{ runTree: RunNode[] }>(runTree, variables, signal);
    return { run, nodes, cut: false };
  } catch (thrown) {
    if (!(thrown instanceof ApiError && thrown.code === 'OUT_OF_RANGE')) {
      throw thrown;
    }
  }
  type Page = { run: RunNode & { spawned: { nodes: RunNode[] } } };
  const page = await send<Page>(runPage, { ...variables, first: SPAWNED_SHOWN }, signal);
  return { run, nodes: [page.run, ...page.run.spawned.nodes], cut: true };
}

/** What a run cost itself and with everything below it. */
export async function loadFigures(
  platformId: string,
  runId: string,
  signal?: AbortSignal,
): Promise<Run | null> {
  return (await send<{ run: Run | null }>(runFigures, { platformId, runId }, signal)).run;
}

export function agentOf({ agentId }: { agentId: string | null }): string {
  return agentId ?? 'agent not known yet';
}

/** How long something took, in two units. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const units: [number, string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) {
    return ms > 0 ? '< 1 s' : '0 s';
  }
  const [size, word] = units[first];
  const [nextSize, nextWord] = units[first + 1] ?? [1, ''];
  const rest = Math.floor((seconds % size) / nextSize);
  return `${Math.floor(seconds / size)} ${word}${nextWord && rest ? ` ${rest} ${nextWord}` : ''}`;
}
