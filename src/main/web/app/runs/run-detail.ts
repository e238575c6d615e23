import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import costs from '../../operations/costs.graphql';
import { send } from '../api/client';
import type { CostBreakdown, CostRow } from '../api/types';
import { compare } from '../format/decimal';
import { count, money } from '../format/numbers';
import { instant } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { agentOf, loadFigures, span, type Run, type RunNode } from './model';

const MODELS_SHOWN = 12;

interface Details {
  run: Run | null;
  byModel: CostBreakdown | null;
}

/** One run of a tree by itself: its own calls, and what it cost with everything below it. */
@customElement('cg-run-detail')
export class RunDetail extends Element {
  @property() platformId = '';
  @property({ attribute: false }) node?: RunNode;
  /** Whether the tree on the page is this run's own. */
  @property({ type: Boolean }) isRoot = false;

  private readonly query = new Query<Details>(
    this,
    () =>
      this.node &&
      [this.platformId, this.node.runId, this.node.totalCost, this.node.total.calls].join(' '),
    (signal) => this.load(this.node!, signal),
    { keep: () => `${this.platformId} ${this.node?.runId}` },
  );

  private async load(node: RunNode, signal: AbortSignal): Promise<Details> {
    const filter = {
      platformIds: [this.platformId],
      runIds: [node.runId],
      from: node.startedAt,
      to: new Date(Date.parse(node.lastUsageAt ?? node.startedAt) + 1).toISOString(),
    };
    const variables = { groupBy: ['MODEL'], filter, first: MODELS_SHOWN };
    const [run, byModel] = await Promise.all([
      loadFigures(this.platformId, node.runId, signal),
      node.calls
        ? send<{ costs: CostBreakdown }>(costs, variables, signal).then((answer) => answer.costs)
        : null,
    ]);
    return { run, byModel };
  }

  protected override render(): TemplateResult | typeof nothing {
    const { node } = this;
    if (!node) {
      return nothing;
    }
    return html`<header>
        <div>
          <h2>${agentOf(node)}</h2>
          <div class="muted small break">${node.runId}</div>
        </div>
        ${
          this.isRoot
            ? nothing
            : html`<a class="small" href=${router.href('/runs', { id: node.runId })}
                >Open its own tree</a
              >`
        }
      </header>
      ${this.query.render({
        loading: () => skeleton(6),
        failed: failure,
        ready: ({ run, byModel }) =>
          run ? this.figures(run, byModel) : html`<p class="none">It is not there any more.</p>`,
      })}`;
  }

  private figures(run: Run, byModel: CostBreakdown | null): TemplateResult {
    const { own, total, currency } = run;
    const line = (label: string, mine: TemplateResult, all: TemplateResult, figure: string) =>
      html`<tr>
        <th scope="row">${label}</th>
        <td class="end" data-figure=${`own-${figure}`}>${mine}</td>
        <td class="end" data-figure=${`total-${figure}`}>${all}</td>
      </tr>`;
    return html`<table class="table run-sums">
        <caption class="visually-hidden">
          What the run used itself, and with what it spawned
        </caption>
        <thead>
          <tr>
            <td></td>
            <th scope="col" class="end">Itself</th>
            <th scope="col" class="end">With those below</th>
          </tr>
        </thead>
        <tbody>
          ${line('Cost', money(own.cost, currency), money(total.cost, currency), 'cost')}
          ${line('Calls', count(own.calls), count(total.calls), 'calls')}
          ${line('Failed calls', count(own.failedCalls), count(total.failedCalls), 'failed')}
          ${line(
            'Cost of failed calls',
            money(own.failedCost, currency),
            money(total.failedCost, currency),
            'failed-cost',
          )}
          ${line(
            'Unpriced calls',
            count(own.unpricedCalls),
            count(total.unpricedCalls),
            'unpriced',
          )}
          ${line('Tokens', count(own.tokens.total), count(total.tokens.total), 'tokens')}
          ${line('Output tokens', count(own.tokens.output), count(total.tokens.output), 'output')}
          ${line(
            'Adjustments',
            money(own.adjustments, currency),
            money(total.adjustments, currency),
            'adjustments',
          )}
        </tbody>
      </table>
      <dl class="facts body">
        <dt>Started</dt>
        <dd>${instant(run.startedAt)}</dd>
        ${
          run.lastUsageAt
            ? html`<dt>Last call</dt>
                <dd>
                  ${instant(run.lastUsageAt)}
                  <span class="muted"
                    >after ${span(Date.parse(run.lastUsageAt) - Date.parse(run.startedAt))}</span
                  >
                </dd>`
            : nothing
        }
        ${
          run.parentRunId
            ? html`<dt>Spawned by</dt>
                <dd>
                  <a class="break" href=${router.href('/runs', { id: run.parentRunId })}
                    >${run.parentRunId}</a
                  >
                </dd>`
            : nothing
        }
        <dt>Runs below</dt>
        <dd>${count(run.runsBelow)}</dd>
      </dl>
      ${
        byModel
          ? html`<h3>Its own calls by model</h3>
              <cg-table
                caption="Own calls by model"
                .columns=${columns(byModel.currency)}
                .rows=${byModel.rows}
              ></cg-table>
              ${
                byModel.rows.length === MODELS_SHOWN
                  ? html`<p class="none small">The ${MODELS_SHOWN} that cost most.</p>`
                  : nothing
              }`
          : nothing
      }`;
  }
}

function columns(currency: string): Column<CostRow>[] {
  return [
    {
      key: 'model',
      label: 'Model',
      className: 'name',
      cell: ({ keys: [model] }) => html`<span title=${model ?? ''}>${model ?? 'no model'}</span>`,
      order: (a, b) => (a.keys[0] ?? '').localeCompare(b.keys[0] ?? ''),
    },
    {
      key: 'calls',
      label: 'Calls',
      end: true,
      cell: ({ totals }) => count(totals.calls),
      order: (a, b) => a.totals.calls - b.totals.calls,
    },
    {
      key: 'cost',
      label: 'Cost',
      end: true,
      cell: ({ totals }) => money(totals.cost, currency),
      order: (a, b) => compare(a.totals.cost, b.totals.cost),
    },
  ];
}
