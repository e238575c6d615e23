import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import moveBudget from '../../operations/move-budget.graphql';
import { send } from '../api/client';
import { asApiError, type ApiError } from '../api/errors';
import type { Budget } from '../api/types';
import { loadBudgets } from '../overview/budgets';
import '../ui/dialog';
import { Element } from '../ui/element';
import { skeleton } from '../ui/states';
import { toast } from '../ui/toasts';
import { consequences, problem } from './confirm-dialog';
import type { BudgetDetail } from './detail';
import { Places } from './places';

const SHOWN_MAX = 100;

/** Moves a budget under other parents. It sends `done` after it. */
@customElement('cg-move-dialog')
export class MoveDialog extends Element {
  @state() private budget?: BudgetDetail;
  @state() private places?: Places;
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private search = '';
  @state() private open = false;
  @state() private busy = false;
  @state() private error?: ApiError;

  async move(budget: BudgetDetail): Promise<void> {
    this.budget = budget;
    this.chosen = new Set();
    this.places = undefined;
    this.search = '';
    this.error = undefined;
    this.busy = false;
    this.open = true;
    try {
      const all = await loadBudgets(budget.platformId, undefined, AbortSignal.timeout(60_000));
      if (this.budget === budget) {
        // others may have moved it since the page was loaded: a move sets all of its parents
        const now = all.find(({ budgetId }) => budgetId === budget.budgetId) ?? budget;
        this.chosen = new Set(now.parents.map(({ budgetId }) => budgetId));
        this.places = new Places(all, now);
      }
    } catch (thrown) {
      if (this.budget === budget) {
        this.error = asApiError(thrown);
      }
    }
  }

  protected override render(): TemplateResult {
    const { budget, places } = this;
    const changed = !!places && places.differs(this.chosen);
    return html`<cg-dialog
      heading=${budget ? `Move ${budget.name}` : ''}
      .open=${this.open}
      .body=${budget && this.body(budget)}
      .actions=${html`<button class="button" type="button" @click=${() => (this.open = false)}>
          Cancel
        </button>
        <button
          class="button primary"
          type="button"
          ?disabled=${this.busy || !changed}
          @click=${() => void this.go()}
        >
          ${this.busy ? 'One moment…' : changed ? 'Move' : 'Nothing is changed'}
        </button>`}
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }

  private body(budget: BudgetDetail): TemplateResult {
    const { places } = this;
    const wrong = this.error?.field === 'parentBudgetIds';
    return html`<label
        >Under which budgets
        <input
          class="field"
          type="search"
          name="search"
          placeholder="Find by name or id"
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
      </label>
      ${
        places
          ? this.list(places)
          : this.error
            ? nothing
            : skeleton(4)
      }
      ${
        this.error
          ? wrong
            ? html`<p class="fault small" role="alert" id="move-fault">${this.error.message}</p>`
            : problem(this.error)
          : nothing
      }
      <div class="will" aria-live="polite">
        ${places ? consequences(places.whatChanges(budget, this.chosen)) : nothing}
      </div>`;
  }

  private list(places: Places): TemplateResult {
    const found = places.find(this.search, this.chosen);
    return html`<div
      class="choices parents"
      role="group"
      aria-label="Parents"
      aria-describedby=${this.error?.field === 'parentBudgetIds' ? 'move-fault' : nothing}
      tabindex="0"
    >
      ${repeat(
        found.slice(0, SHOWN_MAX),
        ({ budgetId }) => budgetId,
        (candidate) => this.choice(places, candidate),
      )}
      ${
        found.length > SHOWN_MAX
          ? html`<p class="muted small">${found.length - SHOWN_MAX} more: search for them.</p>`
          : found.length === 0
            ? html`<p class="muted small">No budget that it could be under is called so.</p>`
            : nothing
      }
    </div>`;
  }

  private choice(places: Places, candidate: Budget): TemplateResult {
    const { budgetId, name } = candidate;
    return html`<label class="check" title=${budgetId}
      ><input
        type="checkbox"
        name="parent"
        value=${budgetId}
        .checked=${this.chosen.has(budgetId)}
        @change=${(event: Event) => {
          const chosen = new Set(this.chosen);
          if ((event.target as HTMLInputElement).checked) {
            chosen.add(budgetId);
          } else {
            chosen.delete(budgetId);
          }
          this.chosen = chosen;
        }}
      /><span>${name}<span class="sub">${places.way(candidate)}</span></span></label
    >`;
  }

  private async go(): Promise<void> {
    const { budget } = this;
    if (!budget) {
      return;
    }
    this.busy = true;
    this.error = undefined;
    try {
      const { budgetId } = budget;
      await send(moveBudget, { budgetId, parentBudgetIds: [...this.chosen] });
      this.open = false;
      toast(`${budget.name} is moved.`);
      this.dispatchEvent(new CustomEvent('done'));
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.busy = false;
  }
}
