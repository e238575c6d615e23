import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ActingDialog, consequences, problem, type Content, type Sentences } from './acting-dialog';

/** What is about to be done, said before it is done. */
export interface Question {
  heading: string;
  sentences: Sentences;
  /** On the button. */
  verb: string;
  danger?: boolean;
  /** It cannot be done: the sentences say why. */
  blocked?: boolean;
  /** Does it, and says what happened; what it throws is shown here. */
  act: () => Promise<string>;
}

/** Asks before something is done. */
@customElement('cg-confirm-dialog')
export class ConfirmDialog extends ActingDialog<Question> {
  ask(question: () => Question | Promise<Question>): void {
    void this.begin(question);
  }

  protected override content({ heading, sentences, verb, danger, blocked, act }: Question): Content {
    return {
      heading,
      body: html`${consequences(sentences)} ${this.error ? problem(this.error) : nothing}`,
      button: html`<button
        class="button ${danger ? 'danger' : 'primary'}"
        type="button"
        ?disabled=${this.busy || blocked}
        @click=${() => void this.act(act)}
      >
        ${this.busy ? 'One moment…' : verb}
      </button>`,
    };
  }
}
