import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, CostRow } from '../api/types';
import { compare } from '../format/decimal';
import { count, money, percent } from '../format/numbers';
import { Booked } from '../state/booked';
import { context } from '../state/context';
import { describe, type Range } from '../state/range';
import { rangeCosts } from '../state/range-costs';
import { router } from '../state/router';
import { Element } from '../ui/element';
import '../ui/last-month';
import { failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import './delegations';
import { runFinder } from './run-finder';
import './runaways';

const ROWS = 25;
/** So often at most all of it is asked for again while costs come in: calls are read one by one. */
const AGAIN_MS = 10_000;

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

  /** While the time goes on to now, what is booked moves the figures. */
  private readonly booked = new Booked(
    this,
    () => (this.range?.live ? this.platformId : undefined),
    () => context.tick(),
    () => AGAIN_MS,
  );

  protected override render(): TemplateResult {
    void this.booked;
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
      <cg-last-month></cg-last-month>
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
    return html`<cg-table
        caption="Runs that cost most"
        none="No run used anything in this time. Send a runId with each usage to see runs here."
        .columns=${columns(data.currency)}
        .rows=${rows}
        .rowKey=${({ keys }: CostRow) => JSON.stringify(keys)}
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

function columns(currency: string): Column<CostRow>[] {
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
      end: true,
      className: 'wide',
      cell: ({ share }) => html`<span class="num">${percent(Number(share ?? 0), 1)}</span>`,
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
