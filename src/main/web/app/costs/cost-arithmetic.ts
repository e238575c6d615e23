import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import callArithmetic from '../../operations/call-arithmetic.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import { exactMoney } from '../format/numbers';
import { instant } from '../format/time';
import { Query } from '../state/query';
import type { Explanation } from '../runs/explanation';
import { bookings, factList, priceFacts, priceLines } from '../runs/price-lines';
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
    return html`${
        usage.cost === null
          ? html`<p class="muted">No price was known for it, so it is in no sum yet.</p>`
          : priceLines(explained)
      }
      ${
        this.weight !== null && this.cost !== null
          ? html`<p>
              Several tasks share this call. This one has ${this.weight} of it:
              <span class="num">${exactMoney(this.cost, usage.currency)}</span>.
            </p>`
          : nothing
      }
      ${bookings(usage)}
      ${warnings.map((warning) => html`<p class="warning small">${warning}</p>`)}
      ${facts(explained)}`;
  }
}

function facts(explained: Explanation): TemplateResult {
  const { usage, budgets } = explained;
  return factList(
    [
      ...priceFacts(explained),
      ['Tier', usage.serviceTier === 'STANDARD' ? null : plain(usage.serviceTier)],
      ['Run', usage.runId && runLink(usage.runId, usage.operationId)],
      ['Step', usage.step],
      ['For', usage.capability],
      ['User', usage.userId],
      ['Tags', usage.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
      ['Booked', instant(usage.recordedAt)],
      ['Counted by', budgets.length ? budgetLinks(budgets) : 'no budget'],
      ['Id', html`<code>${usage.operationId}</code>`],
    ],
    'small',
  );
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
