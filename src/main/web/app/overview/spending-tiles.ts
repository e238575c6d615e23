import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import costSeries from '../../operations/cost-series.graphql';
import spending from '../../operations/spending.graphql';
import { send } from '../api/client';
import type { CostPoint, CostTotals } from '../api/types';
import { isZero, prorate } from '../format/decimal';
import { exactMoney, glanceMoney, money } from '../format/numbers';
import { day, days, month, startOf, type CalendarUnit } from '../format/time';
import { Query } from '../state/query';
import { Element } from '../ui/element';
import { failure } from '../ui/states';
import { sparkline, stat, trend } from '../ui/stat';

interface Spending {
  currency: string;
  parts: Record<Unit, { now: CostTotals; before: CostTotals }>;
  lastDay: CostTotals;
  daily: CostPoint[];
  /** What is another amount than in the answer before. */
  fresh: Set<Unit>;
}

type Unit = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;
const SPARK_DAYS = 30;

/**
 * What was spent in the day, week and month that a moment is in, so far, beside the same part of the
 * one before, and at what rate.
 */
@customElement('cg-spending-tiles')
export class SpendingTiles extends Element {
  @property() platformId = '';
  @property() zone = 'UTC';
  /** Exclusive end of what counts. */
  @property({ attribute: false }) at = new Date();
  /** Whether the moment is now: today, and not a day long ago. */
  @property({ type: Boolean }) present = true;

  private readonly query = new Query<Spending>(
    this,
    () => (this.platformId ? `${this.platformId} ${this.zone} ${this.at.getTime()}` : undefined),
    (signal) => this.load(signal),
    { keep: () => `${this.platformId} ${this.present}` },
  );

  private async load(signal: AbortSignal): Promise<Spending> {
    const part = (unit: CalendarUnit, steps: number) => {
      const inside = new Date(this.at.getTime() - 1);
      const from = startOf(unit, inside, this.zone, steps);
      const limit = startOf(unit, inside, this.zone, steps + 1);
      const length = this.at.getTime() - startOf(unit, inside, this.zone).getTime();
      return this.filter(from, new Date(Math.min(from.getTime() + length, limit.getTime())));
    };
    const spark = startOf('day', new Date(this.at.getTime() - 1), this.zone, 1 - SPARK_DAYS);
    type Sums = { total: CostTotals };
    type Answer = Record<string, Sums> & { day: { currency: string } & Sums };
    const [sums, { costSeries: series }] = await Promise.all([
      send<Answer>(
        spending,
        {
          day: part('day', 0),
          dayBefore: part('day', -1),
          week: part('week', 0),
          weekBefore: part('week', -1),
          month: part('month', 0),
          monthBefore: part('month', -1),
          lastDay: this.filter(new Date(this.at.getTime() - DAY_MS), this.at),
        },
        signal,
      ),
      send<{ costSeries: { points: CostPoint[] } }>(
        costSeries,
        { interval: 'DAY', zone: this.zone, filter: this.filter(spark, this.at) },
        signal,
      ),
    ]);
    const pair = (unit: Unit) => ({
      now: sums[unit].total,
      before: sums[`${unit}Before`].total,
    });
    const parts = { day: pair('day'), week: pair('week'), month: pair('month') };
    const before = this.query.data?.parts;
    const fresh = (['day', 'week', 'month'] as const).filter(
      (unit) => before && before[unit].now.cost !== parts[unit].now.cost,
    );
    return {
      currency: sums.day.currency,
      parts,
      fresh: new Set(fresh),
      lastDay: sums.lastDay.total,
      daily: series.points,
    };
  }

  private filter(from: Date, to: Date): object {
    return {
      platformIds: [this.platformId],
      from: from.toISOString(),
      // an empty stretch is no stretch to the API
      to: new Date(Math.max(to.getTime(), from.getTime() + 1)).toISOString(),
    };
  }

  /** Asks again, e.g. after something was booked. */
  reload(): void {
    this.query.reload();
  }

  protected override render(): TemplateResult {
    return this.query.render({
      loading: () =>
        html`<div class="tiles">
          ${['Today', 'This week', 'This month', 'Burn rate'].map((label) =>
            stat({ label, figure: html`<span class="skeleton"></span>` }),
          )}
        </div>`,
      failed: (error, retry) => html`<div class="panel">${failure(error, retry)}</div>`,
      ready: (data) => this.tiles(data),
    });
  }

  private tiles({ currency, parts, fresh, lastDay, daily }: Spending): TemplateResult {
    const inside = new Date(this.at.getTime() - 1);
    const befores = this.present
      ? { day: 'yesterday', week: 'last week', month: 'last month' }
      : { day: 'the day before', week: 'the week before', month: 'the month before' };
    const tile = (unit: Unit, label: string, line?: TemplateResult) => {
      const before = befores[unit] + (this.present ? ' by this time' : '');
      return stat({
        label,
        figure: keyed(
          parts[unit].now.cost,
          html`<span class=${fresh.has(unit) ? 'changed' : ''}
            >${money(parts[unit].now.cost, currency)}</span
          >`,
        ),
        sparkline: line,
        note: isZero(parts[unit].before.cost)
          ? `nothing ${before}`
          : html`${trend(parts[unit].now.cost, parts[unit].before.cost, currency)} vs. ${before}`,
      });
    };
    const week = startOf('week', inside, this.zone);
    const words = this.present
      ? { day: 'Today', week: 'This week', month: 'This month' }
      : {
          day: day(inside, this.zone),
          week: days(week, this.at, this.zone),
          month: month(inside, this.zone),
        };
    return html`<div class="tiles">
      ${tile('day', words.day)} ${tile('week', words.week)}
      ${tile(
        'month',
        words.month,
        sparkline(
          daily.map(({ totals }) => Number(totals.cost)),
          `Cost per day of the last ${SPARK_DAYS} days`,
        ),
      )}
      ${this.burn(currency, parts.month.now, lastDay, inside)}
    </div>`;
  }

  /** The rate of the last 24 hours, and where the month ends if it goes on like so far. */
  private burn(
    currency: string,
    monthly: CostTotals,
    lastDay: CostTotals,
    inside: Date,
  ): TemplateResult {
    const start = startOf('month', inside, this.zone).getTime();
    const end = startOf('month', inside, this.zone, 1).getTime();
    const projected = prorate(monthly.cost, end - start, this.at.getTime() - start);
    const perHour = prorate(lastDay.cost, 1, 24);
    const note = this.present
      ? isZero(monthly.cost)
        ? 'nothing spent this month yet'
        : html`<span title="This month's spending so far, extended evenly to its end"
            >≈ ${glanceMoney(projected, currency)} by the end of the month</span
          >`
      : html`in the last 24 hours of ${day(inside, this.zone)}`;
    return stat({
      label: 'Burn rate, last 24 hours',
      figure: html`<span title=${`${exactMoney(lastDay.cost, currency)} in 24 hours`}
        ><span class="num">${glanceMoney(perHour, currency)}</span
        ><span class="muted small"> per hour</span></span
      >`,
      note,
    });
  }
}
