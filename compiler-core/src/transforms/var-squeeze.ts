/**
 * Removes a dimension of length 1.
 *
 * Before, and after `var_squeeze(D, 1)`:
 *
 * ```text
 * D: @cache @cpu t: float32[4, 1] {       D: @cache @cpu t: float32[4] {
 *   t[i, 0] = x[i]                          t[i] = x[i]
 * }                                       }
 * ```
 *
 * Legality: the only subscript in bounds is 0, so leaving it out is one-to-one.
 */

import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { isIo, layOut, locateDef } from './layout.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused } from './tree.ts';

export interface VarSqueezeArgs {
  readonly def: NodeId;
  readonly dim: number;
}

export const varSqueeze = (func: Func, args: VarSqueezeArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const def = found.stmt;
  const at = def.origin.span;
  const extent = def.shape[args.dim];
  if (!extent) return refused('no-such-dimension', at, `\`${def.name}\` has no dimension ${args.dim}`);
  if (extent.kind !== 'int' || extent.value !== 1n)
    return refused('not-singleton', at, `dimension ${args.dim} of \`${def.name}\` is not of length 1`);
  const without = (list: readonly Expr[]): readonly Expr[] => list.filter((_, d) => d !== args.dim);
  const layout = {
    shape: without(def.shape),
    subscripts: without,
    ioShape: isIo(def) ? (def.ioShape ?? def.shape) : def.ioShape,
  };
  return layOut(func, found, layout, 'var_squeeze', options);
};
