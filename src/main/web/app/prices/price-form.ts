import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import addPrice from '../../operations/add-price.graphql';
import { send } from '../api/client';
import { ApiError, asApiError } from '../api/errors';
import { context } from '../state/context';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { toast } from '../ui/toasts';
import { draftOf, forget, inputOf, type Draft } from './draft';
import { componentFields } from './component-fields';
import { describedBy, fieldError, invalid } from './field-error';
import './reprice';

interface Added {
  model: string;
  provider: string;
  effectiveFrom: string | null;
  source: string;
}

/** A price of one's own; what is refused is said at its field, and nothing typed is lost. */
@customElement('cg-price-form')
export class PriceForm extends Element {
  @property() platformId = '';
  @property() currency = 'USD';
  /** Filled in at first. */
  @property() model = '';
  @property() provider = '';
  @state() private error?: ApiError;
  @state() private sending = false;
  @state() private added?: Added;
  private draft?: Draft;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('model') || changed.has('provider') || changed.has('platformId')) {
      this.begin();
    }
  }

  /** With what was typed and not sent. */
  private begin(): void {
    this.draft = draftOf(this.model, this.provider, this.platformId, this.currency);
    this.error = undefined;
    this.added = undefined;
    this.sending = false;
  }

  /** Is ready for another price, where one was added. */
  again(): void {
    if (this.added) {
      this.begin();
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('#model')?.focus());
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('error') && this.error) {
      const at = this.querySelector<HTMLElement>('[aria-invalid=true]');
      (at ?? this.querySelector<HTMLElement>('.form-error'))?.focus();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { draft, added } = this;
    if (!draft) {
      return nothing;
    }
    return html`<section class="panel" aria-label="Add a price">
      <header>
        <h2>Add a price</h2>
        <a class="button plain" href=${router.href('/prices')} aria-label="Close the form"
          >${icon('close')}</a
        >
      </header>
      ${added ? this.done(added, draft) : keyed(draft, this.form(draft))}
    </section>`;
  }

  private form(draft: Draft): TemplateResult {
    return html`<form class="body price-form" novalidate @submit=${this.submit}>
      ${this.formError()}
      <div class="price-fields">
        ${this.text('model', 'Model', draft.model, 'Its id at the provider, or an alias of it')}
        ${this.text('provider', 'Provider', draft.provider, 'Who bills, e.g. openai or azure')}
        ${this.platform(draft)} ${this.from(draft)}
      </div>
      <div class="segments" role="group" aria-label="How the price is given">
        ${this.kind(draft, 'stated', 'Prices')}
        ${this.kind(draft, 'discount', 'Discount on the list price')}
      </div>
      ${
        draft.kind === 'stated'
          ? html`<div class="price-fields">
                ${this.text('currency', 'Currency', draft.currency, 'ISO 4217, e.g. USD')}
                ${this.discount(draft, 'Taken off every price; empty for none')}
              </div>
              ${componentFields(draft.components, this.error, (components) => {
                draft.components = components;
                this.requestUpdate();
              })}`
          : html`<div class="price-fields">
              ${this.discount(draft, 'Taken off every list price; below 0: a mark-up')}
            </div>`
      }
      <div class="row">
        <button class="button primary" type="submit" ?disabled=${this.sending}>
          ${this.sending ? 'Adding…' : 'Add the price'}
        </button>
        <span class="muted small">What is booked keeps its price until it is repriced.</span>
      </div>
    </form>`;
  }

  /** What is wrong with no field that is in sight. */
  private formError(): TemplateResult | typeof nothing {
    const { error, draft } = this;
    const shown = [
      ...['model', 'provider', 'platformId', 'effectiveFrom', 'discountPercent', 'components'],
      ...(draft?.kind === 'stated' ? ['currency'] : []),
    ];
    if (!error || shown.some((name) => error.field?.startsWith(`price.${name}`))) {
      return nothing;
    }
    return html`<p class="form-error" role="alert" tabindex="-1">
      ${error.message} ${error.advice ?? ''}
    </p>`;
  }

  private text(
    name: 'model' | 'provider' | 'currency',
    label: string,
    value: string,
    hint: string,
  ): TemplateResult {
    const field = `price.${name}`;
    return html`<div class="form-field">
      <label for=${name}>${label}</label>
      <input
        class="field"
        id=${name}
        autocomplete="off"
        spellcheck="false"
        .value=${value}
        aria-invalid=${invalid(this.error, field)}
        aria-describedby=${describedBy(this.error, field)}
        @input=${(event: Event) => this.typed(name, event)}
      />
      ${fieldError(this.error, field) ?? html`<p class="muted small">${hint}</p>`}
    </div>`;
  }

  private discount(draft: Draft, hint: string): TemplateResult {
    // without one there is nothing that makes a price of the list price
    const missing = draft.kind === 'discount' && this.error?.field === 'price.components';
    const field = missing ? 'price.components' : 'price.discountPercent';
    return html`<div class="form-field">
      <label for="discountPercent">Discount in percent</label>
      <input
        class="field"
        id="discountPercent"
        inputmode="decimal"
        autocomplete="off"
        .value=${draft.discountPercent}
        aria-invalid=${invalid(this.error, field)}
        aria-describedby=${describedBy(this.error, field)}
        @input=${(event: Event) => this.typed('discountPercent', event)}
      />
      ${
        fieldError(this.error, field) ??
        html`<p class="muted small">${hint}</p>`
      }
    </div>`;
  }

  private platform(draft: Draft): TemplateResult {
    const field = 'price.platformId';
    return html`<div class="form-field">
      <label for="platformId">For</label>
      <select
        class="field"
        id="platformId"
        aria-invalid=${invalid(this.error, field)}
        aria-describedby=${describedBy(this.error, field)}
        @change=${(event: Event) => this.typed('platformId', event)}
      >
        <option value="" .selected=${draft.platformId === ''}>Every platform</option>
        ${(context.platforms ?? []).map(
          ({ platformId, name }) =>
            html`<option value=${platformId} .selected=${platformId === draft.platformId}>
              ${name}
            </option>`,
        )}
      </select>
      ${
        fieldError(this.error, field) ??
        html`<p class="muted small">A platform's own price goes first</p>`
      }
    </div>`;
  }

  private from(draft: Draft): TemplateResult {
    const field = 'price.effectiveFrom';
    return html`<div class="form-field">
      <label for="effectiveFrom">From</label>
      <input
        class="field"
        id="effectiveFrom"
        type="datetime-local"
        step="1"
        .value=${draft.effectiveFrom}
        aria-invalid=${invalid(this.error, field)}
        aria-describedby=${describedBy(this.error, field)}
        @input=${(event: Event) => this.typed('effectiveFrom', event)}
      />
      ${
        fieldError(this.error, field) ??
        html`<p class="muted small">In UTC. Empty: since ever</p>`
      }
    </div>`;
  }

  private kind(draft: Draft, kind: Draft['kind'], label: string): TemplateResult {
    return html`<button
      type="button"
      aria-pressed=${draft.kind === kind}
      @click=${() => {
        draft.kind = kind;
        this.requestUpdate();
      }}
    >
      ${label}
    </button>`;
  }

  private typed(name: Exclude<keyof Draft, 'components' | 'kind'>, event: Event): void {
    this.draft![name] = (event.target as HTMLInputElement).value;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { draft, model, provider, platformId } = this;
    if (!draft || this.sending) {
      return;
    }
    // what is answered late belongs to the form that was sent
    const inSight = () => this.isConnected && this.draft === draft;
    this.sending = true;
    this.error = undefined;
    try {
      this.checkFrom();
      const answer = await send<{ addPrice: Added }>(addPrice, { price: inputOf(draft) });
      forget(model, provider, platformId);
      if (inSight()) {
        this.added = answer.addPrice;
      } else {
        toast(`The price of ${answer.addPrice.model} is known now`);
      }
      this.dispatchEvent(new CustomEvent('priced', { bubbles: true }));
    } catch (thrown) {
      const error = asApiError(thrown);
      if (inSight()) {
        this.error = error;
      } else {
        toast(`The price of ${draft.model} was not added: ${error.message}`, true);
      }
    }
    if (this.draft === draft) {
      this.sending = false;
    }
  }

  /** The value of a date that is not all typed is empty, which would mean: since ever. */
  private checkFrom(): void {
    if (this.querySelector<HTMLInputElement>('#effectiveFrom')?.validity.badInput) {
      throw new ApiError(
        'The date or the time is not complete',
        'INVALID_VALUE',
        'price.effectiveFrom',
      );
    }
  }

  private done(added: Added, draft: Draft): TemplateResult {
    const { model, provider, effectiveFrom } = added;
    // usages have the name that was sent, which can be an alias of the model that is priced
    const models = [...new Set([this.model, draft.model.trim(), model].filter((name) => name))];
    // calls that named none and had no price have none: they are found by no provider
    const providers = this.provider ? [...new Set([draft.provider.trim(), provider])] : [];
    return html`<div class="body stack">
      <p class="notice" role="status">
        ${icon('ok')}
        <span
          >The price of
          <a href=${router.href('/prices', { model, provider })}>${model} at ${provider}</a> is
          known now: ${added.source}.</span
        >
      </p>
      <cg-reprice
        .platformId=${draft.platformId || this.platformId}
        .models=${models}
        .providers=${providers}
        .from=${effectiveFrom}
      ></cg-reprice>
      <div>
        <button class="button" type="button" @click=${() => this.again()}>Add another price</button>
      </div>
    </div>`;
  }
}
