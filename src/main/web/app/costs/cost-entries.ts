import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { asApiError, type ApiError } from '../api/errors';
import { csv, save } from '../format/csv';
import { compare, sum } from '../format/decimal';
import { keyOf } from '../format/labels';
import { count, money } from '../format/numbers';
import { instant, isoDay } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { chip } from '../ui/chips';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/toasts';
import './cost-arithmetic';
import { loadEntries, loadFigure, type Entry, type EntryPage, type Figure } from './entries';
import { exportsOf } from './exports';
import { select, type Mark, type Selection } from './mark';
import { spanOf } from './points';
import { plain, type Question } from './question';

interface Loaded {
  selection: Selection;
  figure?: Figure;
  page: EntryPage;
}

/**
 * The entries behind a mark, in front of the page: each with its price arithmetic, and together the
 * mark's figure, which they are held against once all are there.
 */
@customElement('cg-cost-entries')
export class CostEntries extends Element {
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) mark: Mark = [];
  @state() private more: EntryPage[] = [];
  @state() private reading = false;
  @state() private fault?: ApiError;
  private first?: Loaded;
  /** Whether the pointer went down beside the drawer, and not within it to select text. */
  private beside = false;

  private readonly query = new Query<Loaded>(
    this,
    () => {
      const selection = this.selection();
      return selection && JSON.stringify([selection.filter, this.mark, this.question?.tagKey]);
    },
    async (signal) => {
      const question = this.question!;
      const selection = this.selection()!;
      const [figure, page] = await Promise.all([
        loadFigure(question, selection, signal),
        loadEntries(question, selection, undefined, signal),
      ]);
      return { selection, figure, page };
    },
  );

  private selection(): Selection | undefined {
    return this.question && this.mark.length ? select(this.question, this.mark) : undefined;
  }

  protected override willUpdate(): void {
    if (this.query.data !== this.first) {
      this.more = [];
      this.fault = undefined;
      this.reading = false;
      this.first = this.query.data;
    }
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    const open = this.mark.length > 0 && !!this.question;
    if (dialog && open !== dialog.open) {
      if (open) {
        dialog.showModal();
      } else {
        dialog.close();
      }
    }
  }

  protected override render(): TemplateResult {
    const open = this.mark.length > 0 && this.question;
    return html`<dialog
      class="drawer"
      aria-label="Entries"
      @close=${() => router.params.has('mark') && router.set({ mark: null, usage: null })}
      @pointerdown=${(event: Event) => (this.beside = event.target === event.currentTarget)}
      @click=${(event: Event) =>
        this.beside && event.target === event.currentTarget && this.hide()}
    >
      ${open ? html`${this.content(open)}<cg-toasts></cg-toasts>` : nothing}
    </dialog>`;
  }

  private content(question: Question): TemplateResult {
    const selection = this.selection();
    return html`<div class="drawer-body">
      <header>
        <h2>Entries</h2>
        <button class="button plain" type="button" aria-label="Close" @click=${() => this.hide()}>
          ${icon('close')}
        </button>
      </header>
      ${
        selection
          ? html`${this.words(question, selection)}
              ${this.query.render({
                loading: () => skeleton(8),
                failed: failure,
                ready: (loaded) => this.list(question, loaded),
              })}`
          : empty(
              'The entries behind this cannot be told apart.',
              html`<p class="muted">
                The link is of an older page, or asks for two budgets at once: a filter takes one.
              </p>`,
            )
      }
    </div>`;
  }

  private words({ zone, range }: Question, { words, time }: Selection): TemplateResult {
    const span = { start: range.from.toISOString(), end: range.to.toISOString() };
    return html`<p class="entry-words">
      ${words.map((word) => html`<span class="chip">${word}</span>`)}
      <span class="muted small">${spanOf(time ?? span, zone)}</span>
    </p>`;
  }

  private list(question: Question, loaded: Loaded): TemplateResult {
    const pages = [loaded.page, ...this.more];
    const entries = pages.flatMap((page) => page.entries);
    const after = pages[pages.length - 1]!.after;
    return html`${this.figures(question, loaded, entries, after === undefined)}
      ${this.elsewhere(entries)}
      ${
        entries.length === 0 && after === undefined
          ? empty('There are no entries here.')
          : html`<ol class="entries">
              ${entries.map((entry) => this.entry(entry))}
            </ol>`
      }
      ${this.fault ? failure(this.fault, () => void this.goOn(question, loaded)) : nothing}
      ${
        after !== undefined && !this.fault
          ? html`<button
              class="button more-entries"
              type="button"
              ?disabled=${this.reading}
              @click=${() => void this.goOn(question, loaded)}
            >
              ${this.reading ? 'Reading …' : 'More entries'}
            </button>`
          : nothing
      }`;
  }

  /** A link may name an entry that comes later in the list. */
  private elsewhere(entries: Entry[]): TemplateResult | typeof nothing {
    const usage = router.params.get('usage');
    if (!usage || entries.some((entry) => keyOfEntry(entry) === usage)) {
      return nothing;
    }
    return html`<section class="elsewhere" aria-label="The entry of this link">
      <p class="muted small">The entry of this link is not among those that are listed so far:</p>
      <cg-cost-arithmetic .operationId=${usage.split('\n')[0]!}></cg-cost-arithmetic>
    </section>`;
  }

  private figures(
    question: Question,
    { figure, selection }: Loaded,
    entries: Entry[],
    whole: boolean,
  ): TemplateResult {
    const { currency } = question;
    const listed = sum(entries.map(({ cost }) => cost ?? '0'));
    return html`<dl class="entry-figures">
        ${
          figure
            ? html`<div>
                <dt>In all</dt>
                <dd data-figure="all">${money(figure.cost, currency)}</dd>
                <dd class="muted small">
                  ${count(figure.calls)} ${figure.calls === 1 ? 'call' : 'calls'},
                  ${count(figure.tokens)} tokens${
                    figure.unpricedCalls
                      ? html`, ${count(figure.unpricedCalls)} without a price`
                      : nothing
                  }
                </dd>
              </div>`
            : nothing
        }
        <div>
          <dt>Listed</dt>
          <dd data-figure="listed">${money(listed, currency)}</dd>
          <dd class="muted small">
            ${count(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'},
            ${count(entries.reduce((all, { tokens }) => all + (tokens?.total ?? 0), 0))} tokens
          </dd>
        </div>
        ${
          whole && figure
            ? html`<div>
                <dt>Check</dt>
                <dd>${verdict(listed, figure)}</dd>
              </div>`
            : nothing
        }
      </dl>
      <div class="row wrap entry-tools">
        <button
          type="button"
          class="button"
          data-csv="entries"
          @click=${() => download(question, entries)}
        >
          CSV of what is listed
        </button>
        ${selection.tests.length ? nothing : exportsOf(selection.filter, true)}
      </div>`;
  }

  private entry(entry: Entry): TemplateResult {
    const id = keyOfEntry(entry);
    const open = router.params.get('usage') === id;
    const what = entry.model ?? entry.capability ?? plain(entry.kind);
    return html`<li data-entry=${entry.operationId}>
      <button
        type="button"
        class="entry"
        aria-expanded=${open ? 'true' : 'false'}
        @click=${() => router.set({ usage: open ? null : id }, true)}
      >
        ${icon('right')}
        <span class="what">
          <strong>${what}</strong>
          ${entry.outcome === 'SUCCEEDED' ? nothing : outcome(entry.outcome)}
          <span class="muted small"
            >${entry.agentId} · ${keyOf(entry.taskId, 'TASK')}${
              entry.weight ? ` · ${entry.weight} of a call that tasks share` : ''
            }</span
          >
        </span>
        <span class="amount">
          ${
            entry.cost === null
              ? chip('warn', 'unknown', 'no price')
              : money(entry.cost, entry.currency)
          }
          <span class="muted small">${used(entry)}</span>
        </span>
        <span class="when muted small">${instant(entry.timestamp)}</span>
      </button>
      ${
        open
          ? html`<cg-cost-arithmetic
              .operationId=${entry.operationId}
              .weight=${entry.weight}
              .cost=${entry.cost}
            ></cg-cost-arithmetic>`
          : nothing
      }
    </li>`;
  }

  private async goOn(question: Question, loaded: Loaded): Promise<void> {
    const pages = [loaded.page, ...this.more];
    this.reading = true;
    this.fault = undefined;
    try {
      const page = await loadEntries(question, loaded.selection, pages[pages.length - 1]!.after);
      if (this.first === loaded) {
        this.more = [...this.more, page];
        this.reading = false;
      }
    } catch (thrown) {
      // another list may be shown by now
      if (this.first === loaded) {
        this.fault = asApiError(thrown);
        this.reading = false;
      }
    }
  }

  private hide(): void {
    this.querySelector('dialog')?.close();
  }
}

/** The parts of one usage have its id. No id has a line break. */
function keyOfEntry({ operationId, weight, taskId }: Entry): string {
  return weight === null ? operationId : `${operationId}\n${taskId}`;
}

function outcome(name: string): TemplateResult {
  return name === 'FAILED' ? chip('bad', 'bad', 'failed') : chip('', 'denied', plain(name));
}

function used({ tokens, quantity, quantityUnit }: Entry): TemplateResult | string {
  if (tokens) {
    return html`${count(tokens.total)} tokens`;
  }
  return quantity === null ? 'amount' : html`${count(quantity)} × ${quantityUnit}`;
}

/** Whether everything that is listed is what the figure says. */
function verdict(listed: string, figure: Figure): TemplateResult {
  return compare(listed, figure.cost) === 0
    ? chip('ok', 'ok', 'Adds up', 'The entries sum to the figure, to the last digit')
    : chip('warn', 'warn', 'Changed meanwhile', 'Something was booked between the two answers');
}

function download({ range, zone }: Question, entries: Entry[]): void {
  const columns = [
    'operationId',
    'timestamp',
    'cost',
    'currency',
    'weight',
    'outcome',
    'kind',
    'platformId',
    'projectId',
    'taskId',
    'agentId',
    'userId',
    'runId',
    'step',
    'capability',
    'model',
    'provider',
    'quantity',
    'quantityUnit',
  ] as const;
  save(
    `entries-${isoDay(range.from, zone)}.csv`,
    csv([
      [...columns, 'tokens'],
      ...entries.map((entry) => [
        ...columns.map((column) => entry[column]),
        entry.tokens?.total,
      ]),
    ]),
  );
}
