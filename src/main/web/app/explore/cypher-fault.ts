import { StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** Where a statement is wrong, as the service says it: lines and columns from 1. */
export interface Fault {
  line: number;
  column: number;
  message: string;
}

export const setFault = StateEffect.define<Fault | undefined>();

class Message extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: Message): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'cm-fault-message';
    box.textContent = `▲ ${this.text}`;
    return box;
  }
}

/** The place in the text; the end of the line or of the text where it is beyond that. */
export function placeOf(doc: Text, { line, column }: Fault): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column, 1) - 1, at.to);
}

function marksOf(doc: Text, fault: Fault): DecorationSet {
  const at = placeOf(doc, fault);
  const line = doc.lineAt(at);
  const word = /^(?:[\p{L}\p{N}_]+|.)/u.exec(line.text.slice(at - line.from))?.[0].length ?? 0;
  // at the end of a line there is nothing to underline but what comes before
  const from = word ? at : Math.max(line.from, at - 1);
  const marks = [
    Decoration.line({ class: 'cm-fault-line' }).range(line.from),
    Decoration.widget({ widget: new Message(fault.message), block: true, side: 1 }).range(line.to),
  ];
  if (from < at + word) {
    marks.push(Decoration.mark({ class: 'cm-fault' }).range(from, at + word));
  }
  return Decoration.set(marks, true);
}

/** The fault that was set last, until the text changes. */
export const faultMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFault)) {
        return effect.value ? marksOf(transaction.state.doc, effect.value) : Decoration.none;
      }
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
