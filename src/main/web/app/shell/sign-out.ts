import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { session } from '../state/session';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';

/** Leaves the token of this tab, e.g. for another one; nothing where none was entered. */
@customElement('cg-sign-out')
export class SignOut extends Element {
  private readonly watch = new Watch(this, [session]);

  protected override render(): TemplateResult | typeof nothing {
    void this.watch;
    return session.hasToken
      ? html`<button
          class="button plain"
          type="button"
          aria-label="Sign out"
          title="Sign out: forget the token of this tab"
          @click=${() => session.forget()}
        >
          ${icon('leave')}
        </button>`
      : nothing;
  }
}
