/** Edges of device work: kernels, what launched them, what they waited for, and what waited for them. */

import { queuePoints } from '../hta/device.ts';
import type { byLabel, HtaRow } from '../hta/frame.ts';
import { KIND } from '../rank-data.ts';
import type { PathGraph } from './graph.ts';

/** A longer gap between two kernels of a stream is no switching, but a dependence that the trace does not show. ns. */
const KERNEL_GAP_NS = 1_500_000;

/** What a synchronisation row waited for. */
export interface Waits {
  /** Stream on which the awaited event was recorded. */
  readonly stream: number;
  /** Correlation of the call that recorded it. */
  readonly record: number;
}

type RowOf = ReturnType<typeof byLabel>;

interface Launch {
  readonly call: HtaRow;
  readonly kernel: HtaRow;
}

/**
 * @param all Rows of the whole rank. @param rowOf Them by label. @param clipped Those of the window.
 * @param waitsOf What a row of synchronisation waited for, by its position in the slices.
 */
export function addDeviceEdges(
  graph: PathGraph,
  all: readonly HtaRow[],
  rowOf: RowOf,
  clipped: readonly HtaRow[],
  waitsOf: ReadonlyMap<number, Waits>,
): void {
  const lengths = new Map<number, number>();
  for (const { index, length } of queuePoints({ rows: all }) ?? []) lengths.set(index, length);
  const launches = launchesOf(all, rowOf);
  const beforeRecord = launchesBeforeRecords(all, waitsOf, launches);
  const afterWait = launchesAfterWaits(all, rowOf, launches);
  const rows = clipped.filter(
    ({ stream, name, link }) => (stream !== -1 || name === 'Event Sync' || name === 'Context Sync') && link >= 0,
  );
  const sortBy = ({ kind, ts, dur }: HtaRow): number => (kind === KIND.sync ? ts + dur : ts);
  const ordered = [...rows].sort((a, b) => sortBy(a) - sortBy(b));
  const lastOn = new Map<number, number>();
  const awaited = new Map<number, number>();

  const syncHost = (device: number | undefined, call: number): void => {
    const end = graph.end(call);
    if (device !== undefined && end !== undefined) graph.add(device, end, 'sync');
  };
  for (const row of ordered) {
    if (row.kind === KIND.sync) {
      if (row.name === 'Stream Wait Event' || row.name === 'Event Sync') {
        const source = beforeRecord.get(waitsOf.get(row.row)?.record ?? -1);
        if (source === undefined) continue;
        if (row.name === 'Event Sync') syncHost(graph.end(source.kernel.index), row.link);
        else {
          const next = afterWait.get(row.link);
          if (next !== undefined) awaited.set(next.kernel.index, source.kernel.index);
        }
      } else if (row.name === 'Context Sync') for (const end of lastOn.values()) syncHost(end, row.link);
      else syncHost(lastOn.get(row.stream), row.link);
      continue;
    }
    const [start, end] = [graph.start(row.index), graph.end(row.index)];
    if (start === undefined || end === undefined) continue;
    graph.add(start, end, 'operator', { event: row.index });
    const source = awaited.get(row.index);
    const sourceEnd = source === undefined ? undefined : graph.end(source);
    if (sourceEnd !== undefined) graph.add(sourceEnd, start, 'sync');
    awaited.delete(row.index);
    const before = lastOn.get(row.stream);
    const beforeTime = before === undefined ? Number.NEGATIVE_INFINITY : graph.time(before);
    const sourceTime = sourceEnd === undefined ? Number.NEGATIVE_INFINITY : graph.time(sourceEnd);
    const call = rowOf(row.link);
    const launch = graph.start(row.link);
    const empty = lengths.get(row.link) === 1 && lengths.get(row.index) === 0;
    if (empty && call !== undefined && launch !== undefined && beforeTime < call.ts && sourceTime < call.ts) {
      graph.add(launch, start, 'launch');
    } else if (before !== undefined && row.ts - beforeTime < KERNEL_GAP_NS && sourceTime < beforeTime) {
      graph.add(before, start, 'kernel-gap', { event: graph.event(before) });
    }
    lastOn.set(row.stream, end);
  }
}

/** Calls with a device row, in the order of the calls. */
function launchesOf(all: readonly HtaRow[], rowOf: RowOf): readonly Launch[] {
  const launches: Launch[] = [];
  for (const call of all) {
    if (call.stream !== -1 || call.kind !== KIND.runtime || call.link <= 0) continue;
    const kernel = rowOf(call.link);
    if (kernel !== undefined && kernel.stream !== -1 && kernel.kind !== KIND.sync) launches.push({ call, kernel });
  }
  return launches.sort((a, b) => a.call.ts - b.call.ts);
}

/** By correlation of a recording call: the last launch before it on the stream it recorded. */
function launchesBeforeRecords(
  all: readonly HtaRow[],
  waitsOf: ReadonlyMap<number, Waits>,
  launches: readonly Launch[],
): ReadonlyMap<number, Launch> {
  const streamOf = new Map([...waitsOf.values()].map(({ record, stream }) => [record, stream]));
  const byStream = new Map<number, Launch[]>();
  for (const launch of launches) {
    const list = byStream.get(launch.kernel.stream);
    if (list === undefined) byStream.set(launch.kernel.stream, [launch]);
    else list.push(launch);
  }
  const found = new Map<number, Launch>();
  for (const row of all) {
    const stream = row.name === 'cudaEventRecord' ? streamOf.get(row.correlation) : undefined;
    const before = stream === undefined ? undefined : byStream.get(stream)?.findLast(({ call }) => call.ts <= row.ts);
    if (before !== undefined) found.set(row.correlation, before);
  }
  return found;
}

/** By label of a call that makes a stream wait: the next launch on that stream. */
function launchesAfterWaits(
  all: readonly HtaRow[],
  rowOf: RowOf,
  launches: readonly Launch[],
): ReadonlyMap<number, Launch> {
  const found = new Map<number, Launch>();
  for (const row of all) {
    if (row.name !== 'cudaStreamWaitEvent' || row.link <= 0) continue;
    const stream = rowOf(row.link)?.stream;
    const next = launches.find(({ call, kernel }) => kernel.stream === stream && call.ts >= row.ts);
    if (next !== undefined) found.set(row.index, next);
  }
  return found;
}
