import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import callArithmetic from '../../operations/call-arithmetic.graphql';
import { send } from '../api/client';
import { compare, sum, type Decimal } from '../format/decimal';
import { exactCount, exactMoney, money, percent } from '../format/numbers';
import { day, instant } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { chip } from '../ui/chips';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import { kindOf } from './calls';
import {
  componentWords,
  perWords,
  type Entry,
  type ExplainedUsage,
  type Explanation,
} from './explanation';
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
      ${usage.cost === null ? this.unpriced(usage) : arithmetic(data)} ${corrections(usage)}
      ${source(data)}
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
      ${shares(usage)} ${facts(usage)}
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

/** The lines of the cost and their sum, which is the cost unless it was converted. */
function arithmetic(data: Explanation): TemplateResult {
  const { usage, components, price } = data;
  if (components.length === 0) {
    return html`<p>It used nothing that is priced.</p>`;
  }
  const currency = price?.currency ?? usage.amountCurrency ?? usage.currency;
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label="The arithmetic">
      <table class="table price-lines">
        <caption class="visually-hidden">
          Quantity times price, line by line
        </caption>
        <thead>
          <tr>
            <th scope="col">Used</th>
            <th scope="col" class="end">Quantity</th>
            <th scope="col" class="end">× Price</th>
            <th scope="col" class="end">= Amount</th>
          </tr>
        </thead>
        <tbody>
          ${components.map(
            ({ name, quantity, unit, unitPrice, cost }) =>
              html`<tr>
                <td>${componentWords(name)}</td>
                <td class="end" data-figure="quantity">
                  <data class="num" value=${quantity}>${exactCount(quantity)}</data>
                </td>
                <td class="end" data-figure="price">
                  <data class="num" value=${unitPrice}>${exactMoney(unitPrice, currency)}</data>
                  <span class="per">per ${perWords(unit)}</span>
                </td>
                <td class="end" data-figure="amount">
                  <data class="num" value=${cost}>${exactMoney(cost, currency)}</data>
                </td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="3">Sum</th>
            <td class="end" data-figure="sum">
              <data class="num" value=${sum(components.map(({ cost }) => cost))}
                >${exactMoney(sum(components.map(({ cost }) => cost)), currency)}</data
              >
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
    ${converted(usage)}`;
}

/** At which rates the cost became one of the platform's currency. */
function converted({ entries }: ExplainedUsage): TemplateResult | typeof nothing {
  const changed = entries.filter(({ originalCost }) => originalCost !== null);
  if (changed.length === 0) {
    return nothing;
  }
  return html`<ul class="small">
    ${changed.map(({ originalCost, totalCost, currency, model }) => {
      const { cost, currency: from, rate } = originalCost!;
      return html`<li>
        ${model ? `${model}: ` : ''}${exactMoney(cost, from)} at 1 ${rate.base} =
        ${exactCount(rate.rate)} ${rate.quote}, from ${day(new Date(rate.effectiveFrom))}:
        ${exactMoney(totalCost, currency)}
      </li>`;
    })}
  </ul>`;
}

/** What was booked, where it was not all at once. */
function corrections({ entries, cost, currency }: ExplainedUsage): TemplateResult | typeof nothing {
  if (cost === null || entries.every(({ entryKind, model }) => entryKind === 'CHARGE' && !model)) {
    return nothing;
  }
  return html`<h3>Booked</h3>
    <div class="table-scroll" tabindex="0" role="group" aria-label="Entries">
      <table class="table">
        <caption class="visually-hidden">
          The entries of the cost
        </caption>
        <tbody>
          ${entries.map(
            ({ entryKind, model, reason, recordedAt, totalCost }) =>
              html`<tr>
                <td>
                  ${entryWords(entryKind, totalCost)}
                  ${model ? html`<span class="muted">for ${model}</span>` : nothing}
                  ${reason ? html`<div class="muted small">${reason}</div>` : nothing}
                </td>
                <td class="muted">${instant(recordedAt)}</td>
                <td class="end">
                  <data class="num" value=${totalCost}>${exactMoney(totalCost, currency)}</data>
                </td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="2">Cost</th>
            <td class="end">
              <data class="num" value=${cost}>${exactMoney(cost, currency)}</data>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>`;
}

function entryWords(kind: Entry['entryKind'], amount: Decimal): string {
  if (kind === 'CHARGE') {
    return 'Charged';
  }
  return compare(amount, '0') < 0 ? 'Adjusted down' : 'Adjusted up';
}

/** Which version of which price it was, and how it was found. */
function source({ price, priceSource, matchedBy, usage }: Explanation): TemplateResult {
  if (usage.cost === null) {
    return html``;
  }
  return html`<h3>The price</h3>
    <dl class="facts">
      ${
        price
          ? html`<dt>Version</dt>
              <dd>
                <a
                  class="break"
                  href=${router.href('/prices', { model: price.model, provider: price.provider })}
                  >${price.model} at ${price.provider}</a
                >,
                ${price.effectiveFrom ? html`from ${instant(price.effectiveFrom)}` : 'since ever'}
              </dd>`
          : nothing
      }
      <dt>Source</dt>
      <dd class="break">${priceSource}</dd>
      ${
        matchedBy
          ? html`<dt>Found by</dt>
              <dd>${matchedBy}</dd>`
          : nothing
      }
      ${
        usage.statedCost !== null
          ? html`<dt>Provider says</dt>
              <dd>${exactMoney(usage.statedCost, usage.statedCurrency ?? usage.currency)}</dd>`
          : nothing
      }
    </dl>`;
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

function facts(usage: ExplainedUsage): TemplateResult {
  const lines: [string, TemplateResult | string | null][] = [
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
    <dl class="facts">
      ${lines
        .filter(([, value]) => value)
        .map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd class="break">${value}</dd>`,
        )}
    </dl>`;
}
