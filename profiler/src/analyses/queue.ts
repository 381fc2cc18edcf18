/**
 * How many launches a stream has outstanding, weighted by time.
 *
 * +1 at the start of a launching call, -1 at the start of the device slice; of a graph launch, which starts many slices,
 * the first takes it. Between two points the length is constant: mean = Σ length · time / Σ time over the span from the
 * first call to the last start. `full` is the time at 1,024 or more, CUDA's queue depth, where a launch blocks the host.
 */

import { type Analysis, listed } from './analysis.ts';
import { HOST, NONE } from './rank-data.ts';
import type { RankView } from './view.ts';

export const QUEUE_DEPTH = 1024;

export interface QueueLength {
  readonly rank: number;
  readonly stream: number;
  readonly launches: number;
  /** Device slices whose launch was not recorded. */
  readonly unmatched: number;
  readonly mean: number;
  readonly max: number;
  /** Length that is not exceeded for 95 % of the time. */
  readonly p95: number;
  /** ns with nothing outstanding. */
  readonly empty: number;
  /** ns with a full queue. */
  readonly full: number;
  /** ns from the first call to the last start. */
  readonly span: number;
}

export const queue: Analysis<readonly QueueLength[], readonly QueueLength[]> = {
  ...listed('queue', 1, streamQueues),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank || a.stream - b.stream),
};

function streamQueues({ data, device, launches }: RankView): readonly QueueLength[] {
  const { start, stream } = data.slices;
  const streams = new Map<number, { calls: number[]; starts: number[]; unmatched: number }>();
  const taken = new Uint8Array(data.slices.count);
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    const number = stream[row] ?? HOST;
    const of = streams.get(number) ?? { calls: [], starts: [], unmatched: 0 };
    streams.set(number, of);
    const launch = launches[row] ?? NONE;
    if (launch === NONE) of.unmatched += 1;
    else if (taken[launch] === 0) {
      taken[launch] = 1;
      of.calls.push(start[launch] ?? 0);
      of.starts.push(start[row] ?? 0);
    }
  }
  return [...streams].map(([number, { calls, starts, unmatched }]) => ({
    rank: data.rank,
    stream: number,
    launches: calls.length,
    unmatched,
    ...lengths(Float64Array.from(calls).sort(), Float64Array.from(starts).sort()),
  }));
}

/** @param calls, starts Ascending, as many of each. A start at the time of a call comes after it. */
function lengths(calls: Float64Array, starts: Float64Array) {
  const timeAt = new Map<number, number>();
  let length = 0;
  let max = 0;
  let weighted = 0;
  let before = calls[0] ?? 0;
  const from = before;
  for (let i = 0, j = 0; j < starts.length; ) {
    const call = calls[i] ?? Number.POSITIVE_INFINITY;
    const begin = starts[j] ?? Number.POSITIVE_INFINITY;
    const at = Math.min(call, begin);
    if (at > before) {
      timeAt.set(length, (timeAt.get(length) ?? 0) + at - before);
      weighted += length * (at - before);
    }
    before = at;
    if (call <= begin) {
      length += 1;
      i += 1;
    } else {
      length -= 1;
      j += 1;
    }
    max = Math.max(max, length);
  }
  const span = before - from;
  let seen = 0;
  let p95 = 0;
  let full = 0;
  for (const [value, time] of [...timeAt].sort(([a], [b]) => a - b)) {
    if (seen < 0.95 * span) p95 = value;
    seen += time;
    if (value >= QUEUE_DEPTH) full += time;
  }
  return { mean: span === 0 ? 0 : weighted / span, max, p95, empty: timeAt.get(0) ?? 0, full, span };
}
