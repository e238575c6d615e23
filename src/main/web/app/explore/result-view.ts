import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { csv, save } from '../format/csv';
import { exactCount } from '../format/numbers';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import type { Answer } from './answers';
import { cell, type CellContext } from './cells';
import { graphOf, type Graph } from './graph-data';
import './graph-view';
import { labelKeys, visit } from './labels';
import { compareValues, Digits, plain, type GraphNode, type Row, type Value } from './values';

type Form = 'table' | 'graph';

/** An answer as a table, and as a graph where it has nodes. */
@customElement('cg-cypher-result')
export class CypherResult extends Element {
  @property({ attribute: false }) answer?: Answer;
  /** Of amounts whose node does not say. */
  @property() currency = 'USD';
  /** For the name of a file. */
  @property() name = 'answer';
  /** Chosen by the reader; else a graph is shown as one. */
  @state() private form?: Form;
  private graph?: Graph;
  private context: CellContext = { labels: new Map(), currency: 'USD' };
  private columns: Column<Row>[] = [];

  protected override willUpdate(changed: PropertyValues): void {
    if ((changed.has('answer') || changed.has('currency')) && this.answer) {
      const { rows, columns } = this.answer;
      const nodes = new Map<string, GraphNode>();
      visit(
        rows,
        (node) => nodes.set(node.id, node),
        () => {},
      );
      this.context = { labels: labelKeys(nodes.values()), currency: this.currency };
      this.graph = nodes.size ? graphOf(rows) : undefined;
      this.columns = columns.map((label, i) => this.column(label, i, rows));
    }
  }

  private column(label: string, i: number, rows: Row[]): Column<Row> {
    const numbers = rows.some((row) => row[i] instanceof Digits);
    const context = { ...this.context, fraction: fractionOf(rows.map((row) => row[i])) };
    return {
      key: String(i),
      label,
      end: numbers && rows.every((row) => row[i] === null || row[i] instanceof Digits),
      cell: (row) => cell(row[i], context),
      order: (a, b) => compareValues(a[i], b[i]),
    };
  }

  protected override render(): TemplateResult | typeof nothing {
    const { answer, graph } = this;
    if (!answer) {
      return nothing;
    }
    const form = graph ? (this.form ?? 'graph') : 'table';
    return html`<section class="panel" aria-label="Answer">
      <header>
        <h2>Answer</h2>
        ${this.size(answer)}
        <div class="row wrap">
          ${this.forms(form)}
          <button
            class="button"
            type="button"
            ?disabled=${answer.rows.length === 0}
            @click=${() => this.keep(answer)}
          >
            ${icon('download')}CSV
          </button>
        </div>
      </header>
      ${answer.truncated ? this.truncated(answer) : nothing}
      ${form === 'graph' ? this.drawn(graph!) : this.table(answer)}
    </section>`;
  }

  /** What is null is empty, what has parts is JSON, numbers have all their digits. */
  private keep({ columns, rows }: Answer): void {
    save(`${this.name}.csv`, csv([columns, ...rows.map((row) => row.map(plain))]));
  }

  private size({ rows, milliseconds }: Answer): TemplateResult {
    const count = rows.length === 1 ? '1 row' : `${exactCount(String(rows.length))} rows`;
    return html`<span class="muted small answer-size" role="status"
      >${count} in ${exactCount(String(milliseconds))} ms</span
    >`;
  }

  private forms(form: Form): TemplateResult {
    const button = (key: Form, word: string) =>
      html`<button
        type="button"
        aria-pressed=${form === key}
        ?disabled=${key === 'graph' && !this.graph}
        title=${
          key === 'graph' && !this.graph ? 'Return nodes or paths, then there is a graph' : nothing
        }
        @click=${() => (this.form = key)}
      >
        ${word}
      </button>`;
    return html`<div class="segments" role="group" aria-label="Show as">
      ${button('table', 'Table')} ${button('graph', 'Graph')}
    </div>`;
  }

  private truncated({ rows }: Answer): TemplateResult {
    return html`<p class="notice explore-notice" role="status">
      These are the first ${exactCount(String(rows.length))} rows; there are more. An answer has at
      most 1,000 rows and 2 MiB: sum, or filter, to have all of it.
    </p>`;
  }

  private drawn(graph: Graph): TemplateResult {
    return html`<cg-graph-view .graph=${graph} .context=${this.context}></cg-graph-view>`;
  }

  private table(answer: Answer): TemplateResult {
    return answer.rows.length === 0
      ? empty(
          'No rows: nothing in the graph is like that.',
          html`<p class="muted">
            Look at the parameters: a platform or a time without usage is the usual cause.
          </p>`,
        )
      : html`<cg-table
          class="answer-table"
          caption="Answer"
          .columns=${this.columns}
          .rows=${answer.rows}
        ></cg-table>`;
  }
}

const FRACTION_MAX = 9;

/** The most digits after the point, so that points stand under each other. */
function fractionOf(values: Value[]): number {
  const lengths = values.map((value) => {
    // 8.55E-4 has six
    const number = value instanceof Digits && /^-?\d+(?:\.(\d+))?(?:E(-?\d+))?$/i.exec(value.text);
    return number ? (number[1]?.length ?? 0) - Number(number[2] ?? 0) : 0;
  });
  return Math.min(FRACTION_MAX, Math.max(0, ...lengths));
}
