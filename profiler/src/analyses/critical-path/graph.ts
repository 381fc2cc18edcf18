/** The graph of a critical path: nodes are starts and ends of events, edges are time or dependence. */

export const EDGE_TYPES = ['operator', 'dependency', 'launch', 'kernel-gap', 'sync'] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];

export interface PathNode {
  /** Label of the event. */
  readonly event: number;
  readonly time: number;
  readonly isStart: boolean;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly type: EdgeType;
  /** Label of the event that the time is charged to; undefined where the edge is dependence alone. */
  readonly event: number | undefined;
}

export class PathGraph {
  readonly nodes: readonly PathNode[];
  /** By `to`, in the order in which they were added; a second edge between two nodes takes the place of the first. */
  private readonly into: Map<number, Edge>[];
  private readonly startOf = new Map<number, number>();
  private readonly endOf = new Map<number, number>();

  /** @param events Each gives two nodes; nodes are in the order of their times, ties by label, starts first. */
  constructor(events: readonly { readonly index: number; readonly ts: number; readonly dur: number }[]) {
    const ends = events.flatMap(({ index, ts, dur }): PathNode[] => [
      { event: index, time: ts, isStart: true },
      { event: index, time: ts + dur, isStart: false },
    ]);
    this.nodes = ends.sort((a, b) => a.time - b.time || a.event - b.event || Number(b.isStart) - Number(a.isStart));
    this.into = this.nodes.map(() => new Map());
    for (const [at, { event, isStart }] of this.nodes.entries()) (isStart ? this.startOf : this.endOf).set(event, at);
  }

  start(event: number): number | undefined {
    return this.startOf.get(event);
  }

  end(event: number): number | undefined {
    return this.endOf.get(event);
  }

  node(at: number): PathNode {
    const node = this.nodes[at];
    if (node === undefined) throw new Error(`node ${at} is not in the graph`);
    return node;
  }

  /**
   * Adds an edge. Operators, launches and gaps weigh the time between their nodes, never less than 0: in traces of
   * nanoseconds a child may end a moment after its parent.
   */
  add(
    from: number,
    to: number,
    type: EdgeType,
    options: { readonly free?: boolean; readonly event?: number } = {},
  ): void {
    if (from === to) return;
    const free = type === 'dependency' || type === 'sync' || options.free === true;
    const weight = free ? 0 : Math.max(0, this.node(to).time - this.node(from).time);
    this.into[to]?.set(from, { from, to, weight, type, event: options.event });
  }

  get edges(): number {
    return this.into.reduce((sum, of) => sum + of.size, 0);
  }

  /**
   * The heaviest path, as its edges in order; undefined when the graph has a cycle.
   * Among equals the edge that was added first wins, and of ends the first in topological order (by generations).
   * @cost O(nodes + edges).
   */
  longest(): readonly Edge[] | undefined {
    const order = this.topological();
    if (order === undefined) return undefined;
    const length = new Float64Array(this.nodes.length);
    const best = new Array<Edge | undefined>(this.nodes.length);
    let last = order[0] ?? 0;
    for (const at of order) {
      for (const edge of this.into[at]?.values() ?? []) {
        const through = (length[edge.from] ?? 0) + edge.weight;
        if (best[at] === undefined || through > (length[at] ?? 0)) {
          best[at] = edge;
          length[at] = through;
        }
      }
    }
    for (const at of order) if ((length[at] ?? 0) > (length[last] ?? 0)) last = at;
    const path: Edge[] = [];
    for (let edge = best[last]; edge !== undefined; edge = best[edge.from]) path.push(edge);
    return path.reverse();
  }

  private topological(): readonly number[] | undefined {
    const out: number[][] = this.nodes.map(() => []);
    const waiting = new Int32Array(this.nodes.length);
    for (const [to, of] of this.into.entries()) {
      waiting[to] = of.size;
      for (const from of of.keys()) out[from]?.push(to);
    }
    const order: number[] = [];
    let generation = this.nodes.flatMap((_, at) => (waiting[at] === 0 ? [at] : []));
    while (generation.length > 0) {
      const next: number[] = [];
      for (const at of generation) {
        order.push(at);
        for (const to of out[at] ?? []) {
          waiting[to] = (waiting[to] ?? 0) - 1;
          if (waiting[to] === 0) next.push(to);
        }
      }
      generation = next;
    }
    return order.length === this.nodes.length ? order : undefined;
  }
}
