import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import costs from '../../operations/costs.graphql';
import usedTags from '../../operations/used-tags.graphql';
import { send } from '../api/client';
import { compared } from '../api/compared';
import { Booked } from '../state/booked';
import { context } from '../state/context';
import { Marks } from '../state/marks';
import { Query } from '../state/query';
import { describe } from '../state/range';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import '../ui/last-month';
import { empty, skeleton } from '../ui/states';
import './cost-chart';
import { noFilters } from './cost-controls';
import './cost-entries';
import './cost-flows';
import './cost-table';
import './cost-tiles';
import { faulty } from './figures';
import { measureOf } from './measures';
import {
  apiFilter,
  grouping,
  keyOfQuestion,
  readDimensions,
  readFilters,
  type Breakdown,
  type Question,
} from './question';

const ROWS_MAX = 500;

interface Loaded {
  question: Question;
  breakdown: Breakdown;
  /** Whether the time before could be asked for. */
  compared: boolean;
}

/** Costs by any dimensions and filters: over time, as table and as flows, down to the entries. */
@customElement('cg-costs-page')
export class CostsPage extends Element {
  private shown?: Loaded;
  private readonly marks = new Marks(this);
  private readonly watch = new Watch(this, [context]);

  /** While the time goes on to now, what is booked moves the figures, but not below a reader. */
  private readonly booked = new Booked(
    this,
    () => (context.range?.live ? context.platform?.platformId : undefined),
    () => {
      if (router.params.has('mark')) {
        this.booked.changed();
      } else {
        context.tick();
      }
    },
  );

  private readonly tags = new Query<string[]>(
    this,
    () => {
      const { platform, range } = context;
      return platform && range && `${platform.platformId} ${range.from.getTime()}`;
    },
    async (signal) => {
      const filter = apiFilter({ ...this.question()!, filters: {} });
      type Answer = { usages: { nodes: { tags: { key: string }[] }[] } };
      const { usages } = await send<Answer>(usedTags, { filter }, signal);
      return byUse(usages.nodes.flatMap(({ tags }) => tags.map(({ key }) => key)));
    },
  );

  private readonly query = new Query<Loaded>(
    this,
    () => {
      const question = this.question();
      if (!question || (question.by.includes('TAG') && !question.tagKey)) {
        return undefined;
      }
      return `${keyOfQuestion(question)} ${question.range.to.getTime()}`;
    },
    (signal) => load(this.question()!, signal),
    {
      keep: () => context.platform?.platformId ?? '',
      about: () => keyOfQuestion(this.question()!),
    },
  );

  private question(): Question | undefined {
    const { platform, range } = context;
    if (!platform || !range) {
      return undefined;
    }
    const { platformId, currency, zone } = platform;
    const { params } = router;
    return {
      platformId,
      currency,
      zone,
      range,
      by: readDimensions(params),
      tagKey: params.get('tagKey') ?? this.tags.data?.[0],
      filters: readFilters(params),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.watch;
  }

  protected override willUpdate(): void {
    const { data } = this.query;
    if (data && data !== this.shown) {
      this.mark(this.shown, data);
      this.shown = data;
    }
  }

  /** The key that was chosen here stays when another is used more, and goes along in links. */
  protected override updated(): void {
    const { by, tagKey } = this.question() ?? {};
    if (by?.includes('TAG') && tagKey && !router.params.has('tagKey')) {
      router.set({ tagKey }, true);
    }
  }

  private mark(before: Loaded | undefined, now: Loaded): void {
    if (!before || keyOfQuestion(before.question) !== keyOfQuestion(now.question)) {
      return;
    }
    const known = new Map(
      before.breakdown.rows.map(({ keys, totals }) => [JSON.stringify(keys), totals]),
    );
    this.marks.mark(
      now.breakdown.rows
        .map(({ keys, totals }) => ({ key: JSON.stringify(keys), totals }))
        .filter(({ key, totals: { calls, cost } }) => {
          const was = known.get(key);
          return was?.calls !== calls || was.cost !== cost;
        })
        .map(({ key }) => key),
    );
  }

  protected override render(): TemplateResult {
    const question = this.question();
    if (!question) {
      return skeleton(8);
    }
    const measure = measureOf(router.params.get('measure'));
    return html`<div class="costs column">
      <div class="page-head">
        <h1>Costs</h1>
        <span class="muted small">${describe(question.range, question.zone)}</span>
      </div>
      <cg-last-month></cg-last-month>
      <cg-cost-controls
        .question=${question}
        .measure=${measure}
        .tagKeys=${this.tags.data ?? []}
      ></cg-cost-controls>
      ${this.answer(question)}
      <cg-cost-entries
        .question=${question}
        .mark=${router.params.getAll('mark')}
      ></cg-cost-entries>
    </div>`;
  }

  private answer(question: Question): TemplateResult {
    const { data, loading } = this.query;
    const fault = faulty(this.query);
    if (fault) {
      return html`<section class="panel" aria-label="Costs">${fault}${waysOut(question)}</section>`;
    }
    if (question.by.includes('TAG') && !question.tagKey && !this.tags.loading) {
      return html`<section class="panel" aria-label="Costs">
        ${
          faulty(this.tags) ??
          empty(
            'No usage of this time has a tag.',
            html`<p class="muted">
              Tags come with usages. <a href=${router.here({ by: null })}>Group by project</a>
            </p>`,
          )
        }
      </section>`;
    }
    if (!data) {
      return html`<section class="panel">${skeleton(10)}</section>`;
    }
    // another question may wait for the tags before it is asked
    const busy = keyOfQuestion(data.question) !== keyOfQuestion(question);
    return html`<div
      class="costs-answer column ${busy ? 'stale' : ''}"
      aria-busy=${loading || busy ? 'true' : 'false'}
    >
      ${this.query.outdated()}${this.panels(data)}
    </div>`;
  }

  private panels({ question, breakdown, compared }: Loaded): TemplateResult {
    const measure = measureOf(router.params.get('measure'));
    const filtered = Object.keys(question.filters).length > 0;
    if (breakdown.total.calls === 0 && breakdown.rows.length === 0) {
      return html`<section class="panel" aria-label="Costs">
        ${empty(
          `Nothing ${filtered ? 'passes these filters' : 'was used'} in this time.`,
          filtered
            ? html`<a href=${router.here(noFilters())}>Remove all filters</a>`
            : html`<p class="muted">Choose an earlier time above.</p>`,
        )}
      </section>`;
    }
    return html`<cg-cost-tiles .question=${question} .breakdown=${breakdown}></cg-cost-tiles>
      <cg-cost-chart
        .question=${question}
        .breakdown=${breakdown}
        .measure=${measure}
      ></cg-cost-chart>
      <cg-cost-table
        .question=${question}
        .breakdown=${breakdown}
        .measure=${measure}
        .compared=${compared}
        .fresh=${this.marks.fresh}
      ></cg-cost-table>
      <cg-cost-flows .question=${question} .measure=${measure}></cg-cost-flows>`;
  }
}

async function load(question: Question, signal: AbortSignal): Promise<Loaded> {
  return compared(async (previous) => {
    const variables = {
      ...grouping(question),
      filter: apiFilter(question),
      first: ROWS_MAX,
      previous,
    };
    const answer = await send<{ costs: Breakdown }>(costs, variables, signal);
    return { question, breakdown: answer.costs, compared: previous };
  });
}

/** By what sums are kept for ever, as links. */
function waysOut({ by, filters }: Question): TemplateResult | typeof nothing {
  const kept = by.filter((name) => !['USER', 'RUN', 'STEP', 'TAG'].includes(name));
  const params = {
    ...(kept.length < by.length ? { by: kept.join() || null } : {}),
    user: null,
    run: null,
    tag: null,
    outcome: null,
    unpriced: null,
  };
  const narrow = filters.USER ?? filters.RUN ?? filters.TAG ?? filters.OUTCOME ?? filters.UNPRICED;
  return kept.length < by.length || narrow
    ? html`<p class="ways-out">
        <a href=${router.here(params)}>Ask without users, runs, steps, tags and outcomes</a>
      </p>`
    : nothing;
}

function byUse(keys: string[]): string[] {
  const uses = new Map<string, number>();
  for (const key of keys) {
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return [...uses].sort(([, a], [, b]) => b - a).map(([key]) => key);
}
