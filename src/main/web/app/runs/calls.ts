import runCalls from '../../operations/run-calls.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import type { RunNode } from './model';

/** A usage of a run; of one that tasks share, each part is one. */
export interface Call {
  operationId: string;
  sequence: number;
  agentId: string;
  taskId: string | null;
  /** Of a part. */
  weight: Decimal | null;
  kind: string;
  model: string | null;
  step: string | null;
  capability: string | null;
  outcome: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  timestamp: string;
  /** Null while unpriced. */
  cost: Decimal | null;
  currency: string;
  quantity: Decimal | null;
  quantityUnit: string | null;
  tokens: { total: number } | null;
}

export interface CallPage {
  /** The oldest first. */
  calls: Call[];
  /** Where earlier ones go on; null where these are all. */
  before: string | null;
}

const PAGE = 200;
/** The API gives at most so many at once. */
const PAGE_MAX = 500;

/**
 * The latest calls of a run: a page of them. Where more than that were listed, as many again and
 * those that were added since: each as it is now, for a correction can be of any.
 */
export async function loadLatest(
  platformId: string,
  run: RunNode,
  listed: number,
  added: number,
): Promise<CallPage> {
  const wanted = listed > PAGE ? listed + added : PAGE;
  let page = await loadCalls(platformId, run, undefined, Math.min(wanted, PAGE_MAX));
  while (page.before !== null && page.calls.length < wanted) {
    const first = Math.min(wanted - page.calls.length, PAGE_MAX);
    page = await loadCalls(platformId, run, page, first);
  }
  return page;
}

/** The latest calls of a run, or those before a page together with that page. */
export async function loadCalls(
  platformId: string,
  { runId, startedAt, lastUsageAt }: RunNode,
  later?: CallPage,
  first = PAGE,
): Promise<CallPage> {
  const filter = {
    platformIds: [platformId],
    runIds: [runId],
    // usages are read by their time: nothing outside of the run's own needs to be
    from: startedAt,
    to: lastUsageAt ? new Date(Date.parse(lastUsageAt) + 1).toISOString() : undefined,
  };
  type Answer = {
    usages: { nodes: Call[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  };
  const variables = { filter, first, after: later?.before };
  const { usages } = await send<Answer>(runCalls, variables);
  return {
    calls: [...usages.nodes.reverse(), ...(later?.calls ?? [])],
    before: usages.pageInfo.hasNextPage ? usages.pageInfo.endCursor : null,
  };
}

/** A call that several tasks share is one, however many parts are listed. */
export function countOf(calls: Call[]): number {
  return new Set(calls.map(({ operationId }) => operationId)).size;
}

const KINDS: Record<string, string> = {
  LLM_CALL: 'model call',
  EMBEDDING: 'embedding',
  IMAGE: 'image',
  AUDIO: 'audio',
  TOOL_CALL: 'tool call',
  SERVICE: 'service',
  INFRASTRUCTURE: 'infrastructure',
};

export function kindOf(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** What was called: the model, else what it was for. */
export function nameOf({ model, capability, kind }: Call): string {
  return model ?? capability ?? kindOf(kind);
}
