/** Unions and overlaps of time intervals, exact in integer nanoseconds. */

import { lastNotAfter } from './rank-data.ts';

/** Intervals that neither touch nor overlap, ascending. */
export interface Union {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Sum of the lengths. */
  readonly length: number;
}

/**
 * Union of intervals; those that touch are one. Intervals of no length take part in nothing.
 * @param rows Rows in the order of their starts.
 * @param groups, wanted Only rows whose number in `groups` is among the bits of `wanted`; all without it.
 * @cost O(n).
 */
export function unionOf(
  start: Float64Array,
  duration: Float64Array,
  rows: Int32Array,
  groups: Uint8Array | null = null,
  wanted = 0,
): Union {
  const starts = new Float64Array(rows.length);
  const ends = new Float64Array(rows.length);
  let count = 0;
  let length = 0;
  let from = 0;
  let to = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    if (groups !== null && ((wanted >> (groups[row] as number)) & 1) === 0) continue;
    const begin = start[row] as number;
    const end = begin + (duration[row] as number);
    if (end <= begin) continue;
    if (begin <= to) {
      if (end > to) to = end;
      continue;
    }
    if (to > from) {
      starts[count] = from;
      ends[count++] = to;
      length += to - from;
    }
    from = begin;
    to = end;
  }
  if (to > from) {
    starts[count] = from;
    ends[count++] = to;
    length += to - from;
  }
  return { start: starts.slice(0, count), end: ends.slice(0, count), length };
}

/** Length of the part that two unions share. */
export const overlapOf = (a: Union, b: Union): number =>
  overlapWithin(a, b, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);

/** Length of the part that two unions share between two times. */
export function overlapWithin(a: Union, b: Union, from: number, to: number): number {
  let shared = 0;
  let i = Math.max(0, lastNotAfter(a.start, from));
  let j = Math.max(0, lastNotAfter(b.start, from));
  while (i < a.start.length && j < b.start.length && (a.start[i] ?? 0) < to) {
    const aEnd = a.end[i] ?? 0;
    const bEnd = b.end[j] ?? 0;
    const low = Math.max(a.start[i] ?? 0, b.start[j] ?? 0, from);
    const high = Math.min(aEnd, bEnd, to);
    if (high > low) shared += high - low;
    if (aEnd <= bEnd) i += 1;
    else j += 1;
  }
  return shared;
}

/** Length of a union between two times. */
export function lengthWithin({ start, end }: Union, from: number, to: number): number {
  let length = 0;
  for (let at = Math.max(0, lastNotAfter(start, from)); at < start.length && (start[at] ?? 0) < to; at += 1) {
    const low = Math.max(start[at] ?? 0, from);
    const high = Math.min(end[at] ?? 0, to);
    if (high > low) length += high - low;
  }
  return length;
}
