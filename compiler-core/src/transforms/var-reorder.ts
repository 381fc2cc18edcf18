/**
 * Permutes the dimensions of a local tensor.
 *
 * Before, and after `var_reorder(D, [1, 0])`:
 *
 * ```text
 * D: @cache @cpu t: float32[4, 8] {       D: @cache @cpu t: float32[8, 4] {
 *   t[i, j] = x[i, j]                       t[j, i] = x[i, j]
 * }                                       }
 * ```
 *
 * Legality: a permutation of subscripts is one-to-one. A caller would see another tensor, so inputs and outputs are refused.
 */

import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { libraryUse } from './as-matmul.ts';
import { isIo, layOut, locateDef } from './layout.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused } from './tree.ts';

export interface VarReorderArgs {
  readonly def: NodeId;
  /** The old dimension at each new place. */
  readonly order: readonly number[];
}

export const varReorder = (func: Func, args: VarReorderArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const { order } = args;
  const found = locateDef(func, args.def);
  const at = isRefused(found) ? func.origin.span : found.stmt.origin.span;
  if ([...order].sort((a, b) => a - b).some((d, k) => d !== k))
    return refused('not-a-permutation', at, `[${order.join(', ')}] is no permutation of dimensions`);
  if (isRefused(found)) return found;
  const def = found.stmt;
  if (isIo(def)) return refused('io-tensor', at, `\`${def.name}\` is passed by a caller, who would see another tensor`);
  if (order.length !== def.shape.length) {
    return refused(
      'no-such-dimension',
      at,
      `\`${def.name}\` has ${def.shape.length} dimensions, the order ${order.length}`,
    );
  }
  const library = libraryUse(def.body, def.name);
  if (library)
    return refused(
      'before-library',
      library.origin.span,
      `a library uses \`${def.name}\` in this order; reorder it before`,
    );
  const permuted = (list: readonly Expr[]): readonly Expr[] => order.flatMap((d) => list[d] ?? []);
  const layout = { shape: permuted(def.shape), subscripts: permuted };
  return layOut(func, found, layout, 'var_reorder', options);
};
