/** Figures of matched collectives by group and operation; definitions stand in `collectives.ts`. */

import { busFactor, isPair, type Matched } from './collectives.ts';
import { mean, quantile, SketchBuilder } from './sketch.ts';

export interface CollectiveMetrics {
  readonly group: string;
  readonly op: string;
  /** Ranks of the group, and how many were recorded. */
  readonly size: number;
  readonly recorded: number;
  readonly calls: number;
  readonly bytes: number;
  /** Transfer estimate, ns: sum, median, 95th percentile. */
  readonly time: number;
  readonly p50: number;
  readonly p95: number;
  /** Sum over members and calls of the time spent waiting for the last to arrive, ns. */
  readonly wait: number;
  /** GB/s over all calls; null where no sizes are known. */
  readonly algbw: number | null;
  readonly busbw: number | null;
  /** Worst largest-over-mean share of an all-to-all; null for others. */
  readonly imbalance: number | null;
  /** Median time over that of the other groups with this operation, size and bytes; null without such. */
  readonly againstPeers: number | null;
}

interface Gathered {
  readonly group: string;
  readonly op: string;
  readonly size: number;
  recorded: number;
  bytes: number;
  wait: number;
  imbalance: number;
  readonly times: SketchBuilder;
}

/** Least duration of an instance over its members. */
export function transferTime({ offset, start, end }: Matched, instance: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = offset[instance] ?? 0; at < (offset[instance + 1] ?? 0); at += 1) {
    least = Math.min(least, (end[at] ?? 0) - (start[at] ?? 0));
  }
  return least;
}

/** Most time first. */
export function collectiveMetrics(matched: Matched): readonly CollectiveMetrics[] {
  const gathered = new Map<string, Gathered>();
  for (let instance = 0; instance < matched.count; instance += 1) {
    const group = matched.group[instance] ?? '';
    const op = isPair(matched.op[instance] ?? '') ? 'send/recv' : (matched.op[instance] ?? '');
    const key = `${op}|${group}`;
    const known = gathered.get(key) ?? {
      group,
      op,
      size: matched.size[instance] ?? 0,
      recorded: 0,
      bytes: 0,
      wait: 0,
      imbalance: 0,
      times: new SketchBuilder(),
    };
    gathered.set(key, known);
    const from = matched.offset[instance] ?? 0;
    const to = matched.offset[instance + 1] ?? 0;
    const time = transferTime(matched, instance);
    known.recorded = Math.max(known.recorded, to - from);
    known.bytes += Math.max(0, matched.bytes[instance] ?? 0);
    known.imbalance = Math.max(known.imbalance, matched.imbalance[instance] ?? 0);
    known.times.add(time);
    for (let at = from; at < to; at += 1) known.wait += (matched.end[at] ?? 0) - (matched.start[at] ?? 0) - time;
  }
  const rows = [...gathered.values()].map((row): CollectiveMetrics => {
    const times = row.times.done();
    const algbw = row.bytes > 0 && times.sum > 0 ? row.bytes / times.sum : null;
    return {
      group: row.group,
      op: row.op,
      size: row.size,
      recorded: row.recorded,
      calls: times.count,
      bytes: row.bytes,
      time: times.sum,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      wait: row.wait,
      algbw,
      busbw: algbw === null ? null : algbw * busFactor(row.op, row.size),
      imbalance: row.imbalance > 0 ? row.imbalance : null,
      againstPeers: Math.round(mean(times)),
    };
  });
  return withPeers(rows).sort((a, b) => b.time - a.time || (a.group < b.group ? -1 : 1));
}

/** Compares the mean time of each row, left in `againstPeers`, with the median of like rows. */
function withPeers(rows: readonly CollectiveMetrics[]): CollectiveMetrics[] {
  const like = new Map<string, number[]>();
  const keyOf = ({ op, size, calls, bytes }: CollectiveMetrics): string => [op, size, calls, bytes].join('|');
  for (const row of rows) {
    const times = like.get(keyOf(row));
    if (times === undefined) like.set(keyOf(row), [row.againstPeers ?? 0]);
    else times.push(row.againstPeers ?? 0);
  }
  for (const times of like.values()) times.sort((a, b) => a - b);
  return rows.map((row) => {
    const times = like.get(keyOf(row)) ?? [];
    const median = times[times.length >> 1] ?? 0;
    return { ...row, againstPeers: times.length < 3 || median === 0 ? null : (row.againstPeers ?? 0) / median };
  });
}
