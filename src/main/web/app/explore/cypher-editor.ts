import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, toggleComment } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Element } from '../ui/element';
import { NO_NAMES, suggest, type Names } from './cypher-completion';
import { faultMarks, placeOf, setFault, type Fault } from './cypher-fault';
import { cypherColours, cypherLanguage } from './cypher-language';
import { cypherTheme } from './cypher-theme';

const EXAMPLE = `MATCH (budget:Budget {platform_id: $platformId})
RETURN budget.name, budget.budget_type`;

function isOther(a?: Fault, b?: Fault): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/**
 * What is typed in the place of a selection. Chromium would carry its look over by a `style` in the
 * markup, which the page's policy forbids.
 */
function overtype(event: InputEvent, view: EditorView): boolean {
  const { state } = view;
  if (event.inputType !== 'insertText' || event.isComposing || state.selection.main.empty) {
    return false;
  }
  const userEvent = 'input.type';
  view.dispatch({ ...state.replaceSelection(event.data ?? ''), userEvent, scrollIntoView: true });
  return true;
}

/**
 * A statement that can be edited. It sends `edit` with the text, and `run` when Ctrl or Command and
 * Enter are pressed. CodeMirror stands in a shadow tree of its own: there it has its styles as a
 * constructed sheet, which the page's policy allows, in place of a `<style>` that it forbids.
 */
@customElement('cg-cypher-editor')
export class CypherEditor extends Element {
  @property() value = '';
  @property({ attribute: false, hasChanged: isOther }) fault?: Fault;
  /** For completion: those of parameters, and what gives all others. */
  @property({ attribute: false }) parameters: string[] = [];
  @property({ attribute: false }) names = () => Promise.resolve(NO_NAMES);
  private view?: EditorView;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.view?.destroy();
    this.view = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** Puts the cursor where the fault is. */
  showFault(): void {
    if (this.view && this.fault) {
      const anchor = placeOf(this.view.state.doc, this.fault);
      this.view.dispatch({ selection: { anchor }, scrollIntoView: true });
      this.view.focus();
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="cypher-editor"></div>`;
  }

  protected override updated(changed: PropertyValues): void {
    this.view ??= this.mount();
    const doc = this.view.state.doc.toString();
    if (doc !== this.value) {
      this.view.dispatch({ changes: { from: 0, to: doc.length, insert: this.value } });
    }
    if (changed.has('fault')) {
      this.view.dispatch({ effects: setFault.of(this.fault) });
    }
  }

  private mount(): EditorView {
    const box = this.querySelector<HTMLElement>('.cypher-editor')!;
    const root = box.shadowRoot ?? box.attachShadow({ mode: 'open' });
    return new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: this.value, extensions: this.extensions() }),
    });
  }

  private extensions(): Extension {
    return [
      lineNumbers(),
      history(),
      bracketMatching(),
      cypherLanguage,
      syntaxHighlighting(cypherColours),
      cypherTheme,
      faultMarks,
      autocompletion({ override: [(at: CompletionContext) => this.complete(at)], icons: false }),
      placeholder(EXAMPLE),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: overtype }),
      EditorView.contentAttributes.of({ 'aria-label': 'Cypher statement', tabindex: '0' }),
      Prec.highest(
        keymap.of([
          { key: 'Mod-Enter', run: () => this.send('run') },
          { key: 'Mod-/', run: toggleComment },
          { key: 'Tab', run: acceptCompletion },
        ]),
      ),
      keymap.of([...historyKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) {
          this.value = update.state.doc.toString();
          this.send('edit', this.value);
        }
      }),
    ];
  }

  private async complete(at: CompletionContext): Promise<CompletionResult | null> {
    const names: Names = { ...(await this.names()), parameters: this.parameters };
    return suggest(at.state.sliceDoc(0, at.pos), names, at.explicit) ?? null;
  }

  private send(type: string, detail?: string): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
