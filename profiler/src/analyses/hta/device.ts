/** The library's idle breakdown, queue length, time at a full queue, memory bandwidth and launch statistics; microseconds. */

import { KIND, NONE, rowsByNumber } from '../rank-data.ts';
import { streamRows, typeOf } from './breakdown.ts';
import type { HtaFrame, HtaRow } from './frame.ts';
import { byText, describe, groupBy, roundTo } from './numbers.ts';

type Table = readonly Record<string, number | string>[];

const ACTIVITY: readonly number[] = [KIND.kernel, KIND.copy, KIND.fill];
const CLASSES = ['host_wait', 'kernel_wait', 'other'] as const;
/** Gap below which the device merely switches between kernels, µs. */
const SWITCH = 30;

export function idleBreakdown(frame: HtaFrame): Table {
  const byIndex = new Map(frame.rows.map((row) => [row.index, row]));
  const streams = groupBy(
    streamRows(frame).filter(({ kind }) => ACTIVITY.includes(kind)),
    ({ stream }) => stream,
  );
  return [...streams].flatMap(([stream, rows]) => {
    const sums = new Map<string, number>();
    const sorted = [...rows].sort((a, b) => a.ts - b.ts);
    let before: HtaRow | undefined;
    for (const row of sorted) {
      const end = before === undefined ? Number.NaN : before.ts + before.dur;
      const gap = row.ts - end;
      const launch = byIndex.get(row.link)?.ts ?? Number.NaN;
      const kind = launch > end ? 'host_wait' : gap < SWITCH ? 'kernel_wait' : 'other';
      sums.set(kind, (sums.get(kind) ?? 0) + (Number.isNaN(gap) ? 0 : gap));
      before = row;
    }
    const total = [...sums.values()].reduce((sum, gap) => sum + gap, 0);
    return CLASSES.flatMap((idle_category) => {
      const idle_time = sums.get(idle_category);
      if (idle_time === undefined) return [];
      const idle_time_ratio = roundTo(idle_time / total, 2);
      return [{ rank: frame.rank, stream, idle_category, idle_time: roundTo(idle_time, 2), idle_time_ratio }];
    });
  });
}

/** Calls that put work on a stream. */
export const ENQUEUES: ReadonlySet<string> = new Set([
  'cudaLaunchKernel',
  'cudaLaunchKernelExC',
  'cuLaunchKernel',
  'cudaMemcpyAsync',
  'cudaMemsetAsync',
  'runFunction - job_prep_and_submit_for_execution',
  'hipLaunchKernel',
  'hipExtModuleLaunchKernel',
  'hipMemsetAsync',
  'hipMemcpyAsync',
  'hipMemcpyWithStream',
]);

export interface QueuePoint {
  /** Label of the call or of the device row. */
  readonly index: number;
  readonly ts: number;
  readonly stream: number;
  readonly length: number;
}

/** Points of the queue of each stream; undefined where calls and device rows do not pair up, which the library refuses. */
export function queuePoints({ rows }: Pick<HtaFrame, 'rows'>): readonly QueuePoint[] | undefined {
  const calls = rows.filter(({ name, link }) => link > 0 && ENQUEUES.has(name));
  const device = rows.filter(({ stream }) => stream !== -1);
  // Device rows of one correlation, each leading to the next one in the order of the rows.
  const correlations = Float64Array.from(device, ({ correlation }) => correlation);
  const first = rowsByNumber(correlations);
  const next = new Int32Array(device.length).fill(NONE);
  for (let at = device.length - 1; at >= 0; at -= 1) {
    const correlation = correlations[at] as number;
    if (correlation < 0) continue;
    next[at] = first.get(correlation);
    first.set(correlation, at);
  }
  const wanted = new Uint8Array(device.length);
  const points: { index: number; ts: number; stream: number; change: number }[] = [];
  for (const { index, ts, correlation } of calls) {
    for (let at = first.get(correlation); at !== NONE; at = next[at] as number) {
      wanted[at] = 1;
      points.push({ index, ts, stream: (device[at] as HtaRow).stream, change: 1 });
    }
  }
  const started = points.length;
  for (const [at, { index, ts, stream }] of device.entries())
    if (wanted[at] === 1) points.push({ index, ts, stream, change: -1 });
  if (started !== points.length - started) return undefined;
  points.sort((a, b) => a.ts - b.ts);
  return [...groupBy(points, ({ stream }) => stream)]
    .sort(([a], [b]) => a - b)
    .flatMap(([stream, of]) => {
      let length = 0;
      return of.map(({ index, ts, change }) => {
        length += change;
        return { index, ts, stream, length };
      });
    });
}

export function queueLengthSummary(frames: readonly HtaFrame[]): Table | undefined {
  const tables = frames.map((frame) => ({ rank: frame.rank, points: queuePoints(frame) }));
  if (tables.some(({ points }) => points === undefined)) return undefined;
  return tables.flatMap(({ rank, points = [] }) =>
    [...groupBy(points, ({ stream }) => stream)].map(([stream, of]) => ({
      rank,
      stream,
      ...describe(of.map(({ length }) => length)),
    })),
  );
}

/** Time with at least `full` launches outstanding. Of each rank the last such stream, as the library keeps it. */
export function blockedOnFullQueue(frames: readonly HtaFrame[], full: number): Table {
  return frames.flatMap((frame) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { ts } of frame.rows) {
      low = Math.min(low, ts);
      high = Math.max(high, ts);
    }
    const rows = [...groupBy(queuePoints(frame) ?? [], ({ stream }) => stream)].flatMap(([stream, points]) => {
      if (!points.some(({ length }) => length >= full)) return [];
      const time = points.reduce((sum, point, at) => {
        const next = points[at + 1];
        return point.length >= full && next !== undefined ? sum + next.ts - point.ts : sum;
      }, 0);
      return [
        {
          rank: frame.rank,
          stream,
          duration_at_max_queue_length: time,
          relative_duration_at_max_queue_length: time / (high - low),
        },
      ];
    });
    return rows.slice(-1);
  });
}

function copyKind(name: string): string {
  if (name.startsWith('Memset')) return 'Memset';
  return name.startsWith('Memcpy') ? name.slice(0, 'Memcpy DtoH'.length) : 'Memcpy Unknown';
}

/** Bandwidth of the copies in flight by kind, at the points where it changes. */
export function memoryBandwidthSummary(frames: readonly HtaFrame[]): Table {
  return frames.flatMap((frame) => {
    const copies = streamRows(frame).filter(({ name }) => typeOf(name) === 'MEMORY');
    const starts = copies.map(({ ts, name, bandwidth }) => ({ ts, name: copyKind(name), change: written(bandwidth) }));
    const ends = copies.map(({ ts, dur, name, bandwidth }) => ({
      ts: ts + (dur === 0 ? 1 : dur),
      name: copyKind(name),
      change: -written(bandwidth),
    }));
    const sorted = [...starts, ...ends].sort((a, b) => a.ts - b.ts);
    return [...groupBy(sorted, ({ name }) => name)]
      .sort(([a], [b]) => byText(a, b))
      .flatMap(([name, points]) => {
        let running = 0;
        const values = points.map(({ change }) => {
          running += change;
          return running;
        });
        const positive = values.filter((value) => value > 0);
        return positive.length === 0 ? [] : [{ rank: frame.rank, name, ...describe(positive) }];
      });
  });
}

/** The library puts 0 where nothing was written. */
const written = (bandwidth: number): number => (Number.isNaN(bandwidth) ? 0 : bandwidth);

const LAUNCHES: ReadonlySet<string> = new Set([
  'cudaLaunchKernel',
  'cudaLaunchKernelExC',
  'runFunction - job_prep_and_submit_for_execution',
  'cudaMemcpyAsync',
  'cudaMemsetAsync',
]);

/** One row per launch with its device row, by correlation. */
export function launchStats({ rows }: HtaFrame): readonly {
  readonly correlation: number;
  readonly cpu_duration: number;
  readonly gpu_duration: number;
  readonly launch_delay: number;
}[] {
  const wanted = new Set(rows.flatMap(({ name, correlation }) => (LAUNCHES.has(name) ? [correlation] : [])));
  const chosen = rows.filter(({ correlation }) => wanted.has(correlation));
  const device = groupBy(
    chosen.filter(({ stream }) => stream !== -1),
    ({ correlation }) => correlation,
  );
  return chosen
    .filter(({ stream }) => stream === -1)
    .flatMap((call) =>
      (device.get(call.correlation) ?? []).map((row) => ({
        correlation: call.correlation,
        cpu_duration: call.dur,
        gpu_duration: row.dur,
        launch_delay: Math.max(0, row.ts - call.ts - call.dur),
      })),
    )
    .sort((a, b) => a.correlation - b.correlation);
}
