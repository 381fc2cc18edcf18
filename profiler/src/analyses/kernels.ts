/**
 * Which kernels took the time: per class and name, over all ranks, with exact counts, sums and extremes, and quantiles
 * within 1 % from mergeable sketches; and per combination of classes active at a time.
 */

import type { Analysis } from './analysis.ts';
import type { Union } from './intervals.ts';
import { CLASS_RULES, CLASSES, type KernelClass } from './kernel-class.ts';
import { deviation, mean, mergeSketches, quantile, type Sketch, SketchBuilder } from './sketch.ts';
import type { RankView } from './view.ts';

export interface KernelsPartial {
  readonly ranks: number;
  /** Sketch of durations by class and name, separated by a line feed. */
  readonly names: Readonly<Record<string, Sketch>>;
  /** ns by combination of classes active, such as `computation+communication`. */
  readonly combinations: Readonly<Record<string, number>>;
}

export interface KernelRow {
  readonly class: KernelClass;
  readonly name: string;
  readonly calls: number;
  /** ns. */
  readonly total: number;
  /** Of the time of all kernels, copies and fills. */
  readonly share: number;
  readonly mean: number;
  readonly deviation: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Kernels {
  readonly ranks: number;
  /** Most time first. */
  readonly rows: readonly KernelRow[];
  readonly combinations: readonly { readonly classes: string; readonly time: number; readonly share: number }[];
}

export const kernels: Analysis<KernelsPartial, Kernels> = {
  name: 'kernels',
  version: CLASS_RULES,
  map,
  merge,
  reduce,
};

function map(view: RankView): KernelsPartial {
  const { data, device, classes } = view;
  const { duration, name } = data.slices;
  const builders = new Map<number, SketchBuilder>();
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    const key = (name[row] ?? 0) * 8 + (classes[row] ?? 0);
    let builder = builders.get(key);
    if (builder === undefined) {
      builder = new SketchBuilder();
      builders.set(key, builder);
    }
    builder.add(duration[row] ?? 0);
  }
  const names: Record<string, Sketch> = {};
  for (const [key, builder] of builders) {
    const text = `${CLASSES[key % 8] ?? ''}\n${data.names[Math.floor(key / 8)] ?? ''}`;
    const known = names[text];
    const made = builder.done();
    names[text] = known === undefined ? made : mergeSketches(known, made);
  }
  return { ranks: device.length > 0 ? 1 : 0, names, combinations: combinationsOf(view) };
}

/** Time charged to each combination of active classes, by a sweep over the edges of the three unions. */
function combinationsOf({ computation, communication, memory }: RankView): Record<string, number> {
  const unions = [computation, communication, memory];
  // Edges of each union: starts at even places, ends at odd ones.
  const next = unions.map(() => 0);
  const time = new Float64Array(8);
  const order: number[] = [];
  let active = 0;
  let before = 0;
  for (;;) {
    let at = Number.POSITIVE_INFINITY;
    let first = 0;
    for (let of = 0; of < 3; of += 1) {
      const edge = next[of] as number;
      const union = unions[of] as Union;
      const own = (edge & 1) === 0 ? union.start[edge >> 1] : union.end[edge >> 1];
      if (own === undefined || own >= at) continue;
      at = own;
      first = of;
    }
    if (at === Number.POSITIVE_INFINITY) break;
    if (active !== 0 && at > before) {
      if (time[active] === 0) order.push(active);
      time[active] = (time[active] as number) + at - before;
    }
    before = at;
    next[first] = (next[first] as number) + 1;
    active ^= 1 << first;
  }
  return Object.fromEntries(
    order.map((mask) => [CLASSES.filter((_, of) => ((mask >> of) & 1) === 1).join('+'), time[mask] as number]),
  );
}

function merge(partials: readonly KernelsPartial[]): KernelsPartial {
  const names: Record<string, Sketch> = {};
  const combinations: Record<string, number> = {};
  let ranks = 0;
  for (const partial of partials) {
    ranks += partial.ranks;
    for (const [name, sketch] of Object.entries(partial.names)) {
      const known = names[name];
      names[name] = known === undefined ? sketch : mergeSketches(known, sketch);
    }
    for (const [label, time] of Object.entries(partial.combinations)) {
      combinations[label] = (combinations[label] ?? 0) + time;
    }
  }
  return { ranks, names, combinations };
}

function reduce({ ranks, names, combinations }: KernelsPartial): Kernels {
  const all = Object.values(names).reduce((sum, sketch) => sum + sketch.sum, 0);
  const rows = Object.entries(names).map(([key, sketch]): KernelRow => {
    const cut = key.indexOf('\n');
    return {
      class: CLASSES.find((each) => each === key.slice(0, cut)) ?? 'computation',
      name: key.slice(cut + 1),
      calls: sketch.count,
      total: sketch.sum,
      share: all === 0 ? 0 : sketch.sum / all,
      mean: Math.round(mean(sketch)),
      deviation: Math.round(deviation(sketch)),
      min: sketch.min,
      p50: quantile(sketch, 0.5),
      p95: quantile(sketch, 0.95),
      p99: quantile(sketch, 0.99),
      max: sketch.max,
    };
  });
  rows.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const combined = Object.values(combinations).reduce((sum, time) => sum + time, 0);
  return {
    ranks,
    rows,
    combinations: Object.entries(combinations)
      .map(([classes, time]) => ({ classes, time, share: combined === 0 ? 0 : time / combined }))
      .sort((a, b) => b.time - a.time),
  };
}
