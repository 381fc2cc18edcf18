/**
 * Merges a dimension of a tensor with the next one.
 *
 * Before, and after `var_merge(D, 0)`:
 *
 * ```text
 * D: @cache @cpu t: float32[4, 8] {       D: @cache @cpu t: float32[32] {
 *   t[i, j] = x[i, j]                       t[i * 8 + j] = x[i, j]
 * }                                       }
 * ```
 *
 * Legality: `(x, y) ↦ x·n + y` is one-to-one on `0 <= y < n`, and it is the row-major order that the elements have already.
 */

import { binary, int } from '../ir/build.ts';
import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { isIo, layOut, locateDef } from './layout.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused } from './tree.ts';

export interface VarMergeArgs {
  readonly def: NodeId;
  /** The first of the two. */
  readonly dim: number;
}

export const varMerge = (func: Func, args: VarMergeArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const def = found.stmt;
  const at = def.origin.span;
  const { dim } = args;
  const [outer, inner] = [def.shape[dim], def.shape[dim + 1]];
  if (!outer || !inner)
    return refused('no-such-dimension', at, `\`${def.name}\` has no dimensions ${dim} and ${dim + 1}`);
  const put = (list: readonly Expr[], merged: Expr): readonly Expr[] => [
    ...list.slice(0, dim),
    merged,
    ...list.slice(dim + 2),
  ];
  const layout = {
    shape: put(def.shape, binary('mul', outer, inner, at)),
    subscripts: (old: readonly Expr[]) => {
      const [x, y] = [old[dim] ?? int(0, at), old[dim + 1] ?? int(0, at)];
      return put(old, binary('add', binary('mul', x, inner, x.at), y, x.at));
    },
    ioShape: isIo(def) ? (def.ioShape ?? def.shape) : def.ioShape,
  };
  return layOut(func, found, layout, 'var_merge', options);
};
