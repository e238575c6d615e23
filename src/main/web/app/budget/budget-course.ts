import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../charts/chart';
import type { Budget } from '../api/types';
import { compare, isZero, ratio, type Decimal } from '../format/decimal';
import { amount, count, none, percent } from '../format/numbers';
import { dateTime, startOf } from '../format/time';
import { Query } from '../state/query';
import { barLegend, budgetBar, paceWords } from '../ui/budget-bar';
import { Element } from '../ui/element';
import { failure } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { intervalOf, loadCourse, withHeld, type CoursePoint } from './course';
import { courseOption, stretch } from './course-chart';
import { exactAmount, rateWords, type Standing } from './detail';
import { loadHeld, type HeldHistory } from './held';

const UNITS = { HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;

/**
 * How a budget was spent over its period, with its limit and an even pace. It sends `narrow` with
 * a stretch of time that the reader wants explained.
 */
@customElement('cg-budget-course')
export class BudgetCourse extends Element {
  @property({ attribute: false }) budget?: Budget;
  @property({ attribute: false }) standing?: Standing;
  @property({ attribute: false }) thresholds: Decimal[] = [];
  private drawn?: { of: unknown[]; option: ReturnType<typeof courseOption> };

  private readonly course = new Query<CoursePoint[]>(
    this,
    () => this.standing && `${this.period()} ${this.standing.at.getTime()}`,
    (signal) => {
      const { budgetId, zone, unit } = this.budget!;
      const { periodStart: start, periodEnd: end, at } = this.standing!;
      return loadCourse(
        { budgetId, zone, inTokens: unit === 'TOKENS' },
        { start, end, to: at },
        signal,
      );
    },
    { keep: () => this.period() },
  );

  /** Asked for once an interval: it reads reservations one by one. What is held now comes live. */
  private readonly held = new Query<HeldHistory>(
    this,
    () => this.standing && `${this.period()} ${this.intervalStart(this.standing)}`,
    (signal) => loadHeld(this.budget!.budgetId, this.standing!.periodStart, signal),
    { keep: () => this.period() },
  );
  /** The most that was held in the interval that goes on, as far as it was seen. */
  private seen?: { of: string; most: Decimal };

  private intervalStart({ periodStart, periodEnd, at }: Standing): number {
    const unit = UNITS[intervalOf(periodStart, periodEnd)];
    return startOf(unit, at, this.budget?.zone ?? 'UTC').getTime();
  }

  private period(): string {
    return `${this.budget?.budgetId} ${this.standing?.periodStart.getTime()}`;
  }

  reload(): void {
    this.course.reload();
  }

  protected override render(): TemplateResult {
    const { budget, standing } = this;
    if (!budget || !standing) {
      return html``;
    }
    return html`<section class="panel" aria-label="Over the period">
      <header>
        <h2>Over the period</h2>
        <span class="small muted">${this.coda(standing)}</span>
      </header>
      <div class="body stack">
        ${budgetBar(standing)}
        ${this.course.render({
          loading: () => html`<span class="skeleton tall"></span>`,
          failed: (error, retry) => failure(error, retry),
          ready: (points) => this.content(budget, standing, points),
        })}
      </div>
    </section>`;
  }

  private coda(standing: Standing): string {
    const { forecast, limit } = standing;
    return limit === null && forecast !== undefined
      ? rateWords(standing, forecast)
      : paceWords(standing);
  }

  private content(budget: Budget, standing: Standing, loaded: CoursePoint[]): TemplateResult {
    const points = this.points(budget, standing, loaded);
    const last = points[points.length - 1];
    const { currency, limit } = standing;
    return html`<cg-chart
        class="course"
        label=${`${exactAmount(last?.soFar ?? '0', currency)} spent ${standing.present ? 'up to now' : 'in all'}${
          limit === null ? '' : ` of a limit of ${exactAmount(limit, currency)}`
        }; the numbers are in the table below`}
        .option=${this.option(standing, points, budget.zone)}
        @pick=${(event: CustomEvent<{ seriesName?: string; dataIndex: number }>) => {
          // the line begins with a point of its own
          const point = points[event.detail.dataIndex - 1];
          if (event.detail.seriesName === 'spent' && point) {
            this.narrow(point);
          }
        }}
      ></cg-chart>
      <div class="row spread wrap">${barLegend()} ${this.aboutHeld()}</div>
      <details class="course-numbers">
        <summary>The numbers</summary>
        <cg-table
          caption="What was spent, interval by interval"
          none="Nothing has been spent in this period."
          .columns=${this.columns(budget, standing)}
          .rows=${points.filter(happened).reverse()}
        ></cg-table>
      </details>`;
  }

  /** The last point is the budget's own counter: it is live, and newer than the series. */
  private points(budget: Budget, standing: Standing, loaded: CoursePoint[]): CoursePoint[] {
    const points = withHeld(loaded, this.held.data, budget.unit === 'TOKENS');
    const last = points[points.length - 1];
    if (!standing.present || !last) {
      return points;
    }
    const of = `${this.period()} ${last.start.getTime()}`;
    const before = this.seen?.of === of ? this.seen.most : '0';
    const most = [last.held ?? '0', standing.held].reduce(larger, before);
    this.seen = { of, most };
    return [...points.slice(0, -1), { ...last, soFar: standing.spent, held: most }];
  }

  /** The same function for the same data, so that the chart is not drawn again for nothing. */
  private option(standing: Standing, points: CoursePoint[], zone: string) {
    const { spent, held, limit, at } = standing;
    const of = [this.course.data, this.held.data, spent, held, limit, +at, `${this.thresholds}`];
    if (!this.drawn || of.some((value, i) => value !== this.drawn?.of[i])) {
      const { thresholds } = this;
      this.drawn = { of, option: courseOption({ standing, points, thresholds, zone }) };
    }
    return this.drawn.option;
  }

  private aboutHeld(): TemplateResult | typeof nothing {
    const { error, data } = this.held;
    if (error && !data) {
      return html`<span class="small muted">What was held is not known: ${error.message}</span>`;
    }
    return data?.knownFrom
      ? html`<span class="small muted"
          >held: known from ${dateTime(data.knownFrom)}, by the newest
          ${data.reservations.length} reservations</span
        >`
      : nothing;
  }

  private columns(budget: Budget, { currency, limit }: Standing): Column<CoursePoint>[] {
    const columns: Column<CoursePoint>[] = [
      {
        key: 'when',
        label: 'When',
        cell: (point) =>
          html`<button
            class="inline"
            type="button"
            title="What moved it then"
            @click=${() => this.narrow(point)}
          >
            ${stretch(point, budget.zone)}
          </button>`,
        order: (a, b) => a.start.getTime() - b.start.getTime(),
      },
      {
        key: 'spent',
        label: 'Spent',
        end: true,
        cell: ({ spent }) => amount(spent, currency),
        order: (a, b) => compare(a.spent, b.spent),
      },
      {
        key: 'soFar',
        label: 'So far',
        end: true,
        cell: ({ soFar }) => amount(soFar, currency),
        order: (a, b) => compare(a.soFar, b.soFar),
      },
    ];
    if (limit !== null) {
      columns.push({
        key: 'share',
        label: 'Of the limit',
        end: true,
        cell: ({ soFar }) => {
          const share = ratio(soFar, limit);
          return share === undefined ? none() : html`<span class="num">${percent(share)}</span>`;
        },
      });
    }
    columns.push(
      {
        key: 'held',
        label: 'Held at most',
        end: true,
        cell: ({ held }) => (held === undefined ? none('not known') : amount(held, currency)),
      },
      {
        key: 'calls',
        label: 'Calls',
        end: true,
        cell: ({ calls, unpriced }) =>
          html`${count(calls)}${
            unpriced ? html` <span class="muted">(${count(unpriced)} unpriced)</span>` : nothing
          }`,
        order: (a, b) => a.calls - b.calls,
      },
    );
    return columns;
  }

  private narrow({ start, end }: CoursePoint): void {
    this.dispatchEvent(new CustomEvent('narrow', { detail: { from: start, to: end } }));
  }
}

function larger(a: Decimal, b: Decimal): Decimal {
  return compare(b, a) > 0 ? b : a;
}

function happened({ calls, spent, held }: CoursePoint): boolean {
  return calls > 0 || !isZero(spent) || !isZero(held ?? '0');
}
