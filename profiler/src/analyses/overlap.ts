/**
 * How much communication hides behind computation, per rank and per process group.
 *
 * With C the union of communication and P that of computation: overlap = |C ∩ P|, exposed = |C \ P|,
 * ratio = overlap / |C|, NaN without communication. A communication kernel also waits for its peers, and overlapped
 * waiting is no work: read it beside the collectives' wait.
 */

import { type Analysis, listed } from './analysis.ts';
import { overlapOf, unionOf } from './intervals.ts';
import { sortByStart } from './rank-data.ts';

export interface GroupOverlap {
  readonly group: string;
  readonly communication: number;
  readonly exposed: number;
}

export interface Overlap {
  readonly rank: number;
  /** |C|, ns. */
  readonly communication: number;
  readonly overlapped: number;
  readonly exposed: number;
  readonly ratio: number | null;
  readonly groups: readonly GroupOverlap[];
}

export const overlap: Analysis<readonly Overlap[], readonly Overlap[]> = listed<Overlap>('overlap', 1, (view) => {
  const { data, communication, computation, device } = view;
  if (device.length === 0) return [];
  const { start, duration } = data.slices;
  const shared = overlapOf(communication, computation);
  const byGroup = new Map<string, number[]>();
  for (const { group, row } of data.collectives) {
    const rows = byGroup.get(group);
    if (rows === undefined) byGroup.set(group, [row]);
    else rows.push(row);
  }
  const groups = [...byGroup].map(([group, rows]) => {
    const union = unionOf(start, duration, sortByStart(data.slices, rows));
    return { group, communication: union.length, exposed: union.length - overlapOf(union, computation) };
  });
  return [
    {
      rank: data.rank,
      communication: communication.length,
      overlapped: shared,
      exposed: communication.length - shared,
      ratio: communication.length === 0 ? null : shared / communication.length,
      groups: groups.sort((a, b) => b.exposed - a.exposed || (a.group < b.group ? -1 : 1)),
    },
  ];
});
