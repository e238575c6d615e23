import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import updateBudget from '../../operations/update-budget.graphql';
import { send } from '../api/client';
import { ActingDialog, consequences, problem, type Content } from './acting-dialog';
import { ENFORCEMENTS, type BudgetDetail } from './detail';
import { changeOf, formOf, whatChanges, type EditForm } from './edit-form';

/** Fields of the change, as the API names them in its errors, where they are in the form. */
const FIELDS = ['name', 'limit', 'noLimit', 'warningThresholds', 'enforcement'];

interface Edited {
  budget: BudgetDetail;
  form: EditForm;
}

/** Edits a budget: name, limit, thresholds and what the limit does. */
@customElement('cg-edit-dialog')
export class EditDialog extends ActingDialog<Edited> {
  edit(load: () => Promise<BudgetDetail>): void {
    void this.begin(async () => {
      const budget = await load();
      return { budget, form: formOf(budget) };
    });
  }

  protected override content({ budget, form }: Edited): Content {
    const change = changeOf(budget, form);
    return {
      heading: `Edit ${budget.name}`,
      body: this.body(budget, form),
      button: html`<button
        class="button primary"
        type="submit"
        form="edit-form"
        ?disabled=${this.busy || !change}
      >
        ${this.busy ? 'One moment…' : change ? 'Save' : 'Nothing is changed'}
      </button>`,
    };
  }

  private body(budget: BudgetDetail, form: EditForm): TemplateResult {
    const unit = budget.currency ?? 'tokens';
    return html`<form
      id="edit-form"
      class="stack edit-form"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.save(budget, form);
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
        hint: 'Several are parted by spaces: 80 92.5. None: leave it empty.',
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
    const { budget, form } = this.about!;
    this.about = { budget, form: { ...form, ...part } };
    // it was said of what stood there before
    this.error = undefined;
  }

  private async save(budget: BudgetDetail, form: EditForm): Promise<void> {
    const change = changeOf(budget, form);
    if (!change) {
      return;
    }
    await this.act(async () => {
      await send(updateBudget, { budgetId: budget.budgetId, change });
      return `${form.name} is changed.`;
    });
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[name="${this.error?.field}"]`)?.focus();
  }
}
