/** Loops as passes see them: which are outermost, which stand directly inside which. */

import type { For, Stmt, VarDef } from '../../ir/nodes.ts';
import { childStmts } from '../../ir/walk.ts';

/** The outermost loops of a statement, in program order. What a library runs is none of them. */
export const loopsIn = (s: Stmt): readonly For[] => {
  if (s.kind !== 'for') return childStmts(s).flatMap(loopsIn);
  return s.property.library === undefined ? [s] : [];
};

export interface Nest {
  readonly loop: For;
  readonly inner: readonly Nest[];
}
export const nestsIn = (s: Stmt): readonly Nest[] => loopsIn(s).map((loop) => ({ loop, inner: nestsIn(loop.body) }));

/** Local tensors; inner definitions come before those around them. */
export const localsIn = (s: Stmt): readonly VarDef[] => {
  const inner = childStmts(s).flatMap(localsIn);
  return s.kind === 'varDef' && s.access === 'cache' ? [...inner, s] : inner;
};

/** The number of elements; null where it is not constant. */
export const elementsOf = ({ shape }: VarDef): bigint | null =>
  shape.reduce<bigint | null>((n, e) => (n === null || e.kind !== 'int' ? null : n * e.value), 1n);
