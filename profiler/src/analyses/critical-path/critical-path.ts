/**
 * The critical path of one rank through a window: the chain of host operators, launches, kernels and waits that decides
 * when the window ends.
 *
 * Nodes are the starts and ends of operators, runtime calls, data loading and launched device work that starts in the
 * window. Edges weigh time inside operators and kernels, launch delays and gaps between kernels; dependence weighs nothing;
 * calls that wait for the device weigh nothing themselves, what they wait for does. The path is the heaviest one. Its time
 * is charged to six bounds, which add up to it.
 * @source The edges and their order follow HolisticTraceAnalysis (commit f4d0062), so that the path of its sample is the same.
 * @cost O(n log n) for n events.
 */

import { LOADER } from '../idle.ts';
import { CLASS, classOf } from '../kernel-class.ts';
import { HOST, KIND, NONE, type RankData } from '../rank-data.ts';
import { addDeviceEdges, type Waits } from './device-edges.ts';
import { type Edge, PathGraph } from './graph.ts';
import { addLockEdges, addStackEdges } from './host-edges.ts';
import { NAMED, NO_STREAM, type PathRows, pathRows } from './rows.ts';

export const BOUNDS = ['cpu', 'data-loading', 'gpu-compute', 'gpu-communication', 'kernel-gap', 'launch'] as const;
export type Bound = (typeof BOUNDS)[number];

export interface CriticalPath {
  readonly rank: number;
  /** The annotation whose instance is the window; empty for the whole trace. */
  readonly annotation: string;
  /** Events on the path by number in the file, ascending. */
  readonly events: readonly number[];
  /** Weight of the path, ns. */
  readonly length: number;
  /** Time of the window, ns. */
  readonly window: number;
  /** ns of the path by what bounds it; they add up to `length`. */
  readonly bounds: Readonly<Record<Bound, number>>;
  /** Names with the most time on the path. */
  readonly top: readonly {
    readonly name: string;
    readonly bound: Bound;
    readonly time: number;
    readonly times: number;
  }[];
  readonly nodes: number;
  readonly edges: number;
  /** Whether the trace has the rows of synchronisation that the waits are known from. */
  readonly hasSync: boolean;
}

const TOP = 20;

/**
 * @param annotation Part of the name of an annotation; empty for the whole trace.
 * @param instance Which of the annotations, in the order of the file.
 * @returns undefined when no such annotation is there, or the graph has a cycle.
 */
export function criticalPath(
  rank: RankData,
  waitsOf: ReadonlyMap<number, Waits>,
  annotation: string,
  instance = 0,
): CriticalPath | undefined {
  const all = pathRows(rank);
  const window = windowOf(all, annotation, instance);
  if (window === undefined) return undefined;
  const clipped = clip(all, window);
  const { kind, start, duration } = all.slices;
  const events = clipped.filter((row) => {
    const code = kind[row];
    return (
      code === KIND.operator ||
      code === KIND.runtime ||
      (code === KIND.annotation && ((all.named[row] as number) & NAMED.loading) !== 0) ||
      (all.stream[row] !== NO_STREAM && (all.link[row] as number) >= 0)
    );
  });
  const graph = new PathGraph(events, start, duration);
  addLockEdges(graph, all);
  for (const rows of threadsOf(all, clipped)) addStackEdges(graph, all, rows);
  addDeviceEdges(graph, all, clipped, waitsOf);
  const path = graph.longest();
  if (path === undefined) return undefined;
  return {
    rank: rank.rank,
    annotation,
    window: window.end - window.start,
    ...summary(path, graph, rank),
    nodes: graph.size,
    edges: graph.edges,
    hasSync: kind.includes(KIND.sync),
  };
}

interface Charged {
  readonly name: string;
  readonly bound: Bound;
  time: number;
  times: number;
}

interface Window {
  readonly start: number;
  readonly end: number;
}

function windowOf({ data, known }: PathRows, annotation: string, instance: number): Window | undefined {
  const { start, duration, name } = data.slices;
  const wanted = data.names.map((text) => text.includes(annotation));
  let chosen = known;
  if (annotation !== '') chosen = known.filter((row) => wanted[name[row] ?? 0] === true).slice(instance, instance + 1);
  if (chosen.length === 0) return undefined;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const row of chosen) {
    const at = start[row] as number;
    from = Math.min(from, at);
    to = Math.max(to, at + (duration[row] as number));
  }
  return { start: from, end: to };
}

/** Host rows that start in the window, device rows launched from there, and all waits between streams. */
function clip({ known, stream, named, link, linked, slices }: PathRows, window: Window): Int32Array {
  const { start, duration } = slices;
  const isInside = (row: number): boolean => {
    const at = start[row] as number;
    return stream[row] === NO_STREAM && at >= window.start && at <= window.end && (duration[row] as number) > 0;
  };
  const kept = new Int32Array(known.length);
  let count = 0;
  for (let at = 0; at < known.length; at += 1) {
    const row = known[at] as number;
    const isKept =
      stream[row] === NO_STREAM
        ? isInside(row)
        : ((named[row] as number) & NAMED.streamWait) !== 0 ||
          ((link[row] as number) > 0 && isInside(linked[row] as number));
    if (isKept) kept[count++] = row;
  }
  return kept.subarray(0, count);
}

/** Host rows by thread. The backward thread joins the forward one where there is one of each and they take turns. */
function threadsOf({ slices, stream, named }: PathRows, clipped: Int32Array): readonly Int32Array[] {
  const threads = new Map<number, { rows: number[]; named: number }>();
  for (let at = 0; at < clipped.length; at += 1) {
    const row = clipped[at] as number;
    if (stream[row] !== NO_STREAM) continue;
    const track = slices.track[row] as number;
    let thread = threads.get(track);
    if (thread === undefined) {
      thread = { rows: [], named: 0 };
      threads.set(track, thread);
    }
    thread.rows.push(row);
    thread.named |= named[row] as number;
  }
  const threadsWith = (bit: number): readonly number[] =>
    [...threads].flatMap(([track, thread]) => ((thread.named & bit) === 0 ? [] : [track]));
  const [forward, ...otherForward] = threadsWith(NAMED.forward);
  const [backward, ...otherBackward] = threadsWith(NAMED.backward);
  const single = otherForward.length === 0 && otherBackward.length === 0;
  if (single && forward !== undefined && backward !== undefined && forward !== backward) {
    for (const row of threads.get(backward)?.rows ?? []) threads.get(forward)?.rows.push(row);
    threads.delete(backward);
  }
  return [...threads].sort(([a], [b]) => a - b).map(([, { rows }]) => Int32Array.from(rows).sort());
}

/** What the time of an edge is bound by. The answer for a name is found once. */
function bounds({ slices, names }: RankData): (edge: Edge) => Bound | undefined {
  const loads: (boolean | undefined)[] = [];
  const communicates: (boolean | undefined)[] = [];
  return ({ type, row }) => {
    if (type === 'kernel-gap') return 'kernel-gap';
    if (type === 'launch') return 'launch';
    if (type !== 'operator') return undefined;
    if (row === NONE) return 'cpu';
    const id = slices.name[row] ?? 0;
    if (slices.stream[row] === HOST || slices.stream[row] === NO_STREAM) {
      loads[id] ??= LOADER.test(names[id] ?? '');
      return loads[id] ? 'data-loading' : 'cpu';
    }
    if (slices.kind[row] !== KIND.kernel) return 'gpu-compute';
    communicates[id] ??= classOf(KIND.kernel, names[id] ?? '') === CLASS.communication;
    return communicates[id] ? 'gpu-communication' : 'gpu-compute';
  };
}

function summary(path: readonly Edge[], graph: PathGraph, rank: RankData) {
  const boundOf = bounds(rank);
  const times: Record<Bound, number> = {
    cpu: 0,
    'data-loading': 0,
    'gpu-compute': 0,
    'gpu-communication': 0,
    'kernel-gap': 0,
    launch: 0,
  };
  const { id, name: names } = rank.slices;
  const events = new Set<number>();
  const charged = new Map(BOUNDS.map((bound) => [bound, new Map<string, Charged>()]));
  for (const edge of path) {
    events.add(id[graph.row(edge.from)] ?? 0).add(id[graph.row(edge.to)] ?? 0);
    const { row, weight } = edge;
    const bound = boundOf(edge);
    if (bound === undefined || weight === 0) continue;
    times[bound] += weight;
    const name = row === NONE ? '' : (rank.names[names[row] ?? 0] ?? '');
    const known = charged.get(bound)?.get(name) ?? { name, bound, time: 0, times: 0 };
    if (known.times === 0) charged.get(bound)?.set(name, known);
    known.time += weight;
    known.times += 1;
  }
  return {
    events: [...events].sort((a, b) => a - b),
    length: path.reduce((sum, { weight }) => sum + weight, 0),
    bounds: times,
    top: [...charged.values()]
      .flatMap((of) => [...of.values()])
      .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1))
      .slice(0, TOP),
  };
}
