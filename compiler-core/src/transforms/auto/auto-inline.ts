/** Inlines cache tensors of a constant size of at most 32 elements, innermost first; failures are left as they are. */

import type { NodeId, VarDef } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { inline } from '../inline.ts';
import type { Trial } from './trial.ts';

const MOST = 32n;

const elements = (d: VarDef): bigint | null => {
  let n = 1n;
  for (const e of d.shape) {
    if (e.kind !== 'int') return null;
    n *= e.value;
  }
  return n;
};

export const autoInline = (t: Trial): void => {
  const seen = new Set<NodeId>();
  for (;;) {
    const defs = stmtsIn(t.func.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access === 'cache');
    const small = defs.filter((d) => (elements(d) ?? MOST + 1n) <= MOST).reverse();
    const id = t.fresh(
      seen,
      small.map((d) => d.id),
    );
    const def = small.find((d) => d.id === id);
    if (!def) return;
    t.attempt('auto_inline', `inline(${def.name})`, `${elements(def)} elements, at most ${MOST}`, (f) =>
      inline(f, { def: def.id }),
    );
  }
};
