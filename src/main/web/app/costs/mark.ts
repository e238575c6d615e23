// A mark is a part of what is shown: a bar, a row, a flow. The address names it by what its usages
// have in common, in parameters such as mark=agent:coder, and so it can be asked for anew.
import { wordOf, type Dimension } from '../format/labels';
import { router } from '../state/router';
import {
  apiFilter,
  DIMENSIONS,
  FACETS,
  tagOf,
  type CostFilter,
  type Facet,
  type Filters,
  type Key,
  type Question,
} from './question';

/** As the address has it: all of these hold. */
export type Mark = string[];

/** Everything that the filters let through. */
export const ALL: Mark = ['all:'];

export function keyMark(dimension: Dimension, key: Key): Mark {
  const name = dimension.toLowerCase();
  return [key === null ? `no:${name}` : `${name}:${key}`];
}

export function keysMark(dimensions: Dimension[], keys: Key[]): Mark {
  return dimensions.flatMap((dimension, i) => keyMark(dimension, keys[i] ?? null));
}

/** What is in none of these groups. */
export function exceptMark(dimensions: Dimension[], groups: Key[][]): Mark {
  const names = dimensions.map((dimension) => dimension.toLowerCase()).join();
  return groups.map((keys) => `except:${names}:${JSON.stringify(keys)}`);
}

export function timeMark({ start, end }: { start: string; end: string }): Mark {
  return [`time:${start}/${end}`];
}

/** Of a facet that is no dimension. */
export function facetMark(facet: Facet, value: string): Mark {
  return [`${FACETS[facet].param}:${value}`];
}

/** Where the entries behind a mark are listed; undefined where the API cannot tell them apart. */
export function entriesHref(question: Question, mark: Mark): string | undefined {
  return select(question, mark) && router.here({ mark, usage: null });
}

/** A condition that the API has no filter for: it is held here. */
interface Test {
  dimensions: Dimension[];
  holds: (keys: Key[]) => boolean;
}

/** What to ask for the entries behind a mark. */
export interface Selection {
  filter: CostFilter;
  tests: Test[];
  /** What the tests look at, each once. */
  dimensions: Dimension[];
  /** How many groups are left out, where nothing but that is tested; else undefined. */
  excepted?: number;
  words: string[];
  time?: { start: string; end: string };
}

/** Whether a usage or a group passes the tests. */
export function passes(tests: Test[], keyIn: (dimension: Dimension) => Key): boolean {
  return tests.every(({ dimensions, holds }) => holds(dimensions.map(keyIn)));
}

/**
 * Undefined where the API tells too little: usages do not say which budgets they charge, and a
 * filter takes one budget.
 */
export function select(question: Question, mark: Mark): Selection | undefined {
  const selected = new Selecting(question);
  for (const part of mark) {
    const at = part.indexOf(':');
    if (at < 0 || !selected.add(part.slice(0, at), part.slice(at + 1))) {
      return undefined;
    }
  }
  return selected.result();
}

class Selecting {
  private readonly filters: Filters = {};
  private readonly tests: Test[] = [];
  private readonly words: string[] = [];
  private readonly excepted = new Map<string, Set<string>>();
  private time?: { start: string; end: string };
  private platformIds?: string[];

  constructor(private readonly question: Question) {}

  /** Whether the part of a mark can be read. */
  add(name: string, value: string): boolean {
    const dimension = DIMENSIONS.find((known) => known.toLowerCase() === name);
    if (dimension) {
      return this.key(dimension, value);
    }
    switch (name) {
      case 'all':
        return true;
      case 'no':
        return this.none(value);
      case 'except':
        return this.except(value);
      case 'time':
        return this.within(value);
      case 'outcome':
        this.filters.OUTCOME = [value];
        this.words.push(value.toLowerCase());
        return true;
      case 'unpriced':
        this.filters.UNPRICED = [value];
        this.words.push(value === 'true' ? 'unpriced' : 'priced');
        return true;
      default:
        return false;
    }
  }

  private key(dimension: Dimension, value: string): boolean {
    this.words.push(`${wordOf(dimension)} ${value}`);
    const filtered = dimension === 'STEP' ? undefined : this.question.filters[dimension];
    switch (dimension) {
      case 'BUDGET':
        this.filters.BUDGET = [value];
        return !filtered || filtered[0] === value;
      case 'STEP':
        return this.test([dimension], ([key]) => key === value);
      case 'TAG': {
        const { tagKey } = this.question;
        // a filter by tags means any of them: only of one key can they be narrowed to one value
        if (tagKey && (filtered ?? []).every((tag) => tagOf(tag).key === tagKey)) {
          this.filters.TAG = [`${tagKey}=${value}`];
          return true;
        }
        return this.test([dimension], ([key]) => key === value);
      }
      case 'PLATFORM':
        this.platformIds = [value];
        return true;
      default:
        this.filters[dimension] = [value];
        return true;
    }
  }

  private none(name: string): boolean {
    const dimension = DIMENSIONS.find((known) => known.toLowerCase() === name);
    if (!dimension || dimension === 'BUDGET') {
      return false;
    }
    this.words.push(`no ${wordOf(dimension)}`);
    return this.test([dimension], ([key]) => key === null);
  }

  private except(value: string): boolean {
    const at = value.indexOf(':');
    const names = value.slice(0, at).split(',');
    const dimensions = DIMENSIONS.filter((known) => names.includes(known.toLowerCase()));
    dimensions.sort(
      (a, b) => names.indexOf(a.toLowerCase()) - names.indexOf(b.toLowerCase()),
    );
    if (dimensions.length !== names.length || dimensions.includes('BUDGET')) {
      return false;
    }
    const key = dimensions.join();
    const known = this.excepted.get(key);
    const left = known ?? new Set<string>();
    left.add(value.slice(at + 1));
    if (!known) {
      this.excepted.set(key, left);
      this.words.push(`other ${dimensions.map((dimension) => `${wordOf(dimension)}s`).join(', ')}`);
      this.test(dimensions, (keys) => !left.has(JSON.stringify(keys)));
    }
    return true;
  }

  private within(value: string): boolean {
    const [start, end] = value.split('/');
    if (!start || !end || Number.isNaN(Date.parse(start)) || Number.isNaN(Date.parse(end))) {
      return false;
    }
    this.time = { start, end };
    return true;
  }

  private test(dimensions: Dimension[], holds: (keys: Key[]) => boolean): boolean {
    this.tests.push({ dimensions, holds });
    return true;
  }

  result(): Selection {
    const filter = apiFilter(this.question, this.filters);
    if (this.platformIds) {
      filter.platformIds = this.platformIds;
    }
    if (this.time) {
      filter.from = this.time.start;
      filter.to = this.time.end;
    }
    const [groups] = [...this.excepted.values()];
    return {
      filter,
      tests: this.tests,
      dimensions: [...new Set(this.tests.flatMap(({ dimensions }) => dimensions))],
      excepted: this.tests.length === 1 ? groups?.size : undefined,
      words: this.words,
      time: this.time,
    };
  }
}
