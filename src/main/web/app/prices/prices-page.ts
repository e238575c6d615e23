import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { empty } from '../ui/states';

@customElement('cg-prices-page')
export class PricesPage extends Element {
  protected override render(): TemplateResult {
    return html`<section class="panel">
      ${empty(
        'This page is not there yet.',
        html`<a href=${router.href('/')}>Back to the overview</a>`,
      )}
    </section>`;
  }
}
