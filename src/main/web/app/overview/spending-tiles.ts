import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import spending from '../../operations/spending.graphql';
import { send } from '../api/client';
import { compared } from '../api/compared';
import { isZero, prorate, type Decimal } from '../format/decimal';
import { exactMoney, glanceMoney, money } from '../format/numbers';
import { day, days, month, sameTime, startOf, type CalendarUnit } from '../format/time';
import { Query } from '../state/query';
import { Element } from '../ui/element';
import { failure } from '../ui/states';
import { sparkline, stat, trend } from '../ui/stat';

interface Spending {
  currency: string;
  /** Before is absent where it is folded. */
  parts: Record<Unit, { now: Decimal; before?: Decimal }>;
  lastDay: Decimal;
  /** One a day. */
  daily: Decimal[];
  /** What is another amount than in the answer before. */
  fresh: Set<Unit>;
}

type Unit = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;
const SPARK_DAYS = 30;

/**
 * What was spent in the day, week and month that a moment is in, so far, beside that part of the
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
    { keep: () => `${this.platformId} ${this.present || +this.at}` },
  );

  private async load(signal: AbortSignal): Promise<Spending> {
    const { at, zone } = this;
    const inside = new Date(at.getTime() - 1);
    const sofar = (unit: CalendarUnit) => this.filter(startOf(unit, inside, zone), at);
    const earlier = (unit: CalendarUnit) => {
      const limit = startOf(unit, inside, zone);
      const same = this.ends(unit) ? limit : sameTime(unit, at, zone, -1);
      return this.filter(startOf(unit, inside, zone, -1), same < limit ? same : limit);
    };
    const spark = startOf('day', inside, zone, 1 - SPARK_DAYS);
    type Sum = { total: { cost: Decimal } };
    type Sums = Record<Unit | 'lastDay', Sum> & Partial<Record<`${Unit}Before`, Sum>>;
    type Answer = Sums & {
      day: { currency: string };
      daily: { points: { totals: { cost: Decimal } }[] };
    };
    const variables = {
      day: sofar('day'),
      dayBefore: earlier('day'),
      week: sofar('week'),
      weekBefore: earlier('week'),
      month: sofar('month'),
      monthBefore: earlier('month'),
      lastDay: this.filter(new Date(at.getTime() - DAY_MS), at),
      days: this.filter(spark, at),
      zone,
    };
    const sums = await compared((previous) =>
      send<Answer>(spending, { ...variables, compared: previous }, signal),
    );
    const pair = (unit: Unit) => ({
      now: sums[unit].total.cost,
      before: sums[`${unit}Before`]?.total.cost,
    });
    const parts = { day: pair('day'), week: pair('week'), month: pair('month') };
    const before = this.query.data?.parts;
    const fresh = (['day', 'week', 'month'] as const).filter(
      (unit) => before && before[unit].now !== parts[unit].now,
    );
    return {
      currency: sums.day.currency,
      parts,
      fresh: new Set(fresh),
      lastDay: sums.lastDay.total.cost,
      daily: sums.daily.points.map(({ totals }) => totals.cost),
    };
  }

  /** Whether the day, week or month is over at the moment, which then is its end. */
  private ends(unit: CalendarUnit): boolean {
    const inside = new Date(this.at.getTime() - 1);
    return startOf(unit, inside, this.zone, 1).getTime() === this.at.getTime();
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
          parts[unit].now,
          html`<span class=${fresh.has(unit) ? 'changed' : ''}
            >${money(parts[unit].now, currency)}</span
          >`,
        ),
        sparkline: line,
        note: comparison(parts[unit], before, currency),
      });
    };
    const since = (unit: Unit) => days(startOf(unit, inside, this.zone), this.at, this.zone);
    const words = this.present
      ? { day: 'Today', week: 'This week', month: 'This month' }
      : {
          day: day(inside, this.zone),
          week: since('week'),
          month: this.ends('month') ? month(inside, this.zone) : since('month'),
        };
    return html`<div class="tiles">
      ${tile('day', words.day)} ${tile('week', words.week)}
      ${tile(
        'month',
        words.month,
        sparkline(
          daily.map(Number),
          `Cost per day of the last ${SPARK_DAYS} days`,
        ),
      )}
      ${this.burn(currency, parts.month.now, lastDay, inside)}
    </div>`;
  }

  /** The rate of the last 24 hours, and where the month ends if it goes on like so far. */
  private burn(
    currency: string,
    monthly: Decimal,
    lastDay: Decimal,
    inside: Date,
  ): TemplateResult {
    const start = startOf('month', inside, this.zone).getTime();
    const end = startOf('month', inside, this.zone, 1).getTime();
    const projected = prorate(monthly, end - start, this.at.getTime() - start);
    const perHour = prorate(lastDay, 1, 24);
    const note = this.present
      ? isZero(monthly)
        ? 'nothing spent this month yet'
        : html`≈ ${glanceMoney(projected, currency)} in all this month, at its pace so far`
      : html`in the last 24 hours of ${day(inside, this.zone)}`;
    return stat({
      label: 'Burn rate, last 24 hours',
      figure: html`<span title=${`${exactMoney(lastDay, currency)} in 24 hours`}
        ><span class="num">${glanceMoney(perHour, currency)}</span
        ><span class="muted small"> per hour</span></span
      >`,
      note,
    });
  }
}

function comparison(
  { now, before }: { now: Decimal; before?: Decimal },
  words: string,
  currency: string,
): TemplateResult | string {
  if (before === undefined) {
    return 'not compared: the time before is kept as sums only';
  }
  return isZero(before)
    ? `nothing ${words}`
    : html`${trend(now, before, currency)} vs. ${words}`;
}
