import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import costs from '../../operations/costs.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import { money } from '../format/numbers';
import { context } from '../state/context';
import { Query } from '../state/query';
import { router } from '../state/router';
import '../ui/dialog';
import { Element } from '../ui/element';
import { failure, skeleton } from '../ui/states';
import {
  apiFilter,
  FACETS,
  keyOfQuestion,
  wordOfValue,
  type Breakdown,
  type Facet,
  type Question,
} from './question';

const SUGGESTIONS_MAX = 500;
const SHOWN_MAX = 100;

interface Suggestion {
  value: string;
  cost?: Decimal;
}

/** Values to filter by: those that there are costs of, by what they cost, or any that one types. */
@customElement('cg-filter-dialog')
export class FilterDialog extends Element {
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) tagKeys: string[] = [];
  @state() private facet: Facet = 'AGENT';
  @state() private wanted = '';
  @state() private tagKey = '';

  private readonly query = new Query<Suggestion[]>(
    this,
    () => {
      const { question } = this;
      if (!this.open || !question) {
        return undefined;
      }
      const others = { ...question, by: [], filters: { ...question.filters, [this.facet]: [] } };
      return `${this.facet} ${this.key()} ${keyOfQuestion(others)}`;
    },
    (signal) => this.suggest(this.question!, signal),
    { keep: () => `${this.facet} ${this.key()}` },
  );

  private key(): string {
    return this.facet === 'TAG' ? this.tagKey || (this.tagKeys[0] ?? '') : '';
  }

  /** What there is with all other filters, so that others can join those chosen. */
  private async suggest(question: Question, signal: AbortSignal): Promise<Suggestion[]> {
    const { facet } = this;
    switch (facet) {
      case 'OUTCOME':
        return ['SUCCEEDED', 'FAILED', 'CANCELLED'].map((value) => ({ value }));
      case 'UNPRICED':
        return ['true', 'false'].map((value) => ({ value }));
      case 'PLATFORM':
        return (context.platforms ?? [])
          .filter(({ platformId }) => platformId !== question.platformId)
          .filter(({ currency }) => currency === question.currency)
          .map(({ platformId }) => ({ value: platformId }));
    }
    const tagKey = this.key();
    if (facet === 'TAG' && !tagKey) {
      return [];
    }
    const variables = {
      groupBy: [facet],
      tagKey: facet === 'TAG' ? tagKey : undefined,
      filter: apiFilter(question, { [facet]: undefined }),
      first: SUGGESTIONS_MAX,
    };
    const { rows } = (await send<{ costs: Breakdown }>(costs, variables, signal)).costs;
    return rows.flatMap(({ keys: [value], totals }) =>
      value == null
        ? []
        : [{ value: facet === 'TAG' ? `${tagKey}=${value}` : value, cost: totals.cost }],
    );
  }

  protected override render(): TemplateResult {
    return html`<cg-dialog
      heading="Filter"
      .open=${this.open}
      .body=${this.open ? this.body() : nothing}
      .actions=${html`<button
        type="button"
        class="button primary"
        @click=${() => this.querySelector('dialog')?.close()}
      >
        Done
      </button>`}
      @closed=${() => this.dispatchEvent(new CustomEvent('closed'))}
    ></cg-dialog>`;
  }

  private body(): TemplateResult {
    const facets = (Object.keys(FACETS) as Facet[]).filter(
      (facet) => facet !== 'PLATFORM' || (context.platforms?.length ?? 0) > 1,
    );
    const { word } = FACETS[this.facet];
    return html`<div class="filter-choice">
        <label
          >Of which
          <select
            class="field"
            name="facet"
            @change=${(event: Event) => {
              this.facet = (event.target as HTMLSelectElement).value as Facet;
              this.wanted = '';
            }}
          >
            ${facets.map(
              (facet) =>
                html`<option value=${facet} .selected=${facet === this.facet}>
                  ${FACETS[facet].word}
                </option>`,
            )}
          </select>
        </label>
        ${this.facet === 'TAG' ? this.keys() : nothing}
      </div>
      <label
        >Value
        <input
          class="field"
          name="value"
          type="search"
          placeholder="Find or type one"
          .value=${this.wanted}
          @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
        />
      </label>
      <div class="suggestions" tabindex="0" role="group" aria-label=${`Values of ${word}`}>
        ${this.query.render({
          loading: () => skeleton(5),
          failed: (error, retry) => html`${failure(error, retry)}${this.values([])}`,
          ready: (suggestions) => this.values(suggestions),
        })}
      </div>`;
  }

  private keys(): TemplateResult {
    return html`<label
      >Key
      <select
        class="field"
        name="key"
        @change=${(event: Event) => (this.tagKey = (event.target as HTMLSelectElement).value)}
      >
        ${this.tagKeys.map(
          (key) => html`<option value=${key} .selected=${key === this.key()}>${key}</option>`,
        )}
      </select>
    </label>`;
  }

  private values(suggestions: Suggestion[]): TemplateResult {
    const chosen = this.question?.filters[this.facet] ?? [];
    const text = this.wanted.trim();
    const gone = chosen.filter((value) => !suggestions.some((known) => known.value === value));
    const all = [...gone.map((value): Suggestion => ({ value })), ...suggestions];
    const found = all.filter(({ value }) =>
      value.toLowerCase().includes(text.toLowerCase()),
    );
    const typed = this.typed(text);
    return html`<ul>
        ${
          typed !== undefined && !all.some(({ value }) => value === typed)
            ? html`<li>
                <button type="button" class="button" @click=${() => this.toggle(typed)}>
                  Filter by “${typed}”
                </button>
              </li>`
            : nothing
        }
        ${found.slice(0, SHOWN_MAX).map(
          ({ value, cost }) =>
            html`<li>
              <label>
                <input
                  type="checkbox"
                  name="chosen"
                  value=${value}
                  .checked=${chosen.includes(value)}
                  @change=${() => this.toggle(value)}
                />
                <span class="what" title=${value}>${wordOfValue(this.facet, value)}</span>
                ${cost === undefined ? nothing : money(cost, this.question!.currency)}
              </label>
            </li>`,
        )}
      </ul>
      ${
        found.length > SHOWN_MAX
          ? html`<p class="muted small">${found.length - SHOWN_MAX} more: type a part of one.</p>`
          : nothing
      }
      ${
        found.length === 0 && typed === undefined && !this.query.error
          ? html`<p class="muted small">Nothing was spent on any in this time.</p>`
          : nothing
      }`;
  }

  /** What may be asked for although nothing of it is suggested; tags need their key. */
  private typed(text: string): string | undefined {
    switch (this.facet) {
      case 'KIND':
      case 'OUTCOME':
      case 'UNPRICED':
      case 'PLATFORM':
        return undefined;
      case 'TAG':
        return /^[\w.:/-]+=./.test(text) ? text : undefined;
      default:
        return text || undefined;
    }
  }

  private toggle(value: string): void {
    const chosen = this.question?.filters[this.facet] ?? [];
    const one = this.facet === 'BUDGET' || this.facet === 'UNPRICED';
    const next = chosen.includes(value)
      ? chosen.filter((other) => other !== value)
      : [...(one ? [] : chosen), value];
    router.set({ [FACETS[this.facet].param]: next });
  }
}
