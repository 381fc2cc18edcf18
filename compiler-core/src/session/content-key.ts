/**
 * The content of a staged function as a cache key that does not change when the function moves in its file.
 *
 * Spans are replaced by ranks: all offsets of one file that occur in the function are sorted, and each counts by its
 * place in that order. Two functions with the same key differ only in where their text stands, so a result for one
 * becomes a result for the other by mapping ranks back to offsets. Statement ids are numbered by first occurrence.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import { Hasher } from '../diag/hash.ts';
import type { Func } from '../ir/nodes.ts';
import { type FileId, offset, type Span } from '../text/span.ts';

/** Offsets that occur in one function, by file, sorted. */
export interface Layout {
  readonly files: readonly FileId[];
  readonly offsets: readonly (readonly number[])[];
}

export interface ContentKey {
  readonly hash: string;
  readonly layout: Layout;
}

const isSpan = (value: object): value is Span =>
  'file' in value &&
  'start' in value &&
  'end' in value &&
  typeof value.start === 'number' &&
  typeof value.end === 'number';

/** Reads the whole function once for its offsets and once for its content: O(size log size). */
export const contentKey = (func: Func, home: FileId, salt: readonly string[]): ContentKey => {
  const layout = layoutOf(func);
  const ranks = layout.offsets.map((list) => new Map(list.map((at, rank) => [at, rank])));
  const hasher = new Hasher();
  for (const piece of salt) hasher.add(piece);
  for (const file of layout.files) hasher.add(file === home ? '.' : file);
  feed(func, hasher, layout, ranks);
  return { hash: hasher.digest(), layout };
};

const children = (value: object): readonly (readonly [string, unknown])[] =>
  Array.isArray(value) ? value.map((item: unknown, i) => [String(i), item] as const) : Object.entries(value);

// Walks use their own stack: staged loops can nest deeper than the call stack reaches.
const layoutOf = (func: Func): Layout => {
  const byFile = new Map<FileId, Set<number>>();
  const seen = new Set<object>();
  const stack: object[] = [func];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (isSpan(value)) {
      const offsets = byFile.get(value.file) ?? new Set<number>();
      byFile.set(value.file, offsets.add(value.start).add(value.end));
      continue;
    }
    const items = children(value);
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i]?.[1];
      if (typeof item === 'object' && item !== null) stack.push(item);
    }
  }
  const entries = [...byFile];
  return { files: entries.map(([file]) => file), offsets: entries.map(([, set]) => [...set].sort((a, b) => a - b)) };
};

const feed = (func: Func, hasher: Hasher, layout: Layout, ranks: readonly ReadonlyMap<number, number>[]): void => {
  const seen = new Map<object, number>();
  const ids = new Map<number, number>();
  const stack: (readonly [string, unknown])[] = [['func', func]];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [key, value] = entry;
    if (typeof value !== 'object' || value === null) {
      if (key === 'id' && typeof value === 'number') {
        const id = ids.get(value) ?? ids.size;
        ids.set(value, id);
        hasher.add(`id ${id}`);
      } else hasher.add(`${key} ${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`);
      continue;
    }
    if (isSpan(value)) {
      const file = layout.files.indexOf(value.file);
      hasher.add(`${key} @${file} ${ranks[file]?.get(value.start)} ${ranks[file]?.get(value.end)}`);
      continue;
    }
    const before = seen.get(value);
    if (before !== undefined) {
      hasher.add(`${key} = ${before}`);
      continue;
    }
    seen.set(value, seen.size);
    const items = children(value);
    hasher.add(`${key} ${Array.isArray(value) ? '[' : '{'}${items.length}`);
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i];
      if (item !== undefined) stack.push(item);
    }
  }
};

/** Diagnostics with every span as (file number, rank, rank). */
export interface Portable {
  readonly diagnostics: readonly Diagnostic[];
}

/** Null when a diagnostic points to an offset the function does not know: such a result cannot be moved. */
export const toPortable = (diagnostics: readonly Diagnostic[], layout: Layout): Portable | null => {
  let lost = false;
  const ranked = diagnostics.map((diagnostic) =>
    mapSpans(diagnostic, (at) => {
      const file = layout.files.indexOf(at.file);
      const offsets = layout.offsets[file] ?? [];
      const [start, end] = [offsets.indexOf(at.start), offsets.indexOf(at.end)];
      if (file < 0 || start < 0 || end < 0) lost = true;
      return { file: String(file) as FileId, start: offset(start), end: offset(end) };
    }),
  );
  return lost ? null : { diagnostics: ranked };
};

export const fromPortable = (portable: Portable, layout: Layout): readonly Diagnostic[] =>
  portable.diagnostics.map((diagnostic) =>
    mapSpans(diagnostic, (at) => {
      const number = Number(at.file);
      const file = layout.files[number];
      const offsets = layout.offsets[number];
      const start = offsets?.[at.start];
      const end = offsets?.[at.end];
      if (file === undefined || start === undefined || end === undefined)
        throw new Error('a cached result does not fit the function it is asked for');
      return { file, start: offset(start), end: offset(end) };
    }),
  );

const mapSpans = (diagnostic: Diagnostic, map: (at: Span) => Span): Diagnostic => ({
  ...diagnostic,
  span: map(diagnostic.span),
  related: diagnostic.related.map((related) => ({ ...related, span: map(related.span) })),
  fixes: diagnostic.fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, span: map(edit.span) })),
  })),
});
