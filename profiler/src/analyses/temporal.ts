/**
 * Where the device's time went, per rank and per step: computation, exposed communication, exposed memory, idle.
 *
 * With W a window, P, C, M the unions of computation, communication and memory activity inside it:
 * compute = |P|, exposedCommunication = |C \ P|, exposedMemory = |M \ (P ∪ C)|, idle = |W| - |P ∪ C ∪ M|.
 * The four add up to |W| exactly. Synchronisation is no activity.
 */

import { type Analysis, listed } from './analysis.ts';
import { lengthWithin, overlapWithin } from './intervals.ts';
import type { RankView, Window } from './view.ts';

export interface TimeShare {
  /** Length of the window, ns; the sum of the four below. */
  readonly total: number;
  readonly compute: number;
  readonly exposedCommunication: number;
  readonly exposedMemory: number;
  readonly idle: number;
}

export interface Temporal extends TimeShare {
  readonly rank: number;
  readonly steps: readonly (TimeShare & { readonly step: number })[];
}

export function shareOf(view: RankView, windows: readonly Pick<Window, 'start' | 'end'>[]): readonly TimeShare[] {
  const { busy, computation, communication, moving } = view;
  return windows.map(({ start, end }) => {
    const compute = lengthWithin(computation, start, end);
    const active = lengthWithin(busy, start, end);
    const exposedCommunication =
      lengthWithin(communication, start, end) - overlapWithin(communication, computation, start, end);
    const exposedMemory = active - lengthWithin(moving, start, end);
    return { total: end - start, compute, exposedCommunication, exposedMemory, idle: end - start - active };
  });
}

/** @cost O(slices + steps · intervals). */
export const temporal: Analysis<readonly Temporal[], readonly Temporal[]> = listed<Temporal>('temporal', 1, (view) => {
  const { windows, busy, data } = view;
  const first = busy.start[0];
  const last = busy.end.at(-1);
  if (first === undefined || last === undefined) return [];
  const [whole, ...each] = shareOf(view, [{ start: first, end: last }, ...windows]);
  if (whole === undefined) return [];
  const steps = each.flatMap((share, at) => {
    const step = windows[at]?.step ?? -1;
    return step < 0 ? [] : [{ step, ...share }];
  });
  return [{ rank: data.rank, ...whole, steps }];
});
