import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Budget } from '../api/types';
import { compare } from '../format/decimal';
import { amount } from '../format/numbers';
import { days } from '../format/time';
import { router } from '../state/router';
import { barLegend, budgetBar, paceWords, type BarFigures } from '../ui/budget-bar';
import { rankOf, stateChip } from '../ui/chips';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { sortHeading } from '../ui/table';

const OPEN_AT_FIRST = 2;
const ROWS_MAX = 400;

type Order = 'name' | 'spent' | 'used' | 'state';

/** Those that begin with the largest. */
const REVERSED = new Set<Order>(['spent', 'used']);

const ORDERS: Record<Order, (a: Budget, b: Budget) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  spent: (a, b) => compare(a.status.spent, b.status.spent),
  used: (a, b) => compare(a.status.utilization ?? '-1', b.status.utilization ?? '-1'),
  state: (a, b) => rankOf(a.status.state) - rankOf(b.status.state),
};

interface Row {
  budget: Budget;
  depth: number;
  /** Where it stands: a budget with several parents stands under each. */
  path: string;
  children: number;
  open: boolean;
}

/** A platform's budgets under their parents; one with several parents is under each of them. */
@customElement('cg-budget-tree')
export class BudgetTree extends Element {
  @property({ attribute: false }) budgets: Budget[] = [];
  /** What has passed of a period by now is its even pace, whichever time is looked at. */
  @property({ attribute: false }) now = new Date();
  /** Ids that have just changed. */
  @property({ attribute: false }) fresh: ReadonlySet<string> = new Set();
  @state() private order: Order = 'name';
  @state() private reversed = false;
  @state() private toggled = new Map<string, boolean>();
  @state() private all = false;

  protected override render(): TemplateResult {
    const rows = this.rows();
    const shown = this.all ? rows : rows.slice(0, ROWS_MAX);
    return html`<div
        class="table-scroll"
        tabindex="0"
        role="group"
        aria-label="Budgets, scrolls sideways"
      >
        <table class="table budget-tree">
          <caption class="visually-hidden">
            Budgets under their parents
          </caption>
          <thead>
            <tr>
              ${this.heading('name', 'Budget')} ${this.heading('state', 'State')}
              ${this.heading('used', 'Used of the limit', 'bar')}
              ${this.heading('spent', 'Spent', 'end')}
              <th scope="col" class="end wide">Held</th>
              <th scope="col" class="end">Remaining</th>
              <th scope="col" class="end wide">Limit</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              shown,
              (row) => row.path,
              (row) => this.row(row),
            )}
          </tbody>
        </table>
      </div>
      <div class="tree-foot row spread wrap">
        ${barLegend()}
        ${
          rows.length > shown.length
            ? html`<button class="button" type="button" @click=${() => (this.all = true)}>
                Show all ${rows.length} rows
              </button>`
            : nothing
        }
      </div>`;
  }

  private heading(order: Order, label: string, className = ''): TemplateResult {
    return sortHeading(label, className, this.order === order, this.reversed, () => {
      this.reversed = this.order === order ? !this.reversed : REVERSED.has(order);
      this.order = order;
    });
  }

  private row({ budget, depth, path, children, open }: Row): TemplateResult {
    const { budgetId, status, zone } = budget;
    const href = router.href('/budget', { id: budgetId, at: router.params.get('at') });
    const figures: BarFigures = {
      spent: status.spent,
      held: status.held,
      limit: budget.limit,
      currency: budget.currency,
      state: status.state,
      zone,
      begin: beginOf(budget),
      elapsed: elapsed(budget, this.now),
      periodEnd: new Date(status.periodEnd),
    };
    return html`<tr
      class=${this.fresh.has(budget.budgetId) ? 'changed' : ''}
      data-budget=${budget.budgetId}
    >
      <td>
        <div class="cell-name">
          ${depth ? html`<span class="indent" data-depth=${Math.min(depth, 4)}></span>` : nothing}
          ${
            children
              ? html`<button
                  class="toggle"
                  type="button"
                  aria-expanded=${open}
                  aria-label=${`${children} below ${budget.name}`}
                  @click=${() => this.toggle(path, !open)}
                >
                  ${icon('right')}
                </button>`
              : html`<span class="leaf"></span>`
          }
          <div>
            <a href=${href} title=${budgetId}>${budget.name}</a>
            <div
              class="period"
              title=${days(new Date(status.periodStart), new Date(status.periodEnd), budget.zone)}
            >
              ${periodWords(budget)}${
                budget.parents.length > 1
                  ? html` ·
                      <span title=${`Under ${budget.parents.map((p) => p.budgetId).join(', ')}`}
                        >${budget.parents.length} parents</span
                      >`
                  : nothing
              }
            </div>
          </div>
        </div>
      </td>
      <td>${stateChip(status.state)}</td>
      <td class="bar">
        ${budgetBar(figures)}
        <div class="pace">${paceWords(figures)}</div>
      </td>
      <td class="end" data-figure="spent">${amount(status.spent, budget.currency)}</td>
      <td class="end wide" data-figure="held">${amount(status.held, budget.currency)}</td>
      <td class="end" data-figure="remaining">${amount(status.remaining, budget.currency)}</td>
      <td class="end wide" data-figure="limit">${amount(budget.limit, budget.currency)}</td>
    </tr>`;
  }

  private toggle(path: string, open: boolean): void {
    this.toggled = new Map(this.toggled).set(path, open);
  }

  private rows(): Row[] {
    const known = new Map(this.budgets.map((budget) => [budget.budgetId, budget]));
    const below = new Map<string, Budget[]>();
    const roots: Budget[] = [];
    for (const budget of this.budgets) {
      const parents = budget.parents.filter(({ budgetId }) => known.has(budgetId));
      if (parents.length === 0) {
        roots.push(budget);
      }
      for (const { budgetId } of parents) {
        below.set(budgetId, [...(below.get(budgetId) ?? []), budget]);
      }
    }
    const rows: Row[] = [];
    const list = (budgets: Budget[], depth: number, above: string): void => {
      const order = ORDERS[this.order];
      const sign = this.reversed ? -1 : 1;
      for (const budget of [...budgets].sort((a, b) => sign * order(a, b))) {
        const path = `${above}/${budget.budgetId}`;
        const children = below.get(budget.budgetId) ?? [];
        const open = this.toggled.get(path) ?? depth < OPEN_AT_FIRST;
        rows.push({ budget, depth, path, children: children.length, open });
        if (open) {
          list(children, depth + 1, path);
        }
      }
    };
    list(roots, 0, '');
    return rows;
  }
}

/** From when on a budget counts in its period: one that was made within it from then on. */
export function beginOf({ createdAt, status }: Budget): Date {
  const [start, made, end] = [status.periodStart, createdAt, status.periodEnd].map(Date.parse);
  return new Date(start < made && made < end ? made : start);
}

/** The share of the time in which it counts that had passed at a moment, 0 to 1. */
export function elapsed(budget: Budget, at: Date): number {
  const from = beginOf(budget).getTime();
  // the last millisecond of a period is its end
  const share = (at.getTime() + 1 - from) / (Date.parse(budget.status.periodEnd) - from);
  return Math.min(1, Math.max(0, share));
}

const PERIODS: Record<string, string> = {
  HOUR: 'hourly',
  DAY: 'daily',
  WEEK: 'weekly',
  MONTH: 'monthly',
  QUARTER: 'quarterly',
  YEAR: 'yearly',
  FIXED: 'fixed',
};

export function periodWords({ period, zone, status, unit }: Budget): string {
  const span = days(new Date(status.periodStart), new Date(status.periodEnd), zone);
  const tokens = unit === 'TOKENS' ? ' · tokens' : '';
  return `${PERIODS[period] ?? period} · ${span}${tokens}`;
}
