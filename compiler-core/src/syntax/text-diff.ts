/**
 * The one edit between two texts: what is left after the common beginning and the common end. O(length) once for a pair: tree, chunks and
 * syntax verdict ask about the same two versions one after the other.
 */

import type { TextChange } from './cst.ts';

export const oneChange = (before: string, after: string): TextChange | null => {
  if (before === after) return null;
  if (last?.before !== before || last.after !== after) last = { before, after, change: changeBetween(before, after) };
  return last.change;
};

let last: { readonly before: string; readonly after: string; readonly change: TextChange } | null = null;

const changeBetween = (before: string, after: string): TextChange => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, oldEnd: before.length - tail, newText: after.slice(start, after.length - tail) };
};
