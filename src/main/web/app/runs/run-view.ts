import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ratio } from '../format/decimal';
import { count, money, percent } from '../format/numbers';
import { instant } from '../format/time';
import { Booked } from '../state/booked';
import { Marks } from '../state/marks';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty, failure, skeleton } from '../ui/states';
import { stat } from '../ui/stat';
import './call-detail';
import { agentOf, loadFigures, loadRun, span, type LoadedRun, type Run } from './model';
import './run-detail';
import { runFinder } from './run-finder';
import './run-tree';
import type { Selection } from './run-tree';
import type { Order } from './tree-rows';

/** So often at most a run is asked for again while costs come in; a large tree more rarely. */
const AGAIN_MS = 2_000;
const AGAIN_LARGE_MS = 30_000;
const LARGE = 500;

/** One run: what it cost, what it spawned, its calls, and the arithmetic of one of them. */
@customElement('cg-run-view')
export class RunView extends Element {
  @property() platformId = '';
  @property() runId = '';
  private shown?: LoadedRun;
  private readonly marks = new Marks(this);
  private readonly watch = new Watch(this, [router]);
  private readonly booked = new Booked(
    this,
    () => this.platformId,
    () => void this.look(),
    () => ((this.shown?.nodes.length ?? 0) > LARGE ? AGAIN_LARGE_MS : AGAIN_MS),
  );

  private readonly query = new Query<LoadedRun | null>(
    this,
    () => (this.platformId && this.runId ? `${this.platformId} ${this.runId}` : undefined),
    (signal) => loadRun(this.platformId, this.runId, signal),
  );

  protected override willUpdate(): void {
    void this.watch;
    void this.booked;
    const { data } = this.query;
    if (data && data !== this.shown) {
      this.mark(data);
      this.shown = data;
    }
  }

  /** Marks the runs that cost otherwise than a moment ago. */
  private mark({ run, nodes }: LoadedRun): void {
    if (this.shown?.run.runId !== run.runId) {
      return;
    }
    const before = new Map(this.shown.nodes.map((node) => [node.runId, node]));
    const changed = nodes.filter((node) => {
      const known = before.get(node.runId);
      return known?.totalCost !== node.totalCost || known?.total.calls !== node.total.calls;
    });
    this.marks.mark(changed.map(({ runId }) => runId));
  }

  /** Costs of the platform came in: whether they are of this run, its sums say. */
  private async look(): Promise<void> {
    const { shown } = this;
    try {
      const now = await loadFigures(this.platformId, this.runId);
      if (
        now?.totalCost !== shown?.run.totalCost ||
        now?.total.calls !== shown?.run.total.calls ||
        now?.runsBelow !== shown?.run.runsBelow
      ) {
        this.query.reload();
      }
    } catch {
      // the next change looks again; what is shown stays true until then
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="runs column">
      ${this.query.render({
        loading: () =>
          html`${this.head()}
            <div class="panel">${skeleton(10)}</div>`,
        failed: (error, retry) =>
          html`${this.head()}
            <div class="panel">${failure(error, retry)}</div>`,
        ready: (data) =>
          data
            ? this.run(data)
            : html`${this.head()}
                <section class="panel">
                  ${empty(`There is no run '${this.runId}' here.`, runFinder(this.runId))}
                </section>`,
      })}
    </div>`;
  }

  private head(run?: Run): TemplateResult {
    return html`<nav class="crumbs small" aria-label="Where the run is">
        <ol>
          <li><a href=${router.href('/runs')}>Runs</a></li>
          ${
            run && run.depth > 1
              ? html`<li class="muted" title=${`${run.depth - 1} more runs above`}>…</li>`
              : nothing
          }
          ${
            run?.parentRunId
              ? html`<li>
                  <a href=${router.href('/runs', { id: run.parentRunId })}>${run.parentRunId}</a>
                </li>`
              : nothing
          }
        </ol>
      </nav>
      <div class="page-head">
        <h1 class="break">${this.runId}</h1>
        ${
          run
            ? html`<span class="muted">${agentOf(run)}, ${instant(run.startedAt)}</span>`
            : nothing
        }
      </div>`;
  }

  private run(loaded: LoadedRun): TemplateResult {
    const { run, nodes, cut } = loaded;
    const runId = router.params.get('at') ?? this.runId;
    const call = router.params.get('call') ?? '';
    const order = router.params.get('order') === 'cost' ? 'cost' : 'time';
    const node = nodes.find((candidate) => candidate.runId === runId) ?? nodes[0];
    return html`${this.head(run)} ${tiles(run)}
      ${
        cut
          ? html`<p class="notice">
              <span
                >${count(run.runsBelow)} runs are below this one, more than one list holds. Here are
                ${nodes.length - 1} that it spawned itself; each opens its own tree.</span
              >
            </p>`
          : nothing
      }
      <div class="run-grid">
        <section class="panel run-lines" aria-label="What it spawned">
          <header>
            <h2>What it spawned</h2>
            <div class="row wrap">${barLegend()} ${orderChoice(order)}</div>
          </header>
          <cg-run-tree
            .platformId=${this.platformId}
            .loaded=${loaded}
            .runId=${node.runId}
            .call=${call}
            .order=${order}
            .fresh=${this.marks.fresh}
            @choose=${this.choose}
          ></cg-run-tree>
        </section>
        <section
          class="panel run-side ${call || router.params.get('at') ? 'chosen' : ''}"
          tabindex="0"
          aria-label="What is selected"
        >
          <button
            class="button plain close"
            type="button"
            aria-label="Close what is selected"
            @click=${() => router.set({ at: null, call: null }, true)}
          >
            ${icon('close')}
          </button>
          <p class="visually-hidden" role="status">
            Beside the tree: ${call ? `call ${call}` : `run ${node.runId}`}
          </p>
          ${
            call
              ? html`<cg-call-detail
                  .operationId=${call}
                  .stamp=${`${node.ownCost} ${node.calls}`}
                ></cg-call-detail>`
              : html`<cg-run-detail
                  .platformId=${this.platformId}
                  .node=${node}
                  .isRoot=${node.runId === this.runId}
                ></cg-run-detail>`
          }
        </section>
      </div>`;
  }

  private choose({ detail }: CustomEvent<Selection>): void {
    const at = detail.runId === this.runId ? null : detail.runId;
    router.set({ at, call: detail.call }, true);
  }
}

function tiles(run: Run): TemplateResult {
  const { own, total, currency } = run;
  const share = ratio(run.ownCost, run.totalCost);
  const trouble = [
    total.failedCalls ? `${total.failedCalls} failed` : '',
    total.unpricedCalls ? `${total.unpricedCalls} unpriced` : '',
  ].filter((word) => word);
  const lasted = Date.parse(run.lastUsageAt ?? run.startedAt) - Date.parse(run.startedAt);
  return html`<div class="tiles">
    ${stat({
      label: 'Total cost',
      figure: money(run.totalCost, currency),
      note: run.runsBelow ? 'with all that it spawned, each call once' : 'it spawned no other run',
    })}
    ${stat({
      label: 'Own cost',
      figure: money(run.ownCost, currency),
      note:
        share === undefined || !run.runsBelow
          ? html`${count(own.calls)} own calls`
          : html`${percent(share, 1)} of the total, ${count(own.calls)} own calls`,
    })}
    ${stat({
      label: 'Calls',
      figure: count(total.calls),
      note: trouble.length ? trouble.join(', ') : 'none failed, all priced',
    })}
    ${stat({
      label: 'Runs below',
      figure: count(run.runsBelow),
      note: run.depth ? html`${count(run.depth)} above` : 'nothing spawned it',
    })}
    ${stat({
      label: 'Lasted',
      figure: html`<span class="num">${span(lasted)}</span>`,
      note: run.lastUsageAt ? html`last call ${instant(run.lastUsageAt)}` : 'no call yet',
    })}
  </div>`;
}

function orderChoice(order: Order): TemplateResult {
  const choice = (key: Order, label: string) =>
    html`<button
      type="button"
      aria-pressed=${order === key}
      @click=${() => router.set({ order: key === 'time' ? null : key }, true)}
    >
      ${label}
    </button>`;
  return html`<div class="segments" role="group" aria-label="Order of what was spawned">
    ${choice('time', 'By time')} ${choice('cost', 'By cost')}
  </div>`;
}

function barLegend(): TemplateResult {
  const key = (kind: string, word: string) =>
    html`<li>
      <svg class="cost-bar" viewBox="0 0 14 12" aria-hidden="true">
        <rect class=${kind} y="3" width="14" height="6" rx="2"></rect>
      </svg>
      ${word}
    </li>`;
  return html`<ul class="legend">
    ${key('own', 'itself')} ${key('below', 'runs below')}
  </ul>`;
}
