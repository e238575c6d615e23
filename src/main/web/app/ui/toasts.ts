import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Store, Watch } from '../state/store';
import { Element } from './element';
import { icon } from './icons';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

const SHOWN_MS = 8_000;
const SHOWN_MAX = 4;

class Toasts extends Store {
  list: Toast[] = [];
  private next = 1;

  show(text: string, bad = false): void {
    const toast = { id: this.next++, text, bad };
    this.list = [...this.list, toast].slice(-SHOWN_MAX);
    this.changed();
    // a fault stays until it is read
    if (!bad) {
      setTimeout(() => this.dismiss(toast.id), SHOWN_MS);
    }
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
    this.changed();
  }
}

const toasts = new Toasts();

/** Tells of something that happened apart from what is looked at. */
export function toast(text: string, bad = false): void {
  toasts.show(text, bad);
}

/** In the page, and in a dialog that is open: what is behind it can be neither seen nor used. */
@customElement('cg-toasts')
export class ToastList extends Element {
  private readonly watch = new Watch(this, [toasts]);

  protected override render(): TemplateResult {
    void this.watch;
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(
        toasts.list,
        (toast) => toast.id,
        (toast) =>
          html`<div class="toast ${toast.bad ? 'bad' : ''}">
            <p>${toast.text}</p>
            <button
              class="button plain"
              type="button"
              aria-label="Dismiss"
              @click=${() => toasts.dismiss(toast.id)}
            >
              ${icon('close')}
            </button>
          </div>`,
      )}
    </div>`;
  }
}
