import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import booksOperation from '../../operations/books.graphql';
import lastBooksCheck from '../../operations/last-books-check.graphql';
import { send } from '../api/client';
import { asApiError, type ApiError } from '../api/errors';
import type { Books } from '../api/types';
import { count } from '../format/numbers';
import { instant, relative } from '../format/time';
import { Query } from '../state/query';
import '../ui/dialog';
import { Element } from '../ui/element';
import { icon, type IconName } from '../ui/icons';

type Check = Pick<Books, 'balanced' | 'checkedAt' | 'asOfSequence'>;

const DIFFERENCES_SHOWN = 10;
const AGAIN_MS = 60_000;

/** Whether the books balance and when that was last checked; they can be checked from here. */
@customElement('cg-books-badge')
export class BooksBadge extends Element {
  @property() platformId = '';
  @state() private open = false;
  @state() private checking = false;
  /** What was checked from here. */
  @state() private full?: Books;
  @state() private failed?: ApiError;
  private timer?: ReturnType<typeof setInterval>;

  private readonly last = new Query<Check | null>(
    this,
    () => this.platformId || undefined,
    async (signal) => {
      const variables = { platformId: this.platformId };
      type Answer = { lastBooksCheck: Check | null };
      return (await send<Answer>(lastBooksCheck, variables, signal)).lastBooksCheck;
    },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.last.reload(), AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private get check(): Check | null | undefined {
    const { full } = this;
    const { data } = this.last;
    const later = full && data && Date.parse(data.checkedAt) > Date.parse(full.checkedAt);
    return later ? data : (full ?? data);
  }

  protected override render(): TemplateResult {
    const { tone, sign, word } = this.look();
    return html`<button
        class="chip ${tone}"
        type="button"
        title="Whether every counter agrees with the facts"
        @click=${() => (this.open = true)}
      >
        ${icon(sign)}${word}
      </button>
      <cg-dialog
        heading="The books"
        .open=${this.open}
        .body=${this.details()}
        .actions=${html`<button
          class="button primary"
          type="button"
          ?disabled=${this.checking}
          @click=${() => void this.checkNow()}
        >
          ${this.checking ? 'Checking…' : 'Check now'}
        </button>`}
        @closed=${() => (this.open = false)}
      ></cg-dialog>`;
  }

  private look(): { tone: string; sign: IconName; word: string } {
    const check = this.check;
    if (this.last.error && !check) {
      return { tone: '', sign: 'unknown', word: 'Books: not known' };
    }
    if (check === undefined) {
      return { tone: '', sign: 'ring', word: 'Books …' };
    }
    if (check === null) {
      return { tone: '', sign: 'unknown', word: 'Books not checked yet' };
    }
    const when = relative(new Date(check.checkedAt));
    return check.balanced
      ? { tone: 'ok', sign: 'ok', word: `Books balance, checked ${when}` }
      : { tone: 'bad', sign: 'bad', word: `Books do not balance, checked ${when}` };
  }

  private details(): TemplateResult {
    const check = this.check;
    const full = check === this.full ? this.full : undefined;
    return html`<p>
        The books balance when every counter of every budget equals what all recorded facts add up
        to, to the last nano.
      </p>
      ${
        check
          ? html`<dl class="facts">
              <dt>Result</dt>
              <dd>${check.balanced ? 'Everything agrees' : 'Something differs'}</dd>
              <dt>Checked</dt>
              <dd>${instant(check.checkedAt)} ${full ? 'from here' : 'by the clock'}</dd>
              <dt>Up to fact</dt>
              <dd>${count(check.asOfSequence)}</dd>
              ${full ? this.counts(full) : nothing}
            </dl>`
          : html`<p class="muted">
              The check by the clock has not run since the service started, or is off
              (<code>COSTGRAPH_BOOKS_EVERY</code>).
            </p>`
      }
      ${full?.differences.length ? this.differences(full) : nothing}
      ${
        this.failed
          ? html`<p role="alert">The books could not be checked: ${this.failed.message}</p>`
          : nothing
      }
      <p class="muted small">
        Checking now replays every fact of the platform. Recording goes on meanwhile.
      </p>`;
  }

  private counts(books: Books): TemplateResult {
    return html`<dt>Facts replayed</dt>
      <dd>${count(books.factsChecked)}</dd>
      <dt>Entries summed</dt>
      <dd>${count(books.entriesChecked)}</dd>
      <dt>Budgets</dt>
      <dd>${count(books.budgetsChecked)}</dd>
      <dt>Reservations</dt>
      <dd>${count(books.reservationsChecked)}</dd>
      <dt>Cost cells</dt>
      <dd>${count(books.cellsChecked)}</dd>`;
  }

  private differences({ differences }: Books): TemplateResult {
    return html`<ul class="stack">
      ${differences
        .slice(0, DIFFERENCES_SHOWN)
        .map(
          ({ budgetId, cell, counter, recorded, computed }) =>
            html`<li>
              <code>${budgetId ?? cell ?? ''}</code> ${counter}: recorded ${recorded}, computed
              ${computed}
            </li>`,
        )}
    </ul>`;
  }

  private async checkNow(): Promise<void> {
    this.checking = true;
    this.failed = undefined;
    try {
      const variables = { platformId: this.platformId };
      this.full = (await send<{ books: Books }>(booksOperation, variables)).books;
    } catch (thrown) {
      this.failed = asApiError(thrown);
    }
    this.checking = false;
  }
}
