/**
 * Splits a dimension of a tensor into two.
 *
 * Before, and after `var_split(D, 0, RelaxedSize, factor=4)`:
 *
 * ```text
 * D: @cache @cpu t: float32[10] {         D: @cache @cpu t: float32[3, 4] {
 *   for i in 0 : 10 : 1 {                   for i in 0 : 10 : 1 {
 *     t[i] = x[i]                             t[i // 4, i % 4] = x[i]
 *   } }                                     } }
 * ```
 *
 * Legality: `x ↦ (x // f, x % f)` is one-to-one, so no two elements meet. The allocation keeps its size in mode
 * `FixedSize`: element `(a, x)` of `t[m, n]` then lies at `a·⌈n / f⌉·f + x` where a caller has it at `a·n + x`, which is
 * the same place only for `a = 0` or where `f` divides `n`.
 */

import { binary, int } from '../ir/build.ts';
import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { isIo, layOut, locateDef } from './layout.ts';
import { type Caveat, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused } from './tree.ts';

export interface VarSplitArgs {
  readonly def: NodeId;
  readonly dim: number;
  readonly mode: 'FixedSize' | 'RelaxedSize';
  /** Length of the inner dimension; wins where both are given. */
  readonly factor?: number | null;
  /** Length of the outer dimension. */
  readonly nparts?: number | null;
}

export const varSplit = (func: Func, args: VarSplitArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const def = found.stmt;
  const at = def.origin.span;
  const { dim } = args;
  const extent = def.shape[dim];
  if (!extent) return refused('no-such-dimension', at, `\`${def.name}\` has no dimension ${dim}`);
  const given = args.factor ?? args.nparts ?? null;
  if (given === null || given <= 0) {
    return refused('bad-argument', at, given === null ? 'give one of factor and nparts' : `${given} is not positive`);
  }
  if (args.mode === 'RelaxedSize' && isIo(def))
    return refused('io-tensor', at, `\`${def.name}\` is passed by a caller, so its size cannot grow`);

  const byFactor = args.factor != null;
  const factor = byFactor ? int(given, at) : binary('ceilDiv', extent, int(given, at), at);
  const parts = byFactor ? binary('ceilDiv', extent, factor, at) : int(given, at);
  const put = <T>(list: readonly T[], ...instead: readonly T[]): readonly T[] => [
    ...list.slice(0, dim),
    ...instead,
    ...list.slice(dim + 1),
  ];
  const layout = {
    shape: put(def.shape, parts, factor),
    subscripts: (old: readonly Expr[]) => {
      const x = old[dim] ?? int(0, at);
      return put(old, binary('floorDiv', x, factor, x.at), binary('mod', x, factor, x.at));
    },
    ioShape: args.mode === 'FixedSize' ? (def.ioShape ?? def.shape) : def.ioShape,
  };
  return layOut(
    func,
    found,
    layout,
    'var_split',
    options,
    args.mode === 'FixedSize' ? moved(def, dim, given, byFactor) : [],
  );
};

/** Rows behind the first move in an allocation that keeps its size, unless the parts have equal lengths. */
const moved = (
  def: { readonly name: string; readonly shape: readonly Expr[]; readonly origin: { readonly span: Caveat['at'] } },
  dim: number,
  given: number,
  byFactor: boolean,
): readonly Caveat[] => {
  const extent = def.shape[dim];
  if (!extent || def.shape.slice(0, dim).every((e) => e.kind === 'int' && e.value <= 1n)) return [];
  if (extent.kind === 'int') {
    const n = Number(extent.value);
    const factor = byFactor ? given : Math.ceil(n / given);
    const parts = byFactor ? Math.ceil(n / given) : given;
    if (factor * parts === n) return [];
  }
  const text = `rows of \`${def.name}\` behind the first move in memory of the same size, unless the parts of dimension ${dim} have equal lengths`;
  return [{ kind: 'undecided', text, at: def.origin.span, witness: null }];
};
