import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import costFlows from '../../operations/cost-flows.graphql';
import { send } from '../api/client';
import '../charts/chart';
import { tip, tooltip } from '../charts/chart';
import { csv, save } from '../format/csv';
import { compare, isZero, ratio } from '../format/decimal';
import { wordOf } from '../format/labels';
import { percent } from '../format/numbers';
import { isoDay } from '../format/time';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { empty, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { faulty, figure } from './figures';
import { flowsOf, LEVELS, type Flow, type Flows, type FlowsAnswer, type Node } from './flows';
import { entriesHref, type Mark } from './mark';
import { exact, glance, type Measure } from './measures';
import { apiFilter, keyOfQuestion, type Question } from './question';
import type { Drawing } from './stack-drawing';

const PAIRS_MAX = 500;

/** Where the money flows, from project over task and agent to model. */
@customElement('cg-cost-flows')
export class CostFlows extends Element {
  @property({ attribute: false }) question?: Question;
  @property({ attribute: false }) measure?: Measure;
  /** Whether the table of the flows is open. */
  @state() private numbers = false;
  private known?: { answer: FlowsAnswer; measure: Measure; flows: Flows; option: Drawing };

  private readonly query = new Query<{ question: Question; answer: FlowsAnswer }>(
    this,
    () => {
      const { question } = this;
      // it does not depend on the groups
      return question && `${keyOfQuestion({ ...question, by: [] })} ${+question.range.to}`;
    },
    async (signal) => {
      const question = this.question!;
      const variables = { filter: apiFilter(question), first: PAIRS_MAX };
      return { question, answer: await send<FlowsAnswer>(costFlows, variables, signal) };
    },
    {
      keep: () => this.question!.platformId,
      about: () => keyOfQuestion({ ...this.question!, by: [] }),
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { measure } = this;
    const loaded = this.query.data;
    if (!this.question || !measure) {
      return nothing;
    }
    return html`<section
      class="panel flows"
      aria-label="Flows"
      aria-busy=${this.query.loading ? 'true' : 'false'}
    >
      <header>
        <h2>From project to model</h2>
        ${
          loaded
            ? html`<button
                type="button"
                class="button plain small"
                data-csv="flows"
                @click=${() => this.download(loaded.question, this.of(loaded, measure).flows)}
              >
                CSV
              </button>`
            : nothing
        }
      </header>
      ${this.query.outdated()}
      ${faulty(this.query) ?? (loaded ? this.chart(loaded, measure) : skeleton(6))}
    </section>`;
  }

  private of({ question, answer }: { question: Question; answer: FlowsAnswer }, measure: Measure) {
    if (this.known?.answer !== answer || this.known.measure !== measure) {
      const flows = flowsOf(answer, measure);
      const option = draw(flows, measure, question.currency);
      this.known = { answer, measure, flows, option };
    }
    return this.known;
  }

  private chart(loaded: { question: Question; answer: FlowsAnswer }, measure: Measure) {
    const { flows, option } = this.of(loaded, measure);
    const { question } = loaded;
    const drawn = flows.flows.filter(({ value }) => !value.startsWith('-'));
    if (drawn.length === 0) {
      return empty(`No ${measure.label.toLowerCase()} in this time.`);
    }
    const whole = exact(measure, flows.total, question.currency);
    return html`<div class="body">
      <div
        class="flows-scroll"
        tabindex="0"
        role="group"
        aria-label="Flows from project to model, as a chart"
      >
        <ol class="flows-levels" aria-hidden="true">
          ${LEVELS.map((level) => html`<li>${wordOf(level)}s</li>`)}
        </ol>
        <cg-chart
          label=${`${whole} from projects over tasks and agents to models; its numbers are below`}
          .option=${option}
          @pick=${(event: CustomEvent<{ data: { mark?: Mark } }>) => {
            const mark = event.detail.data?.mark;
            const href = mark && entriesHref(question, mark);
            if (href) {
              router.visit(href);
            }
          }}
        ></cg-chart>
      </div>
      ${
        flows.cut
          ? html`<p class="muted small">
              Only the ${PAIRS_MAX} dearest pairs of each step are told apart; the others count as
              others.
            </p>`
          : nothing
      }
      ${
        drawn.length < flows.flows.length
          ? html`<p class="muted small">
              ${flows.flows.length - drawn.length} below zero are not drawn; the table has them.
            </p>`
          : nothing
      }
      <details
        class="numbers"
        .open=${this.numbers}
        @toggle=${(event: Event) => (this.numbers = (event.target as HTMLDetailsElement).open)}
      >
        <summary>The numbers of the flows</summary>
        ${
          this.numbers
            ? html`<cg-table
                class="tall"
                caption="Flows from project to model"
                .columns=${columns(question, measure, flows)}
                .rows=${flows.flows}
              ></cg-table>`
            : nothing
        }
      </details>
    </div>`;
  }

  private download({ range, zone }: Question, { flows }: Flows): void {
    save(
      `cost-flows-${isoDay(range.from, zone)}.csv`,
      csv([
        ['fromLevel', 'from', 'toLevel', 'to', this.measure!.key],
        ...flows.map(({ from, to, value }) => [
          LEVELS[from.level]!.toLowerCase(),
          from.name,
          LEVELS[to.level]!.toLowerCase(),
          to.name,
          value,
        ]),
      ]),
    );
  }
}

function columns(question: Question, measure: Measure, { total }: Flows): Column<Flow>[] {
  const node = (of: Node) =>
    html`<span class="muted small">${wordOf(LEVELS[of.level]!)}</span>
      ${figure(of.name, entriesHref(question, of.mark))}`;
  return [
    {
      key: 'from',
      label: 'From',
      cell: ({ from }) => node(from),
      order: (a, b) => a.from.level - b.from.level || a.from.name.localeCompare(b.from.name),
    },
    {
      key: 'to',
      label: 'To',
      cell: ({ to }) => node(to),
      order: (a, b) => a.to.level - b.to.level || a.to.name.localeCompare(b.to.name),
    },
    {
      key: 'value',
      label: measure.label,
      end: true,
      cell: ({ value, mark }) =>
        figure(
          html`<data
            class=${isZero(value) ? 'num zero' : 'num'}
            value=${value}
            title=${exact(measure, value, question.currency)}
            >${glance(measure, value, question.currency)}</data
          >`,
          mark && entriesHref(question, mark),
        ),
      order: (a, b) => compare(a.value, b.value),
    },
    {
      key: 'share',
      label: 'Share',
      end: true,
      cell: ({ value }) => {
        const share = ratio(value, total);
        return share === undefined
          ? ''
          : html`<span class="num muted" title=${percent(share, 2)}>${percent(share, 1)}</span>`;
      },
    },
  ];
}

const SHOWN_LETTERS = 22;

function short(name: string): string {
  return name.length > SHOWN_LETTERS ? `${name.slice(0, SHOWN_LETTERS - 1)}…` : name;
}

function draw({ nodes, flows }: Flows, measure: Measure, currency: string): Drawing {
  const drawn = flows.filter(({ value }) => !value.startsWith('-'));
  const present = new Set(drawn.flatMap(({ from, to }) => [from, to]));
  const tipOf = (heading: string, value: string, whole: string) =>
    tip(heading, [
      exact(measure, value, currency),
      ...(value === whole
        ? []
        : [`${percent(ratio(value, whole) ?? 0, 1)} of where it comes from`]),
    ]);
  return (colours) => ({
    tooltip: tooltip(colours, 'item', ({ data }: { data: { tip?: () => HTMLElement } }) =>
      data.tip ? data.tip() : document.createElement('span'),
    ),
    series: [
      {
        type: 'sankey',
        left: 0,
        right: 196,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 13,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        cursor: 'pointer',
        label: {
          color: colours.ink,
          fontSize: 12,
          textBorderColor: colours.surface,
          textBorderWidth: 2,
        },
        labelLayout: { hideOverlap: true },
        lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
        data: nodes
          .filter((node) => present.has(node))
          .map((node) => ({
            name: node.id,
            depth: node.level,
            label: {
              formatter: () => `${short(node.name)}  ${glance(measure, node.value, currency)}`,
            },
            mark: node.mark,
            tip: () => tipOf(node.name, node.value, node.value),
            itemStyle: { color: colours.series[colourOf(node)], borderWidth: 0 },
          })),
        links: drawn.map(({ from, to, value, mark }) => ({
          source: from.id,
          target: to.id,
          // for the width only
          value: Number(value),
          mark,
          tip: () => tipOf(`${from.name} → ${to.name}`, value, from.value),
        })),
      },
    ],
  });
}

/** What is left over is grey. */
function colourOf({ id, rank }: Node): number {
  return id.endsWith(' others') ? 7 : rank % 7;
}
