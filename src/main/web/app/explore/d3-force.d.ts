// The part of d3-force that the graph uses; its archive has no types.
declare module 'd3-force' {
  export interface Force {
    strength(value: number): this;
  }
  export interface Simulation<N> {
    force(name: string, force: unknown): this;
    alphaTarget(value: number): this;
    restart(): this;
    stop(): this;
    tick(times: number): this;
    on(type: 'tick', listener: () => void): this;
    readonly nodes: () => N[];
  }
  export function forceSimulation<N>(nodes: N[]): Simulation<N>;
  export function forceLink<N>(
    links: { source: N; target: N }[],
  ): Force & { distance(value: number): Force };
  export interface ManyBody extends Force {
    distanceMax(value: number): this;
  }
  export function forceManyBody(): ManyBody;
  export function forceCollide(radius: number): Force;
  export function forceX(x: number): Force;
  export function forceY(y: number): Force;
}
