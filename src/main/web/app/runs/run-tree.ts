import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { asApiError } from '../api/errors';
import { Element } from '../ui/element';
import { loadCalls, loadLatest } from './calls';
import type { LoadedRun, RunNode } from './model';
import { rowCells, treeHeadings } from './tree-cells';
import {
  callKey,
  callsKey,
  runKey,
  STEP,
  Tree,
  type Calls,
  type Order,
  type Row,
} from './tree-rows';

export interface Selection {
  runId: string;
  /** An operation id; absent for the run itself. */
  call?: string;
}

/**
 * A run, what it spawned and its calls, as far as they are open: arrow keys walk through the lines
 * and open them, Enter selects a run or a call. It sends `choose` with a Selection.
 */
@customElement('cg-run-tree')
export class RunTree extends Element {
  @property() platformId = '';
  @property({ attribute: false }) loaded?: LoadedRun;
  @property() runId = '';
  @property() call = '';
  @property() order: Order = 'time';
  /** Ids of runs whose figures have just changed. */
  @property({ attribute: false }) fresh: ReadonlySet<string> = new Set();
  @state() private open: ReadonlySet<string> = new Set();
  @state() private shown: ReadonlyMap<string, number> = new Map();
  @state() private calls: ReadonlyMap<string, Calls> = new Map();
  /** The line that the tab key goes to. */
  @state() private active = '';
  private tree?: Tree;
  private rows: Row[] = [];
  private refocus = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('loaded') || changed.has('order')) && this.loaded) {
      const before = this.tree?.root.runId;
      this.tree = new Tree(this.loaded.nodes, this.order);
      if (before !== this.tree.root.runId) {
        this.open = this.tree.opening();
        this.shown = new Map();
        this.calls = new Map();
        this.active = '';
      }
    }
    if (!this.tree) {
      return;
    }
    if (changed.has('runId') || changed.has('call') || !this.active) {
      this.open = new Set([...this.open, ...this.tree.pathTo(this.runId, this.call !== '')]);
      this.active ||= this.selected;
    }
    this.rows = this.tree.rows({ open: this.open, shown: this.shown, calls: this.calls });
    if (!this.rows.some(({ key }) => key === this.active)) {
      this.active = this.rows[0].key;
    }
    this.loadOpened();
  }

  protected override updated(): void {
    if (this.refocus) {
      this.refocus = false;
      this.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    }
  }

  private get selected(): string {
    return this.call ? callKey(this.call) : runKey(this.runId);
  }

  /** Asks for the calls that are open, and again for those of a run that has more since. */
  private loadOpened(): void {
    for (const row of this.rows) {
      const listed =
        row.kind === 'calls' ? row.open : row.kind === 'run' && row.open && this.isLeaf(row.node);
      const known = this.calls.get(row.node.runId);
      if (listed && (!known || (hasChanged(row.node, known.of) && !known.loading))) {
        void this.load(row.node, false);
      }
    }
  }

  private isLeaf(node: RunNode): boolean {
    return this.tree?.isLeaf(node) ?? true;
  }

  private async load(node: RunNode, earlier: boolean): Promise<void> {
    const { platformId } = this;
    const { page, of } = this.calls.get(node.runId) ?? {};
    const now = () => this.calls.get(node.runId)?.page;
    this.take(node, { page, loading: true, of: node });
    try {
      const loaded =
        earlier && page
          ? await loadCalls(platformId, node, page)
          : await loadLatest(
              platformId,
              node,
              page?.calls.length ?? 0,
              of ? node.calls - of.calls : 0,
            );
      // where another answer came meanwhile, these are shown until they are asked for again
      this.take(
        node,
        now() === page
          ? { page: loaded, loading: false, of: node }
          : { page: earlier ? loaded : now(), loading: false },
      );
    } catch (thrown) {
      this.take(node, { page: now(), loading: false, error: asApiError(thrown), of: node });
    }
  }

  private take(node: RunNode, calls: Calls): void {
    this.calls = new Map(this.calls).set(node.runId, calls);
  }

  protected override render(): TemplateResult {
    const { loaded } = this;
    if (!loaded) {
      return html``;
    }
    return html`<table class="table run-tree" role="treegrid" aria-label="What the run spawned">
      ${treeHeadings()}
      <tbody role="rowgroup" @keydown=${this.pressed}>
        ${repeat(
          this.rows,
          ({ key }) => key,
          (row) => this.row(row, loaded),
        )}
      </tbody>
    </table>`;
  }

  private row(row: Row, { run }: LoadedRun): TemplateResult {
    const open = isOpen(row);
    const chosen = row.key === this.selected || row.key.startsWith(`${this.selected} `);
    const selectable = row.kind === 'run' || row.kind === 'call';
    const fresh = row.kind === 'run' && this.fresh.has(row.node.runId);
    return html`<tr
      role="row"
      class="line ${row.kind} ${fresh ? 'changed' : ''}"
      data-key=${row.key}
      aria-level=${row.level}
      aria-expanded=${open ?? nothing}
      aria-selected=${selectable ? chosen : nothing}
      tabindex=${row.key === this.active ? 0 : -1}
      @click=${(event: MouseEvent) => this.clicked(row, event)}
    >
      ${rowCells(row, { whole: run.totalCost, from: run.startedAt, currency: run.currency })}
    </tr>`;
  }

  private clicked(row: Row, event: MouseEvent): void {
    this.active = row.key;
    if ((event.target as HTMLElement).closest('.toggle')) {
      this.toggle(row);
    } else {
      this.act(row);
    }
  }

  /** What Enter and a click do with a line. */
  private act(row: Row): void {
    switch (row.kind) {
      case 'run':
        this.choose({ runId: row.node.runId });
        break;
      case 'call':
        this.choose({ runId: row.node.runId, call: row.call.operationId });
        break;
      case 'calls':
        this.toggle(row);
        break;
      case 'more':
        this.shown = new Map(this.shown).set(row.of, (this.shown.get(row.of) ?? STEP) + STEP);
        break;
      case 'earlier':
        // all that is loaded stays in sight above what comes next
        this.shown = new Map(this.shown).set(
          callsKey(row.node.runId),
          (this.calls.get(row.node.runId)?.page?.calls.length ?? 0) + 2 * STEP,
        );
        void this.load(row.node, true);
        break;
      case 'failed':
        void this.load(row.node, false);
        break;
    }
  }

  private choose(detail: Selection): void {
    this.dispatchEvent(new CustomEvent('choose', { detail }));
  }

  private toggle({ key }: Row): void {
    const open = new Set(this.open);
    if (!open.delete(key)) {
      open.add(key);
    }
    this.open = open;
  }

  private pressed(event: KeyboardEvent): void {
    const at = this.rows.findIndex(({ key }) => key === this.active);
    const row = this.rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const open = isOpen(row);
    switch (event.key) {
      case 'ArrowDown':
        this.walk(at + 1);
        break;
      case 'ArrowUp':
        this.walk(at - 1);
        break;
      case 'Home':
        this.walk(0);
        break;
      case 'End':
        this.walk(this.rows.length - 1);
        break;
      case 'ArrowRight':
        if (open === false) {
          this.toggle(row);
        } else if (open) {
          this.walk(at + 1);
        }
        break;
      case 'ArrowLeft':
        if (open) {
          this.toggle(row);
        } else {
          this.walk(this.rows.findLastIndex(({ level }, i) => i < at && level < row.level));
        }
        break;
      case 'Enter':
      case ' ':
        this.act(row);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private walk(to: number): void {
    const row = this.rows[to];
    if (row) {
      this.active = row.key;
      this.refocus = true;
    }
  }
}

/** Undefined for a line that has nothing below it. */
function isOpen(row: Row): boolean | undefined {
  return row.kind === 'calls' || (row.kind === 'run' && row.openable) ? row.open : undefined;
}

/** Whether a run has other calls of its own than before, or another cost. */
function hasChanged({ calls, ownCost }: RunNode, before?: RunNode): boolean {
  return calls !== before?.calls || ownCost !== before.ownCost;
}
