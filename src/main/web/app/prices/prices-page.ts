import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { context } from '../state/context';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { skeleton } from '../ui/states';
import './price-form';
import type { PriceForm } from './price-form';
import './price-history';
import './price-list';
import './unpriced';

type Reloadable = HTMLElement & { reload(): void };

/**
 * Prices: those of now and the models without one; with `model` in the address its history, with
 * `add` the form for a price of one's own.
 */
@customElement('cg-prices-page')
export class PricesPage extends Element {
  private readonly watch = new Watch(this, [router, context]);

  protected override render(): TemplateResult {
    void this.watch;
    const { platform } = context;
    if (!platform) {
      return skeleton(8);
    }
    const { platformId, currency } = platform;
    const model = router.params.get('model') ?? '';
    const provider = router.params.get('provider') ?? '';
    if (router.params.get('add')) {
      return html`<div class="prices column">
        ${this.head(false)}
        <div class="prices-grid" @priced=${this.priced}>
          <cg-price-form
            .platformId=${platformId}
            .currency=${currency}
            .model=${model}
            .provider=${provider}
          ></cg-price-form>
          <cg-unpriced @click=${this.chosen}></cg-unpriced>
        </div>
      </div>`;
    }
    if (model) {
      return html`<div class="prices column">
        <cg-price-history
          .platformId=${platformId}
          .model=${model}
          .provider=${provider}
        ></cg-price-history>
      </div>`;
    }
    return html`<div class="prices column">
      ${this.head(true)}
      <div class="prices-grid">
        <cg-price-list .platformId=${platformId}></cg-price-list>
        <cg-unpriced></cg-unpriced>
      </div>
    </div>`;
  }

  private head(add: boolean): TemplateResult {
    return html`<div class="page-head">
      <h1>Prices</h1>
      <span class="muted small">what usages are priced with</span>
      ${
        add
          ? html`<a class="button" href=${router.href('/prices', { add: '1' })}>Add a price</a>`
          : html`<a class="button" href=${router.href('/prices')}>All prices</a>`
      }
    </div>`;
  }

  /** The address of the price that was just added can be asked for again. */
  private chosen(event: Event): void {
    if ((event.target as HTMLElement).closest('a')) {
      this.querySelector<PriceForm>('cg-price-form')?.again();
    }
  }

  private priced(): void {
    this.querySelector<Reloadable>('cg-unpriced')?.reload();
  }
}
