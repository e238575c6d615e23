import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import runawaysOperation from '../../operations/runaways.graphql';
import { send } from '../api/client';
import type { Decimal } from '../format/decimal';
import { exactCount, money } from '../format/numbers';
import { Query } from '../state/query';
import type { Range } from '../state/range';
import { router } from '../state/router';
import { chip } from '../ui/chips';
import { Element } from '../ui/element';
import { empty, failure, skeleton } from '../ui/states';
import { kindOf } from './calls';

interface Finding {
  kind: 'CALLS_ABOVE_USUAL' | 'REPEATED_CALLS' | 'DEEP' | 'WIDE';
  runId: string;
  agentId: string | null;
  taskId: string | null;
  usageKind: string | null;
  capability: string | null;
  model: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  measured: number;
  bound: number;
  usual: number | null;
  cost: Decimal;
}

interface Runaways {
  currency: string;
  findings: Finding[];
}

const FINDINGS = 20;

const WORDS: Record<Finding['kind'], string> = {
  CALLS_ABOVE_USUAL: 'More calls than usual',
  REPEATED_CALLS: 'The same call again',
  DEEP: 'Deep delegation',
  WIDE: 'Wide delegation',
};

/** Runs that loop, or delegate without end, the dearest first. */
@customElement('cg-runaways')
export class RunawayList extends Element {
  @property() platformId = '';
  @property({ attribute: false }) range?: Range;

  private readonly query = new Query<Runaways>(
    this,
    () =>
      this.range && `${this.platformId} ${this.range.from.getTime()} ${this.range.to.getTime()}`,
    async (signal) => {
      const variables = {
        platformId: this.platformId,
        from: this.range?.from.toISOString(),
        to: this.range?.to.toISOString(),
        first: FINDINGS,
      };
      return (await send<{ runaways: Runaways }>(runawaysOperation, variables, signal)).runaways;
    },
    { keep: () => `${this.platformId} ${this.range?.key}` },
  );

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-label="Runaways">
      <header>
        <h2>Runaways</h2>
      </header>
      ${this.query.render({
        loading: () => skeleton(4),
        failed: failure,
        ready: ({ findings, currency }) =>
          findings.length
            ? html`<ul class="findings">
                  ${findings.map((finding) => this.finding(finding, currency))}
                </ul>
                ${
                  findings.length === FINDINGS
                    ? html`<p class="none small">
                        The ${FINDINGS} that cost most. Choose a shorter time to see others.
                      </p>`
                    : nothing
                }`
            : empty(
                'No run loops, and none delegates without end.',
                html`<p class="muted small">
                  Looked for: far more calls than usual, the same call again and again, and
                  delegation that is too deep or too wide.
                </p>`,
              ),
      })}
    </section>`;
  }

  private finding(finding: Finding, currency: string): TemplateResult {
    const { kind, runId, agentId, cost } = finding;
    return html`<li>
      <div class="row wrap spread">
        ${chip('warn', 'warn', WORDS[kind])} ${money(cost, currency)}
      </div>
      <div>
        <a class="break" href=${router.href('/runs', { id: runId })}>${runId}</a>
        ${agentId ? html`<span class="muted">by ${agentId}</span>` : nothing}
      </div>
      <p class="small muted">${wordsOf(finding)}</p>
    </li>`;
  }
}

/** What was measured, against what is taken for too much. */
function wordsOf(finding: Finding): string {
  const { kind, measured, bound, usual, taskId, model, capability, usageKind } = finding;
  const [many, most] = [exactCount(String(measured)), exactCount(String(bound))];
  switch (kind) {
    case 'CALLS_ABOVE_USUAL':
      return (
        `${many} calls for ${taskId ?? 'no task'}; ` +
        `usual are ${exactCount(String(usual ?? 0))}, more than ${most} is too many`
      );
    case 'REPEATED_CALLS': {
      const what = [model, capability, usageKind && kindOf(usageKind)].find((word) => word) ?? '';
      const tokens =
        finding.promptTokens === null
          ? ''
          : ` with ${exactCount(String(finding.promptTokens))} tokens in and ` +
            `${exactCount(String(finding.completionTokens ?? 0))} out`;
      return `${many} times ${what}${tokens}; more than ${most} is too many`;
    }
    case 'DEEP':
      return `${many} runs above the deepest one; more than ${most} is too many`;
    case 'WIDE':
      return `it spawned ${many} runs itself; more than ${most} is too many`;
  }
}
