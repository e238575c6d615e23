// The usages behind a mark: asked for by page, with what the API cannot tell apart left out here.
import costs from '../../operations/costs.graphql';
import usageEntries from '../../operations/usage-entries.graphql';
import { send } from '../api/client';
import { subtract, sum, type Decimal } from '../format/decimal';
import type { Dimension } from '../format/labels';
import { passes, type Selection } from './mark';
import type { Breakdown, Key, Question } from './question';

export interface Entry {
  operationId: string;
  timestamp: string;
  /** Null while unpriced. */
  cost: Decimal | null;
  currency: string;
  /** Of a part of a usage that several tasks share. */
  weight: Decimal | null;
  outcome: string;
  kind: string;
  platformId: string;
  projectId: Key;
  taskId: Key;
  agentId: string;
  userId: Key;
  runId: Key;
  step: Key;
  capability: Key;
  model: Key;
  provider: Key;
  tokens: { total: number } | null;
  quantity: Decimal | null;
  quantityUnit: string | null;
  tags: { key: string; value: string }[];
}

/** What the mark's figure is made of, as the sums of the API have it. */
export interface Figure {
  cost: Decimal;
  calls: number;
  unpricedCalls: number;
  tokens: number;
}

export interface EntryPage {
  entries: Entry[];
  /** Where to go on; undefined at the end. */
  after?: string;
}

interface Answer {
  usages: { nodes: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const ENTRIES = 50;
const ENTRIES_TESTED = 500;
const REQUESTS_MAX = 10;
const ROWS_MAX = 500;

/**
 * At least so many entries as a page has, if there are. Where most are left out here it may be
 * fewer: then there is still a place to go on at.
 */
export async function loadEntries(
  { tagKey }: Question,
  { filter, tests }: Selection,
  from: string | undefined,
  signal?: AbortSignal,
): Promise<EntryPage> {
  const entries: Entry[] = [];
  let after = from;
  for (let i = 0; i < REQUESTS_MAX; i++) {
    const variables = { filter, first: tests.length ? ENTRIES_TESTED : ENTRIES, after };
    const { usages } = await send<Answer>(usageEntries, variables, signal);
    const found = usages.nodes.filter((entry) =>
      passes(tests, (dimension) => keyIn(entry, dimension, tagKey)),
    );
    entries.push(...found);
    after = usages.pageInfo.endCursor ?? undefined;
    if (!usages.pageInfo.hasNextPage || !after) {
      return { entries };
    }
    if (entries.length >= ENTRIES) {
      break;
    }
  }
  return { entries, after };
}

/** Undefined where the API does not list all the groups that it would take. */
export async function loadFigure(
  { tagKey }: Question,
  { filter, tests, dimensions, excepted }: Selection,
  signal: AbortSignal,
): Promise<Figure | undefined> {
  const variables = {
    groupBy: dimensions,
    tagKey: dimensions.includes('TAG') ? tagKey : undefined,
    filter,
    first: ROWS_MAX,
  };
  const { total, rows } = (await send<{ costs: Breakdown }>(costs, variables, signal)).costs;
  if (tests.length === 0) {
    return { ...total, tokens: total.tokens.total };
  }
  const within = (keys: Key[]) =>
    passes(tests, (dimension) => keys[dimensions.indexOf(dimension)] ?? null);
  const all = (list: Breakdown['rows']) => ({
    cost: sum(list.map(({ totals }) => totals.cost)),
    calls: list.reduce((calls, { totals }) => calls + totals.calls, 0),
    unpricedCalls: list.reduce((calls, { totals }) => calls + totals.unpricedCalls, 0),
    tokens: list.reduce((tokens, { totals }) => tokens + totals.tokens.total, 0),
  });
  if (rows.length < ROWS_MAX) {
    return all(rows.filter(({ keys }) => within(keys)));
  }
  const without = rows.filter(({ keys }) => !within(keys));
  if (without.length !== excepted) {
    return undefined;
  }
  const left = all(without);
  return {
    cost: subtract(total.cost, left.cost),
    calls: total.calls - left.calls,
    unpricedCalls: total.unpricedCalls - left.unpricedCalls,
    tokens: total.tokens.total - left.tokens,
  };
}

function keyIn(entry: Entry, dimension: Dimension, tagKey?: string): Key {
  switch (dimension) {
    case 'AGENT':
      return entry.agentId;
    case 'CAPABILITY':
      return entry.capability;
    case 'KIND':
      return entry.kind;
    case 'MODEL':
      return entry.model;
    case 'PLATFORM':
      return entry.platformId;
    case 'PROJECT':
      return entry.projectId;
    case 'PROVIDER':
      return entry.provider;
    case 'RUN':
      return entry.runId;
    case 'STEP':
      return entry.step;
    case 'TAG':
      return entry.tags.find(({ key }) => key === tagKey)?.value ?? null;
    case 'TASK':
      return entry.taskId;
    case 'USER':
      return entry.userId;
    case 'BUDGET':
      // usages do not say which budgets they charge: such a mark is never asked for
      return null;
  }
}
