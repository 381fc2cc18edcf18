/**
 * Binds the loops of a nest to the parallel scopes of another nest, so that both give each element of a tensor to one
 * work-item.
 *
 * Before, and after `parallelize_as(L2, L1, Dy)`:
 *
 * ```text
 * L1: @!parallel : @openmp            L1: @!parallel : @openmp
 * for i in 0 : n : 1 { y[i] = x[i] }  for i in 0 : n : 1 { y[i] = x[i] }
 * L2: for j in 0 : n : 1 {            L2: @!parallel : @openmp
 *   z[j] = y[j]                       for j in 0 : n : 1 { z[j] = y[j] }
 * }
 * ```
 *
 * Legality: every parallel loop of the reference alone subscripts one dimension of the tensor, with one offset in all
 * of its accesses; in the nest one loop does so, over the same range; and each loop may be parallelised.
 * FreeTensor has it since 1.0.
 */

import { andThen, type Forward, IDENTITY } from '../ir/forward.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, For, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { exprsIn, stmtsIn } from '../ir/walk.ts';
import { variable } from '../presburger/index.ts';
import { linearForm } from './linear-form.ts';
import { parallelize } from './parallelize.ts';
import { type Caveat, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused, labelOf, locate, locateLoop, notFound } from './tree.ts';

export interface ParallelizeAsArgs {
  readonly nest: NodeId;
  readonly reference: NodeId;
  readonly def: NodeId;
}

export const parallelizeAs = (func: Func, args: ParallelizeAsArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const nest = locateLoop(func, args.nest);
  if (isRefused(nest)) return nest;
  const reference = locateLoop(func, args.reference);
  if (isRefused(reference)) return reference;
  const def = locate(func, args.def)?.stmt;
  if (def?.kind !== 'varDef') return notFound(func, args.def, 'Definition');
  const bound = loopsIn(reference.stmt).filter((l) => l.property.parallel !== 'serial');
  if (bound.length === 0)
    return refused('no-reference', reference.stmt.at, `${labelOf(reference.stmt)} has no parallel loop`);

  let now = func;
  let forward: Forward = IDENTITY;
  const caveats: Caveat[] = [];
  for (const loop of bound) {
    const dimension = dimensionOf(reference.stmt, loop, def.name);
    const own = loopsIn(nest.stmt).find((l) => dimension !== null && dimensionOf(nest.stmt, l, def.name) === dimension);
    if (dimension === null || !own) {
      return refused(
        'no-reference',
        loop.at,
        `no loop of ${labelOf(nest.stmt)} goes over ${def.name} as ${labelOf(loop)} does`,
      );
    }
    if (![own.begin, own.end, own.step].every((e, k) => sameExpr(e, [loop.begin, loop.end, loop.step][k] as Expr))) {
      return refused('different-length', own.at, `${labelOf(own)} and ${labelOf(loop)} have different ranges`);
    }
    const done = parallelize(now, { loop: own.id, parallel: loop.property.parallel }, options);
    if (isRefused(done)) return done;
    now = done.ir;
    forward = andThen(forward, done.forward);
    caveats.push(...done.caveats);
  }
  return { kind: 'applied', ir: now, forward, result: null, caveats };
};

const loopsIn = (s: Stmt): readonly For[] => stmtsIn(s).filter((x): x is For => x.kind === 'for');

/**
 * The dimension that an iterator subscripts alone, plus what is fixed in the nest, in every access of a tensor inside
 * `s`; as `dimension: offset`, null where there is none.
 */
const dimensionOf = (s: Stmt, loop: For, tensor: string): string | null => {
  const inner = new Set(stmtsIn(s).flatMap((x) => (x.kind === 'for' ? [x.iter] : [])));
  const accesses = [
    ...exprsIn(s).flatMap((e) => (e.kind === 'load' && e.tensor === tensor ? [e.indices] : [])),
    ...stmtsIn(s).flatMap((x) => (isWrite(x) && x.tensor === tensor ? [x.indices] : [])),
  ];
  const found = accesses.map((indices) => {
    for (const [d, e] of indices.entries()) {
      const form = linearForm(e);
      if (!form || form.value.coefficient(loop.iter) !== 1) continue;
      const offset = form.value.minus(variable(loop.iter));
      if ([...offset.variables()].every((v) => !inner.has(v))) return `${d}: ${offset}`;
    }
    return null;
  });
  const [first = null] = found;
  return found.every((d) => d === first) ? first : null;
};
const isWrite = (s: Stmt): s is Extract<Stmt, { kind: 'store' | 'reduceTo' | 'atomicRMW' }> =>
  s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW';
