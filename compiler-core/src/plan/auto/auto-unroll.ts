/**
 * Marks loops for the compiler behind to unroll.
 *
 * Rule: on a GPU, serial loops whose iterators index a tensor in `gpu/local`, so that its elements can be registers; then
 * every serial loop of a constant length of at most 4.
 * @source FreeTensor, `auto_unroll`; `seed-systems.md` 1.10, pass 10
 */

import type { For, NodeId } from '../../ir/nodes.ts';
import { ownExprs, stmtsIn, visitExpr } from '../../ir/walk.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { mentions } from '../../transforms/tree.ts';
import type { Calls } from './calls.ts';

const MOST = 4n;
const isPlain = ({ property: p }: For): boolean => p.parallel === 'serial' && !p.vectorize && p.library === undefined;

export const autoUnroll = (t: Calls): void => {
  if (t.options.target === 'gpu') {
    for (const { id, tensor } of indexing(t))
      t.tries(() => t.unroll(id, `indexes \`${tensor}\`, which is in registers`));
  }
  for (const loop of loops(t)) {
    const length = constantLength(loop);
    if (!isPlain(loop) || loop.property.unroll || length === null || length > MOST) continue;
    t.tries(() => t.unroll(loop.id, `${length} iterations, at most ${MOST}`));
  }
};

const loops = (t: Calls): readonly For[] => stmtsIn(t.func.body).filter((s): s is For => s.kind === 'for');

const indexing = (t: Calls): readonly { readonly id: NodeId; readonly tensor: string }[] => {
  const stmts = stmtsIn(t.func.body);
  const local = new Set(stmts.flatMap((s) => (s.kind === 'varDef' && s.memory === 'gpu/local' ? [s.name] : [])));
  return loops(t).flatMap((loop) => {
    const tensor = isPlain(loop) ? indexed(loop, local) : null;
    return tensor === null ? [] : [{ id: loop.id, tensor }];
  });
};

/** A tensor of `local` with the iterator in a subscript. */
const indexed = (loop: For, local: ReadonlySet<string>): string | null => {
  for (const s of stmtsIn(loop.body)) {
    if ((s.kind === 'store' || s.kind === 'reduceTo') && local.has(s.tensor) && mentions(s.indices, loop.iter))
      return s.tensor;
    let found: string | null = null;
    for (const e of ownExprs(s)) {
      visitExpr(e, (x) => {
        if (x.kind === 'load' && local.has(x.tensor) && mentions(x.indices, loop.iter)) found = x.tensor;
        return found === null;
      });
    }
    if (found !== null) return found;
  }
  return null;
};
