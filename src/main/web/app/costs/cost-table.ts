import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { csv, save } from '../format/csv';
import { compare, isZero, ratio, subtract, type Decimal } from '../format/decimal';
import { keyOf, wordOf, type Dimension } from '../format/labels';
import { count, money, none, percent } from '../format/numbers';
import { isoDay } from '../format/time';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { trend } from '../ui/stat';
import '../ui/table';
import { sorted, type Column } from '../ui/table';
import { figure, swatch } from './figures';
import { linesOf, totalOf, type Line } from './lines';
import { entriesHref } from './mark';
import { exact, glance, MEASURES, type Measure } from './measures';
import { FACETS, tagOf, type Breakdown, type Question, type Sums } from './question';
import { groupsOf, nameOf } from './stack';

/** Rows before one asks for all; the API gives at most 500. */
const ROWS_SHOWN = 50;

/** What each group cost, how much of all that is, and against the same time before. */
@customElement('cg-cost-table')
export class CostTable extends Element {
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) breakdown?: Breakdown;
  @property({ attribute: false }) measure: Measure = MEASURES[0];
  /** Whether there is a time before to compare with. */
  @property({ attribute: false }) compared = true;
  /** Groups that have just changed, as JSON of their keys. */
  @property({ attribute: false }) fresh: ReadonlySet<string> = new Set();
  private readonly watch = new Watch(this, [router]);

  protected override render(): TemplateResult | typeof nothing {
    const { question, breakdown } = this;
    if (!question || !breakdown) {
      return nothing;
    }
    void this.watch;
    const lines = linesOf(question, breakdown, this.measure, this.rowsMax());
    const columns = this.columns(question, breakdown);
    const sort = router.params.get('sort') ?? '';
    const { currency } = breakdown;
    const many = breakdown.rows.length > ROWS_SHOWN;
    return html`<section class="panel" aria-label="Groups">
      <header>
        <h2>By ${groupsOf(question)}</h2>
        <div class="row wrap">
          <span class="muted small"
            >${
              this.compared
                ? 'Change: against the same length of time before'
                : 'Not compared: the time before cannot be asked for'
            }</span
          >
          <button
            type="button"
            class="button plain small"
            data-csv="groups"
            @click=${() => this.download(question, currency, sorted(lines, columns, sort))}
          >
            CSV
          </button>
        </div>
      </header>
      <div class="body flush">
        <cg-table
          class="cost-table"
          caption=${`Costs by ${groupsOf(question)}`}
          none="Nothing was spent in this time."
          .columns=${columns}
          .rows=${lines}
          .total=${totalOf(breakdown)}
          .sort=${sort}
          .rowKey=${({ words, keys }: Line) => words ?? JSON.stringify(keys)}
          .rowClass=${(line: Line) =>
            this.fresh.has(JSON.stringify(line.keys)) && !line.words ? 'changed' : ''}
          @sorted=${(event: CustomEvent<string>) => router.set({ sort: event.detail }, true)}
        ></cg-table>
        ${
          many
            ? html`<p class="table-foot">
                <button
                  type="button"
                  class="button"
                  @click=${() => router.set({ rows: this.all() ? null : 'all' }, true)}
                >
                  ${this.all() ? `Only the first ${ROWS_SHOWN}` : `All ${breakdown.rows.length}`}
                </button>
              </p>`
            : nothing
        }
      </div>
    </section>`;
  }

  private all(): boolean {
    return router.params.get('rows') === 'all';
  }

  private rowsMax(): number {
    return this.all() ? Infinity : ROWS_SHOWN;
  }

  private columns(question: Question, { currency, total }: Breakdown): Column<Line>[] {
    const { measure } = this;
    const whole = measure.of(total);
    return [
      ...question.by.map((dimension, i) => this.keyColumn(question, dimension, i)),
      ...(['cost', 'calls', 'tokens'].includes(measure.key)
        ? []
        : [measured(measure, currency, (line) => line.totals)]),
      numeric('cost', 'Cost', ({ totals }) => totals.cost, (v) => money(v, currency)),
      {
        key: 'share',
        label: measure.key === 'cost' ? 'Share' : `Share of ${measure.label.toLowerCase()}`,
        cell: ({ totals }) => share(measure.of(totals), whole),
        order: (a, b) => compare(measure.of(a.totals), measure.of(b.totals)),
      },
      {
        key: 'change',
        label: 'Change',
        end: true,
        className: 'change',
        cell: ({ totals, previous }) =>
          this.compared ? changed(measure, totals, previous, currency) : none('not known'),
        order: (a, b) => compare(grown(measure, a), grown(measure, b)),
      },
      numeric('calls', 'Calls', ({ totals }) => String(totals.calls), count),
      numeric('tokens', 'Tokens', ({ totals }) => String(totals.tokens.total), count),
      numeric(
        'per-call',
        'Cost per call',
        ({ totals }) => totals.costPerCall,
        (v) => money(v, currency),
      ),
      numeric('cache', 'Cache hits', ({ totals }) => totals.cacheHitShare, percentage),
      numeric('failed', 'Failures', ({ totals }) => totals.failedCost, (v) => money(v, currency)),
      {
        key: 'only',
        label: '',
        end: true,
        cell: (line) => only(question, line) ?? '',
      },
    ];
  }

  private keyColumn(question: Question, dimension: Dimension, i: number): Column<Line> {
    return {
      key: dimension.toLowerCase(),
      label: wordOf(dimension).replace(/^./, (c) => c.toUpperCase()),
      className: 'name',
      cell: (line) => {
        if (line.words !== undefined) {
          const words = i === 0 ? line.words : '';
          return words
            ? html`${swatch(line.colour)} ${figure(words, entriesHref(question, line.mark))}`
            : '';
        }
        const name = keyOf(line.keys[i] ?? null, dimension);
        const unpriced = line.totals.unpricedCalls;
        return html`${i === 0 ? swatch(line.colour) : nothing}
          <span title=${name} data-key=${line.keys[i] ?? ''}
            >${figure(name, i === 0 ? entriesHref(question, line.mark) : undefined)}</span
          >
          ${
            unpriced && i === 0
              ? html`<span class="muted" title="Calls without a known price are not in the cost"
                  >(${count(unpriced)} unpriced)</span
                >`
              : nothing
          }`;
      },
      order: (a, b) =>
        keyOf(a.keys[i] ?? null, dimension).localeCompare(keyOf(b.keys[i] ?? null, dimension)),
    };
  }

  private download({ by, range, zone }: Question, currency: string, lines: Line[]): void {
    const whole = this.measure.of(this.breakdown!.total);
    const own = ['cost', 'calls', 'tokens'].includes(this.measure.key) ? [] : [this.measure];
    const names = by.map((dimension) => dimension.toLowerCase());
    save(
      `costs-${names.join('-')}-${isoDay(range.from, zone)}.csv`,
      csv([
        [
          ...names,
          ...own.map(({ key }) => key),
          'cost',
          'currency',
          `shareOf${this.measure.key.replace(/^./, (c) => c.toUpperCase())}`,
          'before',
          'calls',
          'tokens',
          'costPerCall',
          'cacheHitShare',
          'failedCost',
          'unpricedCalls',
        ],
        ...lines.map(({ keys, words, totals, previous }) => [
          ...(words === undefined ? keys : by.map((_, i) => (i === 0 ? words : null))),
          ...own.map((measure) => measure.of(totals)),
          totals.cost,
          currency,
          ratio(this.measure.of(totals), whole)?.toFixed(4),
          previous && this.measure.of(previous),
          totals.calls,
          totals.tokens.total,
          totals.costPerCall,
          totals.cacheHitShare,
          totals.failedCost,
          totals.unpricedCalls,
        ]),
      ]),
    );
  }
}

function numeric(
  key: string,
  label: string,
  of: (line: Line) => Decimal | null,
  show: (value: Decimal | null) => TemplateResult,
): Column<Line> {
  return {
    key,
    label,
    end: true,
    cell: (line) => show(of(line)),
    // what is not known comes after everything
    order: (a, b) => compare(of(a) ?? '-1', of(b) ?? '-1'),
  };
}

function measured(measure: Measure, currency: string, of: (line: Line) => Sums): Column<Line> {
  return numeric(
    measure.key,
    measure.label,
    (line) => measure.of(of(line)),
    (value) => (measure.money ? money(value, currency) : count(value)),
  );
}

function percentage(value: Decimal | null): TemplateResult {
  return value === null
    ? none('no prompts')
    : html`<data class="num" value=${value} title=${percent(Number(value), 2)}
        >${percent(Number(value))}</data
      >`;
}

function share(part: Decimal, whole: Decimal): TemplateResult {
  const value = ratio(part, whole);
  if (value === undefined) {
    return none('nothing to have a share of');
  }
  const width = 100 * Math.min(1, Math.max(0, value));
  return html`<span class="share-cell"
    ><svg class="share" aria-hidden="true">
      <rect class="track" width="100%" height="6" rx="3"></rect>
      <rect class="part" width="${width}%" height="6" rx="3"></rect></svg
    ><span class="num muted" title=${percent(value, 2)}>${percent(value, 1)}</span></span
  >`;
}

function changed(
  measure: Measure,
  totals: Sums,
  previous: Sums | null,
  currency: string,
): TemplateResult {
  if (!previous) {
    return html`<span class="muted">new</span>`;
  }
  const now = measure.of(totals);
  const before = measure.of(previous);
  if (measure.money) {
    return trend(now, before, currency);
  }
  if (isZero(before) && !isZero(now)) {
    return html`<span class="muted">nothing before</span>`;
  }
  const more = subtract(now, before);
  return html`<span
    class="num muted"
    title=${`before: ${exact(measure, before, currency)}`}
    >${more.startsWith('-') || isZero(more) ? '' : '+'}${glance(measure, more, currency)}</span
  >`;
}

function grown(measure: Measure, { totals, previous }: Line): Decimal {
  return previous ? subtract(measure.of(totals), measure.of(previous)) : measure.of(totals);
}

/**
 * Looks at one group alone: its keys become filters. No link where they would take the place of
 * another filter, and so show more than the group.
 */
function only(question: Question, { keys, words }: Line): TemplateResult | undefined {
  if (words !== undefined) {
    return undefined;
  }
  const params: Record<string, string[]> = {};
  for (const [i, dimension] of question.by.entries()) {
    const key = keys[i];
    if (key == null || dimension === 'STEP' || dimension === 'PLATFORM') {
      return undefined;
    }
    const { filters, tagKey } = question;
    const otherBudget = dimension === 'BUDGET' && filters.BUDGET && filters.BUDGET[0] !== key;
    const otherTag =
      dimension === 'TAG' && filters.TAG?.some((tag) => tagOf(tag).key !== tagKey);
    if (otherBudget || otherTag) {
      return undefined;
    }
    params[FACETS[dimension].param] = [dimension === 'TAG' ? `${tagKey}=${key}` : key];
  }
  return html`<a
    class="only small"
    href=${router.here(params)}
    aria-label=${`Only ${nameOf(keys, question.by)}`}
    title="Filter by this"
    >Only</a
  >`;
}
