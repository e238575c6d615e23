import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Budget } from '../api/types';
import { Booked } from '../state/booked';
import { context } from '../state/context';
import { Marks } from '../state/marks';
import { Query } from '../state/query';
import { describe, momentOf, type Range } from '../state/range';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import '../ui/last-month';
import { empty, failure, skeleton } from '../ui/states';
import type { LedgerEvent } from './alert-feed';
import './alert-feed';
import './books-badge';
import './budget-tree';
import {
  allFollowed,
  followBudgets,
  latest,
  loadBudgets,
  merge,
  rootsOf,
  type Changed,
} from './budgets';
import './cost-walk';
import './spending-tiles';
import './top-costs';

/** So often what is not followed is asked for again, and "now" moves on. */
const TICK_MS = 60_000;

type Sums = HTMLElement & { reload(): void };

/** How the budgets of a platform stand, what was spent, by whom, and what just happened. */
@customElement('cg-overview-page')
export class OverviewPage extends Element {
  @state() private budgets?: Map<string, Budget>;
  @state() private position?: number;
  private loaded?: Budget[];
  /** The highest number that was loaded. */
  private last = 0;
  /** The highest number that was loaded or told. */
  private seen = 0;
  private followed?: string;
  private unfollow = () => {};
  private tick?: ReturnType<typeof setInterval>;
  private readonly marks = new Marks(this);
  private readonly watch = new Watch(this, [context]);
  private readonly booked = new Booked(
    this,
    () => (this.loaded && !allFollowed(this.loaded) ? context.platform?.platformId : undefined),
    () => this.again(),
  );

  private readonly query = new Query<Budget[]>(
    this,
    () => {
      const { platform, range } = context;
      return platform && range && `${platform.platformId} ${this.at(range)?.getTime() ?? 'now'}`;
    },
    (signal) => {
      const { platform, range } = context;
      return loadBudgets(platform!.platformId, this.at(range!), signal);
    },
  );

  /** Undefined for now, which the service knows best. */
  private at(range: Range): Date | undefined {
    return range.live ? undefined : momentOf(range, context.moment);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.watch;
    this.tick = setInterval(() => document.hidden || this.again(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.tick);
    this.unfollow();
    this.followed = undefined;
    this.loaded = undefined;
  }

  protected override willUpdate(): void {
    const { data } = this.query;
    if (data && data !== this.loaded) {
      this.loaded = data;
      this.budgets = latest(data, this.budgets);
      this.last = Math.max(0, ...data.map(({ status }) => status.sequence));
      this.seen = Math.max(this.seen, this.last);
      this.position ??= this.last;
      this.follow(data);
    } else if (!data) {
      this.budgets = undefined;
      this.loaded = undefined;
    }
  }

  /** Budgets that were made or moved since may have other roots. */
  private follow(budgets: Budget[]): void {
    const roots = rootsOf(budgets)
      .map(({ budgetId }) => budgetId)
      .join(' ');
    if (roots !== this.followed) {
      this.unfollow();
      this.followed = roots;
      this.unfollow = followBudgets(budgets, (statuses) => this.take(statuses));
    }
  }

  private take(statuses: Changed[]): void {
    if (!this.budgets) {
      return;
    }
    const budgets = new Map(this.budgets);
    const fresh = merge(budgets, statuses, context.range?.live ?? false);
    this.budgets = budgets;
    if (fresh.size > 0) {
      this.marks.mark(fresh);
    }
    const last = Math.max(...statuses.map(({ sequence }) => sequence));
    if (last > this.seen) {
      this.seen = last;
      this.booked.changed();
    }
  }

  private happened(event: CustomEvent<LedgerEvent[]>): void {
    const events = event.detail;
    // what was told of costs since is no word of a budget that was made or moved meanwhile
    if (events.some(({ type, sequence }) => type === 'BUDGET_EDITED' && sequence > this.last)) {
      this.query.reload();
    }
    if (events.some(({ sequence }) => sequence > this.seen)) {
      this.booked.changed();
    }
  }

  private again(): void {
    const live = context.range?.live;
    context.tick();
    if (this.loaded && (!allFollowed(this.loaded) || (live && this.rolled()))) {
      this.query.reload();
    }
    if (!live) {
      this.querySelectorAll<Sums>('cg-spending-tiles, cg-cost-walk, cg-top-costs').forEach(
        (element) => element.reload(),
      );
    }
  }

  /** Whether a period is over: the next one is not told until something counts in it. */
  private rolled(): boolean {
    return [...(this.budgets?.values() ?? [])].some(
      ({ period, status }) =>
        period !== 'FIXED' && Date.parse(status.periodEnd) <= context.moment.getTime(),
    );
  }

  protected override render(): TemplateResult {
    const { platform, range } = context;
    if (!platform || !range) {
      return skeleton(8);
    }
    const { platformId, zone, currency } = platform;
    return html`<div class="column">
      <div class="page-head">
        <h1>${platform.name}</h1>
        <span class="muted small">${describe(range, zone)}</span>
        <cg-books-badge .platformId=${platformId}></cg-books-badge>
      </div>
      <cg-last-month></cg-last-month>
      <cg-spending-tiles
        .platformId=${platformId}
        .zone=${zone}
        .at=${range.live ? context.moment : range.to}
        .present=${range.live}
      ></cg-spending-tiles>
      <div class="overview-grid">
        <div class="column">
          ${this.tree(platformId)}
          <cg-cost-walk .platformId=${platformId} .range=${range}></cg-cost-walk>
        </div>
        <div class="column">
          <cg-alert-feed
            .platformId=${platformId}
            .position=${this.position}
            .budgets=${this.budgets ?? new Map()}
            .currency=${currency}
            @happened=${this.happened}
          ></cg-alert-feed>
          <div class="tops column">
            ${(['AGENT', 'MODEL', 'TASK'] as const).map(
              (by) =>
                html`<cg-top-costs
                  by=${by}
                  .platformId=${platformId}
                  .range=${range}
                ></cg-top-costs>`,
            )}
          </div>
        </div>
      </div>
    </div>`;
  }

  private tree(platformId: string): TemplateResult {
    return html`<section class="panel" aria-label="Budgets">
      <header>
        <h2>Budgets</h2>
      </header>
      ${this.query.render({
        loading: () => skeleton(10),
        failed: failure,
        ready: () =>
          this.budgets?.size
            ? html`<cg-budget-tree
                .budgets=${[...this.budgets.values()]}
                .now=${context.moment}
                .fresh=${this.marks.fresh}
              ></cg-budget-tree>`
            : empty(
                `${platformId} has no budgets yet.`,
                html`<p class="muted">
                  Make one with <code>createBudget</code>; it counts what is booked from then on.
                </p>`,
              ),
      })}
    </section>`;
  }
}
