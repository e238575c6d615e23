import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isZero, type Decimal } from '../format/decimal';
import { count, money, none, percent } from '../format/numbers';
import { Element } from '../ui/element';
import { stat, trend } from '../ui/stat';
import { figure } from './figures';
import { ALL, entriesHref, facetMark } from './mark';
import type { Breakdown, Question, Sums } from './question';

/** The sums over everything that is shown. */
@customElement('cg-cost-tiles')
export class CostTiles extends Element {
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) breakdown?: Breakdown;

  protected override render(): TemplateResult | typeof nothing {
    const { question, breakdown } = this;
    if (!question || !breakdown) {
      return nothing;
    }
    const { total, previous, currency } = breakdown;
    const all = entriesHref(question, ALL);
    return html`<div class="tiles">
      ${stat({
        label: 'Cost',
        figure: figure(money(total.cost, currency), all),
        note: previous ? against(total.cost, previous.cost, currency) : '',
      })}
      ${stat({
        label: 'Calls',
        figure: figure(count(total.calls), all),
        note: html`${perCall(total, currency)}${unpriced(question, total)}`,
      })}
      ${stat({
        label: 'Tokens',
        figure: count(total.tokens.total),
        note: html`${count(total.tokens.input)} in, ${count(total.tokens.output)} out`,
      })}
      ${stat({
        label: 'Read from caches',
        figure:
          total.cacheHitShare === null
            ? none('no prompts')
            : html`<data class="num" value=${total.cacheHitShare}
                >${percent(Number(total.cacheHitShare), 1)}</data
              >`,
        note: 'of the tokens in prompts',
      })}
      ${stat({
        label: 'Failures',
        figure: figure(
          money(total.failedCost, currency),
          total.failedCalls ? entriesHref(question, facetMark('OUTCOME', 'FAILED')) : undefined,
        ),
        note: html`${count(total.failedCalls)} ${total.failedCalls === 1 ? 'call' : 'calls'}`,
      })}
    </div>`;
  }
}

function against(now: Decimal, before: Decimal, currency: string): TemplateResult | string {
  return isZero(before)
    ? 'nothing in the same time before'
    : html`${trend(now, before, currency)} against the same time before`;
}

function perCall({ costPerCall }: Sums, currency: string): TemplateResult | string {
  return costPerCall === null ? 'no cost yet' : html`${money(costPerCall, currency)} each`;
}

function unpriced(question: Question, { unpricedCalls }: Sums): TemplateResult | typeof nothing {
  return unpricedCalls
    ? html`, ${figure(
        html`${count(unpricedCalls)} without a price`,
        entriesHref(question, facetMark('UNPRICED', 'true')),
      )}`
    : nothing;
}
