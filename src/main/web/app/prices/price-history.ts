import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../charts/chart';
import { exactCount, exactMoney, none } from '../format/numbers';
import { now } from '../format/time';
import { componentWords } from '../runs/explanation';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { chip } from '../ui/chips';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { groupsOf, historyChart, type Step } from './history-chart';
import {
  byKind,
  condition,
  loadPriceAt,
  loadPrices,
  since,
  TIERS,
  unitPrice,
  type ModelPrice,
  type Tier,
} from './model-price';

const PAGE = 500;
/** So many prices at most are looked through, of all models whose name has this one in it. */
const PRICES_MAX = 5_000;
/** Of changes of the price, the latest so many are drawn. */
const STEPS_MAX = 40;

interface History {
  /** Where one must be chosen. */
  providers: string[];
  /** The newest first. */
  versions: ModelPrice[];
  steps: Step[];
  now: Date;
  /** There are more prices than were looked through. */
  cut: boolean;
}

/** What a model cost over time: a step chart of each kind, and every version of the price. */
@customElement('cg-price-history')
export class PriceHistory extends Element {
  @property() platformId = '';
  @property() model = '';
  @property() provider = '';
  private readonly watch = new Watch(this, [router]);

  private readonly query = new Query<History>(
    this,
    () => `${this.platformId} ${this.provider} ${this.model}`,
    (signal) => this.load(signal),
  );

  private async load(signal: AbortSignal): Promise<History> {
    const asOf = now();
    const { platformId, model } = this;
    const question = { platformId, search: model, first: PAGE };
    let page = await loadPrices(question, signal);
    const found = [...page.nodes];
    while (page.pageInfo.hasNextPage && found.length < PRICES_MAX) {
      page = await loadPrices({ ...question, after: page.pageInfo.endCursor }, signal);
      found.push(...page.nodes);
    }
    const all = found.filter((price) => price.model.toLowerCase() === model.toLowerCase());
    const providers = [...new Set(all.map((price) => price.provider))];
    const provider = this.provider || (providers.length === 1 ? providers[0] : '');
    const versions = all
      .filter((price) => price.provider.toLowerCase() === provider.toLowerCase())
      .sort((a, b) => (b.effectiveFrom ?? '').localeCompare(a.effectiveFrom ?? ''));
    const dates = [...new Set(versions.flatMap(({ effectiveFrom }) => effectiveFrom ?? []))]
      .map((date) => new Date(date))
      .sort((a, b) => a.getTime() - b.getTime())
      .slice(-STEPS_MAX);
    // which of several prices holds is the service's to say: one of one's own goes before the list
    const asked: { from: Date | null; at: Date }[] = dates.map((from) => ({ from, at: from }));
    if (versions.some(({ effectiveFrom }) => effectiveFrom === null)) {
      asked.unshift({ from: null, at: dates[0] ? new Date(dates[0].getTime() - 1) : asOf });
    }
    const steps = await Promise.all(
      asked.map(async ({ from, at }) => ({
        from,
        price: await loadPriceAt(model, provider, at, platformId, signal),
      })),
    );
    return { providers, versions, steps, now: asOf, cut: page.pageInfo.hasNextPage };
  }

  protected override render(): TemplateResult {
    void this.watch;
    return html`<nav class="crumbs small" aria-label="Where the model is">
        <ol>
          <li><a href=${router.href('/prices')}>Prices</a></li>
          ${
            this.provider
              ? html`<li>
                  <a href=${router.href('/prices', { provider: this.provider })}
                    >${this.provider}</a
                  >
                </li>`
              : nothing
          }
        </ol>
      </nav>
      <div class="page-head">
        <h1 class="break">${this.model}</h1>
        <span class="muted">${this.provider ? `at ${this.provider}` : ''}</span>
        <a class="button" href=${this.addHref()}>Add a price</a>
      </div>
      ${this.query.render({
        loading: () => html`<div class="panel">${skeleton(10)}</div>`,
        failed: (error, retry) => html`<div class="panel">${failure(error, retry)}</div>`,
        ready: (history) => html`${history.cut ? cutNotice() : nothing} ${this.history(history)}`,
      })}`;
  }

  private addHref(): string {
    return router.href('/prices', { add: '1', model: this.model, provider: this.provider });
  }

  private history({ providers, versions, steps, now }: History): TemplateResult {
    if (versions.length === 0) {
      return html`<section class="panel">
        ${
          providers.length
            ? empty(
                this.provider
                  ? `${this.provider} has no price of it; these have:`
                  : 'Several providers have it:',
                html`<ul class="row wrap">
                  ${providers.map(
                    (provider) =>
                      html`<li>
                        <a href=${router.href('/prices', { model: this.model, provider })}
                          >${provider}</a
                        >
                      </li>`,
                  )}
                </ul>`,
              )
            : empty(
                `No price of '${this.model}' is known.`,
                html`<a href=${this.addHref()}>Add one</a>`,
              )
        }
      </section>`;
    }
    const tiers = TIERS.filter((tier) =>
      versions.some(({ components }) => components.some((part) => part.tier === tier)),
    );
    const wanted = router.params.get('tier');
    const tier = tiers.find((known) => known === wanted) ?? tiers[0] ?? 'STANDARD';
    const { tokens, others } = groupsOf(steps, tier);
    return html`<section class="panel" aria-label="Over time">
        <header>
          <h2>Over time</h2>
          ${
            versions.some(({ components }) => components.some((part) => condition(part)))
              ? html`<span class="muted small">dashed: for longer prompts or at other hours</span>`
              : nothing
          }
          ${tiers.length > 1 ? tierChoice(tiers, tier) : nothing}
        </header>
        <div class="body">
          ${tokens.length ? this.chart(steps, tokens, tier, now, 'per million tokens') : nothing}
          ${others.length ? this.chart(steps, others, tier, now, 'per unit') : nothing}
        </div>
      </section>
      <section class="panel" aria-label="Versions">
        <header>
          <h2>Versions</h2>
          <span class="muted small"
            >of the list and of one's own, per million tokens unless a unit is named</span
          >
        </header>
        <cg-table
          caption="Versions of the price, the newest first"
          .columns=${versionColumns(versions, tier, holding(steps, now))}
          .rows=${versions}
        ></cg-table>
      </section>`;
  }

  private chart(
    steps: Step[],
    names: string[],
    tier: Tier,
    now: Date,
    unit: string,
  ): TemplateResult {
    return html`<cg-chart
      label=${`Price of ${names.map(componentWords).join(', ')} ${unit} over time, as in the table`}
      .option=${historyChart(steps, names, tier, now)}
    ></cg-chart>`;
  }
}

function cutNotice(): TemplateResult {
  return html`<p class="notice">
    <span
      >Only the first ${exactCount(String(PRICES_MAX))} prices of models named like it were looked
      through: versions can be missing.</span
    >
  </p>`;
}

function tierChoice(tiers: Tier[], chosen: Tier): TemplateResult {
  return html`<div class="segments" role="group" aria-label="Service tier">
    ${tiers.map(
      (tier) =>
        html`<button
          type="button"
          aria-pressed=${tier === chosen}
          @click=${() => router.set({ tier: tier === tiers[0] ? null : tier }, true)}
        >
          ${tier.charAt(0) + tier.slice(1).toLowerCase()}
        </button>`,
    )}
  </div>`;
}

/** The price of now. */
function holding(steps: Step[], now: Date): ModelPrice | null {
  return steps.findLast(({ from }) => from === null || from <= now)?.price ?? null;
}

function same(a: ModelPrice, b: ModelPrice | null): boolean {
  return a.effectiveFrom === b?.effectiveFrom && a.source === b.source;
}

function versionColumns(
  versions: ModelPrice[],
  tier: Tier,
  current: ModelPrice | null,
): Column<ModelPrice>[] {
  const names = new Set(
    versions.flatMap(({ components }) =>
      components.filter((part) => part.tier === tier).map(({ name }) => name),
    ),
  );
  return [
    {
      key: 'from',
      label: 'From',
      className: 'from',
      cell: (price) =>
        html`${since(price)} ${same(price, current) ? chip('ok', 'ok', 'Now') : nothing}`,
      order: (a, b) => (a.effectiveFrom ?? '').localeCompare(b.effectiveFrom ?? ''),
    },
    ...[...names].sort(byKind).map((name) => ({
      key: name,
      label: componentWords(name).replace(/^./, (first) => first.toUpperCase()),
      end: true,
      cell: (price: ModelPrice) => kindCell(price, name, tier),
    })),
    {
      key: 'source',
      label: 'Source',
      className: 'source',
      cell: sourceCell,
    },
  ];
}

function kindCell(price: ModelPrice, name: string, tier: Tier): TemplateResult {
  const parts = price.components.filter((part) => part.tier === tier && part.name === name);
  if (parts.length === 0) {
    return none('not priced');
  }
  return html`${parts.map((part) => {
    const when = condition(part);
    return html`<div>
      ${unitPrice(part.price, price.currency, exactMoney(part.price, price.currency))}
      ${when ? html`<span class="per">${when}</span>` : nothing}
    </div>`;
  })}`;
}

function sourceCell(price: ModelPrice): TemplateResult {
  const { source, upToPromptTokens, longPrompts, components } = price;
  const notes = [
    upToPromptTokens === null
      ? ''
      : `for prompts of up to ${exactCount(String(upToPromptTokens))} tokens`,
    longPrompts === 'PART_ABOVE' && components.some((part) => part.aboveTokens !== null)
      ? 'only the tokens above a threshold cost more'
      : '',
    components.length ? '' : 'not known from then on',
  ].filter((note) => note);
  return html`<span class="break">${source}</span>
    ${notes.map((note) => html`<div class="muted">${note}</div>`)}`;
}
