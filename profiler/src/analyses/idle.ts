/**
 * Why a stream was idle between two activities: it waited for the host to launch, for the switch between kernels, or for
 * something else; and what the host did meanwhile.
 *
 * Gap = start - latest end before it on the stream. Class: `host` when the launch started after that end; else `kernel`
 * when gap < 30 µs; else `other`. A host gap is given to what the launching thread was doing in the most of it:
 * garbage collection, loading data, blocked in synchronisation, or running other code.
 */

import { type Analysis, listed } from './analysis.ts';
import { lengthWithin, type Union, unionOf } from './intervals.ts';
import { HOST, KIND, NONE, sortByStart } from './rank-data.ts';
import type { RankView } from './view.ts';

/** Gap below which a stream merely goes on to its next kernel, ns. */
export const KERNEL_SWITCH_NS = 30_000;

export const HOST_REASONS = ['collector', 'loader', 'synchronisation', 'code'] as const;
export type HostReason = (typeof HOST_REASONS)[number];

export interface StreamIdle {
  readonly rank: number;
  readonly stream: number;
  readonly gaps: number;
  /** ns in each class. */
  readonly host: number;
  readonly kernel: number;
  readonly other: number;
  /** Parts of `host`, ns; they add up to it. */
  readonly hostBy: Readonly<Record<HostReason, number>>;
}

export const COLLECTOR = /\bgc\b|garbage.?collect/i;
export const LOADER = /DataLoader|__next__|dataloader|fetch_next|get_batch/i;
const BLOCKING = /Synchronize|EventQuery/;

const unions = new WeakMap<RankView, Map<RegExp, Union>>();

/** Union of the host slices whose names match. Worked out once for a view and a pattern. */
export function hostUnion(view: RankView, pattern: RegExp): Union {
  const known = unions.get(view)?.get(pattern);
  if (known !== undefined) return known;
  const { slices, names } = view.data;
  const matches = names.map((name) => pattern.test(name));
  const rows: number[] = [];
  if (matches.includes(true))
    for (let row = 0; row < slices.count; row += 1) {
      const host = slices.stream[row] === HOST && slices.kind[row] !== KIND['device-annotation'];
      if (host && matches[slices.name[row] ?? 0] === true) rows.push(row);
    }
  const union = unionOf(slices.start, slices.duration, sortByStart(slices, rows));
  unions.set(view, (unions.get(view) ?? new Map()).set(pattern, union));
  return union;
}

export const idle: Analysis<readonly StreamIdle[], readonly StreamIdle[]> = {
  ...listed('idle', 1, streamIdles),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank || a.stream - b.stream),
};

function streamIdles(view: RankView): readonly StreamIdle[] {
  const { data, device, launches } = view;
  const { start, duration, stream } = data.slices;
  const collector = hostUnion(view, COLLECTOR);
  const loader = hostUnion(view, LOADER);
  const blocked = hostUnion(view, BLOCKING);
  const streams = new Map<number, { end: number; idle: Writable }>();
  for (let at = 0; at < device.length; at += 1) {
    const row = device[at] as number;
    const begin = start[row] ?? 0;
    const end = begin + (duration[row] ?? 0);
    const number = stream[row] ?? HOST;
    const known = streams.get(number);
    if (known === undefined) {
      streams.set(number, { end, idle: emptyIdle(data.rank, number) });
      continue;
    }
    const gap = begin - known.end;
    const { idle: into } = known;
    if (gap > 0) {
      into.gaps += 1;
      const launch = launches[row] ?? NONE;
      if (launch !== NONE && (start[launch] ?? 0) > known.end) {
        into.host += gap;
        addReason(into, known.end, start[launch] ?? 0, gap, { collector, loader, synchronisation: blocked });
      } else if (gap < KERNEL_SWITCH_NS) into.kernel += gap;
      else into.other += gap;
    }
    known.end = Math.max(known.end, end);
  }
  return [...streams.values()].map(({ idle: row }) => row);
}

type Writable = { -readonly [key in keyof StreamIdle]: StreamIdle[key] } & { hostBy: Record<HostReason, number> };

const emptyIdle = (rank: number, stream: number): Writable => ({
  rank,
  stream,
  gaps: 0,
  host: 0,
  kernel: 0,
  other: 0,
  hostBy: { collector: 0, loader: 0, synchronisation: 0, code: 0 },
});

function addReason(
  into: Writable,
  from: number,
  to: number,
  gap: number,
  unions: Readonly<Record<Exclude<HostReason, 'code'>, Union>>,
): void {
  let reason: HostReason = 'code';
  let most = 0.5 * (to - from);
  for (const candidate of ['collector', 'loader', 'synchronisation'] as const) {
    const length = lengthWithin(unions[candidate], from, to);
    if (length > most) {
      most = length;
      reason = candidate;
    }
  }
  into.hostBy[reason] += gap;
}
