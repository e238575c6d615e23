import { visit } from './labels';
import type { GraphNode, GraphRelationship, Row } from './values';

/** So many are drawn: more would be neither fast nor legible. */
export const NODES_MAX = 250;
const LINKS_MAX = 1_000;

/** What of an answer is drawn. */
export interface Graph {
  nodes: GraphNode[];
  links: GraphRelationship[];
  /** How many the answer has. */
  allNodes: number;
  allLinks: number;
}

/**
 * The nodes and relationships of an answer, each once, in the order of the rows. The end of a
 * relationship that the answer does not hold is a node without labels and properties.
 */
export function graphOf(rows: Row[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const links = new Map<string, GraphRelationship>();
  visit(
    rows,
    (node) => nodes.has(node.id) || nodes.set(node.id, node),
    (link) => links.has(link.id) || links.set(link.id, link),
  );
  for (const { start, end } of links.values()) {
    for (const id of [start, end]) {
      if (!nodes.has(id)) {
        nodes.set(id, { id, labels: [], properties: {} });
      }
    }
  }
  const shown = [...nodes.values()].slice(0, NODES_MAX);
  const there = new Set(shown.map(({ id }) => id));
  const between = [...links.values()].filter(
    ({ start, end }) => there.has(start) && there.has(end),
  );
  return {
    nodes: shown,
    links: between.slice(0, LINKS_MAX),
    allNodes: nodes.size,
    allLinks: links.size,
  };
}
