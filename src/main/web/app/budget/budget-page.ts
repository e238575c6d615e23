import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Budget } from '../api/types';
import { now } from '../format/time';
import { Booked } from '../state/booked';
import { context } from '../state/context';
import { Marks } from '../state/marks';
import { Query } from '../state/query';
import { momentOf, type Range } from '../state/range';
import { router } from '../state/router';
import { session } from '../state/session';
import { Watch } from '../state/store';
import '../overview/alert-feed';
import type { LedgerEvent } from '../overview/alert-feed';
import '../overview/budget-tree';
import { followBudgets, latest, merge, type Changed } from '../overview/budgets';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import './budget-course';
import type { BudgetCourse } from './budget-course';
import { back, facts, head, periodLine, reportOf, tiles, type Actions } from './budget-head';
import './budget-history';
import './budget-moved';
import type { BudgetMoved } from './budget-moved';
import './confirm-dialog';
import type { ConfirmDialog, Question } from './confirm-dialog';
import {
  figuresChanged,
  isElsewhere,
  loadBudget,
  standing,
  type BudgetDetail,
  type Standing,
} from './detail';
import './edit-dialog';
import type { EditDialog } from './edit-dialog';
import type { Reservation } from './held';
import './move-dialog';
import type { MoveDialog } from './move-dialog';
import './open-reservations';
import type { OpenReservations } from './open-reservations';
import { closeQuestion, freezeQuestion, releaseQuestion } from './questions';
import { keyOf, spansOf } from './spans';

/** So often "now" moves on. */
const TICK_MS = 60_000;

/** One budget: how it stands in a period, what moved it, what is below it, what can be done. */
@customElement('cg-budget-page')
export class BudgetPage extends Element {
  @state() private budgets?: Map<string, Budget>;
  private loaded?: BudgetDetail;
  private followed?: string;
  private unfollow = () => {};
  private polled = false;
  private moved = false;
  private heldNow?: string;
  private seen = 0;
  private shown?: { range: string; at: string | null };
  private tick?: ReturnType<typeof setInterval>;
  private readonly marks = new Marks(this);
  private readonly watch = new Watch(this, [context, router]);
  private readonly booked = new Booked(
    this,
    () => undefined,
    () => this.again(),
  );

  private readonly query = new Query<BudgetDetail | null>(
    this,
    () => {
      const { range } = context;
      return this.wanted && range && `${this.wanted} ${this.at(range)?.getTime() ?? 'now'}`;
    },
    (signal) => loadBudget(this.wanted, this.at(context.range!), signal),
    {
      keep: () => this.wanted,
      about: () => `${this.wanted} ${context.range?.key} ${router.params.get('at')}`,
    },
  );

  private get wanted(): string {
    return router.params.get('id') ?? '';
  }

  /** A moment of the period that is shown; undefined for now, which the service knows best. */
  private at(range: Range): Date | undefined {
    const given = new Date(router.params.get('at') ?? '');
    if (!Number.isNaN(given.getTime())) {
      return given;
    }
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
    this.forget();
  }

  private forget(): void {
    this.unfollow();
    this.unfollow = () => {};
    this.followed = undefined;
    this.loaded = undefined;
    this.budgets = undefined;
    this.heldNow = undefined;
    this.polled = false;
  }

  protected override willUpdate(): void {
    this.leavePeriod();
    const { data } = this.query;
    if (!data) {
      if (this.loaded) {
        this.forget();
      }
    } else if (data !== this.loaded) {
      const same = this.loaded?.budgetId === data.budgetId;
      this.loaded = data;
      this.budgets = latest([data, ...data.children], same ? this.budgets : undefined);
      this.seen = Math.max(this.seen, data.status.sequence);
      document.title = `${data.name} · costgraph`;
      this.follow(data);
    }
  }

  /** Whoever chooses another time is not held in the period that was stepped to before. */
  private leavePeriod(): void {
    const { params } = router;
    const range = ['range', 'from', 'to'].map((name) => params.get(name)).join(' ');
    const at = params.get('at');
    const before = this.shown;
    this.shown = { range, at };
    if (before && at && at === before.at && range !== before.range) {
      router.set({ at: null }, true);
    }
  }

  private follow(budget: BudgetDetail): void {
    const { budgetId, platformId } = budget;
    if (platformId !== context.platform?.platformId) {
      // the link named the budget alone
      router.set({ platform: platformId }, true);
    }
    if (this.followed !== budgetId) {
      this.unfollow();
      this.followed = budgetId;
      this.heldNow = undefined;
      this.polled = false;
      this.unfollow = followBudgets(
        [budget],
        (statuses) => this.take(statuses),
        () => (this.polled = true),
      );
    }
  }

  private take(statuses: Changed[]): void {
    const { loaded, budgets: shown } = this;
    if (!shown || !loaded) {
      return;
    }
    const budgets = new Map(shown);
    const present = !!context.range && this.at(context.range) === undefined;
    const fresh = merge(budgets, statuses, present);
    this.budgets = budgets;
    if (fresh.size > 0) {
      const { budgetId } = loaded;
      this.marks.mark([...fresh, ...figuresChanged(shown.get(budgetId), budgets.get(budgetId))]);
    }
    this.takeHeld(statuses, loaded.budgetId);
    if (present && statuses.some((status) => Date.parse(status.periodStart) > +context.moment)) {
      // a period has begun since
      context.tick();
    }
    if (statuses.some(({ budget }) => isElsewhere(budget, loaded))) {
      this.moved = true;
      this.booked.changed();
    }
    const last = Math.max(...statuses.map(({ sequence }) => sequence));
    if (last > this.seen) {
      this.seen = last;
      this.booked.changed();
    }
  }

  /** What is held is held now, whichever period is shown. */
  private takeHeld(statuses: Changed[], budgetId: string): void {
    const current = statuses.filter(
      ({ budget, periodEnd }) => budget.budgetId === budgetId && Date.parse(periodEnd) > +now(),
    );
    const held = current[current.length - 1]?.held;
    if (held !== undefined && held !== this.heldNow) {
      const first = this.heldNow === undefined;
      this.heldNow = held;
      if (!first) {
        this.querySelector<OpenReservations>('cg-open-reservations')?.reload();
      }
    }
  }

  private again(): void {
    const { current } = this;
    const over = current && Date.parse(current.status.periodEnd) <= +now();
    if (this.polled || this.moved || (over && context.range && !this.at(context.range))) {
      this.moved = false;
      this.query.reload();
    }
    context.tick();
    if (current && !standing(current, context.moment).present) {
      this.querySelector<BudgetCourse>('cg-budget-course')?.reload();
      this.querySelector<BudgetMoved>('cg-budget-moved')?.reload();
    }
  }

  private happened(event: CustomEvent<LedgerEvent[]>): void {
    const { loaded } = this;
    const edited = event.detail.some(
      ({ type, sequence }) => type === 'BUDGET_EDITED' && sequence > (loaded?.status.sequence ?? 0),
    );
    if (edited) {
      this.query.reload();
    }
  }

  /** The budget as it was loaded, with what has been told since. */
  private get current(): BudgetDetail | undefined {
    const { loaded, budgets } = this;
    if (!loaded) {
      return undefined;
    }
    const own = budgets?.get(loaded.budgetId) ?? loaded;
    const children = loaded.children.map((child) => budgets?.get(child.budgetId) ?? child);
    const { name, limit, status } = own;
    return { ...loaded, name, limit, status, children };
  }

  protected override render(): TemplateResult {
    const { range } = context;
    if (!this.wanted) {
      return html`<section class="panel">
        ${empty('A link to a budget names it: choose one of them.', back())}
      </section>`;
    }
    if (!range) {
      return skeleton(8);
    }
    return this.query.render({
      loading: () => html`<div class="panel">${skeleton(10)}</div>`,
      failed: (error, retry) => html`<div class="panel">${failure(error, retry)}</div>`,
      ready: (data) => {
        const budget = this.current;
        return data === null || !budget
          ? html`<section class="panel">
              ${empty(`There is no budget '${this.wanted}'.`, back())}
            </section>`
          : this.page(budget, range);
      },
    });
  }

  private page(budget: BudgetDetail, range: Range): TemplateResult {
    const figures = standing(budget, context.moment);
    const { chosen, spans } = spansOf(budget, figures, range, {
      wanted: router.params.get('moved'),
      stepped: router.params.has('at'),
    });
    return html`${keyed(
      budget.budgetId,
      html`<div class="budget column">
        ${head(budget, this.actions(budget))} ${periodLine(budget, figures)}
        ${router.params.get('at') ? nothing : html`<cg-last-month></cg-last-month>`}
        ${tiles(budget, figures, this.marks.fresh)}
        <div class="overview-grid">
          <div class="column">
            <cg-budget-course
              .budget=${budget}
              .standing=${figures}
              .thresholds=${budget.warningThresholds}
              @narrow=${(event: CustomEvent<{ from: Date; to: Date }>) =>
                this.narrow(event.detail)}
            ></cg-budget-course>
            ${this.below(budget)}
            <cg-budget-moved .budget=${budget} .span=${chosen} .spans=${spans}></cg-budget-moved>
          </div>
          ${this.side(budget, figures)}
        </div>
      </div>`,
    )}`;
  }

  private side(budget: BudgetDetail, figures: Standing): TemplateResult {
    const { budgetId, platformId, currency } = budget;
    const report = session.hasToken ? undefined : reportOf(budget, figures);
    return html`<div class="column">
        <cg-open-reservations
          .budgetId=${budgetId}
          .currency=${currency}
          @release=${(event: CustomEvent<Reservation>) =>
            this.ask(() => releaseQuestion(event.detail, currency))}
        ></cg-open-reservations>
        <cg-alert-feed
          .platformId=${platformId}
          .budgetId=${budgetId}
          .position=${budget.status.sequence}
          .budgets=${this.budgets ?? new Map()}
          .currency=${context.platform?.currency ?? 'USD'}
          @happened=${this.happened}
        ></cg-alert-feed>
        <cg-budget-history .budget=${budget} .standing=${figures}></cg-budget-history>
        ${facts(budget, report)}
      </div>
      <cg-edit-dialog @done=${this.done}></cg-edit-dialog>
      <cg-move-dialog @done=${this.done}></cg-move-dialog>
      <cg-confirm-dialog @done=${this.done}></cg-confirm-dialog>`;
  }

  private below({ children, name }: BudgetDetail): TemplateResult {
    if (children.length === 0) {
      return html`<section class="panel" aria-label="Below it">
        <header>
          <h2>Below it</h2>
          <span class="small muted">no budget is below ${name}</span>
        </header>
      </section>`;
    }
    return html`<section class="panel" aria-label="Below it">
      <header>
        <h2>Below it</h2>
        <span class="small muted">what is charged to them is charged to it, too</span>
      </header>
      <cg-budget-tree
        .budgets=${children}
        .now=${context.moment}
        .fresh=${this.marks.fresh}
      ></cg-budget-tree>
    </section>`;
  }

  private actions(budget: BudgetDetail): Actions {
    const now = () => this.now(budget);
    return {
      edit: () => this.querySelector<EditDialog>('cg-edit-dialog')?.edit(now),
      move: () => this.querySelector<MoveDialog>('cg-move-dialog')?.move(budget),
      close: () => this.ask(async () => closeQuestion(await now())),
      freeze: () => this.ask(async () => freezeQuestion(await now())),
    };
  }

  /** What is done is done now, whichever period is shown: a dialog speaks of the present. */
  private async now(budget: BudgetDetail): Promise<BudgetDetail> {
    const past = !context.range || this.at(context.range) !== undefined;
    const { budgetId } = budget;
    const now = past && (await loadBudget(budgetId, undefined, AbortSignal.timeout(60_000)));
    return now || budget;
  }

  private ask(question: () => Question | Promise<Question>): void {
    this.querySelector<ConfirmDialog>('cg-confirm-dialog')?.ask(question);
  }

  /** What was done from here is told by the subscription too, but for what it does not carry. */
  private done(): void {
    this.query.reload();
    this.querySelector<OpenReservations>('cg-open-reservations')?.reload();
  }

  private narrow({ from, to }: { from: Date; to: Date }): void {
    router.set({ moved: keyOf(from, to) }, true);
    this.querySelector('cg-budget-moved')?.scrollIntoView({ block: 'nearest' });
  }
}
