import { html, nothing, svg, type TemplateResult } from 'lit';
import { compare, ratio, type Decimal } from '../format/decimal';
import { count, exactMoney, glanceCount, money, percent } from '../format/numbers';
import { exactTime } from '../format/time';
import { chip } from '../ui/chips';
import { icon } from '../ui/icons';
import { kindOf, nameOf, type Call } from './calls';
import { agentOf, span, type RunNode } from './model';
import type { Row } from './tree-rows';

interface Scale {
  /** What the whole tree cost. */
  whole: Decimal;
  /** When it began. */
  from: string;
  currency: string;
}

const INDENT = 16;
const INDENTS_MAX = 10;

export function treeHeadings(): TemplateResult {
  const heading = (label: string, className = '') =>
    html`<th role="columnheader" scope="col" class=${className}>${label}</th>`;
  return html`<thead role="rowgroup">
    <tr role="row">
      ${heading('Run, calls')} ${heading('Share', 'bar')} ${heading('Own', 'end')}
      ${heading('Total', 'end')} ${heading('Calls', 'end wide')}
    </tr>
  </thead>`;
}

/** The cells of a line of the tree. */
export function rowCells(row: Row, scale: Scale): TemplateResult {
  const { node } = row;
  switch (row.kind) {
    case 'run':
      return html`${nameCell(row, runName(node), runNotes(node, scale, row.level))}
      ${figures(scale, node.ownCost, node.totalCost, count(node.total.calls))}`;
    case 'calls':
      return html`${nameCell(row, 'Own calls', html`of ${agentOf(node)} itself`)}
      ${figures(scale, node.ownCost, null, count(node.calls))}`;
    case 'call':
      return html`${nameCell(row, nameOf(row.call), callNotes(row.call, scale))}
      ${figures(scale, row.call.cost, null, null)}`;
    case 'more':
      return wide(
        row,
        html`<span class="act">Show more</span> of ${count(row.hidden)} ${row.what}`,
      );
    case 'earlier':
      return wide(
        row,
        html`<span class="act">Show more</span> of ${count(row.hidden)} earlier calls`,
      );
    case 'failed':
      return wide(row, html`${row.error.message} <span class="act">Try again</span>`);
    case 'loading':
      return wide(row, html`<span class="skeleton short"></span>`);
  }
}

function wide({ level }: Row, content: TemplateResult): TemplateResult {
  return html`<td role="gridcell" class="only" colspan="5">
    <div class="cell-name">${indent(level)}<span class="leaf"></span>${content}</div>
  </td>`;
}

function nameCell(
  row: Row & { kind: 'run' | 'calls' | 'call' },
  name: TemplateResult | string,
  notes: TemplateResult,
): TemplateResult {
  const openable = row.kind === 'calls' || (row.kind === 'run' && row.openable);
  return html`<td role="gridcell" class="what">
    <div class="cell-name">
      ${indent(row.level)}
      ${
        openable
          ? html`<span class="toggle" aria-hidden="true">${icon('right')}</span>`
          : html`<span class="leaf"></span>`
      }
      <div class="texts">
        <div class="title">${name}</div>
        <div class="notes">${notes}</div>
      </div>
    </div>
  </td>`;
}

/** A spacer: the page's policy allows no style attributes, but widths of drawings. */
function indent(level: number): TemplateResult | typeof nothing {
  const width = INDENT * Math.min(level - 1, INDENTS_MAX);
  return width
    ? html`<svg class="indent" width=${width} height="1" aria-hidden="true"></svg>`
    : nothing;
}

function runName(node: RunNode): TemplateResult {
  return html`<span class="agent ${node.agentId ? '' : 'muted'}">${agentOf(node)}</span>`;
}

function runNotes(node: RunNode, scale: Scale, level: number): TemplateResult {
  const { total, runsBelow } = node;
  return html`<span class="id" title=${node.runId}>${node.runId}</span>${
      runsBelow
        ? html`<span>${count(runsBelow)} ${runsBelow === 1 ? 'run' : 'runs'} below</span>`
        : nothing
    }${level > 1 ? after(node.startedAt, scale.from) : nothing}${
      total.failedCalls
        ? html`<span class="warn">${icon('warn')}${count(total.failedCalls)} failed</span>`
        : nothing
    }${
      total.unpricedCalls
        ? html`<span class="warn">${icon('unknown')}${count(total.unpricedCalls)} unpriced</span>`
        : nothing
    }`;
}

function callNotes(call: Call, scale: Scale): TemplateResult {
  const words = [
    call.step,
    call.capability !== nameOf(call) ? call.capability : null,
    call.model ? null : kindOf(call.kind),
  ].filter((word, i, all) => word && all.indexOf(word) === i);
  return html`${words.map((word) => html`<span>${word}</span>`)}${
    call.tokens ? html`<span>${glanceCount(String(call.tokens.total))} tokens</span>` : nothing
  }${
    call.quantity && call.quantityUnit
      ? html`<span>${count(call.quantity)} × ${call.quantityUnit}</span>`
      : nothing
  }${after(call.timestamp, scale.from)}${
    call.weight === null
      ? nothing
      : html`<span>${percent(Number(call.weight), 1)} for ${call.taskId ?? 'no task'}</span>`
  }${call.outcome === 'SUCCEEDED' ? nothing : outcomeChip(call.outcome)}`;
}

export function outcomeChip(outcome: Call['outcome']): TemplateResult {
  switch (outcome) {
    case 'FAILED':
      return chip('bad', 'bad', 'Failed', 'A failed call costs what it used');
    case 'CANCELLED':
      return chip('', 'denied', 'Cancelled', 'A cancelled call costs what it used');
    default:
      return chip('ok', 'ok', 'Succeeded');
  }
}

function after(at: string, from: string): TemplateResult {
  const ms = Date.parse(at) - Date.parse(from);
  return html`<span title=${exactTime(new Date(at))}
    >${ms < 0 ? `${span(-ms)} before` : `+${span(ms)}`}</span
  >`;
}

function figures(
  scale: Scale,
  own: Decimal | null,
  total: Decimal | null,
  calls: TemplateResult | null,
): TemplateResult {
  return html`<td role="gridcell" class="bar">
      ${own === null ? nothing : costBar(own, total ?? own, scale)}
    </td>
    <td role="gridcell" class="end" data-figure="own">
      ${own === null ? chip('warn', 'unknown', 'Unpriced') : money(own, scale.currency)}
    </td>
    <td role="gridcell" class="end" data-figure="total">
      ${total === null ? nothing : money(total, scale.currency)}
    </td>
    <td role="gridcell" class="end wide">${calls ?? nothing}</td>`;
}

/** What a line cost itself, and with what is below it, of the whole tree. */
function costBar(own: Decimal, total: Decimal, { whole, currency }: Scale): TemplateResult {
  const share = (part: Decimal) =>
    compare(whole, '0') > 0 ? 100 * Math.min(1, Math.max(0, ratio(part, whole) ?? 0)) : 0;
  const [a, b] = [share(own), share(total)];
  const words =
    own === total
      ? exactMoney(own, currency)
      : `${exactMoney(own, currency)} itself, ${exactMoney(total, currency)} in all`;
  return html`<svg class="cost-bar" aria-hidden="true">
    ${svg`<title>${words}: ${percent(b / 100, 1)} of ${exactMoney(whole, currency)}</title>
      <rect class="track" y="3" width="100%" height="6" rx="3"></rect>
      <rect class="below" y="3" x="${a}%" width="${Math.max(0, b - a)}%" height="6"></rect>
      <rect class="own" y="3" width="${a}%" height="6"></rect>`}
  </svg>`;
}
