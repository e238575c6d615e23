import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { session } from '../state/session';
import { Watch } from '../state/store';
import '../ui/dialog';
import { Element } from '../ui/element';

/** Asks for the token where the service wants one; it stays in this tab. */
@customElement('cg-token-dialog')
export class TokenDialog extends Element {
  private readonly watch = new Watch(this, [session]);

  protected override render(): TemplateResult {
    void this.watch;
    return html`<cg-dialog
      .open=${session.refusal !== undefined}
      .dismissable=${false}
      heading="Sign in"
      .body=${html`<form
        id="token-form"
        class="stack"
        @submit=${(event: Event) => this.enter(event)}
      >
        <p>${session.refusal} Enter the token that the service was started with.</p>
        <label
          >Token
          <input
            class="field"
            name="token"
            type="password"
            autocomplete="current-password"
            required
            autofocus
          />
        </label>
        <p class="muted small">It is kept in this tab only and forgotten with it.</p>
      </form>`}
      .actions=${html`<button class="button primary" type="submit" form="token-form">
        Sign in
      </button>`}
    ></cg-dialog>`;
  }

  private enter(event: Event): void {
    event.preventDefault();
    const token = String(new FormData(event.target as HTMLFormElement).get('token')).trim();
    if (token) {
      session.enter(token);
    }
  }
}
