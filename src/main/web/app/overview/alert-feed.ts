import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import ledgerEvents from '../../operations/ledger-events.graphql';
import type { Budget } from '../api/types';
import { connection, follow } from '../api/live';
import type { Decimal } from '../format/decimal';
import { amount, percent } from '../format/numbers';
import { ago, day, now } from '../format/time';
import { context } from '../state/context';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon, type IconName } from '../ui/icons';
import { empty, skeleton } from '../ui/states';

export interface LedgerEvent {
  sequence: number;
  type: string;
  at: string;
  budgetId: string | null;
  operationId: string | null;
  agentId: string | null;
  amount: Decimal | null;
  threshold: Decimal | null;
  message: string | null;
  status: {
    spent: Decimal;
    periodStart: string;
    budget: { budgetId: string; limit: Decimal | null };
  } | null;
}

/** What people want to hear of; single costs are in the numbers. */
const TYPES = [
  'BUDGET_WARNING',
  'BUDGET_EXCEEDED',
  'RESERVATION_DENIED',
  'BUDGET_EDITED',
  'COST_ADJUSTED',
];
const SHOWN_MAX = 60;
/** Alerts among the last so many facts are shown at once; the ledger lists events forwards only. */
const FACTS_BACK = 5_000;
const FRESH_MS = 2_400;

/**
 * Alerts, denials and edits of a platform as they happen, the newest first. It sends `happened`
 * with the events of a frame, so that the figures beside it are asked for again.
 */
@customElement('cg-alert-feed')
export class AlertFeed extends Element {
  @property() platformId = '';
  /** Only what concerns this one; absent: all of the platform. */
  @property() budgetId?: string;
  /** The number of a late fact of the platform; undefined while it is not known. */
  @property({ attribute: false }) position?: number;
  @property({ attribute: false }) budgets: ReadonlyMap<string, Budget> = new Map();
  @property() currency = 'USD';
  @state() private events: LedgerEvent[] = [];
  @state() private failure = '';
  private end?: () => void;
  /** The number of the last event; undefined for what happens from now on. */
  private last?: number = 0;
  private connectedAt = 0;
  /** A stream does not say when it has told what was: what has not come by then is not there. */
  @state() private waited = false;
  /** Its links and what is "ago" go with the time. */
  private readonly watch = new Watch(this, [connection, context, router]);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
    this.end = undefined;
  }

  protected override willUpdate(): void {
    void this.watch;
    if (!this.end && this.position !== undefined && this.platformId) {
      this.last = Math.max(this.last ?? 0, this.position - FACTS_BACK, 0);
      this.connectedAt = now().getTime();
      this.end = follow<{ ledgerEvents: LedgerEvent }>(ledgerEvents, {
        variables: () => {
          const { platformId, budgetId, last } = this;
          return { platformId, budgetId, types: TYPES, after: last };
        },
        changes: (items) => this.take(items.map((item) => item.ledgerEvents)),
        gone: () => this.goOnLater(),
        failed: (error) => (this.failure = error.message),
      });
    }
    if (this.end && !this.waited && connection.state === 'live') {
      setTimeout(() => (this.waited = true), 1_200);
    }
  }

  /** Where so much is no longer kept: from the budgets' position on, or else from now on. */
  private goOnLater(): void {
    const { last, position } = this;
    this.last =
      last !== undefined && position !== undefined && position > last ? position : undefined;
  }

  private take(events: LedgerEvent[]): void {
    const last = this.last ?? 0;
    const late = events.filter(({ sequence }) => sequence > last);
    if (late.length === 0) {
      return;
    }
    this.last = late[late.length - 1].sequence;
    this.events = [...late.reverse(), ...this.events].slice(0, SHOWN_MAX);
    this.dispatchEvent(new CustomEvent('happened', { detail: late }));
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-label="Alerts and edits">
      <header><h2>Alerts and edits</h2></header>
      ${
        this.failure
          ? empty(this.failure)
          : this.events.length
            ? html`<div class="feed-scroll" tabindex="0" role="group" aria-label="Alerts and edits">
                <ol class="feed" aria-live="polite">
                  ${repeat(
                    this.events,
                    ({ sequence }) => sequence,
                    (event) => this.item(event),
                  )}
                </ol>
              </div>`
            : !this.waited
              ? skeleton(5)
              : empty('No alerts lately: no budget has reached a threshold, nothing was denied.')
      }
    </section>`;
  }

  private item(event: LedgerEvent): TemplateResult {
    const { tone, sign } = LOOK[event.type] ?? { tone: '', sign: 'dot' };
    const fresh = Date.parse(event.at) > this.connectedAt - FRESH_MS;
    return html`<li class="${tone} ${fresh ? 'changed' : ''}" data-sequence=${event.sequence}>
      ${icon(sign)}
      <div>
        <div>${this.words(event)}</div>
        <div class="when">
          ${ago(event.at)}${event.agentId ? ` · ${event.agentId}` : ''}${this.period(event)}
        </div>
      </div>
    </li>`;
  }

  /** The period that an alert is about begins long before it for what is recorded late. */
  private period({ status, budgetId }: LedgerEvent): string {
    const budget = budgetId ? this.budgets.get(budgetId) : undefined;
    return status && budget
      ? ` · period from ${day(new Date(status.periodStart), budget.zone)}`
      : '';
  }

  private words(event: LedgerEvent): TemplateResult {
    const known = event.budgetId ? this.budgets.get(event.budgetId) : undefined;
    const budget = event.budgetId
      ? html`<a href=${router.href('/budget', { id: event.budgetId })}
          >${known?.name ?? event.budgetId}</a
        >`
      : html`a budget`;
    const limit = event.status?.budget.limit;
    const currency = known ? known.currency : this.currency;
    switch (event.type) {
      case 'BUDGET_WARNING':
        return html`${budget} reached
        ${percent(Number(event.threshold))}${limit ? html` of ${amount(limit, currency)}` : ''}`;
      case 'BUDGET_EXCEEDED':
        return html`${budget} is over its limit${limit ? html` of ${amount(limit, currency)}` : ''}`;
      case 'RESERVATION_DENIED':
        return html`Denied at ${budget}: ${event.message ?? 'it did not fit'}`;
      case 'BUDGET_EDITED':
        return html`${budget}: ${event.message ?? 'edited'}`;
      default:
        return html`A cost was adjusted by
        ${amount(event.amount, this.currency)}${event.message ? html`: ${event.message}` : ''}`;
    }
  }
}

const LOOK: Record<string, { tone: string; sign: IconName }> = {
  BUDGET_WARNING: { tone: 'warn', sign: 'warn' },
  BUDGET_EXCEEDED: { tone: 'bad', sign: 'bad' },
  RESERVATION_DENIED: { tone: 'bad', sign: 'denied' },
  BUDGET_EDITED: { tone: 'cold', sign: 'edit' },
  COST_ADJUSTED: { tone: 'cold', sign: 'adjust' },
};
