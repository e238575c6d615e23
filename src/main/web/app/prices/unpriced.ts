import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import unpricedModels from '../../operations/unpriced-models.graphql';
import { send } from '../api/client';
import { count } from '../format/numbers';
import { day, exactTime } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';

interface UnpricedModel {
  model: string;
  provider: string | null;
  calls: number;
  firstSeen: string;
  lastSeen: string;
}

const SHOWN = 12;

/** Models whose calls have no cost yet, of all platforms, each with a way to the form. */
@customElement('cg-unpriced')
export class Unpriced extends Element {
  @state() private all = false;

  private readonly query = new Query<UnpricedModel[]>(
    this,
    () => 'all platforms',
    async (signal) =>
      (await send<{ unpricedModels: UnpricedModel[] }>(unpricedModels, {}, signal)).unpricedModels,
  );

  reload(): void {
    this.query.reload();
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-label="Unpriced models">
      <header>
        <h2>Unpriced models</h2>
        <span class="muted small">of all platforms</span>
      </header>
      ${this.query.render({
        loading: () => skeleton(4),
        failed: failure,
        ready: (models) => this.list(models),
      })}
    </section>`;
  }

  private list(models: UnpricedModel[]): TemplateResult {
    if (models.length === 0) {
      return empty('Every call has a price.');
    }
    const shown = this.all ? models : models.slice(0, SHOWN);
    return html`<ul class="unpriced">
        ${repeat(
          shown,
          ({ model, provider }) => `${model} ${provider}`,
          (entry) => item(entry),
        )}
      </ul>
      ${
        models.length > shown.length
          ? html`<div class="tree-foot">
              <button class="button" type="button" @click=${() => (this.all = true)}>
                Show all ${models.length}
              </button>
            </div>`
          : nothing
      }
      <p class="none small">
        When they were booked no price, or no exchange rate, was known. Their cost is not known and
        in no sum.
      </p>`;
  }
}

function seen(iso: string): TemplateResult {
  const at = new Date(iso);
  return html`<time datetime=${iso} title=${exactTime(at)}>${day(at)}</time>`;
}

function item({ model, provider, calls, firstSeen, lastSeen }: UnpricedModel): TemplateResult {
  return html`<li data-model=${model}>
    <div>
      <div class="break">
        ${model}${provider ? html` <span class="muted">at ${provider}</span>` : nothing}
      </div>
      <div class="muted small">
        ${count(calls)} ${calls === 1 ? 'call' : 'calls'}, from ${seen(firstSeen)} to
        ${seen(lastSeen)}
      </div>
    </div>
    <a
      class="button"
      href=${router.href('/prices', { add: '1', model, provider })}
      aria-label=${`Add a price of ${model}`}
      >Add a price</a
    >
  </li>`;
}
