import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Element } from './element';
import { icon } from './icons';
import './toasts';

const FIELD = '.body :is(input, select, textarea):not(:disabled)';

/**
 * A dialog in front of the page, closed by Escape, its cross or its owner. `body` and `actions` are
 * templates; the focus goes in when it opens and back when it closes. It sends `closed`.
 */
@customElement('cg-dialog')
export class Dialog extends Element {
  @property({ type: Boolean }) open = false;
  @property() heading = '';
  @property({ attribute: false }) body?: TemplateResult;
  @property({ attribute: false }) actions?: TemplateResult;
  /** False: it can only be closed by what it asks for. */
  @property({ type: Boolean }) dismissable = true;

  protected override render(): TemplateResult {
    return html`<dialog
      class="dialog"
      aria-label=${this.heading}
      @close=${this.closed}
      @cancel=${(event: Event) => this.dismissable || event.preventDefault()}
    >
      <header>
        <h2>${this.heading}</h2>
        ${
          this.dismissable
            ? html`<button
                class="button plain"
                type="button"
                aria-label="Close"
                @click=${this.hide}
              >
                ${icon('close')}
              </button>`
            : nothing
        }
      </header>
      <div class="body">${this.open ? this.body : nothing}</div>
      ${this.actions ? html`<footer>${this.actions}</footer>` : nothing}
      ${this.open ? html`<cg-toasts></cg-toasts>` : nothing}
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog && this.open !== dialog.open) {
      if (this.open) {
        dialog.showModal();
        requestAnimationFrame(() => void this.focusFirst());
      } else {
        dialog.close();
      }
    }
  }

  /** Goes to what one came to fill in, or else to the first button: not the cross. */
  async focusFirst(): Promise<void> {
    await this.updateComplete;
    const active = this.querySelector(':focus');
    const field = this.querySelector<HTMLElement>(FIELD);
    if (field && !active?.closest('.body')) {
      field.focus();
    } else if (!active || active.closest('header')) {
      this.querySelector<HTMLElement>('footer button')?.focus();
    }
  }

  private hide(): void {
    this.querySelector('dialog')?.close();
  }

  /** The event comes a moment after the closing, when the dialog may be open again. */
  private closed(): void {
    const dialog = this.querySelector('dialog');
    if (dialog?.open) {
      return;
    }
    if (this.open && !this.dismissable) {
      // a browser lets Escape close it when it is pressed again and again
      dialog?.showModal();
      return;
    }
    this.open = false;
    this.dispatchEvent(new CustomEvent('closed'));
  }
}
