import { html, nothing, svg, type TemplateResult } from 'lit';
import { ratio, sizeOf, subtract, type Decimal } from '../format/decimal';
import { change, exactMoney, glanceMoney } from '../format/numbers';
import { icon } from './icons';

export interface Stat {
  label: string;
  figure: unknown;
  /** Beside the figure. */
  sparkline?: TemplateResult;
  note?: TemplateResult | string;
}

export function stat({ label, figure, sparkline: line, note }: Stat): TemplateResult {
  return html`<section class="panel stat" aria-label=${label}>
    <h2 class="label">${label}</h2>
    <div class="figure">${figure}</div>
    ${line ?? nothing}
    <div class="note">${note ?? nothing}</div>
  </section>`;
}

/** How much more or less than before; words where before was nothing. */
export function trend(
  now: Decimal,
  before: Decimal,
  currency: string,
  nothingBefore = 'nothing before',
): TemplateResult {
  // against its size: more than before is up, be that below zero
  const share = ratio(subtract(now, before), sizeOf(before));
  if (share === undefined) {
    return html`<span class="muted">${nothingBefore}</span>`;
  }
  const sign = share > 0 ? 'up' : share < 0 ? 'down' : 'same';
  return html`<span class="trend" title=${`before: ${exactMoney(before, currency)}`}
    >${icon(sign)}<span class="num"
      >${share > 9.99 ? `${glanceMoney(subtract(now, before), currency)} more` : change(share)}</span
    ></span
  >`;
}

/** A series without axes; its numbers are in the title and in the tables beside it. */
export function sparkline(values: number[], title: string): TemplateResult {
  if (values.length < 2) {
    return html``;
  }
  const top = Math.max(...values) || 1;
  const step = 96 / (values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)},${(27 - (value / top) * 25).toFixed(1)}`,
  );
  return html`<svg
    class="sparkline"
    viewBox="0 0 96 28"
    preserveAspectRatio="none"
    role="img"
    aria-label=${title}
  >
    ${svg`<title>${title}</title>
      <polygon class="area" points="0,28 ${points.join(' ')} 96,28"></polygon>
      <polyline class="line" points=${points.join(' ')}></polyline>`}
  </svg>`;
}
