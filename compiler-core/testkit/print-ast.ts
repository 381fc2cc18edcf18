/** The AST as plain data for comparisons: spans as `[start, end]`, numbers as the text of their bits. */

import type { PyModule } from '../src/frontends/tensor/python/ast.ts';

const LEFT_OUT = new Set(['nameAt']);

const doubleBits = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return doubleBits(value);
  if (Array.isArray(value)) return value.filter((item) => item?.kind !== 'directive').map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (LEFT_OUT.has(key)) continue;
    if (key === 'at') {
      const at = item as { start: number; end: number };
      out[key] = [at.start, at.end];
    } else out[key] = plain(item);
  }
  return out;
}

/** The statements of a module as plain data, directives left out. */
export const plainAst = (module: PyModule): unknown => plain(module.body);

/**
 * The path of the first place where `ours` and `theirs` differ; null when there is none. A null `at` of theirs says
 * that they do not know, and theirs decides which fields there are.
 */
export function firstDifference(ours: unknown, theirs: unknown, path = ''): string | null {
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours)) return `${path}: ${JSON.stringify(ours)} is no list`;
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      const found = firstDifference(ours[i], theirs[i], `${path}[${i}]`);
      if (found) return found;
    }
    return null;
  }
  if (typeof theirs === 'object' && theirs !== null) {
    if (typeof ours !== 'object' || ours === null)
      return `${path}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs).slice(0, 200)}`;
    for (const [key, item] of Object.entries(theirs)) {
      if (key === 'at' && item === null) continue;
      if (key === 'spec' && item === '?') continue;
      const found = firstDifference((ours as Record<string, unknown>)[key], item, `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  // `\N{NAME}` is U+FFFD in ours.
  if (typeof ours === 'string' && ours.includes('\ufffd')) return null;
  return Object.is(ours, theirs) ? null : `${path}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`;
}
