import { html, type TemplateResult } from 'lit';
import type { Budget } from '../api/types';
import { sizeOf } from '../format/decimal';
import { glanceAmount } from '../format/numbers';
import type { Sentences } from './acting-dialog';
import { isNegative, narrows } from './detail';

const NAMES_MAX = 6;

/** Where a budget of a platform could be, and what it would mean. */
export class Places {
  private readonly known: Map<string, Budget>;
  /** By whose resources something is charged to it: itself or below it. */
  private readonly leaves: Budget[];
  private readonly candidates: Budget[];
  /** What is right above it. */
  readonly before: ReadonlySet<string>;

  constructor(
    all: Budget[],
    readonly budget: Budget,
  ) {
    this.known = new Map(all.map((one) => [one.budgetId, one]));
    this.before = new Set(budget.parents.map(({ budgetId }) => budgetId));
    this.candidates = all
      .filter((one) => isOpen(one) && this.fits(one))
      .sort((a, b) => a.name.localeCompare(b.name));
    const charging = all.filter(
      (one) =>
        isOpen(one) &&
        ['PLATFORM', 'PROJECT', 'TASK'].includes(one.type) &&
        this.withAbove([one.budgetId]).has(budget.budgetId),
    );
    this.leaves = charging.length ? charging : [budget];
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

  /** With everything above, while the budget itself is under the given parents. */
  private withAbove(ids: Iterable<string>, parents = this.before): Set<string> {
    const all = new Set<string>();
    const waiting = [...ids];
    while (waiting.length > 0) {
      const id = waiting.pop()!;
      if (!all.has(id)) {
        all.add(id);
        const above = this.known.get(id)?.parents.map(({ budgetId }) => budgetId) ?? [];
        waiting.push(...(id === this.budget.budgetId ? parents : above));
      }
    }
    return all;
  }

  /** The project that a budget lies in; undefined where the tree does not tell. */
  private projectAbove({ budgetId }: Budget, parents: ReadonlySet<string>): string | undefined {
    const above = [...this.withAbove([budgetId], parents)].map((id) => this.known.get(id));
    return above.find((one) => one?.type === 'PROJECT')?.resourceId ?? undefined;
  }

  /** Where a usage of a budget's resource counts: resources decide it, not the tree alone. */
  private charged(leaf: Budget, parents: ReadonlySet<string>, project?: string): Set<string> {
    const counts = ({ type, resourceId }: Budget) =>
      type === 'PLATFORM' ||
      (type === 'PROJECT' && resourceId === project) ||
      (type === 'TASK' && leaf.type === 'TASK' && resourceId === leaf.resourceId);
    const allocated = [...this.known.values()].filter((one) => isOpen(one) && counts(one));
    return this.withAbove([leaf, ...allocated].map(({ budgetId }) => budgetId), parents);
  }

  /** Where what is charged to it counts after a move and not before, and the other way round. */
  private moved(chosen: ReadonlySet<string>): { gains: string[]; loses: string[] } {
    const gains = new Set<string>();
    const loses = new Set<string>();
    for (const leaf of this.leaves) {
      const now = this.projectAbove(leaf, this.before);
      const then = this.projectAbove(leaf, chosen) ?? now;
      // the budget's own task goes along; one below it stays in its project
      const before = this.charged(leaf, this.before, leaf === this.budget ? now : then);
      const after = this.charged(leaf, chosen, then);
      after.forEach((id) => before.has(id) || gains.add(id));
      before.forEach((id) => after.has(id) || loses.add(id));
    }
    return { gains: [...gains], loses: [...loses] };
  }

  /** What a move does, by the tree as it is known here. */
  whatChanges(chosen: ReadonlySet<string>): Sentences {
    if (!this.differs(chosen)) {
      return [];
    }
    const root = chosen.size === 0;
    const frozen = [...this.withAbove(chosen)].filter((id) => this.known.get(id)?.frozen);
    return [
      root && 'It becomes a root: no budget is above it.',
      ...(narrows(this.budget.type)
        ? [
            root
              ? 'It counts every usage of its resource; nothing else changes.'
              : 'It counts what its new parents count of its resource; nothing above it changes.',
          ]
        : this.chargeSentences(chosen)),
      frozen.length > 0 &&
        html`Reservations that count in ${this.names(frozen, false)} are denied while that is
        frozen.`,
      ...this.taskSentences(chosen),
      'Open reservations stay held where they are.',
    ];
  }

  private chargeSentences(chosen: ReadonlySet<string>): Sentences {
    const { gains, loses } = this.moved(chosen);
    return [
      gains.length > 0 &&
        html`What is charged to it from now on also counts in ${this.names(gains, true)}.`,
      loses.length > 0 &&
        html`It counts no more in ${this.names(loses, false)}: what was charged there stays there.`,
      gains.length === 0 &&
        loses.length === 0 &&
        'What is charged to it counts in the same budgets as before.',
    ];
  }

  private taskSentences(chosen: ReadonlySet<string>): string[] {
    const { type, resourceId } = this.budget;
    const project = this.projectAbove(this.budget, chosen);
    const before = this.projectAbove(this.budget, this.before);
    if (type !== 'TASK' || !(project ?? before)) {
      return [];
    }
    return project
      ? [`Task ${resourceId} is then in project ${project}.`]
      : [`Task ${resourceId} stays in project ${before}, whose budgets go on counting it.`];
  }

  private names(ids: string[], remaining: boolean): TemplateResult {
    const shown = ids.slice(0, NAMES_MAX).map((id) => {
      const one = this.known.get(id);
      const left = one?.status.remaining;
      const room =
        !remaining || !one || left == null
          ? ''
          : isNegative(left)
            ? ` (${glanceAmount(sizeOf(left), one.currency)} over)`
            : ` (${glanceAmount(left, one.currency)} remain)`;
      return html`<strong>${one?.name ?? id}</strong>${room}`;
    });
    const rest = ids.length - shown.length;
    return html`${shown.map((name, i) => html`${i ? ', ' : ''}${name}`)}${
      rest > 0 ? ` and ${rest} more` : ''
    }`;
  }
}

function isOpen({ status }: Budget): boolean {
  return status.state !== 'CLOSED';
}
