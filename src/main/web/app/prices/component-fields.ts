import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ApiError } from '../api/errors';
import { icon } from '../ui/icons';
import { component, type ComponentDraft } from './draft';
import { describedBy, fieldError } from './field-error';
import { isTokenKind, TIERS, TOKEN_KINDS, type Tier } from './model-price';

const FIELD = 'price.components';

/** A line per kind of consumption: what it is, its price, and where that holds. */
export function componentFields(
  components: ComponentDraft[],
  error: ApiError | undefined,
  changed: (components: ComponentDraft[]) => void,
): TemplateResult {
  const about = error?.field?.startsWith(FIELD) ? error : undefined;
  return html`<fieldset class="components">
    <legend>Prices</legend>
    <datalist id="kinds">
      ${TOKEN_KINDS.map((name) => html`<option value=${name}></option>`)}
    </datalist>
    ${repeat(
      components,
      (line) => line,
      (line, i) => fields(line, i, components, about, changed),
    )}
    ${about ? fieldError(about, about.field!) : nothing}
    <div>
      <button class="button" type="button" @click=${() => changed([...components, component()])}>
        Add a line
      </button>
    </div>
    <p class="muted small">
      A kind of tokens is priced per 1,000,000; anything else, such as <code>page</code>, per one. 0
      is free of charge; lines without a price are left out.
    </p>
  </fieldset>`;
}

function fields(
  line: ComponentDraft,
  i: number,
  all: ComponentDraft[],
  error: ApiError | undefined,
  changed: (components: ComponentDraft[]) => void,
): TemplateResult {
  const set = (change: Partial<ComponentDraft>) => {
    Object.assign(line, change);
    changed(all);
  };
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  const input = (
    name: 'name' | 'price' | 'aboveTokens',
    label: string,
    extra: { list?: string; mode?: string; placeholder?: string } = {},
  ) =>
    html`<label
      >${label}
      <input
        class="field"
        data-field=${name}
        list=${extra.list ?? nothing}
        inputmode=${extra.mode ?? nothing}
        placeholder=${extra.placeholder ?? nothing}
        autocomplete="off"
        spellcheck="false"
        .value=${line[name]}
        aria-invalid=${isBlamed(line, name, all, error) ? 'true' : nothing}
        aria-describedby=${error ? describedBy(error, error.field!) : nothing}
        @input=${(event: Event) => set({ [name]: value(event) })}
      />
    </label>`;
  return html`<div class="component" role="group" aria-label=${`Price ${i + 1}`}>
    ${input('name', 'Of', { list: 'kinds', placeholder: 'input, output, page …' })}
    ${input('price', isTokenKind(line.name) || !line.name ? 'Per 1M tokens' : 'Per one', {
      mode: 'decimal',
    })}
    <label
      >Service tier
      <select
        class="field"
        data-field="tier"
        @change=${(event: Event) => set({ tier: value(event) as Tier })}
      >
        ${TIERS.map(
          (tier) =>
            html`<option value=${tier} .selected=${tier === line.tier}>
              ${tier.charAt(0) + tier.slice(1).toLowerCase()}
            </option>`,
        )}
      </select>
    </label>
    ${input('aboveTokens', 'Prompts above', { mode: 'numeric', placeholder: 'any length' })}
    <button
      class="button plain"
      type="button"
      aria-label=${`Remove price ${i + 1}`}
      ?disabled=${all.length === 1}
      @click=${() => changed(all.filter((other) => other !== line))}
    >
      ${icon('close')}
    </button>
  </div>`;
}

/** The API names the field, but not the line: that is the one whose value its message has. */
function isBlamed(
  line: ComponentDraft,
  name: 'name' | 'price' | 'aboveTokens',
  all: ComponentDraft[],
  error: ApiError | undefined,
): boolean {
  const part = error?.field?.slice(FIELD.length + 1);
  if (!error || (part && part !== name)) {
    return false;
  }
  const words = error.message.split(/[\s'",:;]+/);
  const has = (typed: string) => {
    const value = typed.trim();
    return value !== '' && (words.includes(value) || error.message.includes(`'${value}'`));
  };
  if (all.some((other) => has(other[name]))) {
    return has(line[name]) && line.price !== '';
  }
  return part === name;
}
