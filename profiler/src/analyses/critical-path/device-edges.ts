/** Edges of device work: kernels, what launched them, what they waited for, and what waited for them. */

import { KIND, lastNotAfter, NONE, orderOf } from '../rank-data.ts';
import { EDGE, type PathGraph } from './graph.ts';
import { queueLengths } from './queue-lengths.ts';
import { NAMED, NO_STREAM, type PathRows } from './rows.ts';

/** A longer gap between two kernels of a stream is no switching, but a dependence that the trace does not show. ns. */
const KERNEL_GAP_NS = 1_500_000;

/** What a synchronisation row waited for. */
export interface Waits {
  /** Stream on which the awaited event was recorded. */
  readonly stream: number;
  /** Correlation of the call that recorded it. */
  readonly record: number;
}

/**
 * @param clipped Rows of the window, ascending.
 * @param waitsOf What a row of synchronisation waited for, by its position in the slices.
 */
export function addDeviceEdges(
  graph: PathGraph,
  all: PathRows,
  clipped: Int32Array,
  waitsOf: ReadonlyMap<number, Waits>,
): void {
  const { stream, named, linked, slices } = all;
  const lengths = queueLengths(all);
  const waiting = waitingOf(all, waitsOf);
  const lastOn = new Map<number, number>();
  const awaited = new Map<number, number>();
  const syncHost = (device: number, call: number): void => {
    const end = call === NONE ? NONE : graph.end(call);
    if (device !== NONE && end !== NONE) graph.add(device, end, EDGE.sync, NONE, false);
  };
  const synchronise = (row: number): void => {
    const bits = named[row] as number;
    const call = linked[row] as number;
    if ((bits & (NAMED.streamWait | NAMED.eventSync)) !== 0) {
      const source = waiting.source(row);
      if (source === NONE) return;
      if ((bits & NAMED.eventSync) !== 0) syncHost(graph.end(source), call);
      else {
        const next = waiting.next(call);
        if (next !== NONE) awaited.set(next, source);
      }
    } else if ((bits & NAMED.contextSync) !== 0) for (const end of lastOn.values()) syncHost(end, call);
    else syncHost(lastOn.get(stream[row] as number) ?? NONE, call);
  };
  const work = (row: number): void => {
    const start = graph.start(row);
    const end = graph.end(row);
    if (start === NONE || end === NONE) return;
    graph.add(start, end, EDGE.operator, row, false);
    let sourceTime = Number.NEGATIVE_INFINITY;
    if (awaited.size > 0) {
      const source = awaited.get(row);
      const sourceEnd = source === undefined ? NONE : graph.end(source);
      if (sourceEnd !== NONE) {
        graph.add(sourceEnd, start, EDGE.sync, NONE, false);
        sourceTime = graph.time(sourceEnd);
      }
      awaited.delete(row);
    }
    const on = stream[row] as number;
    const before = lastOn.get(on) ?? NONE;
    const beforeTime = before === NONE ? Number.NEGATIVE_INFINITY : graph.time(before);
    const call = linked[row] as number;
    const launch = call === NONE ? NONE : graph.start(call);
    const called = call === NONE ? 0 : (slices.start[call] as number);
    const isEmpty = launch !== NONE && lengths[call] === 1 && lengths[row] === 0;
    if (isEmpty && beforeTime < called && sourceTime < called) {
      graph.add(launch, start, EDGE.launch, NONE, false);
    } else if (
      before !== NONE &&
      (slices.start[row] as number) - beforeTime < KERNEL_GAP_NS &&
      sourceTime < beforeTime
    ) {
      graph.add(before, start, EDGE['kernel-gap'], graph.row(before), false);
    }
    lastOn.set(on, end);
  };
  const ordered = deviceOrder(all, clipped);
  for (let at = 0; at < ordered.length; at += 1) {
    const row = ordered[at] as number;
    if (slices.kind[row] === KIND.sync) synchronise(row);
    else work(row);
  }
}

/** Linked device rows, and host rows that wait for the device: work by its start, synchronisation by its end. */
function deviceOrder({ stream, named, link, slices }: PathRows, clipped: Int32Array): Int32Array {
  const { kind, start, duration } = slices;
  const rows = new Int32Array(clipped.length);
  const keys = new Float64Array(clipped.length);
  let count = 0;
  for (let at = 0; at < clipped.length; at += 1) {
    const row = clipped[at] as number;
    const isOfDevice =
      stream[row] !== NO_STREAM || ((named[row] as number) & (NAMED.eventSync | NAMED.contextSync)) !== 0;
    if (!isOfDevice || (link[row] as number) < 0) continue;
    keys[count] = (start[row] as number) + (kind[row] === KIND.sync ? (duration[row] as number) : 0);
    rows[count++] = row;
  }
  return orderOf(keys.subarray(0, count)).map((at) => rows[at] as number);
}

/** Kernels by the calls that launched them, in the order of the calls. */
interface Launches {
  readonly calls: Float64Array;
  readonly kernels: Int32Array;
}

const NO_WAITS = { source: () => NONE, next: () => NONE };

/** What rows of synchronisation waited for, and what waited behind them; rows of kernels, or NONE. */
function waitingOf(
  all: PathRows,
  waitsOf: ReadonlyMap<number, Waits>,
): { source(row: number): number; next(call: number): number } {
  if (waitsOf.size === 0) return NO_WAITS;
  const { known, named, stream, linked, link, slices } = all;
  const launches = launchesByStream(all);
  const streamOf = new Map([...waitsOf.values()].map((waits) => [waits.record, waits.stream]));
  // By correlation of a recording call: the last launch before it on the stream it recorded.
  const recorded = new Map<number, number>();
  for (const row of known) {
    if (((named[row] as number) & NAMED.records) === 0) continue;
    const correlation = slices.correlation[row] as number;
    const of = launches.get(streamOf.get(correlation) ?? Number.NaN);
    const at = of === undefined ? -1 : lastNotAfter(of.calls, slices.start[row] as number);
    if (of !== undefined && at >= 0) recorded.set(correlation, of.kernels[at] as number);
  }
  return {
    source: (row) => recorded.get(waitsOf.get(row)?.record ?? NONE) ?? NONE,
    // Of a call that makes a stream wait: the next launch on that stream.
    next: (call) => {
      if (call === NONE || ((named[call] as number) & NAMED.awaits) === 0 || (link[call] as number) <= 0) return NONE;
      const of = launches.get(stream[linked[call] as number] ?? Number.NaN);
      if (of === undefined) return NONE;
      // Times are integers.
      return of.kernels[lastNotAfter(of.calls, (slices.start[call] as number) - 1) + 1] ?? NONE;
    },
  };
}

function launchesByStream({ known, stream, link, linked, slices }: PathRows): ReadonlyMap<number, Launches> {
  const rows = known.filter((row) => {
    if (stream[row] !== NO_STREAM || slices.kind[row] !== KIND.runtime || (link[row] as number) <= 0) return false;
    const kernel = linked[row] as number;
    return stream[kernel] !== NO_STREAM && slices.kind[kernel] !== KIND.sync;
  });
  const byStream = new Map<number, number[]>();
  for (const at of orderOf(Float64Array.from(rows, (row) => slices.start[row] as number))) {
    const row = rows[at] as number;
    const on = stream[linked[row] as number] as number;
    const of = byStream.get(on);
    if (of === undefined) byStream.set(on, [row]);
    else of.push(row);
  }
  return new Map(
    [...byStream].map(([on, calls]) => [
      on,
      {
        calls: Float64Array.from(calls, (row) => slices.start[row] as number),
        kernels: Int32Array.from(calls, (row) => linked[row] as number),
      },
    ]),
  );
}
