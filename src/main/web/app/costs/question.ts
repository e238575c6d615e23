import type { CostRow, CostTotals } from '../api/types';
import type { Dimension } from '../format/labels';
import type { Range } from '../state/range';

/** What a filter of the API can tell apart; no STEP, but outcomes and whether there is a price. */
export type Facet = Exclude<Dimension, 'STEP'> | 'OUTCOME' | 'UNPRICED';

interface FacetSpec {
  /** Its parameters in the address, one a value. */
  param: string;
  /** Of CostFilter. */
  field: string;
  word: string;
}

export const FACETS: Record<Facet, FacetSpec> = {
  PROJECT: { param: 'project', field: 'projectIds', word: 'project' },
  TASK: { param: 'task', field: 'taskIds', word: 'task' },
  AGENT: { param: 'agent', field: 'agentIds', word: 'agent' },
  MODEL: { param: 'model', field: 'models', word: 'model' },
  PROVIDER: { param: 'provider', field: 'providers', word: 'provider' },
  USER: { param: 'user', field: 'userIds', word: 'user' },
  TAG: { param: 'tag', field: 'tags', word: 'tag' },
  CAPABILITY: { param: 'capability', field: 'capabilities', word: 'capability' },
  KIND: { param: 'kind', field: 'kinds', word: 'kind' },
  BUDGET: { param: 'budget', field: 'budgetId', word: 'budget' },
  RUN: { param: 'run', field: 'runIds', word: 'run' },
  OUTCOME: { param: 'outcome', field: 'outcomes', word: 'outcome' },
  UNPRICED: { param: 'unpriced', field: 'unpriced', word: 'price' },
  PLATFORM: { param: 'also', field: 'platformIds', word: 'other platform' },
};

/** All that the API groups by, in the order that they are offered in. */
export const DIMENSIONS: Dimension[] = [
  'PROJECT',
  'TASK',
  'AGENT',
  'MODEL',
  'PROVIDER',
  'CAPABILITY',
  'KIND',
  'USER',
  'TAG',
  'BUDGET',
  'RUN',
  'STEP',
  'PLATFORM',
];

export const DIMENSIONS_MAX = 3;

/** Values by facet, each any of; of TAG they are key=value. */
export type Filters = Partial<Record<Facet, string[]>>;

/** Of a value of a dimension; null is what has none. */
export type Key = string | null;

/** CostFilter of the API. */
export type CostFilter = Record<string, unknown>;

export interface Sums extends CostTotals {
  adjustments: string;
  costPerCall: string | null;
  cacheHitShare: string | null;
  tokens: { input: number; output: number; cacheRead: number; reasoning: number; total: number };
}

export interface Row extends CostRow {
  totals: Sums;
  previous: Sums | null;
}

export interface Breakdown {
  currency: string;
  total: Sums;
  previous: Sums | null;
  rows: Row[];
}

/** What the page asks: everything but how the answer is drawn. */
export interface Question {
  platformId: string;
  currency: string;
  zone: string;
  range: Range;
  by: Dimension[];
  /** Whose values are the groups of TAG; undefined while none is known. */
  tagKey?: string;
  filters: Filters;
}

export function readFilters(params: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const facet of Object.keys(FACETS) as Facet[]) {
    const values = [...new Set(params.getAll(FACETS[facet].param))];
    const [first] = values;
    if (first !== undefined) {
      filters[facet] = facet === 'BUDGET' || facet === 'UNPRICED' ? [first] : values;
    }
  }
  return filters;
}

/** The dimensions of an address such as AGENT,MODEL; those that are known, each once. */
export function readDimensions(params: URLSearchParams): Dimension[] {
  const named = (params.get('by') ?? '').split(',');
  const known = DIMENSIONS.filter((dimension) => named.includes(dimension));
  known.sort((a, b) => named.indexOf(a) - named.indexOf(b));
  return known.length ? known.slice(0, DIMENSIONS_MAX) : ['PROJECT'];
}

/** The filter of a question, with other values for some facets. */
export function apiFilter(question: Question, changed: Filters = {}): CostFilter {
  const { platformId, range } = question;
  const filters = { ...question.filters, ...changed };
  const filter: CostFilter = {
    platformIds: [platformId, ...(filters.PLATFORM ?? [])],
    from: range.from.toISOString(),
    to: range.to.toISOString(),
  };
  for (const [facet, values] of Object.entries(filters) as [Facet, string[] | undefined][]) {
    if (values && facet !== 'PLATFORM') {
      filter[FACETS[facet].field] = ofField(facet, values);
    }
  }
  return filter;
}

function ofField(facet: Facet, values: string[]): unknown {
  switch (facet) {
    case 'BUDGET':
      return values[0];
    case 'UNPRICED':
      return values[0] === 'true';
    case 'TAG':
      return values.map(tagOf);
    default:
      return values;
  }
}

/** A key has no equals sign, a value may have. */
export function tagOf(text: string): { key: string; value: string } {
  const at = text.indexOf('=');
  return at < 0
    ? { key: text, value: '' }
    : { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** The groups of an answer: what costs and costSeries take beside the filter. */
export function grouping({ by, tagKey }: Question): { groupBy: Dimension[]; tagKey?: string } {
  return { groupBy: by, ...(by.includes('TAG') ? { tagKey } : {}) };
}

/** The same for questions whose answers may stand for each other, but for the time gone by. */
export function keyOfQuestion({ platformId, by, tagKey, filters, range }: Question): string {
  const times = `${range.key} ${range.from.getTime()}`;
  return `${platformId} ${times} ${by.join()} ${tagKey ?? ''} ${JSON.stringify(filters)}`;
}

/** A value of a filter in words. */
export function wordOfValue(facet: Facet, value: string): string {
  if (facet === 'UNPRICED') {
    return value === 'true' ? 'not known' : 'known';
  }
  return facet === 'OUTCOME' || facet === 'KIND' ? plain(value) : value;
}

/** LLM_CALL as "llm call". */
export function plain(constant: string): string {
  return constant.toLowerCase().replaceAll('_', ' ');
}
