import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { compare } from '../format/decimal';
import { amount } from '../format/numbers';
import { ago, exactTime, now, relative } from '../format/time';
import { Query } from '../state/query';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { loadReservations, type Reservation, type ReservationPage } from './held';

const PAGE = 20;
const PAGE_MAX = 500;
/** Ages move on by themselves. */
const AGE_MS = 10_000;
/** So often at most it is asked for again while what is held changes. */
const RELOAD_MS = 1_000;

/**
 * What is held on a budget now, by whom and since when. It sends `release` with the reservation
 * that the reader wants to end.
 */
@customElement('cg-open-reservations')
export class OpenReservations extends Element {
  @property() budgetId = '';
  /** Null for a budget of tokens. */
  @property({ attribute: false }) currency: string | null = null;
  @state() private first = PAGE;
  private timer?: ReturnType<typeof setInterval>;
  private rest?: ReturnType<typeof setTimeout>;
  private again = false;
  private focused = false;

  private readonly query = new Query<ReservationPage>(
    this,
    () => this.budgetId && `${this.budgetId} ${this.first}`,
    (signal) =>
      loadReservations({ budgetId: this.budgetId, state: 'OPEN', first: this.first }, signal),
    { keep: () => this.budgetId },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), AGE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.rest);
    this.rest = undefined;
    this.again = false;
  }

  reload(): void {
    if (this.rest !== undefined) {
      this.again = true;
      return;
    }
    this.query.reload();
    this.rest = setTimeout(() => {
      this.rest = undefined;
      if (this.again) {
        this.again = false;
        this.reload();
      }
    }, RELOAD_MS);
  }

  protected override willUpdate(): void {
    this.focused = this.contains(document.activeElement);
  }

  /** The row that one stood on may be gone, e.g. released. */
  protected override updated(): void {
    if (this.focused) {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) {
          this.querySelector('section')?.focus();
        }
      });
    }
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-label="Open reservations" tabindex="-1">
      <header>
        <h2>Open reservations</h2>
        <span class="small muted">now</span>
      </header>
      ${this.query.render({
        loading: () => skeleton(3),
        failed: failure,
        ready: (page) => this.list(page),
      })}
    </section>`;
  }

  private list({ nodes, pageInfo }: ReservationPage): TemplateResult {
    // one whose time has run out is open until the next command on it
    const open = nodes.filter(({ expiresAt }) => Date.parse(expiresAt) > now().getTime());
    if (open.length === 0) {
      return empty('Nothing is held on it: no call is reserved.');
    }
    return html`<cg-table
        caption="Open reservations"
        .columns=${this.columns()}
        .rows=${open}
      ></cg-table>
      ${
        pageInfo.hasNextPage
          ? html`<div class="tree-foot">
              ${
                this.first < PAGE_MAX
                  ? html`<button
                      class="button"
                      type="button"
                      @click=${() => (this.first = Math.min(PAGE_MAX, this.first * 5))}
                    >
                      Show more
                    </button>`
                  : html`<span class="muted small"
                      >These are of the newest ${PAGE_MAX}; older ones are not listed.</span
                    >`
              }
            </div>`
          : nothing
      }`;
  }

  private columns(): Column<Reservation>[] {
    const size = (row: Reservation) => (this.currency ? row.amount : String(row.tokens));
    return [
      {
        key: 'who',
        label: 'Agent',
        className: 'name',
        cell: ({ agentId, taskId, reservationId }) =>
          html`<span title=${reservationId}>${agentId}</span>
            <div class="sub" title=${taskId ?? ''}>${taskId ?? 'no task'}</div>`,
        order: (a, b) => a.agentId.localeCompare(b.agentId),
      },
      {
        key: 'held',
        label: 'Held',
        end: true,
        cell: (row) => amount(size(row), this.currency),
        order: (a, b) => compare(size(a), size(b)),
      },
      {
        key: 'age',
        label: 'Since',
        cell: ({ createdAt, expiresAt }) =>
          html`${ago(createdAt)}
            <div class="sub" title=${exactTime(new Date(expiresAt))}>
              ends ${relative(new Date(expiresAt))}
            </div>`,
        order: (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt),
      },
      {
        key: 'release',
        label: '',
        end: true,
        cell: (row) =>
          html`<button
            class="button plain"
            type="button"
            aria-label=${`Release ${row.reservationId}`}
            @click=${() => this.dispatchEvent(new CustomEvent('release', { detail: row }))}
          >
            Release…
          </button>`,
      },
    ];
  }
}
