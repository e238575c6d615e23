import { html, type TemplateResult } from 'lit';
import type { Budget } from '../api/types';
import { isNegative, magnitude, narrows, words, type BudgetDetail } from './detail';

const NAMES_MAX = 6;

/** Where a budget of a platform could be, and what it would mean. */
export class Places {
  private readonly known: Map<string, Budget>;
  private readonly candidates: Budget[];
  private readonly before: ReadonlySet<string>;

  constructor(
    all: Budget[],
    private readonly budget: Budget,
  ) {
    this.known = new Map(all.map((one) => [one.budgetId, one]));
    this.before = new Set(budget.parents.map(({ budgetId }) => budgetId));
    this.candidates = all
      .filter((one) => one.status.state !== 'CLOSED' && this.fits(one))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Not itself, not below it, and nothing that only narrows above what does not. */
  private fits(one: Budget): boolean {
    const above = this.withAbove([one.budgetId]);
    return !above.has(this.budget.budgetId) && (!narrows(one.type) || narrows(this.budget.type));
  }

  differs(chosen: ReadonlySet<string>): boolean {
    return chosen.size !== this.before.size || [...chosen].some((id) => !this.before.has(id));
  }

  /** Those that are chosen or were come first. */
  find(search: string, chosen: ReadonlySet<string>): Budget[] {
    const wanted = search.trim().toLowerCase();
    const rank = ({ budgetId }: Budget) =>
      this.before.has(budgetId) || chosen.has(budgetId) ? 0 : 1;
    return this.candidates
      .filter(({ budgetId, name }) => `${name} ${budgetId}`.toLowerCase().includes(wanted))
      .sort((a, b) => rank(a) - rank(b));
  }

  /** One way down to it, e.g. "All agents › Shared research". */
  way(one: Budget): string {
    const names: string[] = [];
    const seen = new Set<string>();
    let next = this.parentOf(one);
    while (next && !seen.has(next.budgetId)) {
      seen.add(next.budgetId);
      names.unshift(next.name);
      next = this.parentOf(next);
    }
    return names.length ? names.join(' › ') : 'a root';
  }

  private parentOf({ parents }: Budget): Budget | undefined {
    return parents.length ? this.known.get(parents[0].budgetId) : undefined;
  }

  private withAbove(ids: Iterable<string>): Set<string> {
    const all = new Set<string>();
    const waiting = [...ids];
    while (waiting.length > 0) {
      const id = waiting.pop()!;
      if (!all.has(id)) {
        all.add(id);
        waiting.push(...(this.known.get(id)?.parents ?? []).map(({ budgetId }) => budgetId));
      }
    }
    return all;
  }

  /** What a move does, by the tree as it is known here. */
  whatChanges(
    budget: BudgetDetail,
    chosen: ReadonlySet<string>,
  ): (TemplateResult | string | false)[] {
    if (!this.differs(chosen)) {
      return [];
    }
    const before = this.withAbove(this.before);
    const after = this.withAbove(chosen);
    const gains = [...after].filter((id) => !before.has(id));
    const loses = [...before].filter((id) => !after.has(id));
    const tells = narrows(budget.type);
    return [
      chosen.size === 0 && 'It becomes a root: no budget is above it.',
      tells && 'It counts what its new parents count of its resource; nothing above it changes.',
      !tells &&
        gains.length > 0 &&
        html`What is charged to it from now on also counts in ${this.names(gains, true)}.`,
      !tells &&
        loses.length > 0 &&
        html`It counts no more in ${this.names(loses, false)}: what was charged there stays there.`,
      gains.length === 0 &&
        loses.length === 0 &&
        'The same budgets are above it as before, by another way.',
      ...this.taskSentences(budget, after),
      'Open reservations stay held where they are.',
    ];
  }

  private taskSentences(budget: BudgetDetail, after: ReadonlySet<string>): string[] {
    if (budget.type !== 'TASK') {
      return [];
    }
    const projects = [...after]
      .map((id) => this.known.get(id))
      .filter((one) => one?.type === 'PROJECT')
      .map((one) => one?.resourceId);
    return projects.length === 1
      ? [`Task ${budget.resourceId} is then in project ${projects[0]}.`]
      : [];
  }

  private names(ids: string[], remaining: boolean): TemplateResult {
    const shown = ids.slice(0, NAMES_MAX).map((id) => {
      const one = this.known.get(id);
      const left = one?.status.remaining;
      const room =
        !remaining || !one || left == null
          ? ''
          : isNegative(left)
            ? ` (${words(magnitude(left), one.currency)} over)`
            : ` (${words(left, one.currency)} remain)`;
      return html`<strong>${one?.name ?? id}</strong>${room}`;
    });
    const rest = ids.length - shown.length;
    return html`${shown.map((name, i) => html`${i ? ', ' : ''}${name}`)}${
      rest > 0 ? ` and ${rest} more` : ''
    }`;
  }
}
