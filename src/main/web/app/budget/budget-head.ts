import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { isZero, sizeOf, subtract } from '../format/decimal';
import { amount, glanceAmount, none, percent } from '../format/numbers';
import { ago, days, isoDay, now as theTime, time } from '../format/time';
import { periodWords } from '../overview/budget-tree';
import { router } from '../state/router';
import { chip, stateChip } from '../ui/chips';
import { stat } from '../ui/stat';
import {
  allocation,
  endWords,
  enforcementWords,
  frozenAbove,
  isNegative,
  percentages,
  usedShare,
  waysUp,
  type BudgetDetail,
  type Standing,
} from './detail';

/** More ways up are told of, not listed. */
const WAYS_SHOWN = 3;

export interface Actions {
  edit: () => unknown;
  freeze: () => unknown;
  move: () => unknown;
  close: () => unknown;
}

/** Where a budget is, what it is called, how it stands, and what can be done about it. */
export function head(budget: BudgetDetail, actions: Actions): TemplateResult {
  const { enforcement, status } = budget;
  const open = status.state !== 'CLOSED';
  const icy = open && !budget.frozen && frozenAbove(budget);
  return html`<header class="budget-head">
    ${crumbs(budget)}
    <div class="row wrap">
      <h1>${budget.name}</h1>
      <span data-figure="state">${stateChip(status.state)}</span>
      ${
        enforcement === 'HARD'
          ? nothing
          : chip('', 'unknown', enforcement.toLowerCase(), enforcementWords(enforcement))
      }
      ${
        icy
          ? chip('cold', 'frozen', `frozen by ${icy.name}`, 'What is reserved there is denied')
          : nothing
      }
      <div class="budget-actions row wrap">
        ${
          open
            ? html`${action('Edit', actions.edit)}
              ${action(budget.frozen ? 'Thaw' : 'Freeze', actions.freeze)}
              ${action('Move', actions.move)} ${action('Close', actions.close)}`
            : html`<span class="muted small">It counts nothing any more.</span>`
        }
      </div>
    </div>
  </header>`;
}

function action(word: string, act: () => unknown): TemplateResult {
  return html`<button class="button" type="button" @click=${act}>${word}…</button>`;
}

/** One line for each way from a root down to it. */
function crumbs(budget: BudgetDetail): TemplateResult | typeof nothing {
  const ways = waysUp(budget);
  const at = router.params.get('at');
  if (ways.length === 0) {
    return html`<nav class="crumbs small" aria-label="Above this budget">
      <ol>
        <li><a href=${router.href('/')}>Overview</a></li>
      </ol>
    </nav>`;
  }
  return html`<nav class="crumbs small" aria-label="Above this budget">
    ${ways.slice(0, WAYS_SHOWN).map(
      (way) =>
        html`<ol>
          <li><a href=${router.href('/')}>Overview</a></li>
          ${way.map(
            ({ budgetId, name }) =>
              html`<li>
                <a href=${router.href('/budget', { id: budgetId, at })} title=${budgetId}
                  >${name ?? '…'}</a
                >
              </li>`,
          )}
        </ol>`,
    )}
    ${
      ways.length > WAYS_SHOWN
        ? html`<span class="muted">and ${ways.length - WAYS_SHOWN} more ways up</span>`
        : nothing
    }
  </nav>`;
}

/** The period that is shown, and the way to those before and after it. */
export function periodLine(
  budget: BudgetDetail,
  { present, periodStart, periodEnd }: Standing,
): TemplateResult {
  const to = (at: Date) =>
    router.href('/budget', { id: budget.budgetId, at: at.toISOString() });
  const step = (at: Date, word: string, sign: string) =>
    html`<a class="button plain step" href=${to(at)} aria-label=${word} title=${word}
      >${sign}</a
    >`;
  const fixed = budget.period === 'FIXED';
  const ahead = periodEnd > theTime();
  const hours = (periodEnd.getTime() - periodStart.getTime()) / 3_600_000;
  const clock =
    hours < 3 ? `, ${time(periodStart, budget.zone)} – ${time(periodEnd, budget.zone)}` : '';
  return html`<div class="budget-period row wrap small">
    ${fixed ? nothing : step(new Date(periodStart.getTime() - 1), 'The period before', '‹')}
    <span title=${days(periodStart, periodEnd, budget.zone)}>${periodWords(budget)}${clock}</span>
    <span class="muted">(${budget.zone})</span>
    ${fixed || present ? nothing : step(periodEnd, 'The period after', '›')}
    ${
      present
        ? nothing
        : html`<span class="muted">${ahead ? 'has not begun' : 'is over'}</span>${
              fixed ? nothing : html`<a href=${router.href('/budget', now(budget))}>Show now</a>`
            }`
    }
  </div>`;
}

function now({ budgetId }: BudgetDetail): Record<string, string | null> {
  return { id: budgetId, range: 'month', from: null, to: null };
}

/** Spent, held, what remains, and whether that goes well; fresh has #spent where that is new. */
export function tiles(
  budget: BudgetDetail,
  figures: Standing,
  fresh: ReadonlySet<string>,
): TemplateResult {
  const { spent, held, limit, currency } = figures;
  const { remaining } = budget.status;
  const used = usedShare(figures);
  const mark = (figure: string, value: string, content: TemplateResult) =>
    keyed(value, html`<span class=${fresh.has(`#${figure}`) ? 'changed' : ''}>${content}</span>`);
  return html`<div class="tiles">
    ${stat({
      label: 'Spent',
      figure: mark('spent', spent, amount(spent, currency)),
      note:
        limit === null
          ? 'no limit: it only measures'
          : html`${used === undefined ? '' : `${percent(used)} `}of ${amount(limit, currency)}`,
    })}
    ${stat({
      label: 'Held',
      figure: mark('held', held, amount(held, currency)),
      note: isZero(held) ? 'nothing is reserved' : 'for calls that are not done yet',
    })}
    ${stat({
      label: remaining !== null && isNegative(remaining) ? 'Over' : 'Remaining',
      figure:
        remaining === null
          ? none('no limit')
          : mark(
              'remaining',
              remaining,
              html`<span class=${isNegative(remaining) ? 'over' : ''}
                >${amount(sizeOf(remaining), currency)}</span
              >`,
            ),
      note: remainingNote(figures, remaining),
    })}
    ${paceTile(figures)}
  </div>`;
}

function remainingNote({ limit, spent, held }: Standing, remaining: string | null): string {
  if (limit === null || remaining === null) {
    return 'without a limit';
  }
  if (!isNegative(remaining)) {
    return 'after what is spent and held';
  }
  return isZero(held) && isNegative(subtract(limit, spent))
    ? 'more than the limit is spent'
    : 'spent and held pass the limit';
}

function paceTile(figures: Standing): TemplateResult {
  const { forecast, limit, currency, even, spent, elapsed, present, state } = figures;
  const used = usedShare(figures);
  const last = endWords(figures);
  if (!present || state === 'CLOSED') {
    const ahead = figures.periodStart > theTime();
    return stat({
      label: 'Period',
      figure: html`<span class="num"
        >${ahead ? 'ahead' : used === undefined ? 'over' : `${percent(used)} used`}</span
      >`,
      note: ahead ? 'it has not begun' : present ? 'it is closed' : `it ended ${last}`,
    });
  }
  if (even === null || used === undefined) {
    return stat({
      label: 'At this rate',
      figure: forecast === undefined ? none('too early to say') : estimate(forecast, currency),
      note: forecast === undefined ? 'too early to say' : `by ${last}`,
    });
  }
  const gap = subtract(spent, even);
  const side = isNegative(gap) ? 'below' : 'above';
  const over = forecast === undefined ? undefined : subtract(forecast, limit ?? '0');
  return stat({
    label: 'Pace',
    figure: html`<span
      class="num"
      title=${`${glanceAmount(sizeOf(gap), currency)} ${side} an even pace`}
      >${percent(Math.abs(used - elapsed))}
      <span class="small muted">${used >= elapsed ? 'ahead' : 'below'}</span></span
    >`,
    note:
      forecast === undefined || over === undefined
        ? `${percent(elapsed)} of its time has passed: too early to say`
        : html`${estimate(forecast, currency)} by
          ${last}${
            isNegative(over) || isZero(over)
              ? nothing
              : html`, <strong>${glanceAmount(over, currency)} over</strong>`
          }`,
  });
}

function estimate(value: string, currency: string | null): TemplateResult {
  return html`<span class="num" title="What was spent so far, extended evenly to the end"
    >≈ ${glanceAmount(value, currency)}</span
  >`;
}

/** What it is, in words. */
export function facts(budget: BudgetDetail, report: Report | undefined): TemplateResult {
  return html`<section class="panel" aria-label="About this budget">
    <header>
      <h2>About this budget</h2>
      ${
        report
          ? html`<a class="small" href=${report.href} target="_blank" rel="noopener"
              >${report.name}</a
            >`
          : nothing
      }
    </header>
    <div class="body">
      <dl class="facts">
        <dt>Of</dt>
        <dd>${allocation(budget)}</dd>
        <dt>Id</dt>
        <dd><code>${budget.budgetId}</code></dd>
        <dt>Counts</dt>
        <dd>${budget.currency ?? 'tokens of every kind'}</dd>
        <dt>Limit</dt>
        <dd data-figure="limit">
          ${budget.limit === null ? 'none' : amount(budget.limit, budget.currency)}
        </dd>
        <dt>Warns at</dt>
        <dd data-figure="thresholds">
          ${percentages(budget.warningThresholds) || 'nothing'}
        </dd>
        <dt>Limit is</dt>
        <dd data-figure="enforcement">${enforcementWords(budget.enforcement)}</dd>
        <dt>Made</dt>
        <dd>${ago(budget.createdAt)}</dd>
      </dl>
    </div>
  </section>`;
}

interface Report {
  href: string;
  name: string;
}

/** A report for people of the period that is shown, or of the day or month within it. */
export function reportOf({ budgetId, period, zone }: BudgetDetail, { at }: Standing): Report {
  const units: Record<string, string> = { HOUR: 'day', DAY: 'day', WEEK: 'week' };
  const unit = units[period] ?? 'month';
  const day = isoDay(new Date(at.getTime() - 1), zone);
  return {
    href: `/report?${new URLSearchParams({ budgetId, period: unit, at: day })}`,
    name: period === unit.toUpperCase() ? 'Report' : `Report of the ${unit}`,
  };
}

/** The way back from something that is not there. */
export function back(): TemplateResult {
  return html`<a href=${router.href('/')}>All budgets</a>`;
}
