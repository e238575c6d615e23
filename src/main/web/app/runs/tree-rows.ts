import type { ApiError } from '../api/errors';
import { compare } from '../format/decimal';
import { countOf, type Call, type CallPage } from './calls';
import type { RunNode } from './model';

/** The calls of one run, as far as they have been asked for. */
export interface Calls {
  page?: CallPage;
  loading: boolean;
  error?: ApiError;
  /** The run as it was when they were asked for; absent where they must be asked for again. */
  of?: RunNode;
}

/** A line of the tree: a run, its own calls together or one by one, or what stands for others. */
export type Row = { key: string; level: number; node: RunNode } & (
  | { kind: 'run'; open: boolean; openable: boolean }
  | { kind: 'calls'; open: boolean }
  | { kind: 'call'; call: Call }
  | { kind: 'more'; of: string; hidden: number; what: 'runs' | 'calls' }
  | { kind: 'earlier'; hidden: number }
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
);

/** Siblings by when they began, or what cost most first. */
export type Order = 'time' | 'cost';

/** What of a tree is open. */
export interface View {
  open: ReadonlySet<string>;
  /** How many lines are shown below a key. */
  shown: ReadonlyMap<string, number>;
  calls: ReadonlyMap<string, Calls>;
}

/** Lines below one line, until more are wanted. */
export const STEP = 100;

/** Trees of so many runs are open from the start. */
const OPEN_MAX = 40;

export const runKey = (runId: string) => `run ${runId}`;
export const callsKey = (runId: string) => `calls ${runId}`;
export const callKey = (operationId: string) => `call ${operationId}`;

export class Tree {
  readonly root: RunNode;
  private readonly spawned = new Map<string, RunNode[]>();
  private readonly byId: Map<string, RunNode>;

  constructor(nodes: RunNode[], order: Order) {
    this.root = nodes[0];
    this.byId = new Map(nodes.map((node) => [node.runId, node]));
    for (const node of nodes.slice(1)) {
      const siblings = this.spawned.get(node.parentRunId ?? '');
      if (siblings) {
        siblings.push(node);
      } else {
        this.spawned.set(node.parentRunId ?? '', [node]);
      }
    }
    if (order === 'cost') {
      this.spawned.forEach((siblings) =>
        siblings.sort((a, b) => compare(b.totalCost, a.totalCost)),
      );
    }
  }

  isLeaf({ runId }: RunNode): boolean {
    return !this.spawned.has(runId);
  }

  /** What is open at first: a small tree down to its leaves, of a large one the root. */
  opening(): Set<string> {
    const open = new Set([runKey(this.root.runId)]);
    if (this.byId.size <= OPEN_MAX) {
      this.spawned.forEach((_, runId) => open.add(runKey(runId)));
    }
    return open;
  }

  /** What must be open for a run, or its calls, to be in sight. */
  pathTo(runId: string, calls: boolean): string[] {
    const keys: string[] = calls ? [runKey(runId), callsKey(runId)] : [];
    let node = this.byId.get(runId);
    while (node && node !== this.root) {
      node = this.byId.get(node.parentRunId ?? '');
      if (node) {
        keys.push(runKey(node.runId));
      }
    }
    return keys;
  }

  /** The lines in sight, in their order. */
  rows(view: View): Row[] {
    const rows: Row[] = [];
    const visit = (node: RunNode, level: number): void => {
      const key = runKey(node.runId);
      const spawned = this.spawned.get(node.runId) ?? [];
      const openable = spawned.length > 0 || node.calls > 0;
      const open = openable && view.open.has(key);
      rows.push({ kind: 'run', key, level, node, open, openable });
      if (!open) {
        return;
      }
      if (spawned.length === 0) {
        rows.push(...callRows(view, node, level + 1));
        return;
      }
      if (node.calls > 0) {
        const group = callsKey(node.runId);
        const groupOpen = view.open.has(group);
        rows.push({ kind: 'calls', key: group, level: level + 1, node, open: groupOpen });
        if (groupOpen) {
          rows.push(...callRows(view, node, level + 2));
        }
      }
      const shown = view.shown.get(key) ?? STEP;
      spawned.slice(0, shown).forEach((below) => visit(below, level + 1));
      rows.push(...moreRow(key, node, level + 1, spawned.length - shown, 'runs'));
    };
    visit(this.root, 1);
    return rows;
  }
}

function callRows(view: View, node: RunNode, level: number): Row[] {
  const key = callsKey(node.runId);
  const known = view.calls.get(node.runId);
  const rows: Row[] = [];
  const page = known?.page;
  if (page) {
    const hidden = node.calls - countOf(page.calls);
    if (page.before !== null && hidden > 0) {
      rows.push({ kind: 'earlier', key: `earlier ${node.runId}`, level, node, hidden });
    }
    const shown = view.shown.get(key) ?? STEP;
    for (const call of page.calls.slice(0, shown)) {
      // the parts of a call that is shared have one id
      const part = call.weight === null ? '' : ` ${call.sequence}`;
      rows.push({ kind: 'call', key: callKey(call.operationId) + part, level, node, call });
    }
    rows.push(...moreRow(key, node, level, page.calls.length - shown, 'calls'));
  }
  if (known?.error) {
    rows.push({ kind: 'failed', key: `failed ${node.runId}`, level, node, error: known.error });
  } else if (!page) {
    rows.push({ kind: 'loading', key: `loading ${node.runId}`, level, node });
  }
  return rows;
}

function moreRow(
  of: string,
  node: RunNode,
  level: number,
  hidden: number,
  what: 'runs' | 'calls',
): Row[] {
  return hidden > 0 ? [{ kind: 'more', key: `more ${of}`, level, node, of, hidden, what }] : [];
}
