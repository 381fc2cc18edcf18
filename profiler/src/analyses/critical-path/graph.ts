/** The graph of a critical path: nodes are starts and ends of events, edges are time or dependence. Nodes are numbers from 0 on. */

import { orderOf } from '../rank-data.ts';

export const EDGE_TYPES = ['operator', 'dependency', 'launch', 'kernel-gap', 'sync'] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly type: EdgeType;
  /** Label of the event that the time is charged to; undefined where the edge is dependence alone. */
  readonly event: number | undefined;
}

/** Edges of one node; beyond it they are found by a map. */
const FEW = 16;

export class PathGraph {
  /** Nodes: twice the position of the event, plus one at its end, in the order of their times. */
  private readonly order: Int32Array;
  private readonly times: Float64Array;
  private readonly labels: Int32Array;
  private readonly starts = new Map<number, number>();
  private readonly ends = new Map<number, number>();
  /** By `to`, in the order in which they were added; a second edge between two nodes takes the place of the first. */
  private readonly into: (Edge[] | undefined)[];
  private readonly many = new Map<number, Map<number, number>>();

  /** @param events By label. Each gives two nodes; nodes are in the order of their times, ties by label, starts first. */
  constructor(events: readonly { readonly index: number; readonly ts: number; readonly dur: number }[]) {
    const count = events.length * 2;
    const times = new Float64Array(count);
    const labels = Int32Array.from(events, ({ index }) => index);
    for (const [at, { ts, dur }] of events.entries()) {
      times[at * 2] = ts;
      times[at * 2 + 1] = ts + dur;
    }
    this.order = orderOf(times);
    this.times = new Float64Array(count);
    this.labels = new Int32Array(count);
    for (let at = 0; at < count; at += 1) {
      const end = this.order[at] as number;
      this.times[at] = times[end] as number;
      this.labels[at] = labels[end >> 1] as number;
    }
    this.into = new Array<Edge[] | undefined>(count).fill(undefined);
    for (let at = 0; at < count; at += 1) (this.isStart(at) ? this.starts : this.ends).set(this.labels[at] ?? 0, at);
  }

  /** How many nodes there are. */
  get size(): number {
    return this.order.length;
  }

  /** Label of the event of a node. */
  event(at: number): number {
    return this.labels[at] ?? 0;
  }

  time(at: number): number {
    return this.times[at] ?? 0;
  }

  isStart(at: number): boolean {
    return ((this.order[at] ?? 0) & 1) === 0;
  }

  start(event: number): number | undefined {
    return this.starts.get(event);
  }

  end(event: number): number | undefined {
    return this.ends.get(event);
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
    const weight = free ? 0 : Math.max(0, this.time(to) - this.time(from));
    const edge: Edge = { from, to, weight, type, event: options.event };
    const edges = this.into[to];
    if (edges === undefined) {
      this.into[to] = [edge];
      return;
    }
    const known = this.placeOf(edges, from, to);
    if (known < 0) edges.push(edge);
    else edges[known] = edge;
  }

  /** Where the edge from `from` is among those into `to`; -1 where it is none of them, and will be the last. */
  private placeOf(edges: readonly Edge[], from: number, to: number): number {
    if (edges.length < FEW) return edges.findIndex((edge) => edge.from === from);
    let places = this.many.get(to);
    if (places === undefined) {
      places = new Map(edges.map((edge, at) => [edge.from, at]));
      this.many.set(to, places);
    }
    const known = places.get(from);
    if (known === undefined) places.set(from, edges.length);
    return known ?? -1;
  }

  get edges(): number {
    return this.into.reduce((sum, of) => sum + (of?.length ?? 0), 0);
  }

  /**
   * The heaviest path, as its edges in order; undefined when the graph has a cycle.
   * Among equals the edge that was added first wins, and of ends the first in topological order (by generations).
   * @cost O(nodes + edges).
   */
  longest(): readonly Edge[] | undefined {
    const order = this.topological();
    if (order === undefined) return undefined;
    const length = new Float64Array(this.size);
    const best = new Array<Edge | undefined>(this.size);
    let last = order[0] ?? 0;
    for (const at of order) {
      for (const edge of this.into[at] ?? []) {
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
    // Edges out of each node, one after the other, in the order of where they lead.
    const { size } = this;
    const first = new Int32Array(size + 1);
    for (const of of this.into) for (const { from } of of ?? []) first[from + 1] = (first[from + 1] ?? 0) + 1;
    for (let at = 0; at < size; at += 1) first[at + 1] = (first[at + 1] ?? 0) + (first[at] ?? 0);
    const out = new Int32Array(first[size] ?? 0);
    const next = first.slice();
    const waiting = new Int32Array(size);
    for (const [to, of] of this.into.entries()) {
      waiting[to] = of?.length ?? 0;
      for (const { from } of of ?? []) {
        const place = next[from] ?? 0;
        out[place] = to;
        next[from] = place + 1;
      }
    }
    // By generations: those of one come in the order in which those of the one before led to them.
    const order: number[] = [];
    for (let at = 0; at < size; at += 1) if (waiting[at] === 0) order.push(at);
    for (let done = 0; done < order.length; done += 1) {
      const at = order[done] ?? 0;
      for (let edge = first[at] ?? 0; edge < (first[at + 1] ?? 0); edge += 1) {
        const to = out[edge] ?? 0;
        waiting[to] = (waiting[to] ?? 0) - 1;
        if (waiting[to] === 0) order.push(to);
      }
    }
    return order.length === size ? order : undefined;
  }
}
