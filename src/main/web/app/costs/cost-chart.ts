import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../charts/chart';
import type { ChartElement } from '../charts/chart';
import { csv, save } from '../format/csv';
import { isZero, ratio, sum } from '../format/decimal';
import { percent } from '../format/numbers';
import { isoDay } from '../format/time';
import { Query } from '../state/query';
import { intervalOf } from '../state/range';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { empty, skeleton } from '../ui/states';
import { faulty, figure, swatch } from './figures';
import { entriesHref, timeMark, type Mark } from './mark';
import { exact, glance, type Measure } from './measures';
import { labelOf, spanOf } from './points';
import { keyOfQuestion, type Breakdown, type Question, type Row } from './question';
import {
  groupsOf,
  intervalsOf,
  largest,
  loadStack,
  stackOf,
  type IntervalName,
  type Layer,
  type Stack,
  type StackAnswer,
} from './stack';
import { draw, KINDS, type Drawing, type Kind } from './stack-drawing';

interface Loaded {
  question: Question;
  interval: IntervalName;
  top: Row[];
  answer: StackAnswer;
}

/** What was spent over time, in layers that add up to the total. */
@customElement('cg-cost-chart')
export class CostChart extends Element {
  /** Whose groups are drawn: of the same question, and its answer. */
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) breakdown?: Breakdown;
  @property({ attribute: false }) measure?: Measure;
  /** Whether the table of the chart is open. */
  @state() private numbers = false;
  private readonly watch = new Watch(this, [router]);
  private known?: { of: Loaded; measure: Measure; kind: Kind; stack: Stack; option: Drawing };

  private readonly query = new Query<Loaded>(
    this,
    () => this.key(),
    async (signal) => {
      const question = this.question!;
      const breakdown = this.breakdown!;
      const top = largest(breakdown, this.measure!, question.by);
      const groups = { top, count: breakdown.rows.length };
      const loaded = await loadStack(question, this.intervals(question), groups, signal);
      return { question, top, ...loaded };
    },
    {
      keep: () => this.question!.platformId,
      about: () => `${keyOfQuestion(this.question!)} ${this.intervals(this.question!)}`,
    },
  );

  private key(): string | undefined {
    const { question, breakdown, measure } = this;
    if (!question || !breakdown || !measure) {
      return undefined;
    }
    const top = largest(breakdown, measure, question.by).map(({ keys }) => keys);
    const to = question.range.to.getTime();
    return `${keyOfQuestion(question)} ${to} ${this.intervals(question)} ${JSON.stringify(top)}`;
  }

  /** That which the reader chose; else one of a readable length, and all longer ones. */
  private intervals({ range }: Question): IntervalName[] {
    const possible = intervalsOf(range.from, range.to);
    const wanted = router.params.get('interval');
    const chosen = possible.filter((name) => name === wanted);
    const readable = possible.indexOf(intervalOf(range));
    return chosen.length ? chosen : possible.slice(readable);
  }

  private kind(stack?: Stack): Kind {
    if (stack && !stack.adds) {
      return 'lines';
    }
    const wanted = router.params.get('chart') ?? '';
    const below = stack?.layers.some(({ values }) => values.some((v) => v.startsWith('-')));
    return wanted in KINDS && !(below && wanted === 'area') ? (wanted as Kind) : 'bars';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { question, measure } = this;
    if (!question || !measure) {
      return nothing;
    }
    void this.watch;
    const loaded = this.query.data;
    const drawing = loaded && this.drawing(loaded, measure);
    const fault = faulty(this.query);
    return html`<section
      class="panel over-time"
      aria-label="Over time"
      aria-busy=${this.query.loading ? 'true' : 'false'}
    >
      <header>
        <h2>${measure.label} over time</h2>
        <div class="row wrap">
          ${
            drawing && !fault
              ? this.controls(loaded.question, loaded.interval, drawing.stack)
              : this.controls(question, this.intervals(question)[0]!)
          }
        </div>
      </header>
      ${
        fault ??
        (drawing
          ? html`${this.query.outdated()}${this.chart(loaded, drawing, measure)}`
          : skeleton(6))
      }
    </section>`;
  }

  private drawing(loaded: Loaded, measure: Measure) {
    const same = this.known?.of === loaded && this.known.measure === measure;
    const stack =
      same && this.known
        ? this.known.stack
        : stackOf(loaded.answer, loaded.top, loaded.question, measure);
    const kind = this.kind(stack);
    if (!same || this.known?.kind !== kind) {
      const option = draw(stack, kind, measure, loaded);
      this.known = { of: loaded, measure, kind, stack, option };
    }
    return this.known!;
  }

  /** Without an answer too: another interval may have one. */
  private controls(question: Question, interval: IntervalName, stack?: Stack): TemplateResult {
    const possible = intervalsOf(question.range.from, question.range.to);
    const kind = this.kind(stack);
    return html`${
        stack?.adds
          ? html`<div class="segments" role="group" aria-label="Kind of chart">
              ${(Object.keys(KINDS) as Kind[]).map(
                (name) =>
                  html`<button
                    type="button"
                    aria-pressed=${name === kind ? 'true' : 'false'}
                    @click=${() => router.set({ chart: name }, true)}
                  >
                    ${KINDS[name]}
                  </button>`,
              )}
            </div>`
          : nothing
      }
      <div class="segments" role="group" aria-label="Interval">
        ${possible.map(
          (name) =>
            html`<button
              type="button"
              aria-pressed=${name === interval ? 'true' : 'false'}
              @click=${() => router.set({ interval: name }, true)}
            >
              ${name[0]}${name.slice(1).toLowerCase()}
            </button>`,
        )}
      </div>
      ${
        stack
          ? html`<button
              type="button"
              class="button plain small"
              data-csv="series"
              @click=${() => this.download(stack)}
            >
              CSV
            </button>`
          : nothing
      }`;
  }

  private chart(loaded: Loaded, drawing: { stack: Stack; option: Drawing }, measure: Measure) {
    const { stack, option } = drawing;
    const { question } = loaded;
    if (stack.totals.every(isZero)) {
      return empty(`No ${measure.label.toLowerCase()} in this time.`);
    }
    const whole = exact(measure, sum(stack.totals), question.currency);
    const what = `${measure.label} over time by ${groupsOf(question)}, ${whole}`;
    return html`<div class="body">
      <ul class="stack-legend" aria-label="Layers">
        ${stack.layers.map((layer) => this.legend(layer, stack, question, measure))}
      </ul>
      <cg-chart
        label=${`${what}; its numbers are below`}
        .option=${option}
        @pick=${(event: CustomEvent) => this.pick(event, loaded, stack)}
      ></cg-chart>
      ${
        stack.adds
          ? nothing
          : html`<p class="muted small">
              Budgets overlap: a usage counts in each that it charges, so the lines do not add up.
            </p>`
      }
      <details
        class="numbers"
        .open=${this.numbers}
        @toggle=${(event: Event) => (this.numbers = (event.target as HTMLDetailsElement).open)}
      >
        <summary>The numbers of the chart</summary>
        ${this.numbers ? this.table(loaded, stack, measure) : nothing}
      </details>
    </div>`;
  }

  private legend(layer: Layer, stack: Stack, question: Question, measure: Measure) {
    const share = stack.adds ? ratio(layer.total, sum(stack.totals)) : undefined;
    return html`<li>
      ${swatch(layer.colour)}
      <span class="what" title=${layer.name}
        >${figure(layer.name, entriesHref(question, layer.mark))}</span
      >
      <data
        class="num"
        value=${layer.total}
        title=${exact(measure, layer.total, question.currency)}
        >${glance(measure, layer.total, question.currency)}</data
      >
      ${share === undefined ? nothing : html`<span class="muted num">${percent(share)}</span>`}
    </li>`;
  }

  private table({ question, interval }: Loaded, stack: Stack, measure: Measure): TemplateResult {
    const cell = (value: string, mark: Mark) => {
      const shown = html`<data
        class=${isZero(value) ? 'num zero' : 'num'}
        value=${value}
        title=${exact(measure, value, question.currency)}
        >${glance(measure, value, question.currency)}</data
      >`;
      return isZero(value) ? shown : figure(shown, entriesHref(question, mark));
    };
    return html`<div
      class="table-scroll tall"
      tabindex="0"
      role="group"
      aria-label="The numbers of the chart"
    >
      <table class="table" data-series>
        <thead>
          <tr>
            <th scope="col">From</th>
            ${stack.layers.map(({ name }) => html`<th scope="col" class="end">${name}</th>`)}
            <th scope="col" class="end">Total</th>
          </tr>
        </thead>
        <tbody>
          ${stack.points.map(
            (point, i) =>
              html`<tr>
                <th scope="row" title=${spanOf(point, question.zone)}>
                  ${labelOf(point.start, interval, question.zone)}
                </th>
                ${stack.layers.map(
                  ({ values, mark }) =>
                    html`<td class="end">
                      ${cell(values[i] ?? '0', [...mark, ...timeMark(point)])}
                    </td>`,
                )}
                <td class="end">
                  ${cell(stack.totals[i] ?? '0', [...timeMark(point), ...measure.within])}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** A layer or a bar: the entries of its group in that interval. */
  private pick(event: CustomEvent, { question }: Loaded, stack: Stack): void {
    const { seriesIndex, dataIndex, event: at } = event.detail as {
      seriesIndex: number;
      dataIndex?: number;
      event: { offsetX: number; offsetY: number };
    };
    const index = dataIndex ?? (event.target as ChartElement).indexAt(at.offsetX, at.offsetY);
    const point = stack.points[index];
    const layer = stack.layers[seriesIndex];
    const href = point && layer && entriesHref(question, [...layer.mark, ...timeMark(point)]);
    if (href) {
      router.visit(href);
    }
  }

  private download(stack: Stack): void {
    const { question } = this.query.data!;
    const { range, zone } = question;
    save(
      `costs-over-time-${isoDay(range.from, zone)}.csv`,
      csv([
        ['start', 'end', ...stack.layers.map(({ name }) => name), 'total'],
        ...stack.points.map(({ start, end }, i) => [
          start,
          end,
          ...stack.layers.map(({ values }) => values[i]),
          stack.totals[i],
        ]),
      ]),
    );
  }
}
