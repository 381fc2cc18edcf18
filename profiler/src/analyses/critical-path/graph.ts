/** The graph of a critical path: nodes are starts and ends of events, edges are time or dependence. Nodes are numbers from 0 on. */

import { NONE, orderOf } from '../rank-data.ts';

export const EDGE_TYPES = ['operator', 'dependency', 'launch', 'kernel-gap', 'sync'] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];
export const EDGE: Readonly<Record<EdgeType, number>> = {
  operator: 0,
  dependency: 1,
  launch: 2,
  'kernel-gap': 3,
  sync: 4,
};

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly type: EdgeType;
  /** Row of the event that the time is charged to; NONE where the edge is dependence alone. */
  readonly row: number;
}

/** Edges into one node; beyond it they are found by a map. */
const FEW = 16;

export class PathGraph {
  /** Nodes: twice the position of the event, plus one at its end, in the order of their times. */
  private readonly order: Int32Array;
  private readonly times: Float64Array;
  /** Row of the event of each node. */
  private readonly rows: Int32Array;
  /** Nodes by row. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** Edges in the order in which they were added; a second edge between two nodes takes the place of the first. */
  private count = 0;
  private from: Int32Array;
  private weight: Float64Array;
  private type: Uint8Array;
  private charged: Int32Array;
  /** The edges into a node are a list, in that order. */
  private next: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly into: Int32Array;
  private readonly many = new Map<number, Map<number, number>>();

  /**
   * @param events Rows, ascending. Each gives two nodes; nodes are in the order of their times, ties by row, starts first.
   * @param start, duration Of all rows, integers.
   */
  constructor(events: Int32Array, start: Float64Array, duration: Float64Array) {
    const count = events.length * 2;
    const times = new Float64Array(count);
    for (let at = 0; at < events.length; at += 1) {
      const row = events[at] as number;
      times[at * 2] = start[row] as number;
      times[at * 2 + 1] = (start[row] as number) + (duration[row] as number);
    }
    this.order = orderOf(times);
    this.times = new Float64Array(count);
    this.rows = new Int32Array(count);
    this.starts = new Int32Array(start.length).fill(NONE);
    this.ends = new Int32Array(start.length).fill(NONE);
    for (let at = 0; at < count; at += 1) {
      const end = this.order[at] as number;
      const row = events[end >> 1] as number;
      this.times[at] = times[end] as number;
      this.rows[at] = row;
      if ((end & 1) === 0) this.starts[row] = at;
      else this.ends[row] = at;
    }
    this.first = new Int32Array(count).fill(NONE);
    this.last = new Int32Array(count).fill(NONE);
    this.into = new Int32Array(count);
    const room = count * 2 + 16;
    this.from = new Int32Array(room);
    this.weight = new Float64Array(room);
    this.type = new Uint8Array(room);
    this.charged = new Int32Array(room);
    this.next = new Int32Array(room);
  }

  /** How many nodes there are. */
  get size(): number {
    return this.order.length;
  }

  get edges(): number {
    return this.count;
  }

  /** Row of the event of a node. */
  row(at: number): number {
    return this.rows[at] as number;
  }

  time(at: number): number {
    return this.times[at] as number;
  }

  isStart(at: number): boolean {
    return ((this.order[at] as number) & 1) === 0;
  }

  /** Node at the start of the event of a row; NONE where it has none. */
  start(row: number): number {
    return this.starts[row] as number;
  }

  end(row: number): number {
    return this.ends[row] as number;
  }

  /**
   * Adds an edge. Operators, launches and gaps weigh the time between their nodes, never less than 0: in traces of
   * nanoseconds a child may end a moment after its parent.
   * @param type One of `EDGE`. @param row That the time is charged to, or NONE. @param free Whether it weighs nothing.
   */
  add(from: number, to: number, type: number, row: number, free: boolean): void {
    if (from === to) return;
    let edge = this.edgeOf(from, to);
    if (edge === NONE) {
      edge = this.append(from, to);
    }
    const weightless = free || type === EDGE.dependency || type === EDGE.sync;
    this.weight[edge] = weightless ? 0 : Math.max(0, this.time(to) - this.time(from));
    this.type[edge] = type;
    this.charged[edge] = row;
  }

  /** The edge between two nodes, or NONE. */
  private edgeOf(from: number, to: number): number {
    if ((this.into[to] as number) >= FEW) return this.many.get(to)?.get(from) ?? NONE;
    let edge = this.first[to] as number;
    while (edge !== NONE && this.from[edge] !== from) edge = this.next[edge] as number;
    return edge;
  }

  private append(from: number, to: number): number {
    if (this.count === this.from.length) this.grow();
    const edge = this.count++;
    this.from[edge] = from;
    this.next[edge] = NONE;
    const last = this.last[to] as number;
    if (last === NONE) this.first[to] = edge;
    else this.next[last] = edge;
    this.last[to] = edge;
    const into = (this.into[to] as number) + 1;
    this.into[to] = into;
    if (into === FEW) {
      const places = new Map<number, number>();
      for (let at = this.first[to] as number; at !== NONE; at = this.next[at] as number)
        places.set(this.from[at] as number, at);
      this.many.set(to, places);
    } else if (into > FEW) this.many.get(to)?.set(from, edge);
    return edge;
  }

  private grow(): void {
    const room = this.count * 2;
    const larger = (values: Int32Array): Int32Array => {
      const all = new Int32Array(room);
      all.set(values);
      return all;
    };
    this.from = larger(this.from);
    this.charged = larger(this.charged);
    this.next = larger(this.next);
    const weight = new Float64Array(room);
    weight.set(this.weight);
    this.weight = weight;
    const type = new Uint8Array(room);
    type.set(this.type);
    this.type = type;
  }

  /**
   * The heaviest path, as its edges in order; undefined when the graph has a cycle.
   * Among equals the edge that was added first wins, and of ends the first in topological order (by generations).
   * @cost O(nodes + edges).
   */
  longest(): readonly Edge[] | undefined {
    const order = this.topological();
    if (order === undefined) return undefined;
    const { first, next, from, weight, size } = this;
    const length = new Float64Array(size);
    const best = new Int32Array(size).fill(NONE);
    for (let done = 0; done < size; done += 1) {
      const at = order[done] as number;
      for (let edge = first[at] as number; edge !== NONE; edge = next[edge] as number) {
        const through = (length[from[edge] as number] as number) + (weight[edge] as number);
        if (best[at] === NONE || through > (length[at] as number)) {
          best[at] = edge;
          length[at] = through;
        }
      }
    }
    let last = order[0] ?? 0;
    for (let done = 0; done < size; done += 1) {
      const at = order[done] as number;
      if ((length[at] as number) > (length[last] as number)) last = at;
    }
    const path: Edge[] = [];
    for (let at = last, edge = best[at] ?? NONE; edge !== NONE; edge = best[at] as number) {
      const before = from[edge] as number;
      path.push({
        from: before,
        to: at,
        weight: weight[edge] as number,
        type: EDGE_TYPES[this.type[edge] as number] ?? 'operator',
        row: this.charged[edge] as number,
      });
      at = before;
    }
    return path.reverse();
  }

  private topological(): Int32Array | undefined {
    // Edges out of each node, one after the other, in the order of where they lead.
    const { size, count, first, next, from } = this;
    const begin = new Int32Array(size + 1);
    for (let edge = 0; edge < count; edge += 1) {
      const after = (from[edge] as number) + 1;
      begin[after] = (begin[after] as number) + 1;
    }
    for (let at = 0; at < size; at += 1) begin[at + 1] = (begin[at + 1] as number) + (begin[at] as number);
    const out = new Int32Array(count);
    const free = begin.slice();
    for (let to = 0; to < size; to += 1) {
      for (let edge = first[to] as number; edge !== NONE; edge = next[edge] as number) {
        const before = from[edge] as number;
        const place = free[before] as number;
        out[place] = to;
        free[before] = place + 1;
      }
    }
    // By generations: those of one come in the order in which those of the one before led to them.
    const waiting = this.into.slice();
    const order = new Int32Array(size);
    let found = 0;
    for (let at = 0; at < size; at += 1) if (waiting[at] === 0) order[found++] = at;
    for (let done = 0; done < found; done += 1) {
      const at = order[done] as number;
      const end = begin[at + 1] as number;
      for (let edge = begin[at] as number; edge < end; edge += 1) {
        const to = out[edge] as number;
        const left = (waiting[to] as number) - 1;
        waiting[to] = left;
        if (left === 0) order[found++] = to;
      }
    }
    return found === size ? order : undefined;
  }
}
