import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import explainCost from '../../operations/explain-cost.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import { count, money } from '../format/numbers';
import { Query } from '../state/query';
import { router } from '../state/router';
import '../ui/dialog';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';

interface Explained {
  usage: { operationId: string; cost: Decimal | null; currency: string };
  price: { model: string; provider: string; source: string; currency: string } | null;
  priceSource: string;
  matchedBy: string;
  components: {
    name: string;
    quantity: Decimal;
    unit: string;
    unitPrice: Decimal;
    cost: Decimal;
  }[];
  budgets: { budgetId: string; name: string }[];
  warnings: string[];
}

/** Why a single call cost what it cost. */
@customElement('cg-entry-dialog')
export class EntryDialog extends Element {
  @state() private operationId = '';
  @state() private open = false;

  private readonly query = new Query<Explained | null>(
    this,
    () => (this.open && this.operationId) || undefined,
    async (signal) => {
      const { operationId } = this;
      type Answer = { explainCost: Explained | null };
      return (await send<Answer>(explainCost, { operationId }, signal)).explainCost;
    },
  );

  show(operationId: string): void {
    this.operationId = operationId;
    this.open = true;
  }

  protected override render(): TemplateResult {
    return html`<cg-dialog
      heading="Why it cost that"
      .open=${this.open}
      .body=${this.query.render({
        loading: () => skeleton(5),
        failed: failure,
        ready: (data) =>
          data
            ? this.details(data)
            : empty('This call is not kept one by one any more: its sums are.'),
      })}
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }

  private details({
    usage,
    price,
    priceSource,
    matchedBy,
    components,
    budgets,
    warnings,
  }: Explained): TemplateResult {
    const currency = price?.currency ?? usage.currency;
    return html`<dl class="facts">
        <dt>Call</dt>
        <dd>
          <a href=${router.href('/runs', { call: usage.operationId })}
            ><code class="long">${usage.operationId}</code></a
          >
        </dd>
        <dt>Cost</dt>
        <dd>${usage.cost === null ? 'not priced yet' : money(usage.cost, usage.currency)}</dd>
        <dt>Price</dt>
        <dd>
          ${price ? html`${price.model} at ${price.provider}` : priceSource}
          ${price && matchedBy ? html`<span class="muted">(${matchedBy})</span>` : nothing}
        </dd>
      </dl>
      ${
        components.length
          ? html`<ul class="arithmetic" aria-label="Its price">
              ${components.map(
                ({ name, quantity, unit, unitPrice, cost }) =>
                  html`<li>
                    <span>${name}</span>
                    <span class="muted"
                      >${count(quantity)} × ${money(unitPrice, currency)}${
                        unit === '1000000 tokens' ? ' / 1M' : ` / ${unit}`
                      }</span
                    >
                    ${money(cost, currency)}
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      ${warnings.map((warning) => html`<p class="small">${warning}</p>`)}
      <p class="small">
        Counted by
        ${budgets.map(
          ({ budgetId, name }, i) =>
            html`${i ? ', ' : ''}<a href=${router.href('/budget', { id: budgetId })}>${name}</a>`,
        )}${budgets.length ? '.' : 'no budget.'}
      </p>`;
  }
}
