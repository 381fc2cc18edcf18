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

import { byLabel, exactRows, type HtaRow } from '../hta/frame.ts';
import { LOADER } from '../idle.ts';
import { CLASS, classOf } from '../kernel-class.ts';
import { KIND, type RankData } from '../rank-data.ts';
import { addDeviceEdges, type Waits } from './device-edges.ts';
import { type Edge, PathGraph } from './graph.ts';
import { addLockEdges, addStackEdges } from './host-edges.ts';

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
  const all = exactRows(rank);
  const window = windowOf(all, annotation, instance);
  if (window === undefined) return undefined;
  const rowOf = byLabel(all);
  const clipped = clip(all, rowOf, window);
  const loading = (row: HtaRow): boolean => row.kind === KIND.annotation && LOADER.test(row.name);
  const events = clipped.filter(
    (row) =>
      row.kind === KIND.operator || row.kind === KIND.runtime || loading(row) || (row.stream !== -1 && row.link >= 0),
  );
  const nameOf = (event: number): string => rowOf(event)?.name ?? '';
  const graph = new PathGraph(events);
  addLockEdges(graph, nameOf);
  for (const rows of threadsOf(rank, clipped)) addStackEdges(graph, rows, nameOf);
  addDeviceEdges(graph, all, rowOf, clipped, waitsOf);
  const path = graph.longest();
  if (path === undefined) return undefined;
  return {
    rank: rank.rank,
    annotation,
    window: window.end - window.start,
    ...summary(path, graph, rowOf),
    nodes: graph.size,
    edges: graph.edges,
    hasSync: all.some(({ kind }) => kind === KIND.sync),
  };
}

interface Charged {
  readonly name: string;
  readonly bound: Bound;
  time: number;
  times: number;
}

type RowOf = ReturnType<typeof byLabel>;

interface Window {
  readonly start: number;
  readonly end: number;
}

/** Whether the name of a row is such a one; each name is looked at once. */
function having(matches: (name: string) => boolean): (row: HtaRow) => boolean {
  const known = new Map<string, boolean>();
  return ({ name }) => {
    let found = known.get(name);
    if (found === undefined) {
      found = matches(name);
      known.set(name, found);
    }
    return found;
  };
}

function windowOf(rows: readonly HtaRow[], annotation: string, instance: number): Window | undefined {
  const chosen =
    annotation === '' ? rows : rows.filter(having((name) => name.includes(annotation))).slice(instance, instance + 1);
  if (chosen.length === 0) return undefined;
  return chosen.reduce(
    ({ start, end }, { ts, dur }) => ({ start: Math.min(start, ts), end: Math.max(end, ts + dur) }),
    { start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY },
  );
}

/** Host rows that start in the window, device rows launched from there, and all waits between streams; by number. */
function clip(rows: readonly HtaRow[], rowOf: RowOf, { start, end }: Window): readonly HtaRow[] {
  const inside = ({ ts, dur }: HtaRow): boolean => ts >= start && ts <= end && dur > 0;
  const kept = rows.filter((row) => {
    if (row.stream === -1) return inside(row);
    const call = row.link > 0 ? rowOf(row.link) : undefined;
    return row.name === 'Stream Wait Event' || (call !== undefined && call.stream === -1 && inside(call));
  });
  return kept.sort((a, b) => a.index - b.index);
}

/** Host rows by thread. The backward thread joins the forward one where there is one of each and they take turns. */
function threadsOf({ slices }: RankData, clipped: readonly HtaRow[]): readonly (readonly HtaRow[])[] {
  const threads = new Map<number, HtaRow[]>();
  for (const row of clipped) {
    if (row.stream !== -1) continue;
    const track = slices.track[row.row] ?? 0;
    const rows = threads.get(track);
    if (rows === undefined) threads.set(track, [row]);
    else rows.push(row);
  }
  const threadsWith = (pattern: RegExp): readonly number[] => {
    const matches = having((name) => pattern.test(name));
    return [...threads].flatMap(([track, rows]) => (rows.some(matches) ? [track] : []));
  };
  const [forward, ...otherForward] = threadsWith(/^ProfilerStep#/);
  const [backward, ...otherBackward] = threadsWith(/^autograd::/);
  const single = otherForward.length === 0 && otherBackward.length === 0;
  if (single && forward !== undefined && backward !== undefined && forward !== backward) {
    const merged = [...(threads.get(forward) ?? []), ...(threads.get(backward) ?? [])];
    threads.set(
      forward,
      merged.sort((a, b) => a.index - b.index),
    );
    threads.delete(backward);
  }
  return [...threads].sort(([a], [b]) => a - b).map(([, rows]) => rows);
}

function boundOf(edge: Edge, row: HtaRow | undefined): Bound | undefined {
  if (edge.type === 'kernel-gap') return 'kernel-gap';
  if (edge.type === 'launch') return 'launch';
  if (edge.type !== 'operator') return undefined;
  if (row === undefined || row.stream === -1)
    return row !== undefined && LOADER.test(row.name) ? 'data-loading' : 'cpu';
  return classOf(row.kind, row.name) === CLASS.communication ? 'gpu-communication' : 'gpu-compute';
}

function summary(path: readonly Edge[], graph: PathGraph, rowOf: RowOf) {
  const bounds: Record<Bound, number> = {
    cpu: 0,
    'data-loading': 0,
    'gpu-compute': 0,
    'gpu-communication': 0,
    'kernel-gap': 0,
    launch: 0,
  };
  const events = new Set<number>();
  const names = new Map(BOUNDS.map((bound) => [bound, new Map<string, Charged>()]));
  for (const edge of path) {
    events.add(graph.event(edge.from)).add(graph.event(edge.to));
    const row = rowOf(edge.event);
    const bound = boundOf(edge, row);
    if (bound === undefined || edge.weight === 0) continue;
    bounds[bound] += edge.weight;
    const name = row?.name ?? '';
    const known = names.get(bound)?.get(name) ?? { name, bound, time: 0, times: 0 };
    if (known.times === 0) names.get(bound)?.set(name, known);
    known.time += edge.weight;
    known.times += 1;
  }
  return {
    events: [...events].sort((a, b) => a - b),
    length: path.reduce((sum, { weight }) => sum + weight, 0),
    bounds,
    top: [...names.values()]
      .flatMap((of) => [...of.values()])
      .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1))
      .slice(0, TOP),
  };
}
