import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
} from 'd3-force';
import type { Graph } from './graph-data';
import type { GraphNode, GraphRelationship } from './values';

/** A node and where it stands. */
export interface Body {
  id: string;
  node: GraphNode;
  x: number;
  y: number;
  /** Where it is held while it is dragged, and stays afterwards. */
  fx?: number | null;
  fy?: number | null;
}

export interface Link {
  /** Other than that of any node: what the service made up for an answer may share its ids. */
  id: string;
  relationship: GraphRelationship;
  source: Body;
  target: Body;
  /** Among those between the same two nodes: 0, 1, -1, 2 …, so that each has its own way. */
  bend: number;
}

export const RADIUS = 18;

const TICKS = 300;
const WARM = 0.3;

/** Forces between nodes, which come to rest before anything is drawn. */
export class Layout {
  readonly bodies: Body[];
  readonly links: Link[];
  private readonly simulation: Simulation<Body>;

  /**
   * @param moved is called for each frame in which nodes moved by themselves
   */
  constructor(graph: Graph, moved: () => void) {
    this.bodies = graph.nodes.map((node) => ({ id: node.id, node }) as Body);
    const byId = new Map(this.bodies.map((body) => [body.id, body]));
    const between = new Map<string, number>();
    this.links = graph.links.map((relationship) => {
      const { id, start, end } = relationship;
      const pair = [start, end].sort().join(' ');
      const nth = between.get(pair) ?? 0;
      between.set(pair, nth + 1);
      const side = (nth % 2 ? 1 : -1) * Math.ceil(nth / 2) * (start < end ? 1 : -1);
      const [source, target] = [byId.get(start)!, byId.get(end)!];
      return { id: `relationship ${id}`, relationship, source, target, bend: side };
    });
    this.simulation = forceSimulation(this.bodies)
      .force('link', forceLink<Body>(this.links).distance(130).strength(0.5))
      .force('charge', forceManyBody().strength(-620).distanceMax(600))
      .force('collide', forceCollide(RADIUS * 1.9))
      .force('x', forceX(0).strength(0.05))
      .force('y', forceY(0).strength(0.08))
      .stop();
    this.simulation.tick(TICKS);
    this.simulation.on('tick', moved);
  }

  /** Others follow from now on. */
  warm(): void {
    this.simulation.alphaTarget(WARM).restart();
  }

  cool(): void {
    this.simulation.alphaTarget(0);
  }

  stop(): void {
    this.simulation.stop();
  }
}
