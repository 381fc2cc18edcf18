/**
 * Has a library run what is a matrix product.
 *
 * Rule: each outermost loop is tried as it is. Where that fails and the nest is marked `prefer_libs`, its local tensors
 * are inlined, and each statement that writes is split off into a nest of its own and tried; what is none stays unsplit.
 * @source FreeTensor, `auto_use_lib`; `seed-systems.md` 1.10, pass 2
 */

import type { For } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Calls } from './calls.ts';
import { localsIn, loopsIn } from './nests.ts';
import { Invalid } from './trial.ts';

export const autoUseLib = (t: Calls): void => {
  for (const loop of loopsIn(t.func.body)) {
    if (t.tries(() => t.asMatmul(loop.id, 'an outermost loop'))) continue;
    if (!prefersLibraries(loop)) continue;
    for (const def of localsIn(loop)) t.tries(() => t.inline(def.id, 'local to a nest that prefers libraries'));
    const writes = stmtsIn(loop).filter((s) => s.kind === 'store' || s.kind === 'reduceTo');
    for (const [k, { id }] of writes.entries()) {
      t.tries(() => {
        const why = 'a statement apart may be a matrix product';
        t.fission(loop.id, 'before', id, `.${k}`, why);
        const apart = t.fission(loop.id, 'after', id, `.${k}.lib`, why).first.get(loop.id);
        if (apart === undefined || !t.loop(apart))
          throw new Invalid('not-a-matmul', 'nothing is left of the statement');
        t.asMatmul(apart, 'split off');
      });
    }
  }
};

/** The mark may stand on any loop of a nest without other statements. */
const prefersLibraries = (loop: For): boolean => {
  if (loop.property.preferLibs) return true;
  let body = loop.body;
  while (body.kind === 'varDef') body = body.body;
  return body.kind === 'for' && prefersLibraries(body);
};
