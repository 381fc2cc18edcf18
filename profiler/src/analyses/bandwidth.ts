/**
 * How fast copies and fills moved data, by kind: bytes over the time they took, which needs no field of the profiler.
 * GB/s = bytes / ns. `busy` is the union of the intervals of the kind, so copies side by side count once; `profiled` is
 * the mean of what the profiler wrote, weighted by time, null where it wrote nothing.
 */

import { type Analysis, listed } from './analysis.ts';
import { unionOf } from './intervals.ts';
import { KIND, sortByStart } from './rank-data.ts';
import type { RankView } from './view.ts';

export interface Bandwidth {
  readonly rank: number;
  /** `Memcpy DtoH`, `Memset`, ... */
  readonly kind: string;
  readonly copies: number;
  readonly bytes: number;
  /** Sum of the durations, ns. */
  readonly time: number;
  readonly busy: number;
  /** bytes / busy, GB/s; null where the trace has no sizes. */
  readonly achieved: number | null;
  readonly profiled: number | null;
}

const COPY = /^(hip)?(Memcpy|Memset)( [A-Za-z]+to[A-Za-z]+)?/i;

export const copyKind = (name: string): string => COPY.exec(name)?.[0] ?? 'other';

export const bandwidth: Analysis<readonly Bandwidth[], readonly Bandwidth[]> = {
  ...listed('bandwidth', 1, rankBandwidths),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank || b.bytes - a.bytes),
};

function rankBandwidths({ data, device }: RankView): readonly Bandwidth[] {
  const { slices, names } = data;
  const kinds = new Map<string, number[]>();
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    if (slices.kind[row] === KIND.kernel) continue;
    const kind = copyKind(names[slices.name[row] ?? 0] ?? '');
    const rows = kinds.get(kind);
    if (rows === undefined) kinds.set(kind, [row]);
    else rows.push(row);
  }
  return [...kinds].map(([kind, rows]) => {
    let bytes = 0;
    let time = 0;
    let profiled = 0;
    let profiledTime = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      const duration = slices.duration[row] ?? 0;
      const written = slices.bandwidth[row] ?? Number.NaN;
      bytes += Math.max(0, slices.bytes[row] ?? 0);
      time += duration;
      if (!Number.isNaN(written)) {
        profiled += written * duration;
        profiledTime += duration;
      }
    }
    const busy = unionOf(slices.start, slices.duration, sortByStart(slices, rows)).length;
    return {
      rank: data.rank,
      kind,
      copies: rows.length,
      bytes,
      time,
      busy,
      achieved: bytes > 0 && busy > 0 ? bytes / busy : null,
      profiled: profiledTime > 0 ? profiled / profiledTime : null,
    };
  });
}
