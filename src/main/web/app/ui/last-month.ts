import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { context } from '../state/context';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from './element';
import { toast } from './toasts';
import { Booked } from '../state/booked';

/** Says that an earlier month is shown for want of usage in this one, until there is some. */
@customElement('cg-last-month')
export class LastMonth extends Element {
  private readonly watch = new Watch(this, [context, router]);
  private readonly booked = new Booked(
    this,
    () => (context.fallback ? context.platform?.platformId : undefined),
    () => void this.look(),
  );

  private async look(): Promise<void> {
    if (await context.present()) {
      toast('Something was used this month: it is shown from now on.');
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    void this.watch;
    void this.booked;
    return context.fallback
      ? html`<div class="notice">
          <span>Nothing has been used this month, so this shows ${context.range?.label}.</span>
          <a href=${router.here({ range: 'month' })}>Show this month</a>
        </div>`
      : nothing;
  }
}
