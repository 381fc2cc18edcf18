/** A value that is the same somewhere else: all spans in it moved. */

import { offset, type Span } from './span.ts';

const isSpan = (value: object): value is Span =>
  'file' in value && 'start' in value && 'end' in value && typeof value.start === 'number';

/**
 * A copy of a tree of plain objects and arrays with each span mapped. Parts that are shared stay shared. Keeps its own
 * stack, so any depth will do. O(size).
 */
export const moveSpans = <T extends object>(root: T, move: (at: Span) => Span): T => {
  const copies = new Map<object, object>();
  const open: object[] = [];
  const copyOf = (value: object): object => {
    const known = copies.get(value);
    if (known !== undefined) return known;
    const copy: object = isSpan(value) ? move(value) : Array.isArray(value) ? [...value] : { ...value };
    copies.set(value, copy);
    if (!isSpan(value)) open.push(copy);
    return copy;
  };
  const out = copyOf(root);
  for (let copy = open.pop(); copy !== undefined; copy = open.pop()) {
    const fields = copy as Record<string, unknown>;
    for (const key in fields) {
      const item = fields[key];
      if (typeof item === 'object' && item !== null) fields[key] = copyOf(item);
    }
  }
  return out as T;
};

/** Reads a text by the places of an earlier version: both ends of a span move, each with what stands there. */
export const readMoved =
  <T>(textAt: (at: Span) => T, move: (at: Span) => Span): ((at: Span) => T) =>
  ({ file, start, end }) => {
    const first = move({ file, start, end: start });
    if (end <= start) return textAt(first);
    const last = move({ file, start: offset(end - 1), end });
    return textAt({ file: first.file, start: first.start, end: last.end });
  };
