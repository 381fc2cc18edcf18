/**
 * What launching costs: time of the calls, and how long the device took to start after the call returned.
 *
 * Of each call: cpu = its duration; gpu = time of what it launched (of a graph: the sum); delay = max(0, first start on
 * the device - end of the call). Classes: `short` when gpu < cpu and cpu <= 50 µs; `slowCalls` when cpu > 50 µs;
 * `lateStarts` when delay > 100 µs.
 */

import type { Analysis } from './analysis.ts';
import { NONE } from './rank-data.ts';
import { mergeSketches, quantile, type Sketch, SketchBuilder } from './sketch.ts';
import type { RankView } from './view.ts';

export const SLOW_CALL_NS = 50_000;
export const LATE_START_NS = 100_000;

export interface LaunchCounts {
  readonly rank: number;
  readonly launches: number;
  readonly graphs: number;
  readonly short: number;
  readonly slowCalls: number;
  readonly lateStarts: number;
  /** Device slices without a recorded launch. */
  readonly unmatched: number;
}

export interface LaunchPartial extends LaunchCounts {
  readonly cpu: Sketch;
  readonly gpu: Sketch;
  readonly delay: Sketch;
}

export interface Quantiles {
  readonly total: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface Launches {
  readonly ranks: readonly (LaunchCounts & {
    readonly cpu: Quantiles;
    readonly gpu: Quantiles;
    readonly delay: Quantiles;
  })[];
  /** Over all ranks. */
  readonly delay: Quantiles;
}

export const launch: Analysis<readonly LaunchPartial[], Launches> = {
  name: 'launch',
  version: 1,
  map: (view) => (view.device.length === 0 ? [] : [mapLaunches(view)]),
  merge: (partials) => partials.flat(),
  reduce: (partials) => {
    const ranks = [...partials].sort((a, b) => a.rank - b.rank);
    const all = ranks.map(({ delay }) => delay).reduce(mergeSketches, new SketchBuilder().done());
    return {
      ranks: ranks.map(({ cpu, gpu, delay, ...counts }) => ({
        ...counts,
        cpu: quantilesOf(cpu),
        gpu: quantilesOf(gpu),
        delay: quantilesOf(delay),
      })),
      delay: quantilesOf(all),
    };
  },
};

const quantilesOf = (sketch: Sketch): Quantiles =>
  sketch.count === 0
    ? { total: 0, p50: 0, p95: 0, max: 0 }
    : { total: sketch.sum, p50: quantile(sketch, 0.5), p95: quantile(sketch, 0.95), max: sketch.max };

function mapLaunches({ data, device, launches }: RankView): LaunchPartial {
  const { start, duration, graph } = data.slices;
  // By row of the call, in the order in which the device took them up.
  const calls: number[] = [];
  const seen = new Uint8Array(data.slices.count);
  const first = new Float64Array(data.slices.count);
  const time = new Float64Array(data.slices.count);
  let unmatched = 0;
  const counts = { graphs: 0, short: 0, slowCalls: 0, lateStarts: 0 };
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    const call = launches[row] ?? NONE;
    if (call === NONE) {
      unmatched += 1;
      continue;
    }
    if (seen[call] === 0) {
      seen[call] = 1;
      calls.push(call);
      first[call] = start[row] ?? 0;
      if ((graph[row] ?? 0) > 0) counts.graphs += 1;
    }
    time[call] = (time[call] ?? 0) + (duration[row] ?? 0);
  }
  const cpu = new SketchBuilder();
  const gpu = new SketchBuilder();
  const delay = new SketchBuilder();
  for (let at = 0; at < calls.length; at += 1) {
    const call = calls[at] as number;
    const length = duration[call] ?? 0;
    const onDevice = time[call] ?? 0;
    const late = Math.max(0, (first[call] ?? 0) - (start[call] ?? 0) - length);
    cpu.add(length);
    gpu.add(onDevice);
    delay.add(late);
    if (length > SLOW_CALL_NS) counts.slowCalls += 1;
    else if (onDevice < length) counts.short += 1;
    if (late > LATE_START_NS) counts.lateStarts += 1;
  }
  return {
    rank: data.rank,
    launches: calls.length,
    unmatched,
    ...counts,
    cpu: cpu.done(),
    gpu: gpu.done(),
    delay: delay.done(),
  };
}
