import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { asApiError, type ApiError } from '../api/errors';
import '../ui/dialog';
import { Element } from '../ui/element';
import { toast } from '../ui/toasts';

/** What is about to be done, said before it is done. */
export interface Question {
  heading: string;
  /** What will happen, one sentence each; false ones are left out. */
  sentences: (TemplateResult | string | false)[];
  /** On the button. */
  verb: string;
  danger?: boolean;
  /** Does it, and says what happened; what it throws is shown here. */
  act: () => Promise<string>;
}

/** Asks before something is done. It sends `done` after it. */
@customElement('cg-confirm-dialog')
export class ConfirmDialog extends Element {
  @state() private question?: Question;
  @state() private open = false;
  @state() private busy = false;
  @state() private error?: ApiError;

  ask(question: Question): void {
    this.question = question;
    this.error = undefined;
    this.busy = false;
    this.open = true;
  }

  protected override render(): TemplateResult {
    const { question } = this;
    return html`<cg-dialog
      heading=${question?.heading ?? ''}
      .open=${this.open}
      .body=${question && this.body(question)}
      .actions=${
        question &&
        html`<button class="button" type="button" @click=${() => (this.open = false)}>
            Cancel
          </button>
          <button
            class="button ${question.danger ? 'danger' : 'primary'}"
            type="button"
            ?disabled=${this.busy}
            @click=${() => void this.go(question)}
          >
            ${this.busy ? 'One moment…' : question.verb}
          </button>`
      }
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }

  private body({ sentences }: Question): TemplateResult {
    return html`${consequences(sentences)} ${this.error ? problem(this.error) : nothing}`;
  }

  private async go({ act }: Question): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      const said = await act();
      this.open = false;
      toast(said);
      this.dispatchEvent(new CustomEvent('done'));
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.busy = false;
  }
}

/** What will happen. */
export function consequences(
  sentences: (TemplateResult | string | false)[],
): TemplateResult | typeof nothing {
  const said = sentences.filter((sentence) => sentence !== false);
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
