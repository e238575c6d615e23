import { html, type TemplateResult } from 'lit';
import {
  Digits,
  isNode,
  isPath,
  isRelationship,
  type GraphNode,
  type GraphRelationship,
  type Row,
  type Value,
} from './values';

/** As many as the palette has; the last is for all that are rare. */
const COLOURS = 8;

/** What a node without labels is counted as. */
const NO_LABEL = 'no label';

export interface LabelKey {
  label: string;
  /** How many nodes have it first. */
  nodes: number;
  /** Of the palette, from 1. */
  colour: number;
}

/** The label that a node is drawn by. */
export function labelOf(node: GraphNode): string {
  return node.labels[0] ?? NO_LABEL;
}

/** The labels of an answer, the most frequent first, each with its colour. */
export function labelKeys(nodes: Iterable<GraphNode>): Map<string, LabelKey> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    counts.set(labelOf(node), (counts.get(labelOf(node)) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return new Map(
    sorted.map(([label, count], i) => [
      label,
      { label, nodes: count, colour: Math.min(i + 1, COLOURS) },
    ]),
  );
}

/** Two letters or fewer, so that a label is known without its colour. */
export function initials(label: string): string {
  const capitals = label.replace(/[^A-Z]/g, '');
  return (capitals || label.slice(0, 1).toUpperCase()).slice(0, 2);
}

export function labelMark(key: LabelKey | undefined, label: string): TemplateResult {
  return html`<svg
    class="label-mark c${key?.colour ?? COLOURS}"
    viewBox="0 0 18 18"
    aria-hidden="true"
  >
    <circle cx="9" cy="9" r="9"></circle>
    <text x="9" y="12.5" text-anchor="middle">${initials(label)}</text>
  </svg>`;
}

/** Calls for every node and relationship in the rows, however deep. */
export function visit(
  rows: Row[],
  node: (node: GraphNode) => void,
  link: (relationship: GraphRelationship) => void,
): void {
  const into = (value: Value): void => {
    if (value === null || typeof value !== 'object' || value instanceof Digits) {
      return;
    }
    if (isNode(value)) {
      node(value);
    } else if (isRelationship(value)) {
      link(value);
    } else if (isPath(value)) {
      value.nodes.forEach(node);
      value.relationships.forEach(link);
    } else {
      Object.values(value).forEach((part) => into(part as Value));
    }
  };
  rows.forEach((row) => row.forEach(into));
}
