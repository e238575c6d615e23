import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { asApiError, type ApiError } from '../api/errors';
import '../ui/dialog';
import type { Dialog } from '../ui/dialog';
import { Element } from '../ui/element';
import { skeleton } from '../ui/states';
import { toast } from '../ui/toasts';

/** How a dialog looks when what it is about is known. */
export interface Content {
  heading: string;
  body: TemplateResult;
  /** What acts. */
  button: TemplateResult;
}

/**
 * A dialog that does something about a T. It opens at once, though that may take a while to load;
 * an answer that comes late leaves alone what was opened since. It sends `done` after it.
 */
export abstract class ActingDialog<T> extends Element {
  @state() protected about?: T;
  @state() protected busy = false;
  @state() protected error?: ApiError;
  @state() private open = false;
  private openings = 0;

  protected async begin(load: () => T | Promise<T>): Promise<void> {
    const opening = ++this.openings;
    this.about = undefined;
    this.busy = false;
    this.error = undefined;
    this.open = true;
    try {
      const about = await load();
      if (opening === this.openings) {
        this.about = about;
        await this.updateComplete;
        await this.querySelector<Dialog>('cg-dialog')?.focusFirst();
      }
    } catch (thrown) {
      if (opening === this.openings) {
        this.error = asApiError(thrown);
      }
    }
  }

  /** Does it, and says what happened: beside the page where the dialog is gone meanwhile. */
  protected async act(work: () => Promise<string>): Promise<void> {
    if (this.busy) {
      return;
    }
    const opening = this.openings;
    const here = () => opening === this.openings;
    this.busy = true;
    this.error = undefined;
    try {
      toast(await work());
      if (here()) {
        this.open = false;
      }
      this.dispatchEvent(new CustomEvent('done'));
    } catch (thrown) {
      const error = asApiError(thrown);
      if (here() && this.open) {
        this.error = error;
      } else {
        toast(error.message, true);
      }
    }
    if (here()) {
      this.busy = false;
    }
  }

  protected abstract content(about: T): Content;

  protected override render(): TemplateResult {
    const content = this.about && this.content(this.about);
    return html`<cg-dialog
      heading=${content?.heading ?? (this.error ? 'That did not work' : 'One moment…')}
      .open=${this.open}
      .body=${content?.body ?? (this.error ? problem(this.error) : skeleton(4))}
      .actions=${html`<button class="button" type="button" @click=${() => (this.open = false)}>
          Cancel
        </button>
        ${content?.button}`}
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }
}

/** What will happen, one sentence each; absent ones are left out. */
export type Sentences = (TemplateResult | string | false | undefined)[];

export function consequences(sentences: Sentences): TemplateResult | typeof nothing {
  const said = sentences.filter((sentence) => sentence);
  return said.length
    ? html`<ul class="consequences" aria-label="What will happen">
        ${said.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
    : nothing;
}

/** Why it was not done, and what helps. */
export function problem(error: ApiError): TemplateResult {
  return html`<div class="problem" role="alert">
    <p>${error.message}</p>
    ${error.advice ? html`<p class="small">${error.advice}</p>` : nothing}
  </div>`;
}
