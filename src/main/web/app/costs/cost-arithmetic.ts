import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import callArithmetic from '../../operations/call-arithmetic.graphql';
import { send } from '../api/client';
import { sum, type Decimal } from '../format/decimal';
import { exactCount, exactMoney } from '../format/numbers';
import { day, instant } from '../format/time';
import { Query } from '../state/query';
import {
  componentWords,
  perWords,
  type Entry,
  type ExplainedUsage,
  type Explanation,
} from '../runs/explanation';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import { plain } from './question';

/** Why one usage cost what it cost: quantity × price, line by line, to the last digit. */
@customElement('cg-cost-arithmetic')
export class CostArithmetic extends Element {
  @property() operationId = '';
  /** Of the part that is looked at, where several tasks share the usage. */
  @property({ attribute: false }) weight: Decimal | null = null;
  /** Of the part. */
  @property({ attribute: false }) cost: Decimal | null = null;

  private readonly query = new Query<{ explained: Explanation | null }>(
    this,
    () => this.operationId,
    async (signal) => {
      const variables = { operationId: this.operationId };
      type Answer = { explainCost: Explanation | null };
      return { explained: (await send<Answer>(callArithmetic, variables, signal)).explainCost };
    },
  );

  protected override render(): TemplateResult {
    return html`<div class="arithmetic">
      ${this.query.render({
        loading: () => skeleton(3),
        failed: failure,
        ready: ({ explained }) =>
          explained
            ? this.explanation(explained)
            : empty('This usage is kept as a part of sums only: its price arithmetic is gone.'),
      })}
    </div>`;
  }

  private explanation(explained: Explanation): TemplateResult {
    const { usage, warnings } = explained;
    return html`${this.lines(explained)}
      ${
        this.weight !== null && this.cost !== null
          ? html`<p>
              Several tasks share this call. This one has ${this.weight} of it:
              <span class="num">${exactMoney(this.cost, usage.currency)}</span>.
            </p>`
          : nothing
      }
      ${wasChanged(usage) ? booked(usage) : nothing}
      ${warnings.map((warning) => html`<p class="warning small">${warning}</p>`)}
      ${facts(explained)}`;
  }

  private lines({ components, price, usage }: Explanation): TemplateResult {
    if (components.length === 0) {
      return html`<p class="muted">
        ${
          usage.cost === null
            ? 'No price was known for it, so it is in no sum yet.'
            : 'It used nothing that is priced.'
        }
      </p>`;
    }
    const currency = price?.currency ?? usage.amountCurrency ?? usage.currency;
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label="Price arithmetic">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" class="end">Quantity</th>
            <th scope="col" class="end">Price</th>
            <th scope="col" class="end">Cost</th>
          </tr>
        </thead>
        <tbody>
          ${components.map(
            ({ name, quantity, unit, unitPrice, cost }) =>
              html`<tr>
                <td>${componentWords(name)}</td>
                <td class="end num">${exactCount(quantity)}</td>
                <td class="end num">× ${exactMoney(unitPrice, currency)} / ${perWords(unit)}</td>
                <td class="end num">
                  <data value=${cost}>${exactMoney(cost, currency)}</data>
                </td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <td colspan="3">Sum</td>
            <td class="end num" data-figure="sum">
              <data value=${sum(components.map(({ cost }) => cost))}
                >${exactMoney(sum(components.map(({ cost }) => cost)), currency)}</data
              >
            </td>
          </tr>
        </tfoot>
      </table>
    </div>`;
  }
}

/** Whether its cost was corrected or converted. */
function wasChanged({ entries }: ExplainedUsage): boolean {
  return entries.length > 1 || entries.some(({ originalCost }) => originalCost);
}

/** What was booked first, and what was corrected or converted since. */
function booked({ entries, cost, currency }: ExplainedUsage): TemplateResult {
  return html`<ul class="booked small">
    ${entries.map(
      ({ entryKind, totalCost, reason, recordedAt, originalCost }) =>
        html`<li>
          <span>${entryKind === 'CHARGE' ? 'booked' : 'corrected'} ${instant(recordedAt)}</span>
          <span class="muted">${reason ?? ''}${originalCost ? conversion(originalCost) : ''}</span>
          <span class="num">${exactMoney(totalCost, currency)}</span>
        </li>`,
    )}
    ${
      cost === null
        ? nothing
        : html`<li>
            <strong>now</strong><span></span
            ><strong class="num">${exactMoney(cost, currency)}</strong>
          </li>`
    }
  </ul>`;
}

function conversion({ cost, currency, rate }: NonNullable<Entry['originalCost']>): string {
  const { base, quote, effectiveFrom } = rate;
  const since = day(new Date(effectiveFrom), 'UTC');
  return `${exactMoney(cost, currency)} at ${rate.rate} ${quote} for a ${base}, since ${since}`;
}

function facts({ usage, price, priceSource, matchedBy, budgets }: Explanation): TemplateResult {
  const list: [string, TemplateResult | string | null][] = [
    [
      'Price',
      price
        ? `${price.model} at ${price.provider}${
            price.effectiveFrom ? ` since ${day(new Date(price.effectiveFrom), 'UTC')}` : ''
          }${matchedBy ? `, found by ${matchedBy}` : ''}`
        : null,
    ],
    ['Known from', price?.source ?? priceSource],
    ['Tier', usage.serviceTier === 'STANDARD' ? null : plain(usage.serviceTier)],
    ['Provider says', stated(usage)],
    ['Run', usage.runId && runLink(usage.runId, usage.operationId)],
    ['Step', usage.step],
    ['For', usage.capability],
    ['User', usage.userId],
    ['Tags', usage.tags.map(({ key, value }) => `${key}=${value}`).join(', ') || null],
    ['Booked', instant(usage.recordedAt)],
    ['Counted by', budgets.length ? budgetLinks(budgets) : 'no budget'],
    ['Id', html`<code>${usage.operationId}</code>`],
  ];
  return html`<dl class="facts small">
    ${list.map(([term, value]) =>
      value ? html`<dt>${term}</dt><dd>${value}</dd>` : nothing,
    )}
  </dl>`;
}

function stated({ statedCost, statedCurrency, currency }: ExplainedUsage): string | null {
  return statedCost === null ? null : exactMoney(statedCost, statedCurrency ?? currency);
}

function runLink(runId: string, call: string): TemplateResult {
  return html`<a href=${router.href('/runs', { id: runId, call })}>${runId}</a>`;
}

function budgetLinks(budgets: { budgetId: string; name: string }[]): TemplateResult {
  return html`${budgets.map(
    ({ budgetId, name }, i) =>
      html`${i ? ', ' : ''}<a href=${router.href('/budget', { id: budgetId })}>${name}</a>`,
  )}`;
}
