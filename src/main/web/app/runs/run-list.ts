import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, CostRow } from '../api/types';
import { compare, ratio, type Decimal } from '../format/decimal';
import { count, money, percent } from '../format/numbers';
import { context } from '../state/context';
import { describe, type Range } from '../state/range';
import { rangeCosts } from '../state/range-costs';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import './delegations';
import { runFinder } from './run-finder';
import './runaways';

const ROWS = 25;

/** Ways to a run: its id, what it cost, who delegates to whom, what is wrong with it. */
@customElement('cg-run-list')
export class RunList extends Element {
  @property() platformId = '';
  @property() zone = 'UTC';
  @property({ attribute: false }) range?: Range;

  private readonly query = rangeCosts(this, () => ({
    groupBy: ['RUN', 'AGENT'],
    first: ROWS,
  }));

  protected override render(): TemplateResult {
    const { range } = this;
    if (!range) {
      return skeleton(8);
    }
    return html`<div class="runs column">
      <div class="page-head">
        <h1>Runs</h1>
        <span class="muted small">${describe(range, this.zone)}</span>
        ${runFinder()}
      </div>
      ${
        context.fallback
          ? html`<div class="notice">
              <span>Nothing has been used this month, so this shows ${range.label}.</span>
              <a href=${router.href('/runs', { range: 'month' })}>Show this month</a>
            </div>`
          : nothing
      }
      <div class="runs-grid">
        <section class="panel" aria-label="Runs by cost">
          <header>
            <h2>Runs by cost</h2>
            <span class="muted small">own calls in this time</span>
          </header>
          ${this.query.render({
            loading: () => skeleton(12),
            failed: failure,
            ready: (data) => this.table(data),
          })}
        </section>
        <div class="column">
          <cg-runaways .platformId=${this.platformId} .range=${range}></cg-runaways>
          <cg-delegations .platformId=${this.platformId} .range=${range}></cg-delegations>
        </div>
      </div>
    </div>`;
  }

  private table(data: CostBreakdown): TemplateResult {
    const rows = data.rows.filter(({ totals }) => totals.calls > 0);
    const most = rows[0]?.totals.cost ?? '0';
    return html`<cg-table
        caption="Runs that cost most"
        none="No run used anything in this time. Send a runId with each usage to see runs here."
        .columns=${columns(data.currency, most)}
        .rows=${rows}
      ></cg-table>
      ${
        rows.length === ROWS
          ? html`<p class="none small">
              The ${ROWS} that cost most. Choose a shorter time, or open one by its id.
            </p>`
          : nothing
      }`;
  }
}

function columns(currency: string, most: Decimal): Column<CostRow>[] {
  return [
    {
      key: 'run',
      label: 'Run',
      className: 'name',
      cell: ({ keys: [run] }) =>
        run === null
          ? html`<span class="muted" title="Usages that name no run">no run</span>`
          : html`<a href=${router.href('/runs', { id: run })} title=${run}>${run}</a>`,
      order: (a, b) => (a.keys[0] ?? '').localeCompare(b.keys[0] ?? ''),
    },
    {
      key: 'agent',
      label: 'Agent',
      className: 'name',
      cell: ({ keys: [, agent] }) => html`<span title=${agent ?? ''}>${agent ?? ''}</span>`,
      order: (a, b) => (a.keys[1] ?? '').localeCompare(b.keys[1] ?? ''),
    },
    {
      key: 'cost',
      label: 'Own cost',
      end: true,
      cell: ({ totals }) => money(totals.cost, currency),
      order: (a, b) => compare(a.totals.cost, b.totals.cost),
    },
    {
      key: 'share',
      label: 'Share',
      className: 'wide',
      cell: ({ share, totals }) =>
        shareBar(ratio(totals.cost, most) ?? 0, `${percent(Number(share ?? 0), 1)} of all cost`),
    },
    {
      key: 'calls',
      label: 'Calls',
      end: true,
      cell: ({ totals }) => count(totals.calls),
      order: (a, b) => a.totals.calls - b.totals.calls,
    },
    {
      key: 'failed',
      label: 'Failed',
      end: true,
      className: 'wide',
      cell: ({ totals }) => count(totals.failedCalls),
      order: (a, b) => a.totals.failedCalls - b.totals.failedCalls,
    },
    {
      key: 'unpriced',
      label: 'Unpriced',
      end: true,
      className: 'wide',
      cell: ({ totals }) => count(totals.unpricedCalls),
      order: (a, b) => a.totals.unpricedCalls - b.totals.unpricedCalls,
    },
  ];
}

/** What a run cost beside the one that cost most. */
function shareBar(part: number, words: string): TemplateResult {
  const width = 100 * Math.min(1, Math.max(0, part));
  return html`<svg class="share" role="img" aria-label=${words}>
    <title>${words}</title>
    <rect class="track" width="100%" height="6" rx="3"></rect>
    <rect class="part" width="${width}%" height="6" rx="3"></rect>
  </svg>`;
}
