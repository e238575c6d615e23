import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Element } from './element';
import { icon } from './icons';

export interface Column<T> {
  key: string;
  label: string;
  cell: (row: T) => TemplateResult | string;
  /** Numbers stand at the end of their cells. */
  end?: boolean;
  /** Absent: the table cannot be sorted by it. */
  order?: (a: T, b: T) => number;
  className?: string;
}

/**
 * Rows under headings, sorted by any of them: click or press Enter on a heading. `rows` are shown
 * in their own order until then.
 */
@customElement('cg-table')
export class Table<T> extends Element {
  @property({ attribute: false }) columns: Column<T>[] = [];
  @property({ attribute: false }) rows: T[] = [];
  /** For screen readers. */
  @property() caption = '';
  @property() none = 'Nothing here.';
  /** The class of a row, e.g. "changed". */
  @property({ attribute: false }) rowClass: (row: T) => string = () => '';
  @state() private by = '';
  @state() private descending = false;

  protected override render(): TemplateResult {
    if (this.rows.length === 0) {
      return html`<p class="none">${this.none}</p>`;
    }
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
          ${this.sorted().map(
            (row) =>
              html`<tr class=${this.rowClass(row)}>
                ${this.columns.map(
                  (column) =>
                    html`<td class="${column.end ? 'end' : ''} ${column.className ?? ''}">
                      ${column.cell(row)}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private heading(column: Column<T>): TemplateResult {
    const style = `${column.end ? 'end' : ''} ${column.className ?? ''}`;
    if (!column.order) {
      return html`<th scope="col" class=${style}>${column.label}</th>`;
    }
    return sortHeading(column.label, style, this.by === column.key, this.descending, () => {
      this.descending = this.by === column.key ? !this.descending : !!column.end;
      this.by = column.key;
    });
  }

  private sorted(): T[] {
    const order = this.columns.find((column) => column.key === this.by)?.order;
    if (!order) {
      return this.rows;
    }
    const rows = [...this.rows].sort(order);
    return this.descending ? rows.reverse() : rows;
  }
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
