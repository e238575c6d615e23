import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import moveBudget from '../../operations/move-budget.graphql';
import { send } from '../api/client';
import type { Budget } from '../api/types';
import { loadBudgets } from '../overview/budgets';
import { ActingDialog, consequences, problem, type Content } from './acting-dialog';
import type { BudgetDetail } from './detail';
import { Places } from './places';

const SHOWN_MAX = 100;

/** Moves a budget under other parents. */
@customElement('cg-move-dialog')
export class MoveDialog extends ActingDialog<Places> {
  /** Undefined: as it is. */
  @state() private changed?: ReadonlySet<string>;
  @state() private search = '';

  move(budget: BudgetDetail): void {
    this.changed = undefined;
    this.search = '';
    void this.begin(async () => {
      const { platformId, budgetId } = budget;
      const all = await loadBudgets(platformId, undefined, AbortSignal.timeout(60_000));
      // others may have moved it since the page was loaded: a move sets all of its parents
      return new Places(all, all.find((one) => one.budgetId === budgetId) ?? budget);
    });
  }

  protected override content(places: Places): Content {
    const { name } = places.budget;
    const chosen = this.changed ?? places.before;
    const differs = places.differs(chosen);
    return {
      heading: `Move ${name}`,
      body: this.body(places, chosen),
      button: html`<button
        class="button primary"
        type="button"
        ?disabled=${this.busy || !differs}
        @click=${() => void this.go(places, chosen)}
      >
        ${this.busy ? 'One moment…' : differs ? 'Move' : 'Nothing is changed'}
      </button>`,
    };
  }

  private body(places: Places, chosen: ReadonlySet<string>): TemplateResult {
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
      ${this.list(places, chosen)}
      ${
        this.error
          ? wrong
            ? html`<p class="fault small" role="alert" id="move-fault">${this.error.message}</p>`
            : problem(this.error)
          : nothing
      }
      <div class="will" aria-live="polite">
        ${consequences(places.whatChanges(chosen))}
      </div>`;
  }

  private list(places: Places, chosen: ReadonlySet<string>): TemplateResult {
    const found = places.find(this.search, chosen);
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
        (candidate) => this.choice(places, candidate, chosen),
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

  private choice(
    places: Places,
    candidate: Budget,
    chosen: ReadonlySet<string>,
  ): TemplateResult {
    const { budgetId, name } = candidate;
    return html`<label class="check" title=${budgetId}
      ><input
        type="checkbox"
        name="parent"
        value=${budgetId}
        .checked=${chosen.has(budgetId)}
        @change=${(event: Event) => {
          const changed = new Set(chosen);
          if ((event.target as HTMLInputElement).checked) {
            changed.add(budgetId);
          } else {
            changed.delete(budgetId);
          }
          this.changed = changed;
        }}
      /><span>${name}<span class="sub">${places.way(candidate)}</span></span></label
    >`;
  }

  private go({ budget: { budgetId, name } }: Places, chosen: ReadonlySet<string>): Promise<void> {
    return this.act(async () => {
      await send(moveBudget, { budgetId, parentBudgetIds: [...chosen] });
      return `${name} is moved.`;
    });
  }
}
