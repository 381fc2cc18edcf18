/** Edges among host events: the lock of the runtime between threads, and the call stack of each thread. */

import { NONE, orderOf } from '../rank-data.ts';
import { EDGE, type PathGraph } from './graph.ts';
import { NAMED, type PathRows } from './rows.ts';

/**
 * Of overlapping calls that need the lock, the one that ends first is taken to have it first: each pending start leads to
 * the next end, and each end to the next.
 */
export function addLockEdges(graph: PathGraph, { named }: PathRows): void {
  let pending: number[] = [];
  let last = NONE;
  for (let at = 0; at < graph.size; at += 1) {
    const row = graph.row(at);
    if (((named[row] as number) & NAMED.locked) === 0) continue;
    if (graph.isStart(at)) pending.push(at);
    else {
      for (let place = pending.length - 1; place >= 0; place -= 1) {
        const start = pending[place] as number;
        if (graph.row(start) === row) graph.add(start, at, EDGE.operator, row, false);
        else graph.add(start, at, EDGE.dependency, NONE, false);
      }
      pending = [];
      if (last !== NONE && !graph.isStart(last)) graph.add(last, at, EDGE.dependency, NONE, false);
    }
    last = at;
  }
}

/**
 * Starts and ends of the events of one thread so that they nest: by time, at equal times ends first, starts of longer
 * events first and ends of longer ones last. Twice the place in `rows`, plus one for an end.
 * @param rows Ascending; all last longer than no time.
 */
function momentsOf(rows: Int32Array, start: Float64Array, duration: Float64Array): Int32Array {
  const times = new Float64Array(rows.length * 2);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    times[at * 2] = start[row] as number;
    times[at * 2 + 1] = (start[row] as number) + (duration[row] as number);
  }
  const moments = orderOf(times);
  const compare = (x: number, y: number): number => {
    if ((x & 1) !== (y & 1)) return (y & 1) - (x & 1);
    const longer = (duration[rows[y >> 1] as number] as number) - (duration[rows[x >> 1] as number] as number);
    const outer = longer === 0 ? x - y : longer;
    return (x & 1) === 0 ? outer : -outer;
  };
  for (let from = 0; from < moments.length; ) {
    const time = times[moments[from] as number] as number;
    let to = from + 1;
    while (to < moments.length && times[moments[to] as number] === time) to += 1;
    if (to - from > 1) moments.subarray(from, to).sort(compare);
    from = to;
  }
  return moments;
}

/** Walks the call stack of one thread. Rows without nodes (annotations) are levels of the stack and nothing more. */
export function addStackEdges(graph: PathGraph, { slices, named }: PathRows, rows: Int32Array): void {
  const moments = momentsOf(rows, slices.start, slices.duration);
  const stack = new Int32Array(rows.length);
  let height = 0;
  let last = NONE;
  let parent = NONE;
  let depth = 0;
  const isLocked = (node: number): boolean => ((named[graph.row(node)] as number) & NAMED.locked) !== 0;
  for (let at = 0; at < moments.length; at += 1) {
    const moment = moments[at] as number;
    const isStart = (moment & 1) === 0;
    let row = rows[moment >> 1] as number;
    const above = height - (isStart ? 1 : 2);
    if (isStart) stack[height++] = row;
    else row = stack[--height] as number;
    const node = isStart ? graph.start(row) : graph.end(row);
    if (node === NONE) continue;
    const isLockedPair = last !== NONE && (graph.isStart(last) || !isStart) && isLocked(last) && isLocked(node);
    if (last !== NONE && !isLockedPair) {
      const type = isStart && depth === 0 ? EDGE.dependency : EDGE.operator;
      // Time is charged to the innermost event that spans it: between two siblings, to what called them.
      const event = graph.isStart(last) ? graph.row(last) : isStart ? parent : row;
      const free = !isStart && ((named[row] as number) & NAMED.blocking) !== 0;
      graph.add(last, node, type, type === EDGE.dependency ? NONE : event, free);
    }
    depth += isStart ? 1 : -1;
    last = node;
    parent = above < 0 ? NONE : (stack[above] as number);
  }
}
