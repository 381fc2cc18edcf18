/** Edges among host events: the lock of the runtime between threads, and the call stack of each thread. */

import type { HtaRow } from '../hta/frame.ts';
import type { PathGraph } from './graph.ts';

/** Calls that hold the runtime's lock. */
const LOCKED: ReadonlySet<string> = new Set(['cudaHostAlloc', 'cudaLaunchKernel', 'cudaMemcpyAsync']);

/** Calls whose own time is waiting for the device: the time is that of what they wait for. */
const BLOCKING: ReadonlySet<string> = new Set([
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventQuery',
  'cudaEventSynchronize',
  'cudaMemcpy',
  'cudaMemcpyAsync',
]);

type NameOf = (event: number) => string;

/**
 * Of overlapping calls that need the lock, the one that ends first is taken to have it first: each pending start leads to
 * the next end, and each end to the next.
 */
export function addLockEdges(graph: PathGraph, nameOf: NameOf): void {
  let pending: number[] = [];
  let last: number | undefined;
  for (let at = 0; at < graph.size; at += 1) {
    const event = graph.event(at);
    if (!LOCKED.has(nameOf(event))) continue;
    if (graph.isStart(at)) pending.push(at);
    else {
      for (const start of pending.reverse()) {
        if (graph.event(start) === event) graph.add(start, at, 'operator', { event });
        else graph.add(start, at, 'dependency');
      }
      pending = [];
      if (last !== undefined && !graph.isStart(last)) graph.add(last, at, 'dependency');
    }
    last = at;
  }
}

interface Moment {
  readonly row: HtaRow;
  readonly time: number;
  readonly dur: number;
  readonly isStart: boolean;
}

/** Order of starts and ends on one thread, so that events of equal times nest. */
function compare(x: Moment, y: Moment): number {
  if (x.row.index === y.row.index) return x.isStart ? -1 : 1;
  if (x.time !== y.time) return x.time - y.time;
  const byIndex = x.row.index - y.row.index;
  if (x.isStart === y.isStart) {
    const outer = x.dur === y.dur ? byIndex : y.dur - x.dur;
    return x.isStart ? outer : -outer;
  }
  if (x.dur > 0 && y.dur > 0) return x.isStart ? 1 : -1;
  if (x.dur === 0 && y.dur === 0) return byIndex;
  return x.isStart ? -1 : 1;
}

/** Walks the call stack of one thread. Rows without nodes (annotations) are levels of the stack and nothing more. */
export function addStackEdges(graph: PathGraph, rows: readonly HtaRow[], nameOf: NameOf): void {
  const moments = rows.flatMap((row): Moment[] => {
    const dur = Math.max(0, row.dur);
    return [
      { row, time: row.ts, dur, isStart: true },
      { row, time: row.ts + dur, dur, isStart: false },
    ];
  });
  moments.sort(compare);
  const stack: HtaRow[] = [];
  let last: number | undefined;
  let parent: number | undefined;
  let depth = 0;
  const lockedPair = (to: number): boolean => {
    if (last === undefined) return false;
    if (!graph.isStart(last) && graph.isStart(to)) return false;
    return LOCKED.has(nameOf(graph.event(last))) && LOCKED.has(nameOf(graph.event(to)));
  };
  const connect = (to: number, type: 'operator' | 'dependency', free: boolean): void => {
    if (last === undefined || lockedPair(to)) return;
    // Time is charged to the innermost event that spans it: between two siblings, to what called them.
    const event = graph.isStart(last) ? graph.event(last) : graph.isStart(to) ? parent : graph.event(to);
    graph.add(last, to, type, type === 'dependency' || event === undefined ? { free } : { free, event });
  };
  for (const { row, isStart } of moments) {
    const event = isStart ? row : stack.pop();
    if (event === undefined) continue;
    const above = stack.at(-1)?.index;
    if (isStart) stack.push(row);
    const [start, end] = [graph.start(event.index), graph.end(event.index)];
    if (start === undefined || end === undefined) continue;
    if (isStart) {
      connect(start, depth === 0 ? 'dependency' : 'operator', false);
      depth += 1;
      last = start;
    } else {
      connect(end, 'operator', BLOCKING.has(nameOf(event.index)));
      depth -= 1;
      last = end;
    }
    parent = above;
  }
}
