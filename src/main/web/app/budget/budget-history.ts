import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Budget } from '../api/types';
import { compare, isZero, ratio, type Decimal } from '../format/decimal';
import { amount, percent } from '../format/numbers';
import { day, days, month, startOf, time, type CalendarUnit } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { failure, skeleton } from '../ui/states';
import { loadSums, type Interval, type PeriodSum } from './course';
import type { Standing } from './detail';

const PERIODS = 8;

/** Those that the API sums by themselves. */
const UNITS: Record<string, CalendarUnit> = {
  HOUR: 'hour',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
};

/** What was spent in the periods before the one that is shown, each a link to it. */
@customElement('cg-budget-history')
export class BudgetHistory extends Element {
  @property({ attribute: false }) budget?: Budget;
  @property({ attribute: false }) standing?: Standing;

  private readonly query = new Query<PeriodSum[]>(
    this,
    () =>
      this.unit && this.standing && `${this.budget?.budgetId} ${+this.standing.periodStart}`,
    (signal) => {
      const { budgetId, zone, unit, period } = this.budget!;
      const { periodStart } = this.standing!;
      const from = startOf(this.unit!, periodStart, zone, -PERIODS);
      return loadSums(
        { budgetId, zone, inTokens: unit === 'TOKENS' },
        { from, to: periodStart, interval: period as Interval },
        signal,
      );
    },
  );

  private get unit(): CalendarUnit | undefined {
    return UNITS[this.budget?.period ?? ''];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { budget, standing } = this;
    if (!budget || !standing || !this.unit) {
      return nothing;
    }
    return html`<section class="panel" aria-label="Periods before">
      <header>
        <h2>Periods before</h2>
        ${
          budget.limit === null
            ? nothing
            : html`<span class="small muted">against the limit as it is now</span>`
        }
      </header>
      ${this.query.render({
        loading: () => skeleton(5),
        failed: failure,
        ready: (sums) => this.list(budget, sums),
      })}
    </section>`;
  }

  private list(budget: Budget, sums: PeriodSum[]): TemplateResult {
    if (sums.every(({ spent }) => isZero(spent))) {
      return html`<p class="none">Nothing was spent in the ${sums.length} periods before.</p>`;
    }
    const most = sums.reduce((a, { spent }) => (compare(spent, a) > 0 ? spent : a), '0');
    const limit = budget.limit;
    const scale = limit !== null && compare(limit, most) > 0 ? limit : most;
    return html`<ol class="history">
      ${[...sums].reverse().map((sum) => this.row(budget, sum, scale))}
    </ol>`;
  }

  private row(budget: Budget, { start, end, spent }: PeriodSum, scale: Decimal): TemplateResult {
    const { budgetId, limit, currency, zone } = budget;
    const share = limit === null ? undefined : ratio(spent, limit);
    const over = limit !== null && compare(spent, limit) > 0;
    const part = 100 * Math.max(0, ratio(spent, scale) ?? 0);
    const told = html`<span class="visually-hidden"> over the limit</span>`;
    const words = share === undefined ? '' : percent(share);
    const at = new Date(end.getTime() - 1).toISOString();
    return html`<li>
      <a href=${router.href('/budget', { id: budgetId, at })} title=${days(start, end, zone)}
        >${name(budget, start)}</a
      >
      <svg class="history-bar ${over ? 'bad' : ''}" aria-hidden="true">
        <rect class="track" y="2" width="100%" height="8" rx="4"></rect>
        <rect class="part" y="2" width="${part}%" height="8" rx="4"></rect>
      </svg>
      <span class="muted num" title=${over ? 'over the limit' : ''}
        >${words}${over ? told : nothing}</span
      >
      ${amount(spent, currency)}
    </li>`;
  }
}

function name({ period, zone }: Budget, start: Date): string {
  switch (period) {
    case 'HOUR':
      return `${day(start, undefined, false)}, ${time(start)}`;
    case 'MONTH':
      return month(start, zone);
    case 'WEEK':
      return `from ${day(start, zone, false)}`;
    default:
      return day(start, zone, false);
  }
}
