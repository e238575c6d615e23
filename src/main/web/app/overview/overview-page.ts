import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Budget } from '../api/types';
import { context } from '../state/context';
import { Marks } from '../state/marks';
import { Query } from '../state/query';
import { describe, momentOf, type Range } from '../state/range';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import { toast } from '../ui/toasts';
import type { LedgerEvent } from './alert-feed';
import './alert-feed';
import './books-badge';
import './budget-tree';
import {
  allFollowed,
  followBudgets,
  followCosts,
  latest,
  loadBudgets,
  merge,
  rootsOf,
  type Changed,
} from './budgets';
import './cost-walk';
import './spending-tiles';
import './top-costs';

/** So often at most the sums are asked for again while costs come in. */
const SUMS_MS = 3_000;
/** So often what is not followed is asked for again, and "now" moves on. */
const TICK_MS = 60_000;

type Sums = HTMLElement & { reload(): void };

/** How the budgets of a platform stand, what was spent, by whom, and what just happened. */
@customElement('cg-overview-page')
export class OverviewPage extends Element {
  @state() private budgets?: Map<string, Budget>;
  @state() private position?: number;
  private loaded?: Budget[];
  /** The highest number that has been told. */
  private seen = 0;
  private followed?: string;
  private unfollow = () => {};
  private tick?: ReturnType<typeof setInterval>;
  private sums?: ReturnType<typeof setTimeout>;
  private readonly marks = new Marks(this);
  private readonly watch = new Watch(this, [context]);

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
    clearTimeout(this.sums);
    this.sums = undefined;
    this.unfollow();
    this.followed = undefined;
    this.loaded = undefined;
  }

  protected override willUpdate(): void {
    const { data } = this.query;
    if (data && data !== this.loaded) {
      this.loaded = data;
      this.budgets = latest(data, this.budgets);
      const last = Math.max(0, ...data.map(({ status }) => status.sequence));
      this.seen = Math.max(this.seen, last);
      this.position ??= last;
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
      const ends = [followBudgets(budgets, (statuses) => this.take(statuses))];
      if (!allFollowed(budgets)) {
        ends.push(followCosts(context.platform!.platformId, () => this.sumsChanged()));
      }
      this.unfollow = () => ends.forEach((end) => end());
    }
  }

  private take(statuses: Changed[]): void {
    if (!this.budgets) {
      return;
    }
    const { range, fallback } = context;
    const budgets = new Map(this.budgets);
    const fresh = merge(budgets, statuses, range?.live ?? false);
    this.budgets = budgets;
    if (fresh.size > 0) {
      this.marks.mark(fresh);
    }
    const last = Math.max(...statuses.map(({ sequence }) => sequence));
    if (last > this.seen) {
      this.seen = last;
      this.sumsChanged();
      if (fallback && range && statuses.some((s) => Date.parse(s.periodStart) >= +range.to)) {
        toast('Something was spent this month: it is shown from now on.');
        context.present();
      }
    }
  }

  private happened(event: CustomEvent<LedgerEvent[]>): void {
    const late = event.detail.filter(({ sequence }) => sequence > this.seen);
    if (late.some(({ type }) => type === 'BUDGET_EDITED')) {
      this.query.reload();
    }
    if (late.length > 0) {
      this.sumsChanged();
    }
  }

  /** Sums over the platform are no subscription: they are asked for again, now and then. */
  private sumsChanged(): void {
    this.sums ??= setTimeout(() => {
      this.sums = undefined;
      this.again();
    }, SUMS_MS);
  }

  private again(): void {
    if (this.loaded && !allFollowed(this.loaded)) {
      this.query.reload();
    }
    if (context.range?.live) {
      context.tick();
    } else {
      this.querySelectorAll<Sums>('cg-spending-tiles, cg-cost-walk, cg-top-costs').forEach(
        (element) => element.reload(),
      );
    }
  }

  protected override render(): TemplateResult {
    const { platform, range } = context;
    if (!platform || !range) {
      return skeleton(8);
    }
    const at = momentOf(range, context.moment);
    const { platformId, zone, currency } = platform;
    return html`<div class="overview">
      <div class="overview-head">
        <h1>${platform.name}</h1>
        <span class="muted small">${describe(range, zone)}</span>
        <cg-books-badge .platformId=${platformId}></cg-books-badge>
      </div>
      ${
        context.fallback
          ? html`<div class="notice">
              <span>Nothing has been spent this month, so this shows ${range.label}.</span>
              <a href=${router.href('/', { range: 'month' })}>Show this month</a>
            </div>`
          : nothing
      }
      <cg-spending-tiles
        .platformId=${platformId}
        .zone=${zone}
        .at=${range.live ? context.moment : range.to}
        .present=${range.live}
      ></cg-spending-tiles>
      <div class="overview-grid">
        <div class="overview-column">
          ${this.tree(at, platformId)}
          <cg-cost-walk .platformId=${platformId} .range=${range}></cg-cost-walk>
        </div>
        <div class="overview-column">
          <cg-alert-feed
            .platformId=${platformId}
            .position=${this.position}
            .budgets=${this.budgets ?? new Map()}
            .currency=${currency}
            @happened=${this.happened}
          ></cg-alert-feed>
          <div class="tops">
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

  private tree(at: Date, platformId: string): TemplateResult {
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
                .at=${at}
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
