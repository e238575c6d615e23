import { Prec, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  EditorView,
  keymap,
  showTooltip,
  ViewPlugin,
  type Command,
  type Tooltip,
  type TooltipView,
  type ViewUpdate,
} from '@codemirror/view';
import { suggest, type Names, type Suggestions } from './cypher-completion';

interface Open extends Suggestions {
  chosen: number;
}

const ID = 'cm-suggestions';
const set = StateEffect.define<Open | undefined>();

const open = StateField.define<Open | undefined>({
  create: () => undefined,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(set)) {
        return effect.value;
      }
    }
    return transaction.docChanged || transaction.selection ? undefined : value;
  },
  provide: (field) => [
    showTooltip.from(field, (value): Tooltip | null =>
      value ? { pos: value.from, create: list } : null,
    ),
    EditorView.contentAttributes.from(field, (value) =>
      value
        ? { 'aria-controls': ID, 'aria-activedescendant': `${ID}-${value.chosen}` }
        : {},
    ),
  ],
});

function list(view: EditorView): TooltipView {
  const dom = document.createElement('ul');
  dom.className = 'cm-suggestions';
  dom.id = ID;
  dom.setAttribute('role', 'listbox');
  dom.setAttribute('aria-label', 'Suggestions');
  const draw = () => {
    const { options, chosen } = view.state.field(open) ?? { options: [], chosen: 0 };
    dom.replaceChildren(
      ...options.map(({ label, detail }, i) => {
        const item = document.createElement('li');
        item.id = `${ID}-${i}`;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', String(i === chosen));
        const word = document.createElement('span');
        word.textContent = detail;
        item.append(label, word);
        item.addEventListener('mousedown', (event) => {
          event.preventDefault();
          accept(view, i);
        });
        return item;
      }),
    );
    dom.children[chosen]?.scrollIntoView({ block: 'nearest' });
  };
  draw();
  return { dom, update: draw };
}

function accept(view: EditorView, index?: number): boolean {
  const shown = view.state.field(open);
  const option = shown?.options[index ?? shown.chosen];
  if (!shown || !option) {
    return false;
  }
  const insert = option.apply ?? option.label;
  view.dispatch({
    changes: { from: shown.from, to: view.state.selection.main.head, insert },
    selection: { anchor: shown.from + insert.length },
    effects: set.of(undefined),
    userEvent: 'input.complete',
  });
  return true;
}

function move(by: number): Command {
  return (view) => {
    const shown = view.state.field(open);
    if (!shown) {
      return false;
    }
    const chosen = (shown.chosen + by + shown.options.length) % shown.options.length;
    view.dispatch({ effects: set.of({ ...shown, chosen }) });
    return true;
  };
}

function close(view: EditorView): boolean {
  const shown = view.state.field(open);
  if (shown) {
    view.dispatch({ effects: set.of(undefined) });
  }
  return shown !== undefined;
}

function ask(view: EditorView, names: Names, asked: boolean): void {
  const { head, empty } = view.state.selection.main;
  const found = empty ? suggest(view.state.sliceDoc(0, head), names, asked) : undefined;
  view.dispatch({ effects: set.of(found && { ...found, chosen: 0 }) });
}

/**
 * Suggestions under the cursor while one types, or by Ctrl and Space: arrows choose, Enter or Tab
 * take one, Escape closes.
 */
export function suggestions(names: () => Names): Extension {
  const typed = ViewPlugin.define((view) => ({
    update(update: ViewUpdate) {
      const typing = update.transactions.some(
        (transaction) =>
          transaction.docChanged &&
          (transaction.isUserEvent('input.type') || transaction.isUserEvent('delete.backward')),
      );
      if (typing) {
        // a view cannot be changed while it is updated
        queueMicrotask(() => ask(view, names(), false));
      } else if (update.focusChanged && !view.hasFocus) {
        queueMicrotask(() => close(view));
      }
    },
  }));
  return [
    open,
    typed,
    Prec.highest(
      keymap.of([
        { key: 'ArrowDown', run: move(1) },
        { key: 'ArrowUp', run: move(-1) },
        { key: 'Enter', run: (view) => accept(view) },
        { key: 'Tab', run: (view) => accept(view) },
        { key: 'Escape', run: close },
        {
          key: 'Ctrl-Space',
          run: (view) => {
            ask(view, names(), true);
            return true;
          },
        },
      ]),
    ),
  ];
}
