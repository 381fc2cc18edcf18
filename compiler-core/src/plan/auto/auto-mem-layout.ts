/**
 * Lays tensors of a GPU out so that a warp walks along memory.
 *
 * Rule: of a tensor whose last dimension is shorter than a warp, the last dimension that is not (unknown lengths count as
 * long) is split by 32, and the part of 32 becomes the last dimension. Tensors that a caller passes are cached first.
 * @source FreeTensor, `auto_mem_layout` of the newest versions; `seed-systems.md` 1.10, pass 8
 */

import type { VarDef } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Calls } from './calls.ts';
import { WARP } from './warps.ts';

export const autoMemLayout = (t: Calls): void => {
  if (t.options.target !== 'gpu') {
    t.decided('a CPU has no warps');
    return;
  }
  const defs = stmtsIn(t.func.body).filter((s): s is VarDef => s.kind === 'varDef');
  for (const def of defs) {
    const long = def.shape.findLastIndex((e) => e.kind !== 'int' || e.value >= BigInt(WARP));
    if (long < 0 || long === def.shape.length - 1) continue;
    t.tries(() => {
      const why = `the last dimension of \`${def.name}\` is shorter than a warp, dimension ${long} is not`;
      const own = def.access === 'cache' ? def.id : t.cache(def.body.id, def, why);
      t.varSplit(own, long, WARP, why);
      const rest = Array.from({ length: def.shape.length + 1 }, (_, k) => k).filter((k) => k !== long + 1);
      t.varReorder(own, [...rest, long + 1], why);
    });
  }
};
