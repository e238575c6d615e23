import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import callArithmetic from '../../operations/call-arithmetic.graphql';
import { send } from '../api/client';
import { exactCount, money, percent } from '../format/numbers';
import { instant } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { chip } from '../ui/chips';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import { kindOf } from './calls';
import type { ExplainedUsage, Explanation } from './explanation';
import { bookings, factList, priceFacts, priceLines, type Fact } from './price-lines';
import { outcomeChip } from './tree-cells';

/** One call with its arithmetic, line by line, and the budgets that counted it. */
@customElement('cg-call-detail')
export class CallDetail extends Element {
  @property() operationId = '';
  /** What says that it may be another by now, e.g. its cost. */
  @property() stamp = '';

  private readonly query = new Query<Explanation | null>(
    this,
    () => (this.operationId ? `${this.operationId} ${this.stamp}` : undefined),
    async (signal) => {
      type Answer = { explainCost: Explanation | null };
      const variables = { operationId: this.operationId };
      return (await send<Answer>(callArithmetic, variables, signal)).explainCost;
    },
    { keep: () => this.operationId },
  );

  protected override render(): TemplateResult {
    return html`<header>
        <div>
          <h2>Call</h2>
          <div class="muted small break">${this.operationId}</div>
        </div>
      </header>
      ${this.query.render({
        loading: () => skeleton(6),
        failed: failure,
        ready: (data) =>
          data
            ? this.explained(data)
            : empty(
                'There is no such call.',
                html`<p class="muted">It is not known, or so old that only sums are kept.</p>`,
              ),
      })}`;
  }

  private explained(data: Explanation): TemplateResult {
    const { usage, warnings, budgets } = data;
    return html`<div class="body call">
      <div class="row wrap">
        ${outcomeChip(usage.outcome)}
        ${usage.cost === null ? chip('warn', 'unknown', 'Unpriced') : nothing}
        <span class="muted">${kindOf(usage.kind)}${tier(usage)}</span>
      </div>
      ${warnings.map((warning) => html`<p class="warning">${warning}</p>`)}
      ${
        usage.cost === null
          ? this.unpriced(usage)
          : html`${priceLines(data)} ${bookings(usage)}
              <h3>The price</h3>
              ${factList(priceFacts(data))}`
      }
      <h3>Counted by ${budgets.length === 1 ? '1 budget' : `${budgets.length} budgets`}</h3>
      ${
        budgets.length
          ? html`<ul class="counted">
              ${budgets.map(
                ({ budgetId, name, type }) =>
                  html`<li>
                    <a href=${router.href('/budget', { id: budgetId })} title=${budgetId}
                      >${name}</a
                    >
                    <span class="muted small">${type.toLowerCase()}</span>
                  </li>`,
              )}
            </ul>`
          : html`<p class="muted">No budget counts it.</p>`
      }
      ${shares(usage)} ${callFacts(usage)}
    </div>`;
  }

  private unpriced({ model, provider }: ExplainedUsage): TemplateResult {
    return model
      ? html`<p>
          What it cost is not known, and not taken for zero.
          <a href=${router.href('/prices', { add: '1', model, provider })}>Add a price</a>
        </p>`
      : html`<p>What it cost is not known, and not taken for zero.</p>`;
  }
}

function tier({ serviceTier }: ExplainedUsage): string {
  return serviceTier === 'STANDARD' ? '' : `, service tier ${serviceTier.toLowerCase()}`;
}

function shares({ shares: parts, currency }: ExplainedUsage): TemplateResult | typeof nothing {
  return parts.length === 0
    ? nothing
    : html`<h3>Shared by ${parts.length} tasks</h3>
        <ul class="counted">
          ${parts.map(
            ({ taskId, weight, cost }) =>
              html`<li>
                <span>${taskId} <span class="muted">${percent(Number(weight), 2)}</span></span>
                ${money(cost, currency)}
              </li>`,
          )}
        </ul>`;
}

function callFacts(usage: ExplainedUsage): TemplateResult {
  const facts: Fact[] = [
    ['Agent', usage.agentId],
    [
      'Run',
      usage.runId &&
        html`<a href=${router.href('/runs', { id: usage.runId, call: usage.operationId })}
          >${usage.runId}</a
        >`,
    ],
    ['Step', usage.step],
    ['Capability', usage.capability],
    ['Model', usage.model && `${usage.model}${usage.provider ? ` at ${usage.provider}` : ''}`],
    ['Task', usage.taskId],
    ['Project', usage.projectId],
    ['User', usage.userId],
    ['Used', instant(usage.timestamp)],
    ['Booked', html`${instant(usage.recordedAt)}, fact ${exactCount(String(usage.sequence))}`],
    ['Tags', usage.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
  ];
  return html`<h3>The call</h3>
    ${factList(facts)}`;
}
