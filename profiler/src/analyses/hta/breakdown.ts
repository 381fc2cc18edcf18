/** The library's temporal breakdown, overlap, kernel breakdown and annotation breakdown. Times are microseconds. */

import { KIND } from '../rank-data.ts';
import type { HtaFrame, HtaRow } from './frame.ts';
import { byText, groupBy, moments, quantileOf, roundTo } from './numbers.ts';

const COMMUNICATION = /^nccl.*Kernel/;
const MEMORY = /(^Memcpy)|(^Memset)|(^dma)/;
const NOT_COMPUTATION = /^((nccl.*Kernel)|(.*(Memcpy)|(Memset))|(.*Sync))/;

export type HtaType = 'COMMUNICATION' | 'MEMORY' | 'COMPUTATION' | 'OTHER';

export function typeOf(name: string): HtaType {
  if (COMMUNICATION.test(name)) return 'COMMUNICATION';
  if (MEMORY.test(name)) return 'MEMORY';
  return NOT_COMPUTATION.test(name) ? 'OTHER' : 'COMPUTATION';
}

/** Rows on a stream; synchronisation among them. */
export const streamRows = ({ rows }: HtaFrame): readonly HtaRow[] => rows.filter((row) => row.stream !== -1);

interface Interval {
  readonly ts: number;
  readonly end: number;
}

/** Merged where they touch or overlap. An interval of negative length (a kernel below a microsecond) stays negative. */
export function mergeIntervals(rows: readonly HtaRow[]): readonly Interval[] {
  const sorted = [...rows].sort((a, b) => a.ts - b.ts);
  const merged: { ts: number; end: number }[] = [];
  let latest = Number.POSITIVE_INFINITY;
  for (const { ts, dur } of sorted) {
    const end = ts + dur;
    const last = merged.at(-1);
    if (last === undefined || ts > latest) {
      latest = last === undefined ? end : Math.max(latest, end);
      merged.push({ ts, end });
    } else {
      latest = Math.max(latest, end);
      last.end = Math.max(last.end, end);
    }
  }
  return merged;
}

const lengthOf = (intervals: readonly Interval[]): number => intervals.reduce((sum, { ts, end }) => sum + end - ts, 0);

/** Per rank; a rank without device rows makes the library fail, and has no row here. */
export function temporalBreakdown(frames: readonly HtaFrame[]): readonly Record<string, number>[] {
  return frames.flatMap((frame) => {
    const rows = streamRows(frame);
    const all = mergeIntervals(rows);
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return [];
    const total = last.end - first.ts;
    const idle = total - lengthOf(all);
    const compute = lengthOf(mergeIntervals(rows.filter(({ name }) => typeOf(name) === 'COMPUTATION')));
    const rest = total - compute - idle;
    const share = (time: number): number => roundTo(100 * (time / total), 2);
    return [
      {
        rank: frame.rank,
        'idle_time(us)': idle,
        'compute_time(us)': compute,
        'non_compute_time(us)': rest,
        'kernel_time(us)': total,
        idle_time_pctg: share(idle),
        compute_time_pctg: share(compute),
        non_compute_time_pctg: share(rest),
      },
    ];
  });
}

/** Edges of intervals by time, each adding its weight at the start and taking it away at the end. */
function sweep(
  parts: readonly (readonly [number, readonly Interval[]])[],
): readonly (readonly [number, number, number])[] {
  const edges = parts.flatMap(([weight, intervals]) =>
    intervals.flatMap(({ ts, end }) => [[ts, weight] as const, [end, -weight] as const]),
  );
  edges.sort(([a], [b]) => a - b);
  let running = 0;
  return edges.map(([time, weight], at) => {
    running += weight;
    return [time, running, edges[at + 1]?.[0] ?? time] as const;
  });
}

export function commCompOverlap(frames: readonly HtaFrame[]): readonly Record<string, number>[] {
  return frames.map((frame) => {
    const rows = streamRows(frame);
    const of = (type: HtaType): readonly Interval[] => mergeIntervals(rows.filter(({ name }) => typeOf(name) === type));
    const communication = of('COMMUNICATION');
    const edges = sweep([
      [1, communication],
      [2, of('COMPUTATION')],
    ]);
    const shared = edges.reduce((sum, [time, running, next]) => (running === 3 ? sum + next - time : sum), 0);
    return { rank: frame.rank, comp_comm_overlap_pctg: roundTo(100 * (shared / lengthOf(communication)), 2) };
  });
}

export interface KernelTables {
  readonly types: readonly Record<string, number | string>[];
  readonly kernels: readonly Record<string, number | string>[];
}

export function kernelBreakdown(frames: readonly HtaFrame[], withMemory: boolean): KernelTables {
  const types: readonly HtaType[] = ['COMPUTATION', 'COMMUNICATION', ...(withMemory ? (['MEMORY'] as const) : [])];
  const byType = new Map<string, number>();
  const kernels: Record<string, number | string>[] = [];
  for (const frame of frames) {
    const rows = groupBy(streamRows(frame), ({ name }) => typeOf(name));
    const edges = sweep(types.map((type, bit) => [1 << bit, mergeIntervals(rows.get(type) ?? [])] as const));
    for (const [time, running, next] of edges) {
      if (running <= 0) continue;
      const name = types.filter((_, bit) => (running & (1 << bit)) !== 0).join(' overlapping ');
      byType.set(name, (byType.get(name) ?? 0) + next - time);
    }
    for (const type of types) {
      for (const row of aggregate(rows.get(type) ?? [], 10)) {
        kernels.push({ ...row, kernel_type: type, rank: frame.rank });
      }
    }
  }
  const total = [...byType.values()].reduce((sum, time) => sum + time, 0);
  return {
    types: [...byType]
      .sort(([, a], [, b]) => b - a)
      .map(([kernel_type, sum]) => ({ kernel_type, sum, percentage: roundTo((sum / total) * 100, 1) })),
    kernels: kernels.sort(
      (a, b) =>
        byText(String(a['kernel_type']), String(b['kernel_type'])) ||
        byText(String(a['name']), String(b['name'])) ||
        Number(a['rank']) - Number(b['rank']),
    ),
  };
}

/** By name; where there are more names than `most`, the rest are one row, and all figures are those of the sums. */
function aggregate(rows: readonly HtaRow[], most: number): readonly Record<string, number | string>[] {
  const named = [...groupBy(rows, ({ name }) => name)].map(([name, group]) => ({
    name,
    ...moments(group.map(({ dur }) => dur)),
  }));
  named.sort((a, b) => b.sum - a.sum || byText(a.name, b.name));
  if (named.length <= most) return named.map(table);
  let running = 0;
  const sums = named.map(({ sum }) => {
    running += sum;
    return running;
  });
  const limit = quantileOf(
    [...sums].sort((a, b) => a - b),
    0.8,
  );
  const grouped = groupBy(
    named.map(({ name, sum }, at) => ({ name: (sums[at] ?? 0) > limit || at >= most ? 'others' : name, sum })),
    ({ name }) => name,
  );
  return [...grouped]
    .sort(([a], [b]) => byText(a, b))
    .map(([name, group]) => table({ name, ...moments(group.map(({ sum }) => sum)) }));
}

const table = (row: { name: string; sum: number; max: number; min: number; mean: number; std: number }) => ({
  name: row.name,
  'sum (us)': row.sum,
  'max (us)': row.max,
  'min (us)': row.min,
  stddev: Number.isNaN(row.std) ? 0 : row.std,
  'mean (us)': row.mean,
});

/** Annotations on the device; null where there are none. */
export function annotationBreakdown(frames: readonly HtaFrame[]): readonly Record<string, number | string>[] | null {
  const annotations = frames.map(({ rank, rows }) => ({
    rank,
    rows: rows.filter(({ kind }) => kind === KIND['device-annotation']),
  }));
  if (annotations.every(({ rows }) => rows.length === 0)) return null;
  return annotations
    .flatMap(({ rank, rows }) =>
      aggregate(rows, 1000).map((row): Record<string, number | string> => ({ ...row, rank })),
    )
    .sort((a, b) => Number(a['rank']) - Number(b['rank']) || byText(String(a['name']), String(b['name'])));
}
