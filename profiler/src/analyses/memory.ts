/**
 * Memory of each device's allocator: peak and its time, fragmentation, churn, growth over steps.
 *
 * fragmentation = (reserved - allocated) / reserved at the peak of allocated. Growth is the Theil-Sen slope (median of
 * pairwise slopes) of the memory allocated at the ends of the steps, in bytes per step; it `leaks` when every step after
 * the first ends with more than the one before and there are at least four of them.
 * @source Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63, 1968.
 */

import { type Analysis, listed } from './analysis.ts';
import { lastNotAfter } from './rank-data.ts';
import type { RankView } from './view.ts';

export interface DeviceMemory {
  readonly rank: number;
  /** `host`, or `device` with its number. */
  readonly device: string;
  readonly events: number;
  /** Bytes. */
  readonly peak: number;
  /** ns since the rank's base. */
  readonly peakAt: number;
  readonly reservedAtPeak: number;
  readonly fragmentation: number;
  /** Bytes allocated in all: how much the allocator had to do. */
  readonly churn: number;
  /** Bytes per step; null with fewer than three steps. */
  readonly growth: number | null;
  readonly leaks: boolean;
}

export const memory: Analysis<readonly DeviceMemory[], readonly DeviceMemory[]> = {
  ...listed('memory', 1, rankMemory),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank || (a.device < b.device ? -1 : 1)),
};

function rankMemory({ data, steps }: RankView): readonly DeviceMemory[] {
  const { time, allocated, reserved, bytes, device } = data.memory;
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < time.length; row += 1) {
    const code = device[row] ?? 0;
    const rows = rowsOf.get(code);
    if (rows === undefined) rowsOf.set(code, [row]);
    else rows.push(row);
  }
  return [...rowsOf].map(([code, at]) => {
    let best = at[0] ?? 0;
    let churn = 0;
    const times = new Float64Array(at.length);
    for (let place = 0; place < at.length; place += 1) {
      const row = at[place] as number;
      times[place] = time[row] as number;
      if ((allocated[row] ?? 0) > (allocated[best] ?? 0)) best = row;
      churn += Math.max(0, bytes[row] ?? 0);
    }
    const atEnds = steps.flatMap(({ end }) => {
      const last = lastNotAfter(times, end);
      return last < 0 ? [] : [allocated[at[last] ?? 0] ?? 0];
    });
    const held = reserved[best] ?? 0;
    const peak = allocated[best] ?? 0;
    return {
      rank: data.rank,
      device: code >> 10 === 0 ? 'host' : `device ${(code & 1023) - 1}`,
      events: at.length,
      peak,
      peakAt: time[best] ?? 0,
      reservedAtPeak: held,
      fragmentation: held > 0 ? Math.max(0, held - peak) / held : 0,
      churn,
      growth: atEnds.length < 3 ? null : slope(atEnds),
      leaks: atEnds.length >= 5 && atEnds.slice(2).every((value, step) => value > (atEnds[step + 1] ?? value)),
    };
  });
}

/** Median of the slopes between all pairs of values, which lie one apart. */
function slope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    for (let j = i + 1; j < values.length; j += 1) slopes.push(((values[j] ?? 0) - (values[i] ?? 0)) / (j - i));
  }
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1 ? (slopes[middle] ?? 0) : ((slopes[middle - 1] ?? 0) + (slopes[middle] ?? 0)) / 2;
}
