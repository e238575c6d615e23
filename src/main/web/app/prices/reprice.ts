import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import repriceOperation from '../../operations/reprice.graphql';
import { send } from '../api/client';
import { asApiError, type ApiError } from '../api/errors';
import { compare, sizeOf, type Decimal } from '../format/decimal';
import { count, exactCount, exactMoney } from '../format/numbers';
import { Query } from '../state/query';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { failure, skeleton } from '../ui/states';

interface Repricing {
  usages: number;
  /** Those whose cost changed, or was not known before. */
  adjusted: number;
  leftOut: number;
  leftOutBecause: string[];
  change: Decimal;
  currency: string;
}

/**
 * What the calls of a model would cost by the prices of now, and a button that books the
 * difference. It sends `priced` when that is done.
 */
@customElement('cg-reprice')
export class Reprice extends Element {
  @property() platformId = '';
  @property({ attribute: false }) models: string[] = [];
  /** None: at any. */
  @property({ attribute: false }) providers: string[] = [];
  /** Only calls from then on; null: all. */
  @property({ attribute: false }) from: string | null = null;
  @state() private done?: Repricing;
  @state() private error?: ApiError;
  @state() private sending = false;
  private reason = '';

  private readonly query = new Query<Repricing>(
    this,
    () => (this.platformId ? JSON.stringify([this.filter(), this.platformId]) : undefined),
    (signal) => this.send(true, signal),
  );

  private filter(): object {
    return {
      platformIds: [this.platformId],
      models: this.models,
      ...(this.providers.length ? { providers: this.providers } : {}),
      ...(this.from ? { from: this.from } : {}),
    };
  }

  private async send(dryRun: boolean, signal?: AbortSignal): Promise<Repricing> {
    const reason = this.reason.trim() || this.usualReason();
    const variables = { filter: this.filter(), reason, dryRun };
    return (await send<{ reprice: Repricing }>(repriceOperation, variables, signal)).reprice;
  }

  private usualReason(): string {
    return `price of ${this.models[0] ?? ''} added`.slice(0, 256);
  }

  private get where(): string {
    return `on ${this.platformId} at ${this.providers.join(' or ') || 'any provider'}`;
  }

  protected override render(): TemplateResult {
    return html`<h3>Calls that are booked already</h3>
      ${
        this.done
          ? this.result(this.done)
          : this.query.render({
              loading: () => skeleton(2),
              failed: failure,
              ready: (outlook) => this.offer(outlook),
            })
      }`;
  }

  private offer({ usages, adjusted, change, currency, ...rest }: Repricing): TemplateResult {
    if (adjusted === 0) {
      return html`<p role="status">
          ${
            usages === 0
              ? `No call ${this.where} used ${this.models.join(' or ')} in that time.`
              : html`All ${count(usages)} calls ${this.where} cost what they should.`
          }
        </p>
        ${leftOut(rest)}`;
    }
    return html`<p>
        ${count(adjusted)} of ${count(usages)} calls ${this.where} would cost otherwise: in all
        ${signed(change, currency)}.
      </p>
      ${leftOut(rest)}
      <div class="form-field">
        <label for="reprice-reason">Reason, kept with each entry</label>
        <input
          class="field"
          id="reprice-reason"
          maxlength="256"
          .value=${this.reason || this.usualReason()}
          @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}
        />
      </div>
      ${this.error ? failure(this.error) : nothing}
      <div class="row">
        <button class="button primary" type="button" ?disabled=${this.sending} @click=${this.book}>
          ${this.sending ? 'Booking…' : `Book ${calls(adjusted, 'adjustment')}`}
        </button>
        <span class="muted small">No entry is rewritten: the difference is added.</span>
      </div>`;
  }

  private result({ adjusted, change, currency, ...rest }: Repricing): TemplateResult {
    return html`<p class="notice" role="status">
        ${icon('ok')}
        <span data-figure="repriced"
          >${calls(adjusted, 'call')} repriced: in all ${signed(change, currency)}.</span
        >
      </p>
      ${leftOut(rest)}`;
  }

  private async book(): Promise<void> {
    this.sending = true;
    this.error = undefined;
    try {
      this.done = await this.send(false);
      this.dispatchEvent(new CustomEvent('priced', { bubbles: true }));
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.sending = false;
  }
}

function calls(number: number, word: string): string {
  return `${exactCount(String(number))} ${word}${number === 1 ? '' : 's'}`;
}

function signed(change: Decimal, currency: string): TemplateResult {
  const words = compare(change, '0') < 0 ? 'less' : 'more';
  return html`<data class="num" value=${change}>${exactMoney(sizeOf(change), currency)}</data>
    ${words}`;
}

function leftOut({
  leftOut: left,
  leftOutBecause,
}: Pick<Repricing, 'leftOut' | 'leftOutBecause'>): TemplateResult | typeof nothing {
  return left === 0
    ? nothing
    : html`<p>${count(left)} keep a cost that should change:</p>
        <ul class="small muted">
          ${leftOutBecause.map((reason) => html`<li>${reason}</li>`)}
        </ul>`;
}
