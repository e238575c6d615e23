import { html, nothing, svg, type TemplateResult } from 'lit';
import { add, compare, isZero, ratio, type Decimal } from '../format/decimal';
import { glanceAmount, percent } from '../format/numbers';
import { day, time } from '../format/time';
import { toneOf, type BudgetState } from './chips';

export interface BarFigures {
  spent: Decimal;
  held: Decimal;
  limit: Decimal | null;
  currency: string | null;
  state: BudgetState;
  /** IANA: the calendar of its periods. */
  zone: string;
  /** From when on it counts in the period. */
  begin: Date;
  /** The share of the time from then to the end that has passed, 0 to 1. */
  elapsed: number;
  periodEnd: Date;
}

/**
 * What is spent and held of a limit, with a mark where spending would be if it went on evenly. More
 * than the limit shrinks the scale, and the limit becomes a dashed line within it.
 */
export function budgetBar(figures: BarFigures): TemplateResult {
  const { spent, held, limit, currency, state, elapsed } = figures;
  if (limit === null) {
    return html`<span class="muted small">no limit</span>`;
  }
  const used = add(spent, held);
  const over = compare(used, limit) > 0;
  const scale = over ? used : limit;
  const share = (part: Decimal) => 100 * (ratio(part, scale) ?? 0);
  const atLimit = share(limit);
  const label =
    `${glanceAmount(spent, currency)} spent` +
    (compare(held, '0') > 0 ? `, ${glanceAmount(held, currency)} held` : '') +
    ` of ${glanceAmount(limit, currency)}; ${percent(elapsed)} of its time has passed`;
  const pace = atLimit * elapsed;
  return html`<svg class="budget-bar ${toneOf(state)}" role="img" aria-label=${label}>
    ${svg`<title>${label}</title>
      <rect class="track" y="4" width="100%" height="8" rx="4"></rect>
      <rect class="held" y="4" x="${share(spent)}%" width="${share(held)}%" height="8"></rect>
      <rect class="spent" y="4" width="${share(spent)}%" height="8" rx="4"></rect>
      ${over ? svg`<line class="limit" x1="${atLimit}%" x2="${atLimit}%" y1="0" y2="16"></line>` : nothing}
      ${state !== 'CLOSED' && elapsed > 0 && elapsed < 1 ? svg`<line class="pace" x1="${pace}%" x2="${pace}%" y1="1" y2="15"></line>` : nothing}`}
  </svg>`;
}

/** What the marks of the bars mean. */
export function barLegend(): TemplateResult {
  const key = (kind: string, word: string) =>
    html`<li>
      <svg class="budget-bar" viewBox="0 0 14 12" aria-hidden="true">
        ${
          kind === 'pace' || kind === 'limit'
            ? svg`<line class=${kind} x1="7" x2="7" y1="0" y2="12"></line>`
            : svg`<rect class=${kind} y="2" width="14" height="8" rx="2"></rect>`
        }
      </svg>
      ${word}
    </li>`;
  return html`<ul class="legend">
    ${key('spent', 'spent')} ${key('held', 'held')} ${key('pace', 'even pace')}
    ${key('limit', 'limit, where passed')}
  </ul>`;
}

/** Below this share of its time the rate of a budget says nothing about the end. */
export const PACE_FROM = 0.1;

/** How spending goes against the time that has passed, and when it is used up if it goes on. */
export function paceWords(figures: BarFigures): string {
  const { spent, limit, elapsed, state } = figures;
  const used = limit === null ? undefined : ratio(spent, limit);
  if (limit === null || elapsed <= 0) {
    return '';
  }
  if (isZero(spent)) {
    return 'nothing spent';
  }
  if (used === undefined) {
    return 'nothing may be spent';
  }
  if (elapsed >= 1 || used >= 1 || state === 'CLOSED') {
    return `${percent(used)} used`;
  }
  const end = usedUp(figures, used);
  if (end) {
    return `${percent(used)} used, at this pace all by ${end}`;
  }
  const ahead = used - elapsed;
  return Math.abs(ahead) < 0.02
    ? `${percent(used)} used, on pace`
    : `${percent(used)} used, ${percent(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'below'} pace`;
}

function usedUp(figures: BarFigures, used: number): string {
  const { elapsed, begin, periodEnd, zone } = figures;
  if (used - elapsed < 0.02 || elapsed < PACE_FROM) {
    return '';
  }
  const length = periodEnd.getTime() - begin.getTime();
  const at = new Date(begin.getTime() + (length * elapsed) / used);
  return length < 2 * 86_400_000 ? `${time(at, zone)} (${zone})` : day(at, zone, false);
}
