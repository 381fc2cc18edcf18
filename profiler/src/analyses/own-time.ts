/**
 * The time a rank needs for itself in each step: what its peers wait for when it is long.
 *
 * own(r, s) = |W(r, s)| - exposed communication in it, W the device window of step s. A rank that is held up by another
 * shows that as communication, waiting in the collective; so own time does not spread from rank to rank, and no clock
 * enters it.
 */

import type { Analysis } from './analysis.ts';
import { isPair } from './collectives.ts';
import { COLLECTOR, hostUnion, LOADER } from './idle.ts';
import { lengthWithin, overlapWithin, type Union } from './intervals.ts';
import { CLASS } from './kernel-class.ts';
import { shareOf } from './temporal.ts';
import type { RankView } from './view.ts';

export interface OwnStep {
  readonly step: number;
  readonly total: number;
  readonly own: number;
  readonly compute: number;
  readonly memory: number;
  /** Idle while the host loaded data, collected garbage, did something else. */
  readonly loading: number;
  readonly collecting: number;
  readonly otherIdle: number;
}

export interface OwnTime {
  readonly rank: number;
  /** Collectives by operation and size of group, and whether it loads data: ranks with the same do comparable work. */
  readonly signature: string;
  readonly steps: readonly OwnStep[];
  /** Computation kernels: count. */
  readonly kernels: number;
  /** Elements that all-to-alls brought: tokens of the experts here, times the width. */
  readonly routed: number;
  /** Calls and mean duration of the computation kernels with the most time. */
  readonly topKernels: Readonly<Record<string, readonly [number, number]>>;
}

const TOP = 24;

export const ownTime: Analysis<readonly OwnTime[], readonly OwnTime[]> = {
  name: 'own-time',
  version: 2,
  map: (view) => (view.windows.length === 0 ? [] : [mapRank(view)]),
  merge: (partials) => partials.flat(),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank),
};

function mapRank(view: RankView): OwnTime {
  const { data, windows, busy } = view;
  const loader = hostUnion(view, LOADER);
  const collector = hostUnion(view, COLLECTOR);
  const idleDuring = (union: Union, start: number, end: number): number =>
    lengthWithin(union, start, end) - overlapWithin(union, busy, start, end);
  const shares = shareOf(view, windows);
  const steps = windows.map(({ step, start, end }, at): OwnStep => {
    const share = shares[at];
    const total = end - start;
    const idle = share?.idle ?? 0;
    const loading = Math.min(idle, idleDuring(loader, start, end));
    const collecting = Math.min(idle - loading, idleDuring(collector, start, end));
    return {
      step,
      total,
      own: total - (share?.exposedCommunication ?? 0),
      compute: share?.compute ?? 0,
      memory: share?.exposedMemory ?? 0,
      loading,
      collecting,
      otherIdle: idle - loading - collecting,
    };
  });
  const { kernels, topKernels } = kernelMeans(view);
  const routed = data.collectives.reduce(
    (sum, { outSplit }) => sum + outSplit.reduce((of, elements) => of + elements, 0),
    0,
  );
  return {
    rank: data.rank,
    signature: `${signatureOf(view)}${loader.length > 0 ? ' loads' : ''}`,
    steps,
    kernels,
    routed,
    topKernels,
  };
}

function signatureOf({ data }: RankView): string {
  const counts = new Map<string, number>();
  for (const { op, groupSize } of data.collectives) {
    if (isPair(op)) continue;
    const key = `${op}/${groupSize}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => `${key}:${count}`)
    .sort()
    .join(' ');
}

function kernelMeans({ data, device, classes }: RankView): Pick<OwnTime, 'kernels' | 'topKernels'> {
  const sums = new Map<number, { count: number; sum: number }>();
  let kernels = 0;
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    if (classes[row] !== CLASS.computation) continue;
    kernels += 1;
    const name = data.slices.name[row] ?? 0;
    const of = sums.get(name) ?? { count: 0, sum: 0 };
    of.count += 1;
    of.sum += data.slices.duration[row] ?? 0;
    sums.set(name, of);
  }
  const top = [...sums].sort(([, a], [, b]) => b.sum - a.sum).slice(0, TOP);
  const topKernels = Object.fromEntries(
    top.map(([name, { count, sum }]) => [
      (data.names[name] ?? '').slice(0, 120),
      [count, Math.round(sum / count)] as const,
    ]),
  );
  return { kernels, topKernels };
}
