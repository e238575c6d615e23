import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { asApiError } from '../api/errors';
import { compare } from '../format/decimal';
import { exactMoney, none } from '../format/numbers';
import { now } from '../format/time';
import { componentWords, perWords } from '../runs/explanation';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { toast } from '../ui/toasts';
import {
  loadPrices,
  since,
  unitPrice,
  usual,
  type ModelPrice,
  type PricePage,
} from './model-price';

const PAGE = 40;
const TYPING_MS = 150;
const COLUMNS = ['input', 'cacheRead', 'output'];

/** The prices of now, of models whose name contains what is typed. */
@customElement('cg-price-list')
export class PriceList extends Element {
  @property() platformId = '';
  private typing?: ReturnType<typeof setTimeout>;
  private readonly watch = new Watch(this, [router]);

  private readonly query = new Query<PricePage>(
    this,
    () => `${this.platformId} ${this.provider ?? ''} ${this.wanted}`,
    (signal) => this.load(null, signal),
    {
      keep: () => this.platformId,
      about: () => `${this.platformId} ${this.provider ?? ''} ${this.wanted}`,
    },
  );

  private get wanted(): string {
    return router.params.get('q') ?? '';
  }

  private get provider(): string | undefined {
    return router.params.get('provider') ?? undefined;
  }

  private load(after: string | null, signal?: AbortSignal): Promise<PricePage> {
    const question = {
      platformId: this.platformId,
      search: this.wanted.trim() || undefined,
      provider: this.provider,
      at: now().toISOString(),
      first: PAGE,
      after,
    };
    return loadPrices(question, signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  protected override updated(): void {
    const field = this.querySelector<HTMLInputElement>('input[type=search]');
    // the address has it after a step back; never while one types
    if (field && field !== document.activeElement && field.value !== this.wanted) {
      field.value = this.wanted;
    }
  }

  protected override render(): TemplateResult {
    void this.watch;
    return html`<section class="panel" aria-label="Prices of now">
      <header>
        <h2>Prices of now</h2>
        <form class="finder" role="search" aria-label="Find a price" @submit=${stay}>
          <label class="visually-hidden" for="price-search">Model</label>
          <input
            class="field"
            id="price-search"
            type="search"
            placeholder="Search models"
            autocomplete="off"
            spellcheck="false"
            value=${this.wanted}
            @input=${this.typed}
          />
        </form>
      </header>
      ${
        this.provider
          ? html`<p class="none">
              Only ${this.provider}.
              <a href=${router.href('/prices', { q: this.wanted })}>Show every provider</a>
            </p>`
          : nothing
      }
      ${this.query.render({
        loading: () => skeleton(12),
        failed: failure,
        ready: (page) => this.table(page),
      })}
    </section>`;
  }

  private table({ nodes, pageInfo }: PricePage): TemplateResult {
    if (nodes.length === 0) {
      return empty(
        this.wanted ? `No price of a model named like '${this.wanted}' is known.` : 'No prices.',
        html`<a href=${router.href('/prices', { add: '1', model: this.wanted })}>Add a price</a>`,
      );
    }
    return html`<cg-table
        caption="Prices per million tokens unless a unit is named"
        .columns=${columns()}
        .rows=${nodes}
      ></cg-table>
      <div class="tree-foot row spread wrap">
        <span class="muted small"
          >Per million tokens, at the standard service tier, unless another unit is named.${
            pageInfo.hasNextPage
              ? ` These are the first ${nodes.length}; a heading sorts them alone.`
              : ''
          }</span
        >
        ${
          pageInfo.hasNextPage
            ? html`<button class="button" type="button" @click=${this.more}>Show more</button>`
            : nothing
        }
      </div>`;
  }

  private typed(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => router.set({ q: value }, true), TYPING_MS);
  }

  private async more(): Promise<void> {
    const before = this.query.data;
    if (!before) {
      return;
    }
    try {
      const { nodes, pageInfo } = await this.load(before.pageInfo.endCursor);
      // what was asked for meanwhile goes before
      if (this.query.data === before) {
        this.query.data = { nodes: [...before.nodes, ...nodes], pageInfo };
        this.requestUpdate();
      }
    } catch (thrown) {
      toast(asApiError(thrown).message, true);
    }
  }
}

function stay(event: Event): void {
  event.preventDefault();
}

function columns(): Column<ModelPrice>[] {
  return [
    {
      key: 'model',
      label: 'Model',
      className: 'name',
      cell: ({ model, provider }) =>
        html`<a href=${router.href('/prices', { model, provider })} title=${model}>${model}</a>
          <div class="muted narrow">${provider}</div>`,
      order: (a, b) => a.model.localeCompare(b.model),
    },
    {
      key: 'provider',
      label: 'Provider',
      className: 'wide',
      cell: ({ provider }) =>
        html`<a
          class="quiet"
          href=${router.href('/prices', { provider, q: router.params.get('q') })}
          title=${`Only ${provider}`}
          >${provider}</a
        >`,
      order: (a, b) => a.provider.localeCompare(b.provider),
    },
    ...COLUMNS.map((name) => kindColumn(name)),
    {
      key: 'other',
      label: 'Other',
      className: 'wide',
      cell: otherCell,
    },
    {
      key: 'since',
      label: 'Since',
      cell: since,
      order: (a, b) => (a.effectiveFrom ?? '').localeCompare(b.effectiveFrom ?? ''),
    },
    {
      key: 'source',
      label: 'Source',
      className: 'name wide',
      cell: ({ source }) => html`<span class="muted" title=${source}>${source}</span>`,
    },
  ];
}

function kindColumn(name: string): Column<ModelPrice> {
  const of = (price: ModelPrice) => usual(price).find((part) => part.name === name)?.price;
  return {
    key: name,
    label: name === 'cacheRead' ? 'Cached' : name.replace(/^./, (first) => first.toUpperCase()),
    end: true,
    className: name === 'cacheRead' ? 'wide' : '',
    cell: (price) => {
      const value = of(price);
      return value === undefined ? none('not priced') : unitPrice(value, price.currency);
    },
    order: (a, b) => compare(of(a) ?? '-1', of(b) ?? '-1'),
  };
}

/** What has no column: the first of it, and how much more there is. */
function otherCell(price: ModelPrice): TemplateResult {
  const others = price.components.filter(
    (part) => !(COLUMNS.includes(part.name) && usual(price).includes(part)),
  );
  if (others.length === 0) {
    return none();
  }
  const words = others.map(
    ({ name, price: value, unit, tier, aboveTokens, hours }) =>
      `${componentWords(name)} ${exactMoney(value, price.currency)} per ${perWords(unit)}` +
      (tier === 'STANDARD' ? '' : `, ${tier.toLowerCase()}`) +
      (aboveTokens === null ? '' : `, above ${aboveTokens} tokens`) +
      (hours === null ? '' : `, ${hours} UTC`),
  );
  const [first] = usual(price).filter(({ name }) => !COLUMNS.includes(name));
  const shown =
    first && first.unit === first.name
      ? `${exactMoney(first.price, price.currency)} per ${first.name}`
      : '';
  const rest = shown ? others.length - 1 : others.length;
  return html`<a
    class="quiet"
    href=${router.href('/prices', { model: price.model, provider: price.provider })}
    title=${words.join('\n')}
    >${shown}${rest ? `${shown ? ', ' : ''}${rest} more` : ''}</a
  >`;
}
