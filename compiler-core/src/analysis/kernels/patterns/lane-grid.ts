/**
 * Which lanes run together: the sub-groups of a nest of item loops, as lists of the iterators' values. Lanes are
 * consecutive linear local ids, the last dimension fastest; of a launch without groups consecutive linear global ids.
 */

import type { For, Func, Stmt } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';

export type Level = 'blockIdx' | 'threadIdx';
export const levelOf = (s: Stmt): Level | null => {
  if (s.kind !== 'for') return null;
  const { parallel } = s.property;
  return parallel.startsWith('blockIdx') ? 'blockIdx' : parallel.startsWith('threadIdx') ? 'threadIdx' : null;
};

export interface Nest {
  readonly loops: readonly For[];
  readonly body: Stmt;
}

/** Loops of one level that stand directly in each other. */
export const nestOf = (s: For): Nest => {
  const loops = [s];
  let { body } = s;
  for (;;) {
    const only: Stmt | undefined = body.kind === 'seq' && body.stmts.length === 1 ? body.stmts[0] : body;
    if (only?.kind !== 'for' || levelOf(only) !== levelOf(s)) return { loops, body };
    loops.push(only);
    body = only.body;
  }
};

export const hasItems = (func: Func): boolean => stmtsIn(func.body).some((s) => levelOf(s) === 'threadIdx');

/** How many there are in each dimension, from the slowest; null: not known. */
export type Extents = readonly (number | null)[];

/** Values of the iterators of a nest, one list for each lane. */
export type Coordinates = readonly (readonly number[])[];

export const isWhole = (extents: Extents): extents is readonly number[] => extents.every((n) => n !== null);

/** `fastest`: dimensions from the slowest to the fastest; as they stand where it is left out. */
const unravel = (linear: number, extents: readonly number[], order: readonly number[]): number[] => {
  const out = extents.map(() => 0);
  let rest = linear;
  for (const d of [...order].reverse()) {
    const n = extents[d] ?? 1;
    out[d] = rest % n;
    rest = Math.floor(rest / n);
  }
  return out;
};

/** The first, the last and one between, or all where there are few. */
export const some = (count: number, most: number): readonly number[] => {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return [...new Set([0, 1, Math.floor(count / 2), count - 2, count - 1])];
};

/**
 * Sub-groups of a nest of items. Where an extent is not known, one in the middle: the fastest dimension at least as
 * long as a sub-group, the others at 1.
 */
export const subGroupsOf = (
  extents: Extents,
  size: number,
  most: number,
  order: readonly number[] = extents.map((_, d) => d),
): { readonly lanes: readonly Coordinates[]; readonly all: boolean } => {
  if (!isWhole(extents)) {
    const fastest = order.at(-1) ?? 0;
    const width = Math.min(size, extents[fastest] ?? size);
    const lane = (k: number): number[] =>
      extents.map((n, d) => (d === fastest ? (n === null ? size + k : k) : n === null ? 1 : Math.min(1, n - 1)));
    return { lanes: [Array.from({ length: width }, (_, k) => lane(k))], all: false };
  }
  const items = extents.reduce((a, b) => a * b, 1);
  const count = Math.ceil(items / size);
  const chosen = some(count, most);
  const lanes = chosen.map((g) =>
    Array.from({ length: Math.min(size, items - g * size) }, (_, k) => unravel(g * size + k, extents, order)),
  );
  return { lanes, all: chosen.length === count };
};

/** Groups: all where there are few, else the corners and those in the middle of each dimension. */
export const groupsOf = (extents: Extents, most: number): { readonly at: Coordinates; readonly all: boolean } => {
  const total = extents.reduce<number | null>((a, b) => (a === null || b === null ? null : a * b), 1);
  const isAll = total !== null && total <= most;
  const perDimension = Math.max(1, Math.floor(most ** (1 / Math.max(1, extents.length))));
  const choices = extents.map((n) => {
    if (n === null) return [1];
    if (isAll || n <= perDimension) return some(n, n);
    return perDimension < 3 ? [Math.floor(n / 2)] : [0, Math.floor(n / 2), n - 1];
  });
  const at = choices.reduce<readonly (readonly number[])[]>(
    (all, one) => all.flatMap((before) => one.map((x) => [...before, x])),
    [[]],
  );
  return { at, all: isAll };
};
