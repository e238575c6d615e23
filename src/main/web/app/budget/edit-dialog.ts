import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import updateBudget from '../../operations/update-budget.graphql';
import { send } from '../api/client';
import { asApiError, type ApiError } from '../api/errors';
import '../ui/dialog';
import { Element } from '../ui/element';
import { toast } from '../ui/toasts';
import { consequences, problem } from './confirm-dialog';
import { ENFORCEMENTS, type BudgetDetail } from './detail';
import { changeOf, formOf, whatChanges, type EditForm } from './edit-form';

/** Fields of the change, as the API names them in its errors, where they are in the form. */
const FIELDS = ['name', 'limit', 'noLimit', 'warningThresholds', 'enforcement'];

/** Edits a budget: name, limit, thresholds and what the limit does. It sends `done` after it. */
@customElement('cg-edit-dialog')
export class EditDialog extends Element {
  @state() private budget?: BudgetDetail;
  @state() private form?: EditForm;
  @state() private open = false;
  @state() private busy = false;
  @state() private error?: ApiError;

  edit(budget: BudgetDetail): void {
    this.budget = budget;
    this.form = formOf(budget);
    this.error = undefined;
    this.busy = false;
    this.open = true;
  }

  protected override render(): TemplateResult {
    const { budget, form } = this;
    const change = budget && form && changeOf(budget, form);
    return html`<cg-dialog
      heading=${budget ? `Edit ${budget.name}` : ''}
      .open=${this.open}
      .body=${budget && form && this.body(budget, form)}
      .actions=${html`<button class="button" type="button" @click=${() => (this.open = false)}>
          Cancel
        </button>
        <button
          class="button primary"
          type="submit"
          form="edit-form"
          ?disabled=${this.busy || !change}
        >
          ${this.busy ? 'One moment…' : change ? 'Save' : 'Nothing is changed'}
        </button>`}
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }

  private body(budget: BudgetDetail, form: EditForm): TemplateResult {
    const unit = budget.currency ?? 'tokens';
    return html`<form
      id="edit-form"
      class="stack edit-form"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.save();
      }}
    >
      ${this.text('name', 'Name', form.name)}
      ${this.text('limit', `Limit per period, in ${unit}`, form.limit, {
        numeric: true,
        disabled: form.noLimit,
      })}
      <label class="check"
        ><input
          type="checkbox"
          name="noLimit"
          .checked=${form.noLimit}
          @change=${(event: Event) =>
            this.put({ noLimit: (event.target as HTMLInputElement).checked })}
        />
        No limit: it only measures</label
      >
      ${this.fault('noLimit')}
      ${this.text('warningThresholds', 'Warn at, in percent of the limit', form.thresholds, {
        numeric: true,
        hint: 'Several are parted by commas, e.g. 80, 95. None: leave it empty.',
      })}
      ${this.enforcement(form)}
      ${this.error && !FIELDS.includes(this.error.field ?? '') ? problem(this.error) : nothing}
      <div class="will" aria-live="polite">${consequences(whatChanges(budget, form))}</div>
    </form>`;
  }

  private text(
    name: string,
    label: string,
    value: string,
    more: { numeric?: boolean; disabled?: boolean; hint?: string } = {},
  ): TemplateResult {
    const wrong = this.error?.field === name;
    const key = name === 'warningThresholds' ? 'thresholds' : name;
    return html`<div class="stack tight">
      <label
        >${label}
        <input
          class="field"
          name=${name}
          autocomplete="off"
          inputmode=${more.numeric ? 'decimal' : 'text'}
          ?disabled=${more.disabled ?? false}
          aria-invalid=${wrong ? 'true' : nothing}
          aria-describedby=${wrong ? `edit-${name}-fault` : nothing}
          .value=${value}
          @input=${(event: Event) =>
            this.put({ [key]: (event.target as HTMLInputElement).value })}
        />
      </label>
      ${this.fault(name)} ${more.hint ? html`<p class="muted small">${more.hint}</p>` : nothing}
    </div>`;
  }

  private enforcement(form: EditForm): TemplateResult {
    return html`<fieldset class="choices">
      <legend>When a reservation would pass the limit</legend>
      ${ENFORCEMENTS.map(
        ({ key, word, what }) =>
          html`<label class="check"
            ><input
              type="radio"
              name="enforcement"
              value=${key}
              .checked=${form.enforcement === key}
              @change=${() => this.put({ enforcement: key })}
            />
            <span><strong>${word}</strong>: ${what}</span></label
          >`,
      )}
      ${this.fault('enforcement')}
    </fieldset>`;
  }

  /** What the API says of a field, right at it. */
  private fault(name: string): TemplateResult | typeof nothing {
    return this.error?.field === name
      ? html`<p class="fault small" role="alert" id=${`edit-${name}-fault`}>
          ${this.error.message}
        </p>`
      : nothing;
  }

  private put(part: Partial<EditForm>): void {
    this.form = { ...this.form!, ...part };
  }

  private async save(): Promise<void> {
    const { budget, form } = this;
    const change = budget && form && changeOf(budget, form);
    if (!change || this.busy) {
      return;
    }
    this.busy = true;
    this.error = undefined;
    try {
      await send(updateBudget, { budgetId: budget.budgetId, change });
      this.open = false;
      toast(`${form.name} is changed.`);
      this.dispatchEvent(new CustomEvent('done'));
    } catch (thrown) {
      this.error = asApiError(thrown);
      await this.updateComplete;
      this.querySelector<HTMLElement>(`[name="${this.error.field}"]`)?.focus();
    }
    this.busy = false;
  }
}
