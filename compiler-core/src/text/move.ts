/** Plain data with spans in it, when text before them grows or shrinks. */

import { type FileId, offset, type Span } from './span.ts';

/** Offsets of `file` from `from` on are `by` larger in the new text; what lies before is where it was. */
export interface Move {
  readonly file: FileId;
  readonly from: number;
  readonly by: number;
}

const isSpan = (value: object): value is Span =>
  'file' in value &&
  'start' in value &&
  'end' in value &&
  typeof value.start === 'number' &&
  typeof value.end === 'number';

export const moveSpan = (at: Span, moves: readonly Move[]): Span => {
  let { start, end } = at;
  for (const { file, from, by } of moves) {
    if (file !== at.file) continue;
    if (start >= from) start = offset(start + by);
    if (end >= from) end = offset(end + by);
  }
  return start === at.start && end === at.end ? at : { ...at, start, end };
};

/** Of the one file that all the moves are of. */
export const movedOffset = (at: number, moves: readonly Move[]): number =>
  moves.reduce((now, { from, by }) => (now >= from ? now + by : now), at);

/** The place that moved to `at`. */
export const offsetBefore = (at: number, moves: readonly Move[]): number =>
  moves.reduceRight((now, { from, by }) => (now >= from + by ? now - by : now), at);

/**
 * A copy of plain data with every span in it moved; what is shared in it stays shared. O(size); with no moves the
 * value itself. Its own stack: data may nest deeper than the call stack reaches.
 */
export const moved = <T extends object>(value: T, moves: readonly Move[]): T => {
  if (moves.length === 0 || (Array.isArray(value) && value.length === 0)) return value;
  const copies = new Map<object, object>();
  const open: object[] = [];
  const copyOf = (source: object): object => {
    const known = copies.get(source);
    if (known !== undefined) return known;
    const span = isSpan(source);
    const copy = span ? moveSpan(source, moves) : Array.isArray(source) ? [] : {};
    copies.set(source, copy);
    if (!span) open.push(source);
    return copy;
  };
  const result = copyOf(value);
  for (let source = open.pop(); source !== undefined; source = open.pop()) {
    const copy = copies.get(source) as Record<string, unknown>;
    for (const [key, item] of Object.entries(source))
      copy[key] = typeof item === 'object' && item !== null ? copyOf(item) : item;
  }
  return result as T;
};

/** One move after others, joined where it continues the last: typing at one place stays one move. */
export const withMove = (moves: readonly Move[], next: Move): readonly Move[] => {
  if (next.by === 0) return moves;
  const last = moves.at(-1);
  if (last === undefined || last.file !== next.file || last.from + last.by !== next.from) return [...moves, next];
  const by = last.by + next.by;
  return by === 0 ? moves.slice(0, -1) : [...moves.slice(0, -1), { ...last, by }];
};
