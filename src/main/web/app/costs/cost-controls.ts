import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { wordOf, type Dimension } from '../format/labels';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { exportsOf } from './exports';
import './filter-dialog';
import { MEASURES, type Measure } from './measures';
import {
  apiFilter,
  DIMENSIONS,
  DIMENSIONS_MAX,
  FACETS,
  wordOfValue,
  type Facet,
  type Question,
} from './question';

/** What is asked: by what, of which, and which figure of it. All of it is in the address. */
@customElement('cg-cost-controls')
export class CostControls extends Element {
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) measure?: Measure;
  /** That usages have, the most used first. */
  @property({ attribute: false }) tagKeys: string[] = [];
  @state() private asking = false;

  protected override render(): TemplateResult | typeof nothing {
    const { question, measure } = this;
    if (!question || !measure) {
      return nothing;
    }
    return html`<section class="panel cost-controls" aria-label="What is shown">
        <div class="row wrap">
          <label class="labelled"
            ><span>Measure</span>
            <select
              class="field"
              name="measure"
              @change=${(event: Event) => router.set({ measure: valueOf(event) })}
            >
              ${MEASURES.map(
                ({ key, label }) =>
                  html`<option value=${key} .selected=${key === measure.key}>${label}</option>`,
              )}
            </select>
          </label>
          ${this.groups(question)}
        </div>
        <div class="row wrap filters">${this.chips(question)}</div>
      </section>
      <cg-filter-dialog
        .open=${this.asking}
        .question=${question}
        .tagKeys=${this.tagKeys}
        @closed=${() => (this.asking = false)}
      ></cg-filter-dialog>`;
  }

  private groups(question: Question): TemplateResult {
    const { by } = question;
    const selects = by.length < DIMENSIONS_MAX ? [...by, undefined] : by;
    return html`${selects.map(
      (chosen, i) =>
        html`<label class="labelled"
          ><span>${i === 0 ? 'Group by' : 'then by'}</span>
          <select
            class="field"
            name=${`by-${i}`}
            @change=${(event: Event) => regroup(by, i, valueOf(event))}
          >
            ${
              i === 0
                ? nothing
                : html`<option value="" .selected=${chosen === undefined}>–</option>`
            }
            ${DIMENSIONS.filter((name) => name === chosen || !by.includes(name)).map(
              (name) =>
                html`<option value=${name} .selected=${name === chosen}>${wordOf(name)}</option>`,
            )}
          </select>
        </label>`,
    )}
    ${by.includes('TAG') ? this.tagKey(question) : nothing}`;
  }

  private tagKey({ tagKey }: Question): TemplateResult {
    const keys = [...new Set([...(tagKey ? [tagKey] : []), ...this.tagKeys])];
    return html`<label class="labelled"
      ><span>Tag</span>
      <input
        class="field"
        name="tagKey"
        list="tag-keys"
        placeholder="its key"
        .value=${tagKey ?? ''}
        @change=${(event: Event) => router.set({ tagKey: valueOf(event).trim() })}
      />
      <datalist id="tag-keys">
        ${keys.map((key) => html`<option value=${key}></option>`)}
      </datalist>
    </label>`;
  }

  private chips(question: Question): TemplateResult {
    const { filters } = question;
    const all = (Object.entries(filters) as [Facet, string[]][]).flatMap(([facet, values]) =>
      values.map((value) => ({ facet, value, rest: values.filter((other) => other !== value) })),
    );
    return html`${all.map(({ facet, value, rest }) => {
        const { word, param } = FACETS[facet];
        const shown = wordOfValue(facet, value);
        return html`<button
          type="button"
          class="chip filter"
          data-filter=${param}
          aria-label=${`Remove the filter ${word} ${shown}`}
          title="Remove"
          @click=${() => router.set({ [param]: rest })}
        >
          <span class="muted">${word}</span> ${shown} ${icon('close')}
        </button>`;
      })}
      <button type="button" class="button add-filter" @click=${() => (this.asking = true)}>
        ${all.length ? 'More filters' : 'Filter'}
      </button>
      ${
        all.length > 1
          ? html`<a class="small" href=${router.here(noFilters())}>Remove all</a>`
          : nothing
      }
      <span class="spring"></span>
      ${exportsOf(apiFilter(question))}`;
  }
}

/** An address without any filter. */
export function noFilters(): Record<string, null> {
  return Object.fromEntries(Object.values(FACETS).map(({ param }) => [param, null]));
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement | HTMLInputElement).value;
}

/** An order by what is no column any more is forgotten. */
function regroup(by: Dimension[], at: number, name: string): void {
  const next = [...by];
  next.splice(at, 1, ...(name ? [name as Dimension] : []));
  router.set({ by: next.join(), sort: null, rows: null });
}
