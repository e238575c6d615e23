import {
  html,
  nothing,
  svg,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { calm } from '../state/theme';
import { Element } from '../ui/element';
import { icon, type IconName } from '../ui/icons';
import type { CellContext } from './cells';
import type { Graph } from './graph-data';
import { details, legend } from './graph-details';
import { Layout, RADIUS, type Body, type Link } from './graph-layout';
import { arrowHead, linkShape, shorten } from './graph-shapes';
import { initials, labelOf } from './labels';
import { captionOf } from './values';

const MARGIN = 70;
const SCALE_MAX = 1.25;
const STEP = 1.3;
/** Smaller than this, words are only written where one looks. */
const WORDS_FROM = 0.5;
/** Less is a click. */
const DRAG_PX = 4;

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What is held by the pointer: a node, or the ground. */
interface Held {
  body?: Body;
  x: number;
  y: number;
  moved: boolean;
}

/**
 * The nodes and relationships of an answer. A node can be dragged and stays where it is put; a
 * click or Enter shows what it holds. By keyboard: arrows go to the next node in a direction, with
 * Shift they move it.
 */
@customElement('cg-graph-view')
export class GraphView extends Element {
  @property({ attribute: false }) graph?: Graph;
  @property({ attribute: false }) context: CellContext = { labels: new Map(), currency: 'USD' };
  @state() private selected?: string;
  @state() private focused?: string;
  @state() private view = { x: 0, y: 0, scale: 1 };
  private size = { width: 640, height: 480 };
  private layout?: Layout;
  private held?: Held;
  private sizes?: ResizeObserver;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.sizes = undefined;
    this.layout?.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('graph') && this.graph) {
      this.arrange();
      this.selected = undefined;
    }
  }

  protected override updated(): void {
    const stage = this.querySelector('svg.graph-stage');
    if (stage && !this.sizes) {
      this.sizes = new ResizeObserver(([{ contentRect }]) => {
        this.size = { width: contentRect.width || 1, height: contentRect.height || 1 };
        this.fit();
      });
      this.sizes.observe(stage);
    }
  }

  private arrange(): void {
    this.layout?.stop();
    this.layout = new Layout(this.graph!, () => this.requestUpdate());
    this.focused = this.layout.bodies[0]?.id;
    this.fit();
  }

  private fit(): void {
    const bodies = this.layout?.bodies ?? [];
    if (bodies.length === 0) {
      return;
    }
    const xs = bodies.map(({ x }) => x);
    const ys = bodies.map(({ y }) => y);
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const { width, height } = this.size;
    const scale = Math.min(
      SCALE_MAX,
      width / (right - left + 2 * MARGIN),
      height / (bottom - top + 2 * MARGIN),
    );
    this.view = { x: (left + right) / 2, y: (top + bottom) / 2, scale };
  }

  private zoom(by: number): void {
    this.view = { ...this.view, scale: Math.min(4, Math.max(0.05, this.view.scale * by)) };
  }

  protected override render(): TemplateResult | typeof nothing {
    const { graph, layout } = this;
    if (!graph || !layout) {
      return nothing;
    }
    const { x, y, scale } = this.view;
    const [width, height] = [this.size.width / scale, this.size.height / scale];
    const box = [x - width / 2, y - height / 2, width, height].map((n) => n.toFixed(1)).join(' ');
    const label =
      `Graph of ${graph.nodes.length} nodes and ${graph.links.length} relationships;` +
      ' arrow keys go from node to node, Enter shows one, Shift and arrows move it';
    return html`<div class="graph">
      <div class="graph-ground">
        <div class="graph-tools" role="group" aria-label="View">
          ${this.tool('plus', 'Closer', () => this.zoom(STEP))}
          ${this.tool('same', 'Farther', () => this.zoom(1 / STEP))}
          ${this.tool('fit', 'Show all', () => this.fit())}
          ${this.tool('graph', 'Arrange again', () => this.arrange())}
        </div>
        <svg
          class="graph-stage ${scale < WORDS_FROM ? 'small' : ''}"
          viewBox=${box}
          role="group"
          aria-label=${label}
          @pointerdown=${(event: PointerEvent) => this.hold(event)}
          @pointermove=${(event: PointerEvent) => this.drag(event)}
          @pointerup=${() => this.release()}
          @pointercancel=${() => this.release()}
          @wheel=${this.wheel}
        >
          ${layout.links.map((link) =>
            linkShape(link, this.isActive(link), (id) => this.select(id)),
          )}
          ${layout.bodies.map((body) => this.node(body))}
          ${layout.links.map((link) => arrowHead(link, this.isActive(link)))}
        </svg>
      </div>
      <aside class="graph-side" aria-label="About the graph">
        ${legend(graph, this.context)}
        ${
          this.selected
            ? details(this.selected, layout, this.context, (id) => this.select(id))
            : html`<p class="muted small">
                Click a node or a relationship to see what it holds; drag a node to move it.
              </p>`
        }
      </aside>
    </div>`;
  }

  private isActive({ id, source, target }: Link): boolean {
    return [id, source.id, target.id].includes(this.selected ?? '');
  }

  private tool(name: IconName, word: string, act: () => void): TemplateResult {
    return html`<button class="button" type="button" title=${word} aria-label=${word} @click=${act}>
      ${icon(name)}
    </button>`;
  }

  private node(body: Body): SVGTemplateResult {
    const label = labelOf(body.node);
    const caption = captionOf(body.node, this.context.currency);
    const key = this.context.labels.get(label);
    const selected = body.id === this.selected;
    const look = `c${key?.colour ?? 8} ${selected ? 'selected' : ''}`;
    return svg`<g
      class="node ${look} ${body.node.labels.length ? '' : 'absent'}"
      data-node=${body.id}
      transform="translate(${body.x.toFixed(1)},${body.y.toFixed(1)})"
      role="button"
      tabindex=${body.id === this.focused ? 0 : -1}
      aria-pressed=${selected}
      aria-label="${label} ${caption}"
      @keydown=${(event: KeyboardEvent) => this.key(event, body)}
      @focus=${() => (this.focused = body.id)}
    >
      <title>${label} ${caption}</title>
      <circle r=${RADIUS}></circle>
      <text class="initials" y="4.5" text-anchor="middle">${initials(label)}</text>
      <text class="caption" y=${RADIUS + 14} text-anchor="middle">${shorten(caption)}</text>
    </g>`;
  }

  private select(id?: string): void {
    this.selected = id;
    if (id && this.layout?.bodies.some((body) => body.id === id)) {
      this.focused = id;
    }
  }

  private hold(event: PointerEvent): void {
    const target = event.target as globalThis.Element;
    const id = target.closest<SVGElement>('[data-node]')?.dataset.node;
    const body = this.layout?.bodies.find((candidate) => candidate.id === id);
    if (event.button !== 0 || (!body && target.closest('.link'))) {
      return;
    }
    if (body || event.pointerType === 'mouse') {
      (event.currentTarget as SVGElement).setPointerCapture(event.pointerId);
      this.held = { body, x: event.clientX, y: event.clientY, moved: false };
    }
  }

  private drag(event: PointerEvent): void {
    const held = this.held;
    if (!held) {
      return;
    }
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < DRAG_PX) {
      return;
    }
    const { scale } = this.view;
    if (held.body) {
      this.move(held.body, dx / scale, dy / scale);
      if (!held.moved && !calm.matches) {
        this.layout?.warm();
      }
    } else {
      this.view = { ...this.view, x: this.view.x - dx / scale, y: this.view.y - dy / scale };
    }
    this.held = { ...held, x: event.clientX, y: event.clientY, moved: true };
  }

  private release(): void {
    const { body, moved } = this.held ?? {};
    this.held = undefined;
    this.layout?.cool();
    if (moved === false) {
      this.select(body?.id);
    }
  }

  /** It stays where it is put. */
  private move(body: Body, dx: number, dy: number): void {
    body.x += dx;
    body.y += dy;
    body.fx = body.x;
    body.fy = body.y;
    this.requestUpdate();
  }

  /** With Ctrl, as a pinch is too; without it the page scrolls. */
  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? STEP : 1 / STEP);
    }
  }

  private key(event: KeyboardEvent, body: Body): void {
    const arrow = ARROWS[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      this.select(body.id === this.selected ? undefined : body.id);
    } else if (event.key === 'Escape') {
      this.select(undefined);
    } else if (arrow && event.shiftKey) {
      this.move(body, arrow[0] * 20, arrow[1] * 20);
    } else if (arrow) {
      this.focusNext(body, arrow);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** The nearest node in a direction; what lies aside counts as farther. */
  private focusNext(from: Body, [ax, ay]: [number, number]): void {
    let best: Body | undefined;
    let least = Infinity;
    for (const body of this.layout?.bodies ?? []) {
      const ahead = (body.x - from.x) * ax + (body.y - from.y) * ay;
      const aside = Math.abs((body.x - from.x) * ay + (body.y - from.y) * ax);
      if (ahead > 1 && ahead + 2 * aside < least) {
        least = ahead + 2 * aside;
        best = body;
      }
    }
    if (best) {
      this.querySelector<SVGElement>(`[data-node="${CSS.escape(best.id)}"]`)?.focus();
    }
  }
}
