import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Budget } from '../api/types';
import { compare, isZero, ratio, sizeOf, subtract, type Decimal } from '../format/decimal';
import { keyOf, wordOf, type Dimension } from '../format/labels';
import { amount, change, count, glanceAmount, money, none, percent } from '../format/numbers';
import { instant } from '../format/time';
import { context } from '../state/context';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { exactAmount } from './detail';
import './entry-dialog';
import type { EntryDialog } from './entry-dialog';
import {
  loadExplanation,
  type Edit,
  type Explanation,
  type LargestCall,
  type MovedRow,
  type Sums,
} from './explanation';
import { costsHref, describeSpan, type Span } from './spans';

/** It reads usages one by one, so it rests for so many times as long as an answer took. */
const REST = 4;
const REST_MS_MIN = 1_000;
const REST_MS_MAX = 30_000;

/** What moved a budget in a stretch of time: who, with which model, for what, and which calls. */
@customElement('cg-budget-moved')
export class BudgetMoved extends Element {
  @property({ attribute: false }) budget?: Budget;
  @property({ attribute: false }) span?: Span;
  /** The stretches to choose from. */
  @property({ attribute: false }) spans: Span[] = [];
  private asked?: { about: string; key: string; at: number };
  private rest = REST_MS_MIN;
  private later?: ReturnType<typeof setTimeout>;

  private readonly query = new Query<Explanation>(
    this,
    () => this.key(),
    async (signal) => {
      const start = performance.now();
      const answer = await loadExplanation(this.budget!.budgetId, this.span!, signal);
      const took = performance.now() - start;
      this.rest = Math.min(REST_MS_MAX, Math.max(REST_MS_MIN, REST * took));
      return answer;
    },
    { keep: () => this.about() },
  );

  /** Of a stretch that goes on, what moved it until now is the same question. */
  private about(): string {
    const { span, budget } = this;
    return `${budget?.budgetId} ${span?.from.getTime()} ${span?.live ? 'now' : span?.to.getTime()}`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.later);
  }

  private key(): string | undefined {
    if (!this.span || !this.budget) {
      return undefined;
    }
    const about = this.about();
    const key = `${about} ${this.span.to.getTime()}`;
    const { asked } = this;
    const now = Date.now();
    if (asked?.about === about && asked.key !== key && now - asked.at < this.rest) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.requestUpdate(), asked.at + this.rest - now);
      return asked.key;
    }
    if (asked?.key !== key) {
      this.asked = { about, key, at: now };
    }
    return key;
  }

  reload(): void {
    this.query.reload();
  }

  private get inTokens(): boolean {
    return this.budget?.unit === 'TOKENS';
  }

  private size(sums: Sums): Decimal {
    return this.inTokens ? String(sums.tokens.total) : sums.cost;
  }

  protected override render(): TemplateResult {
    const { budget, span } = this;
    if (!budget || !span) {
      return html``;
    }
    return html`<section class="panel" aria-label="What moved it">
        <header>
          <h2>What moved it</h2>
          ${this.choices(span)}
        </header>
        ${this.query.render({
          loading: () => skeleton(8),
          failed: failure,
          ready: (data) => this.content(budget, span, data),
        })}
      </section>
      <cg-entry-dialog></cg-entry-dialog>`;
  }

  private choices(span: Span): TemplateResult {
    return html`<div class="segments" role="group" aria-label="In which time">
      ${this.spans.map(
        ({ key, label, ...rest }) =>
          html`<button
            type="button"
            aria-pressed=${key === span.key}
            title=${describeSpan({ key, label, ...rest }, this.budget?.zone ?? 'UTC')}
            @click=${() => router.set({ moved: key === this.spans[0].key ? null : key }, true)}
          >
            ${label}
          </button>`,
      )}
    </div>`;
  }

  private content(budget: Budget, span: Span, data: Explanation): TemplateResult {
    if (data.totals.calls === 0 && data.edits.length === 0 && isZero(data.change)) {
      return empty(
        'Nothing was charged to it in this time, and nobody edited it.',
        html`<p class="muted">${describeSpan(span, budget.zone)}</p>`,
      );
    }
    return html`<div class="body stack moved">
      ${this.summary(budget, data)}
      <div class="moved-grid">
        ${this.group('AGENT', 'Agents', data.byAgent)}
        ${this.group('MODEL', 'Models', data.byModel)}
        ${this.group('TASK', 'Tasks', data.byTask)}
      </div>
      ${data.largest.length ? this.largest(data.largest, data.currency) : nothing}
      ${data.adjustmentReasons.length ? this.adjustments(data) : nothing}
      ${data.edits.length ? this.edits(data.edits) : nothing}
    </div>`;
  }

  private summary({ currency }: Budget, data: Explanation): TemplateResult {
    const { totals, previous } = data;
    const before = this.size(previous);
    // against its size: corrections can bring it below zero
    const grown = ratio(subtract(data.change, before), sizeOf(before));
    return html`<p class="moved-summary">
      <span class="figure" data-figure="change">${amount(data.change, currency)}</span>
      ${currency ? nothing : 'tokens'} in ${count(totals.calls)}
      ${totals.calls === 1 ? 'call' : 'calls'}${
        grown === undefined
          ? html`, <span class="muted">nothing in the same length of time before</span>`
          : html`,
              <strong title=${`before: ${exactAmount(before, currency)}`}>${change(grown)}</strong>
              against the same length of time before`
      }${
        totals.unpricedCalls
          ? html`.
              <span class="unpriced"
                >${icon('unknown')}${count(totals.unpricedCalls)} of them have no price yet: their
                cost is not in it</span
              >`
          : nothing
      }
    </p>`;
  }

  private group(dimension: Dimension, title: string, rows: MovedRow[]): TemplateResult {
    return html`<section aria-label=${title}>
      <h3>${title}</h3>
      <cg-table
        class="flush"
        caption=${`${title} that moved it`}
        none="None."
        .columns=${this.columns(dimension)}
        .rows=${rows}
      ></cg-table>
    </section>`;
  }

  private columns(dimension: Dimension): Column<MovedRow>[] {
    const currency = this.budget?.currency ?? null;
    return [
      {
        key: 'name',
        label: wordOf(dimension).replace(/^./, (c) => c.toUpperCase()),
        className: 'name',
        cell: ({ keys, totals }) => {
          const name = keyOf(keys[0], dimension);
          return html`${
            keys[0] === null
              ? name
              : html`<a href=${this.costs(dimension, keys[0])} title=${name}>${name}</a>`
          }${
            totals.unpricedCalls
              ? html` <span class="muted" title="Calls without a price are not in it"
                  >(${count(totals.unpricedCalls)} unpriced)</span
                >`
              : nothing
          }`;
        },
        order: (a, b) => keyOf(a.keys[0], dimension).localeCompare(keyOf(b.keys[0], dimension)),
      },
      {
        key: 'size',
        label: currency ? 'Cost' : 'Tokens',
        end: true,
        cell: ({ totals }) => amount(this.size(totals), currency),
        order: (a, b) => compare(this.size(a.totals), this.size(b.totals)),
      },
      {
        key: 'share',
        label: 'Share',
        end: true,
        cell: ({ share }) =>
          share === null
            ? none('nothing was spent')
            : html`<span class="num" title=${percent(Number(share), 2)}
                >${percent(Number(share))}</span
              >`,
      },
      {
        key: 'change',
        label: 'More',
        end: true,
        cell: (row) => this.more(row, currency),
        order: (a, b) => compare(this.difference(a), this.difference(b)),
      },
    ];
  }

  /** The entries behind a row. */
  private costs(dimension: Dimension, key: string): string {
    const by = dimension === 'AGENT' ? 'MODEL' : 'AGENT';
    const zone = context.platform?.zone ?? 'UTC';
    const params = { by, [wordOf(dimension)]: key };
    return costsHref(this.budget!.budgetId, this.span!, zone, params);
  }

  private difference({ totals, previous }: MovedRow): Decimal {
    return subtract(this.size(totals), previous ? this.size(previous) : '0');
  }

  /** Against the same length of time before, up or down, with a sign. */
  private more(row: MovedRow, currency: string | null): TemplateResult {
    const difference = this.difference(row);
    const sign = compare(difference, '0');
    const before = row.previous ? exactAmount(this.size(row.previous), currency) : 'nothing';
    return html`<span class="trend" title=${`before: ${before}`}
      >${icon(sign > 0 ? 'up' : sign < 0 ? 'down' : 'same')}${amount(difference, currency)}</span
    >`;
  }

  private largest(calls: LargestCall[], currency: string): TemplateResult {
    const columns: Column<LargestCall>[] = [
      {
        key: 'when',
        label: 'Call',
        cell: ({ operationId, timestamp }) =>
          html`<button
            class="inline"
            type="button"
            title=${`Why ${operationId} cost that`}
            @click=${() => this.querySelector<EntryDialog>('cg-entry-dialog')?.show(operationId)}
          >
            ${instant(timestamp)}
          </button>`,
        order: (a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp),
      },
      { key: 'agent', label: 'Agent', className: 'name', cell: ({ agentId }) => agentId },
      { key: 'model', label: 'Model', className: 'name', cell: ({ model }) => model ?? '–' },
      { key: 'task', label: 'Task', className: 'name', cell: ({ taskId }) => taskId ?? '–' },
      {
        key: 'tokens',
        label: 'Tokens',
        end: true,
        cell: ({ tokens }) => count(tokens?.total),
        order: (a, b) => (a.tokens?.total ?? 0) - (b.tokens?.total ?? 0),
      },
      {
        key: 'cost',
        label: 'Cost',
        end: true,
        cell: ({ cost }) =>
          cost === null ? html`<span class="muted">not priced</span>` : money(cost, currency),
        order: (a, b) => compare(a.cost ?? '0', b.cost ?? '0'),
      },
    ];
    return html`<section aria-label="Largest calls">
      <h3>Largest calls</h3>
      <cg-table
        class="flush"
        caption="The calls that moved it most"
        .columns=${columns}
        .rows=${calls}
      ></cg-table>
    </section>`;
  }

  private adjustments({ adjustmentReasons, adjustments, currency }: Explanation): TemplateResult {
    return html`<section aria-label="Corrections">
      <h3>Corrections of prices, ${money(adjustments, currency)}</h3>
      <ul class="lines">
        ${adjustmentReasons.map(
          ({ reason, amount: by, usages }) =>
            html`<li>
              <span>${reason ?? 'no reason given'}</span>
              <span class="muted">${count(usages)} ${usages === 1 ? 'call' : 'calls'}</span>
              ${money(by, currency)}
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private edits(edits: Edit[]): TemplateResult {
    const { currency = null } = this.budget ?? {};
    return html`<section aria-label="Edits">
      <h3>Edits</h3>
      <ul class="lines">
        ${edits.map(
          ({ at, what, limit, enforcement, frozen }) =>
            html`<li>
              <span>${what}</span>
              <span class="muted"
                >${limit === null ? 'no limit' : `limit ${glanceAmount(limit, currency)}`},
                ${enforcement.toLowerCase()}${frozen ? ', frozen' : ''}</span
              >
              ${instant(at)}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
