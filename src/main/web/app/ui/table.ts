import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Element } from './element';
import { icon } from './icons';

export interface Column<T> {
  key: string;
  label: string;
  /** What a label that does not sort means in full. */
  title?: string;
  cell: (row: T) => TemplateResult | string;
  /** Numbers stand at the end of their cells. */
  end?: boolean;
  /** Absent: the table cannot be sorted by it. */
  order?: (a: T, b: T) => number;
  className?: string;
}

/**
 * Rows under headings, sorted by any of them: click or press Enter on a heading. `rows` are shown
 * in their own order until then. Sorting sends `sorted` with what `sort` would be.
 */
@customElement('cg-table')
export class Table<T> extends Element {
  @property({ attribute: false }) columns: Column<T>[] = [];
  @property({ attribute: false }) rows: T[] = [];
  /** For screen readers. */
  @property() caption = '';
  @property() none = 'Nothing here.';
  /** The key of a column, after a minus for descending; e.g. from the address. */
  @property() sort = '';
  /** Below the rows, in no order. */
  @property({ attribute: false }) total?: T;
  /** The class of a row, e.g. "changed". */
  @property({ attribute: false }) rowClass: (row: T) => string = () => '';
  /** What a row is known by when the rows change: the focus stays with it. */
  @property({ attribute: false }) rowKey?: (row: T) => string;
  private focused?: HTMLElement;

  protected override willUpdate(): void {
    this.focused = this.querySelector<HTMLElement>(':focus') ?? undefined;
  }

  /** What is moved loses the focus. */
  protected override updated(): void {
    if (this.focused?.isConnected && !this.focused.matches(':focus')) {
      this.focused.focus({ preventScroll: true });
    }
  }

  protected override render(): TemplateResult {
    if (this.rows.length === 0) {
      return html`<p class="none">${this.none}</p>`;
    }
    const rows = sorted(this.rows, this.columns, this.sort);
    const row = (of: T) => this.row(of);
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${this.caption}>
      <table class="table">
        <caption class="visually-hidden">
          ${this.caption}
        </caption>
        <thead>
          <tr>
            ${this.columns.map((column) => this.heading(column))}
          </tr>
        </thead>
        <tbody>
          ${this.rowKey ? repeat(rows, this.rowKey, row) : rows.map(row)}
        </tbody>
        ${this.total ? html`<tfoot>${this.row(this.total)}</tfoot>` : nothing}
      </table>
    </div>`;
  }

  private row(row: T): TemplateResult {
    return html`<tr class=${this.rowClass(row)}>
      ${this.columns.map(
        (column) =>
          html`<td class="${column.end ? 'end' : ''} ${column.className ?? ''}">
            ${column.cell(row)}
          </td>`,
      )}
    </tr>`;
  }

  private heading(column: Column<T>): TemplateResult {
    const style = `${column.end ? 'end' : ''} ${column.className ?? ''}`;
    if (!column.order) {
      return html`<th scope="col" class=${style} title=${column.title ?? nothing}>
        ${column.label}
      </th>`;
    }
    const active = this.sort.replace(/^-/, '') === column.key;
    const descending = this.sort.startsWith('-');
    return sortHeading(column.label, style, active, descending, () => {
      this.sort = (active ? !descending : column.end) ? `-${column.key}` : column.key;
      this.dispatchEvent(new CustomEvent('sorted', { detail: this.sort }));
    });
  }
}

/** Rows in the order of a column, as `sort` of a table names it; as they are where none has it. */
export function sorted<T>(rows: T[], columns: Column<T>[], sort: string): T[] {
  const order = columns.find(({ key }) => key === sort.replace(/^-/, ''))?.order;
  if (!order) {
    return rows;
  }
  const result = [...rows].sort(order);
  return sort.startsWith('-') ? result.reverse() : result;
}

/** A heading that sorts, with what it does now. */
export function sortHeading(
  label: string,
  className: string,
  active: boolean,
  descending: boolean,
  sort: () => void,
): TemplateResult {
  return html`<th
    scope="col"
    class=${className}
    aria-sort=${active ? (descending ? 'descending' : 'ascending') : nothing}
  >
    <button type="button" @click=${sort}>
      ${label}${active ? icon(descending ? 'down' : 'up') : nothing}
    </button>
  </th>`;
}
