/** The one edit between two texts: what is left after the common beginning and the common end. O(length). */

import type { TextChange } from './cst.ts';

export const oneChange = (before: string, after: string): TextChange | null => {
  if (before === after) return null;
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
