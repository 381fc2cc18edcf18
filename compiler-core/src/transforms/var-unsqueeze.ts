/**
 * Inserts a dimension of length 1.
 *
 * Before, and after `var_unsqueeze(D, 1)`:
 *
 * ```text
 * D: @cache @cpu t: float32[4] {          D: @cache @cpu t: float32[4, 1] {
 *   t[i] = x[i]                             t[i, 0] = x[i]
 * }                                       }
 * ```
 *
 * Legality: a constant subscript more keeps different elements different.
 */

import { int } from '../ir/build.ts';
import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { isIo, layOut, locateDef } from './layout.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused } from './tree.ts';

export interface VarUnsqueezeArgs {
  readonly def: NodeId;
  /** Where the new dimension stands; the number of dimensions puts it last. */
  readonly dim: number;
}

export const varUnsqueeze = (func: Func, args: VarUnsqueezeArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const def = found.stmt;
  const at = def.origin.span;
  const { dim } = args;
  if (dim < 0 || dim > def.shape.length)
    return refused('no-such-dimension', at, `\`${def.name}\` has no place ${dim} for a dimension`);
  const insert = (list: readonly Expr[], e: Expr): readonly Expr[] => [...list.slice(0, dim), e, ...list.slice(dim)];
  const layout = {
    shape: insert(def.shape, int(1, at)),
    subscripts: (old: readonly Expr[]) => insert(old, int(0, at)),
    ioShape: isIo(def) ? (def.ioShape ?? def.shape) : def.ioShape,
  };
  return layOut(func, found, layout, 'var_unsqueeze', options);
};
