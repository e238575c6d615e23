import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, CostRow } from '../api/types';
import '../charts/chart';
import { tip, tooltip } from '../charts/chart';
import type { ChartOption } from '../charts/echarts';
import type { Palette } from '../charts/palette';
import { compare, isZero, ratio, subtract, sum, type Decimal } from '../format/decimal';
import { keyOf, type Dimension } from '../format/labels';
import { exactMoney, glanceMoney, money, percent } from '../format/numbers';
import type { Range } from '../state/range';
import { rangeCosts } from '../state/range-costs';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';

/** From the outside in. A usage is in one of each, so they add up, as budgets do not. */
const LEVELS: Dimension[] = ['PROJECT', 'TASK', 'MODEL'];
const ROWS_MAX = 500;
const COLOURS = 8;

interface Part {
  name: string;
  cost: Decimal;
  parts: Part[];
}

/** Where the money went: from project over task to model, one level at a time. */
@customElement('cg-cost-walk')
export class CostWalk extends Element {
  @property() platformId = '';
  @property({ attribute: false }) range?: Range;
  private tree?: { answer: CostBreakdown; top: Part };

  private readonly watch = new Watch(this, [router]);

  private readonly query = rangeCosts(this, () => ({ groupBy: LEVELS, first: ROWS_MAX }));

  reload(): void {
    this.query.reload();
  }

  protected override render(): TemplateResult {
    void this.watch;
    const { data } = this.query;
    const way = data ? this.way(data) : [];
    return html`<section class="panel" aria-label="Where it went">
      <header>
        <h2>Where it went</h2>
        ${way.length > 1 ? this.crumbs(way) : nothing}
      </header>
      ${this.query.render({
        loading: () => skeleton(6),
        failed: failure,
        ready: ({ currency }) => this.level(way, currency),
      })}
    </section>`;
  }

  private level(way: Part[], currency: string): TemplateResult {
    const names = namesOf(way);
    const parts = way[names.length].parts.filter((part) => compare(part.cost, '0') > 0);
    if (parts.length === 0) {
      return empty('Nothing was spent in this time.');
    }
    const whole = sum(parts.map(({ cost }) => cost));
    return html`<div class="body walk">
      <cg-chart
        label=${`Treemap of ${exactMoney(whole, currency)} by ${LEVELS[names.length].toLowerCase()}; the list beside it has the numbers`}
        .option=${this.treemap(parts, currency)}
        @pick=${(event: CustomEvent<{ data: { into?: string } }>) => {
          const into = event.detail.data?.into;
          if (parts.some(({ name, parts: inner }) => name === into && inner.length > 0)) {
            router.set({ walk: [...names, into!] });
          }
        }}
      ></cg-chart>
      <ol class="walk-list">
        ${parts.slice(0, 12).map(
          (part, i) =>
            html`<li>
              <svg
                class="swatch c${Math.min(i, COLOURS - 1) + 1}"
                viewBox="0 0 10 10"
                aria-hidden="true"
              >
                <rect width="10" height="10" rx="2"></rect>
              </svg>
              <span class="what" title=${part.name}
                >${
                  part.parts.length
                    ? html`<button
                        type="button"
                        @click=${() => router.set({ walk: [...names, part.name] })}
                      >
                        ${part.name}
                      </button>`
                    : part.name
                }</span
              >
              ${money(part.cost, currency)}
              <span class="muted num">${percent(ratio(part.cost, whole) ?? 0)}</span>
            </li>`,
        )}
        ${
          parts.length > 12
            ? html`<li>
                <span></span><span class="muted">${parts.length - 12} more</span>
                ${money(sum(parts.slice(12).map(({ cost }) => cost)), currency)}
              </li>`
            : nothing
        }
      </ol>
    </div>`;
  }

  private crumbs(way: Part[]): TemplateResult {
    const names = ['All', ...namesOf(way)];
    return html`<nav class="crumbs small" aria-label="Level">
      <ol>
        ${names.map((name, depth) =>
          depth === names.length - 1
            ? html`<li aria-current="true">${name}</li>`
            : html`<li>
                <button
                  type="button"
                  @click=${() => router.set({ walk: names.slice(1, depth + 1) })}
                >
                  ${name}
                </button>
              </li>`,
        )}
      </ol>
    </nav>`;
  }

  private top(data: CostBreakdown): Part {
    if (this.tree?.answer !== data) {
      this.tree = { answer: data, top: withRest(build(data.rows), data.total.cost) };
    }
    return this.tree.top;
  }

  /** The parts from the whole down to what the address names, as far as an answer has them. */
  private way(data: CostBreakdown): Part[] {
    const way = [this.top(data)];
    for (const name of router.params.getAll('walk')) {
      const next = way[way.length - 1].parts.find((part) => part.name === name);
      if (!next) {
        break;
      }
      way.push(next);
    }
    return way;
  }

  private treemap(parts: Part[], currency: string): (colours: Palette) => ChartOption {
    const whole = sum(parts.map(({ cost }) => cost));
    const node = (part: Part, into: string): object => ({
      name: part.name,
      into,
      exact: part.cost,
      // for the size of its rectangle only
      value: Number(part.cost),
      ...(part.parts.length > 1
        ? { children: part.parts.slice(0, 30).map((inner) => node(inner, into)) }
        : {}),
    });
    return (colours) => ({
      tooltip: tooltip(colours, 'item', ({ data }: { data: { name?: string; exact?: Decimal } }) =>
        tip(
          data?.name ?? '',
          data?.exact
            ? [
                exactMoney(data.exact, currency),
                `${percent(ratio(data.exact, whole) ?? 0, 1)} of what is shown`,
              ]
            : [],
        ),
      ),
      series: [
        {
          type: 'treemap',
          top: 0,
          left: 0,
          right: 0,
          bottom: 0,
          roam: false,
          nodeClick: false,
          leafDepth: 2,
          drillDownIcon: '',
          breadcrumb: { show: false },
          itemStyle: { borderColor: colours.surface, borderWidth: 0, gapWidth: 1 },
          upperLabel: {
            show: true,
            height: 22,
            color: '#fff',
            fontSize: 12,
            fontWeight: 600,
            formatter: label(currency),
          },
          label: {
            color: '#fff',
            fontSize: 12,
            lineHeight: 16,
            overflow: 'truncate',
            formatter: label(currency),
          },
          levels: [
            { itemStyle: { gapWidth: 2, borderWidth: 0 }, upperLabel: { show: false } },
            { itemStyle: { gapWidth: 1, borderWidth: 2 } },
            { colorAlpha: [0.82, 0.95] },
          ],
          data: parts.map((part, i) => ({
            ...node(part, part.name),
            itemStyle: {
              color: colours.series[Math.min(i, COLOURS - 1)],
              borderColor: colours.series[Math.min(i, COLOURS - 1)],
            },
          })),
        },
      ],
    });
  }
}

/** Below the whole. */
function namesOf(way: Part[]): string[] {
  return way.slice(1).map(({ name }) => name);
}

function label(currency: string) {
  return ({ name, data }: { name: string; data: { exact?: Decimal } }) =>
    data?.exact ? `${name}  ${glanceMoney(data.exact, currency)}` : name;
}

/** What is too small to be among the rows is a part that cannot be walked into. */
function withRest(top: Part, total: Decimal): Part {
  const rest = { name: 'others', cost: subtract(total, top.cost), parts: [] };
  return { ...top, cost: total, parts: isZero(rest.cost) ? top.parts : [...top.parts, rest] };
}

/** Rows of the API, one per combination, as parts within parts, the largest first. */
function build(rows: CostRow[], depth = 0, name = ''): Part {
  const cost = sum(rows.map(({ totals }) => totals.cost));
  if (depth === LEVELS.length) {
    return { name, cost, parts: [] };
  }
  const groups = new Map<string, CostRow[]>();
  for (const row of rows) {
    const key = keyOf(row.keys[depth], LEVELS[depth]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const parts = [...groups].map(([key, group]) => build(group, depth + 1, key));
  parts.sort((a, b) => compare(b.cost, a.cost));
  return { name, cost, parts };
}
