import { html, nothing, type TemplateResult } from 'lit';
import { exactCount, exactMoney, none } from '../format/numbers';
import { exactTime } from '../format/time';
import { router, type Path } from '../state/router';
import { labelMark, labelOf, type LabelKey } from './labels';
import {
  captionOf,
  Digits,
  isNode,
  isPath,
  isRelationship,
  ofNanos,
  plain,
  toJson,
  type GraphNode,
  type GraphPath,
  type GraphRelationship,
  type Properties,
  type Value,
} from './values';

/** What cells need to know beside their value. */
export interface CellContext {
  /** So many digits after the point has a number at least, for numbers under each other. */
  fraction?: number;
  labels: ReadonlyMap<string, LabelKey>;
  currency: string;
}

const PARTS_MAX = 12;
const TEXT_MAX = 160;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A value for people: numbers with all their digits, what is of the graph as chips. */
export function cell(value: Value, context: CellContext): TemplateResult | string {
  if (value === null) {
    return none('null');
  }
  if (value instanceof Digits) {
    return digits(value.text, context.fraction);
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') {
    return text(value);
  }
  if (Array.isArray(value)) {
    return listed(value, context);
  }
  if (isNode(value)) {
    return nodeChip(value, context);
  }
  if (isRelationship(value)) {
    return relationshipChip(value);
  }
  return isPath(value) ? path(value, context) : json(value);
}

function digits(written: string, fraction = 0): TemplateResult {
  const text = exactCount(written, fraction);
  return html`<data class="num" value=${written} title=${written}>${text}</data>`;
}

function text(value: string): TemplateResult | string {
  if (value === '') {
    return html`<span class="muted">empty text</span>`;
  }
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) {
    return html`<time class="num" datetime=${value} title=${exactTime(new Date(value))}
      >${value}</time
    >`;
  }
  return value.length > TEXT_MAX
    ? html`<span title=${value}>${value.slice(0, TEXT_MAX)}…</span>`
    : value;
}

function json(value: Value): TemplateResult {
  const written = toJson(value);
  return html`<code title=${written}
    >${written.slice(0, TEXT_MAX)}${written.length > TEXT_MAX ? '…' : ''}</code
  >`;
}

function listed(values: Value[], context: CellContext): TemplateResult {
  if (values.length === 0) {
    return html`<span class="muted">empty list</span>`;
  }
  const shown = values.slice(0, PARTS_MAX);
  return html`<span class="value-list"
    >${shown.map((value) => html`<span>${cell(value, context)}</span>`)}${more(
      values.length - shown.length,
    )}</span
  >`;
}

function more(count: number): TemplateResult | typeof nothing {
  return count > 0 ? html`<span class="muted">and ${count} more</span>` : nothing;
}

export function nodeChip(node: GraphNode, { labels, currency }: CellContext): TemplateResult {
  const label = labelOf(node);
  return html`<span class="node-chip" title=${`${label} ${toJson(node.properties)}`.slice(0, 600)}
    >${labelMark(labels.get(label), label)}<span>${captionOf(node, currency)}</span></span
  >`;
}

function relationshipChip({ type, properties }: GraphRelationship): TemplateResult {
  return html`<code class="relationship-chip" title=${toJson(properties)}>${type}</code>`;
}

/** The nodes with the relationships between them, as arrows. */
function path({ nodes, relationships }: GraphPath, context: CellContext): TemplateResult {
  const shown = relationships.slice(0, PARTS_MAX);
  return html`<span class="graph-path"
    >${nodeChip(nodes[0], context)}${shown.map((relationship, i) => {
      const forwards = relationship.start === nodes[i].id;
      return html`<span class="hop"
        ><code>${arrow(relationship.type, forwards)}</code>${nodeChip(nodes[i + 1], context)}</span
      >`;
    })}${more(relationships.length - shown.length)}</span
  >`;
}

export function arrow(type: string, forwards: boolean): string {
  return forwards ? `${type}→` : `←${type}`;
}

/** All properties of a node or relationship; ids that have a page lead to it. */
export function propertyList(properties: Properties, currency: string): TemplateResult {
  const entries = Object.entries(properties).sort(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) {
    return html`<p class="muted small">It has no properties.</p>`;
  }
  const unit = properties.currency ? plain(properties.currency) : currency;
  const context = { labels: new Map(), currency };
  return html`<dl class="facts properties">
    ${entries.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${linked(name, value) ?? cell(value, context)}${asAmount(name, value, unit)}</dd>`,
    )}
  </dl>`;
}

/** Where a property leads; its platform is that of the page, or its page says that it is not. */
const PAGES: Record<string, Path> = { budget_id: '/budget', run_id: '/runs' };

function linked(name: string, value: Value): TemplateResult | undefined {
  const path = PAGES[name];
  return path && typeof value === 'string'
    ? html`<a href=${router.href(path, { id: value })}>${value}</a>`
    : undefined;
}

function asAmount(name: string, value: Value, currency: string): TemplateResult | typeof nothing {
  return name.endsWith('_nanos') && value instanceof Digits && /^-?\d+$/.test(value.text)
    ? html` <span class="muted num">${exactMoney(ofNanos(value.text), currency)}</span>`
    : nothing;
}
