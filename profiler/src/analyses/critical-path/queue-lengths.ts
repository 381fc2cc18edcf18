/** How many launches a stream had outstanding at each call and each start of device work, as the library counts them. */

import { NONE, orderOf, rowsByNumber } from '../rank-data.ts';
import { NAMED, NO_STREAM, type PathRows } from './rows.ts';

/** Where there is no length. */
const UNKNOWN = -(2 ** 31);

/**
 * +1 at a call for each device row of its correlation, -1 at the start of that row. Of a call that has several the length
 * on the stream with the highest number counts.
 * @returns By row. Nothing is known where calls and device rows do not pair up.
 */
export function queueLengths({ known, stream, named, link, slices }: PathRows): Int32Array {
  const { start, correlation, count } = slices;
  const lengths = new Int32Array(count).fill(UNKNOWN);
  // Device rows of one correlation, each leading to the next one in the order of the rows.
  const first = rowsByNumber(correlation);
  const next = new Int32Array(count).fill(NONE);
  for (let at = known.length - 1; at >= 0; at -= 1) {
    const row = known[at] as number;
    const number = correlation[row] as number;
    if (stream[row] === NO_STREAM || number < 0) continue;
    next[row] = first.get(number);
    first.set(number, row);
  }
  const isCalled = new Uint8Array(count);
  const calls: number[] = [];
  const streams: number[] = [];
  for (let at = 0; at < known.length; at += 1) {
    const call = known[at] as number;
    const number = correlation[call] as number;
    if (((named[call] as number) & NAMED.enqueues) === 0 || (link[call] as number) <= 0 || number < 0) continue;
    for (let row = first.get(number); row !== NONE; row = next[row] as number) {
      isCalled[row] = 1;
      calls.push(call);
      streams.push(stream[row] as number);
    }
  }
  const rows = new Int32Array(2 * calls.length);
  const times = new Float64Array(rows.length);
  let points = calls.length;
  for (let at = 0; at < points; at += 1) rows[at] = calls[at] as number;
  for (let at = 0; at < known.length; at += 1) {
    const row = known[at] as number;
    if (isCalled[row] === 0) continue;
    if (points === rows.length) return lengths;
    rows[points++] = row;
  }
  if (points < rows.length) return lengths;
  for (let at = 0; at < points; at += 1) times[at] = start[rows[at] as number] as number;
  const order = orderOf(times);
  const outstanding = new Map<number, number>();
  const highest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let done = 0; done < points; done += 1) {
    const at = order[done] as number;
    const row = rows[at] as number;
    const isCall = at < calls.length;
    const on = isCall ? (streams[at] as number) : (stream[row] as number);
    const length = (outstanding.get(on) ?? 0) + (isCall ? 1 : -1);
    outstanding.set(on, length);
    if (on < (highest[row] as number)) continue;
    highest[row] = on;
    lengths[row] = length;
  }
  return lengths;
}
