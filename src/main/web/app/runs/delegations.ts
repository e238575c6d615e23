import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import delegationsOperation from '../../operations/delegations.graphql';
import { send } from '../api/client';
import '../charts/chart';
import { compare } from '../format/decimal';
import { count, money } from '../format/numbers';
import { Query } from '../state/query';
import type { Range } from '../state/range';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import '../ui/table';
import type { Column } from '../ui/table';
import { UNKNOWN, delegationGraph, type Delegation } from './delegation-graph';

interface Delegations {
  currency: string;
  rows: Delegation[];
}

const ROWS = 40;

/** Which agent delegates to which, and for how much: as a graph and as a table. */
@customElement('cg-delegations')
export class DelegationList extends Element {
  @property() platformId = '';
  @property({ attribute: false }) range?: Range;
  private readonly watch = new Watch(this, [router]);

  private readonly query = new Query<Delegations>(
    this,
    () =>
      this.range &&
      [this.platformId, this.range.from.getTime(), this.range.to.getTime(), this.agent].join(' '),
    async (signal) => {
      const variables = {
        platformId: this.platformId,
        from: this.range?.from.toISOString(),
        to: this.range?.to.toISOString(),
        agentId: this.agent,
        first: ROWS,
      };
      type Answer = { delegations: Delegations };
      return (await send<Answer>(delegationsOperation, variables, signal)).delegations;
    },
    { keep: () => `${this.platformId} ${this.range?.key} ${this.agent}` },
  );

  private get agent(): string | undefined {
    return router.params.get('agent') ?? undefined;
  }

  protected override render(): TemplateResult {
    void this.watch;
    return html`<section class="panel" aria-label="Delegations">
      <header>
        <h2>Who delegates to whom</h2>
        ${
          this.agent
            ? html`<span class="small"
                >only ${this.agent}, <a href=${router.href('/runs')}>show all</a></span
              >`
            : nothing
        }
      </header>
      ${this.query.render({
        loading: () => skeleton(8),
        failed: failure,
        ready: (data) => this.content(data),
      })}
    </section>`;
  }

  private content({ rows, currency }: Delegations): TemplateResult {
    if (rows.length === 0) {
      return empty(
        'No run spawned another one in this time.',
        html`<p class="muted small">
          Send a <code>parentRunId</code> with the usages of a run that another one spawned.
        </p>`,
      );
    }
    return html`<cg-chart
        class="delegation-graph"
        label=${`Graph of ${rows.length} delegations between agents; the numbers are in the table`}
        .option=${delegationGraph(rows, currency)}
        @pick=${(event: CustomEvent<{ dataType?: string; name?: string }>) => {
          const { dataType, name } = event.detail;
          if (dataType === 'node' && name && name !== UNKNOWN) {
            router.set({ agent: name });
          }
        }}
      ></cg-chart>
      <cg-table
        caption="Delegations by cost"
        .columns=${columns(currency)}
        .rows=${rows}
      ></cg-table>
      ${
        rows.length === ROWS
          ? html`<p class="none small">
              The ${ROWS} that cost most. Choose a shorter time, or an agent, to see others.
            </p>`
          : nothing
      }`;
  }
}

function columns(currency: string): Column<Delegation>[] {
  return [
    {
      key: 'from',
      label: 'From',
      cell: ({ fromAgentId }) => agentLink(fromAgentId),
      order: (a, b) => (a.fromAgentId ?? '').localeCompare(b.fromAgentId ?? ''),
    },
    {
      key: 'to',
      label: 'To',
      cell: ({ toAgentId }) => agentLink(toAgentId),
      order: (a, b) => (a.toAgentId ?? '').localeCompare(b.toAgentId ?? ''),
    },
    {
      key: 'runs',
      label: 'Runs',
      end: true,
      cell: ({ runs }) => count(runs),
      order: (a, b) => a.runs - b.runs,
    },
    {
      key: 'own',
      label: 'Own cost',
      end: true,
      className: 'wide',
      cell: ({ ownCost }) => money(ownCost, currency),
      order: (a, b) => compare(a.ownCost, b.ownCost),
    },
    {
      key: 'total',
      label: 'In all',
      end: true,
      cell: ({ totalCost }) => money(totalCost, currency),
      order: (a, b) => compare(a.totalCost, b.totalCost),
    },
  ];
}

function agentLink(agentId: string | null): TemplateResult {
  return agentId === null
    ? html`<span class="muted">${UNKNOWN}</span>`
    : html`<a href=${router.href('/runs', { agent: agentId })}>${agentId}</a>`;
}
