import { html, nothing, type TemplateResult } from 'lit';
import { compare, sum, type Decimal } from '../format/decimal';
import { exactCount, exactMoney } from '../format/numbers';
import { instant, utc } from '../format/time';
import { since } from '../prices/model-price';
import { router } from '../state/router';
import {
  componentWords,
  perWords,
  type Entry,
  type ExplainedUsage,
  type Explanation,
} from './explanation';

/** What is said of something, by its name; left out where there is nothing to say. */
export type Fact = [string, TemplateResult | string | null];

/** The lines of the cost and their sum, which is the cost unless it was converted. */
export function priceLines({ components, price, usage }: Explanation): TemplateResult {
  if (components.length === 0) {
    return html`<p>It used nothing that is priced.</p>`;
  }
  const currency = price?.currency ?? usage.amountCurrency ?? usage.currency;
  const total = sum(components.map(({ cost }) => cost));
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
              <td class="end">
                <data class="num" value=${quantity}>${exactCount(quantity)}</data>
              </td>
              <td class="end">
                <data class="num" value=${unitPrice}>${exactMoney(unitPrice, currency)}</data>
                ${
                  unit === AMOUNT
                    ? nothing
                    : html`<span class="per">per ${perWords(unit)}</span>`
                }
              </td>
              <td class="end">
                <data class="num" value=${cost}>${exactMoney(cost, currency)}</data>
              </td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colspan="3">Sum</th>
          <td class="end" data-figure="sum">
            <data class="num" value=${total}>${exactMoney(total, currency)}</data>
          </td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}

/** The unit of what the caller gave the cost of. */
const AMOUNT = 'amount';

/** What was booked, where it was not all at once, or was converted. */
export function bookings({
  entries,
  cost,
  currency,
}: ExplainedUsage): TemplateResult | typeof nothing {
  const isPlain = ({ entryKind, model, originalCost }: Entry) =>
    entryKind === 'CHARGE' && !model && !originalCost;
  if (cost === null || entries.every(isPlain)) {
    return nothing;
  }
  return html`<ul class="counted" aria-label="Booked">
    ${entries.map(
      ({ entryKind, model, reason, recordedAt, totalCost, originalCost }) =>
        html`<li>
          <span
            >${entryWords(entryKind, totalCost)}${model ? ` for ${model}` : ''},
            ${instant(recordedAt)}
            <span class="muted">${reason} ${originalCost && conversion(originalCost)}</span></span
          >
          <data class="num" value=${totalCost}>${exactMoney(totalCost, currency)}</data>
        </li>`,
    )}
    <li>
      <strong>Cost</strong>
      <strong><data class="num" value=${cost}>${exactMoney(cost, currency)}</data></strong>
    </li>
  </ul>`;
}

function entryWords(kind: Entry['entryKind'], amount: Decimal): string {
  if (kind === 'CHARGE') {
    return 'Charged';
  }
  return compare(amount, '0') < 0 ? 'Adjusted down' : 'Adjusted up';
}

/** At which rate a cost became one of the platform's currency. */
function conversion({ cost, currency, rate }: NonNullable<Entry['originalCost']>): string {
  const { base, quote, effectiveFrom } = rate;
  const from = utc(new Date(effectiveFrom));
  const words = `${exactMoney(cost, currency)} at 1 ${base} = ${exactCount(rate.rate)} ${quote}`;
  return `${words}, from ${from}`;
}

/** Which version of which price it was, and how it was found; nothing while unpriced. */
export function priceFacts({ price, priceSource, matchedBy, usage }: Explanation): Fact[] {
  const { cost, currency, statedCost, statedCurrency } = usage;
  if (cost === null) {
    return [];
  }
  return [
    [
      'Price',
      price &&
        html`<a href=${router.href('/prices', { model: price.model, provider: price.provider })}
            >${price.model} at ${price.provider}</a
          >, ${price.effectiveFrom ? 'from ' : ''}${since(price)}`,
    ],
    ['Source', priceSource],
    ['Found by', price && matchedBy],
    ['Provider says', statedCost && exactMoney(statedCost, statedCurrency ?? currency)],
  ];
}

export function factList(facts: Fact[], className = ''): TemplateResult {
  return html`<dl class="facts ${className}">
    ${facts
      .filter(([, value]) => value)
      .map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd class="break">${value}</dd>`,
      )}
  </dl>`;
}
