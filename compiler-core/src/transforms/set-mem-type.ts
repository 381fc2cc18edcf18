/**
 * Moves a tensor to another memory.
 *
 * Before, and after `set_mem_type(D, "gpu/shared")`:
 *
 * ```text
 * B: @!parallel : @blockIdx.x             B: @!parallel : @blockIdx.x
 * for i in 0 : 8 : 1 {                    for i in 0 : 8 : 1 {
 *   D: @cache @gpu/global t: …              D: @cache @gpu/shared t: …
 * }                                       }
 * ```
 *
 * Legality: `cross-parallel.ts`; and memory of a kernel is allocated inside a loop over blocks or threads. Since 1.0
 * registers refuse subscripts that are loaded, or that iterate a loop without a constant length.
 */

import { loopLength } from '../ir/build.ts';
import type { Expr, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import type { MemType } from '../ir/types.ts';
import { childStmts, ownExprs, visitExpr } from '../ir/walk.ts';
import { crossParallel, isOfGpu, isOfKernel } from './cross-parallel.ts';
import { finish } from './finish.ts';
import { locateDef } from './layout.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused, labelOf, traced } from './tree.ts';

export interface SetMemTypeArgs {
  readonly def: NodeId;
  readonly memory: MemType;
  /** Null: for registers. */
  readonly rejectIndirectAccess?: boolean | null;
}

export const setMemType = (func: Func, args: SetMemTypeArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateDef(func, args.def);
  if (isRefused(found)) return found;
  const { stmt: def, path, chain } = found;
  const at = def.origin.span;
  const { memory } = args;
  if (isOfKernel(memory) && !chain.some((s) => s.kind === 'for' && isOfGpu(s.property.parallel)))
    return refused('outside-kernel', at, `\`${def.name}\` cannot be in ${memory} outside a kernel`);
  const reject = args.rejectIndirectAccess ?? (options.era === 'later' && memory === 'gpu/local');
  const indirect = reject ? indirectAccess(def) : null;
  if (indirect)
    return refused('indirect-access', indirect.at, `\`${def.name}\` is accessed indirectly, which ${memory} cannot do`);
  const moved: VarDef = { ...def, origin: traced(def.origin, `set_mem_type ${labelOf(def)}`), memory };
  const body = replaceAt(func.body, path, moved);
  const judged = crossParallel({ ...func, body }, def.id, memory, at);
  if (judged.kind === 'refused') return judged;
  return finish(func, body, null, options, { caveats: judged.caveats });
};

/** A subscript that no unrolling makes a constant; null where there is none. */
const indirectAccess = (def: VarDef): Expr | null => {
  const dynamic = new Set<string>();
  let found: Expr | null = null;
  const check = (indices: readonly Expr[]): void => {
    for (const e of indices) {
      visitExpr(e, (x) => {
        if (x.kind === 'load' || (x.kind === 'var' && dynamic.has(x.name))) found ??= e;
        return found === null;
      });
    }
  };
  const go = (s: Stmt): void => {
    if ((s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') && s.tensor === def.name)
      check(s.indices);
    for (const e of ownExprs(s)) {
      visitExpr(e, (x) => {
        if (x.kind === 'load' && x.tensor === def.name) check(x.indices);
        return true;
      });
    }
    const isDynamic = s.kind === 'for' && loopLength(s).kind !== 'int';
    if (isDynamic) dynamic.add(s.iter);
    for (const x of childStmts(s)) go(x);
    if (isDynamic) dynamic.delete(s.iter);
  };
  go(def.body);
  return found;
};
