import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../ui/icons';
import { arrow, nodeChip, propertyList, type CellContext } from './cells';
import type { Graph } from './graph-data';
import type { Layout, Link } from './graph-layout';
import { labelMark } from './labels';

const NEIGHBOURS_MAX = 40;

/** What the colours and letters mean, and how many are not drawn. */
export function legend(graph: Graph, { labels }: CellContext): TemplateResult {
  const left = graph.allNodes - graph.nodes.length;
  return html`<ul class="graph-legend" aria-label="Labels">
      ${[...labels.values()].map(
        (key) =>
          html`<li>
            ${labelMark(key, key.label)}<span>${key.label}</span>
            <data class="muted num" value=${key.nodes}>${key.nodes}</data>
          </li>`,
      )}
    </ul>
    ${
      left > 0
        ? html`<p class="small" role="status">
            The first ${graph.nodes.length} of ${graph.allNodes} nodes are drawn. Answer with fewer,
            e.g. by a <code>LIMIT</code>, or look at the table.
          </p>`
        : nothing
    }`;
}

/** What is selected: all its properties, and what it is tied to. */
export function details(
  selected: string,
  { bodies, links }: Layout,
  context: CellContext,
  select: (id?: string) => void,
): TemplateResult | typeof nothing {
  const body = bodies.find(({ id }) => id === selected);
  const link = links.find(({ id }) => id === selected);
  if (body) {
    const tied = links.filter(({ source, target }) => source === body || target === body);
    const heading = nodeChip(body.node, context);
    return panel(heading, body.node.labels.join(' · ') || 'not in the answer', select, [
      propertyList(body.node.properties, context.currency),
      neighbours(tied, body.id, context, select),
    ]);
  }
  if (link) {
    const { type, properties } = link.relationship;
    return panel(html`<code>${type}</code>`, 'relationship', select, [
      propertyList(properties, context.currency),
      html`<h3>Between</h3>
        <ul class="neighbours">
          ${[link.source, link.target].map(({ id, node }) =>
            item(nodeChip(node, context), () => select(id)),
          )}
        </ul>`,
    ]);
  }
  return nothing;
}

function panel(
  heading: TemplateResult,
  kind: string,
  select: (id?: string) => void,
  body: (TemplateResult | typeof nothing)[],
): TemplateResult {
  return html`<section class="graph-details" aria-label="Selected">
    <header>
      <h3>${heading}</h3>
      <button
        class="button plain"
        type="button"
        aria-label="Close"
        @click=${() => select(undefined)}
      >
        ${icon('close')}
      </button>
    </header>
    <p class="muted small">${kind}</p>
    ${body}
  </section>`;
}

function neighbours(
  tied: Link[],
  id: string,
  context: CellContext,
  select: (id?: string) => void,
): TemplateResult | typeof nothing {
  if (tied.length === 0) {
    return nothing;
  }
  return html`<h3>Tied to</h3>
    <ul class="neighbours">
      ${tied.slice(0, NEIGHBOURS_MAX).map(({ source, target, relationship }) => {
        const out = source.id === id;
        const other = out ? target : source;
        return item(
          html`<code>${arrow(relationship.type, out)}</code>${nodeChip(other.node, context)}`,
          () => select(other.id),
        );
      })}
      ${
        tied.length > NEIGHBOURS_MAX
          ? html`<li class="muted small">and ${tied.length - NEIGHBOURS_MAX} more</li>`
          : nothing
      }
    </ul>`;
}

function item(content: TemplateResult, go: () => void): TemplateResult {
  return html`<li><button type="button" @click=${go}>${content}</button></li>`;
}
