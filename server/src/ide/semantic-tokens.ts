/**
 * `semanticTokens(view, range?)`: what only the program knows about names; the rest is left to a Python server.
 * Sorted by start, never overlapping, each in one line. `encodeTokens` is LSP's five numbers a token, `tokenEdits` the
 * shortest single edit from one encoding to another.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { MemType } from '@athanor/compiler-core/ir/types.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';
import { API } from './api-docs.ts';
import { storesOf } from './references.ts';
import type { FileView } from './view.ts';

/** Names of LSP's own types where one fits, so that themes colour them. The order is the legend and never changes. */
export const TOKEN_TYPES = [
  'variable',
  'parameter',
  'tensor',
  'iterator',
  'size',
  'label',
  'function',
  'operator',
  'macro',
] as const;
export const TOKEN_MODIFIERS = [
  'declaration',
  'modification',
  'readonly',
  'defaultLibrary',
  'staged',
  'gpuGlobal',
  'gpuShared',
  'gpuLocal',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

export interface SemanticToken {
  readonly start: number;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

export const semanticTokens = (
  view: FileView,
  range?: { readonly start: number; readonly end: number },
): readonly SemanticToken[] => {
  const all = view.part('semantic tokens', () => tokens(view));
  return range ? all.filter((t) => t.start < range.end && t.start + t.length > range.start) : all;
};

const tokens = (view: FileView): readonly SemanticToken[] => {
  const out: SemanticToken[] = [];
  const stores = storesOf(view);
  const seen = new Set<number>();
  const add = (start: number, end: number, meaning: Meaning | null, binds: boolean): void => {
    if (!meaning || seen.has(start)) return;
    seen.add(start);
    const modifiers = [...meaning.modifiers];
    if (binds) modifiers.push('declaration');
    if (stores.has(start)) modifiers.push('modification');
    out.push({ start, length: end - start, type: meaning.type, modifiers });
  };
  for (const o of view.names.occurrences) add(o.start, o.end, meaningOf(view.factsOf(o)), o.binds !== null);
  for (const p of view.staged.facts?.() ?? []) if (p.role === 'use') add(p.start, p.end, meaningOf(p.facts), false);
  for (const l of view.labels.places) add(l.start, l.end, { type: 'label', modifiers: [] }, l.declares);
  out.sort((a, b) => a.start - b.start);
  return out.filter((t, i) => t.length > 0 && t.start >= (out[i - 1]?.start ?? 0) + (out[i - 1]?.length ?? 0));
};

interface Meaning {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** Memory that is not the host's. */
const MEMORIES: Readonly<Partial<Record<MemType, TokenModifier>>> = {
  'gpu/global': 'gpuGlobal',
  'gpu/shared': 'gpuShared',
  'gpu/local': 'gpuLocal',
};

/** One meaning for all facts of a place; null where they differ, or where Python's own colour is right. */
const meaningOf = (facts: readonly Fact[]): Meaning | null => {
  const [first] = facts;
  if (!first || facts.some((f) => f.kind !== first.kind)) return null;
  switch (first.kind) {
    case 'tensor': {
      const readonly = facts.every((f) => f.kind === 'tensor' && f.access === 'input');
      const where = facts.every((f) => f.kind === 'tensor' && f.memory === first.memory)
        ? MEMORIES[first.memory]
        : null;
      return { type: 'tensor', modifiers: [...(readonly ? (['readonly'] as const) : []), ...(where ? [where] : [])] };
    }
    case 'iterator':
      return { type: 'iterator', modifiers: ['readonly'] };
    case 'size':
      return { type: 'size', modifiers: ['readonly'] };
    case 'libop':
      return { type: 'operator', modifiers: ['defaultLibrary'] };
    case 'inline':
    case 'staged':
      return { type: 'function', modifiers: ['staged'] };
    case 'api':
      return API.get(first.name)?.kind === 'decorator' ? { type: 'macro', modifiers: ['defaultLibrary'] } : null;
    default:
      return null;
  }
};

/** Delta line, delta start, length, type, modifiers; columns in the units that `column` counts (UTF-16 by default). */
export const encodeTokens = (
  list: readonly SemanticToken[],
  lines: LineIndex,
  units: (text: string) => number = (text) => text.length,
): number[] => {
  const out: number[] = [];
  let line = 0;
  let column = 0;
  for (const t of list) {
    const at = lines.position0(offset(t.start));
    const start = units(lines.text.slice(t.start - at.character, t.start));
    const length = units(lines.text.slice(t.start, t.start + t.length));
    const bits = t.modifiers.reduce((all, m) => all | (1 << TOKEN_MODIFIERS.indexOf(m)), 0);
    out.push(at.line - line, at.line === line ? start - column : start, length, TOKEN_TYPES.indexOf(t.type), bits);
    line = at.line;
    column = start;
  }
  return out;
};

export interface TokenEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: readonly number[];
}
/** None where nothing changed. */
export const tokenEdits = (before: readonly number[], after: readonly number[]): readonly TokenEdit[] => {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  if (head === before.length && head === after.length) return [];
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  return [{ start: head, deleteCount: before.length - head - tail, data: after.slice(head, after.length - tail) }];
};
