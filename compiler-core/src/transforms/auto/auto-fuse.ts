/** Fuses neighbouring loops of equal length, strictly, until none is left that can be; then the loops inside. */

import type { For, NodeId } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { fuse } from '../fuse.ts';
import { labelOf } from '../tree.ts';
import type { Trial } from './trial.ts';

export const autoFuse = (t: Trial): void => {
  const seen = new Set<string>();
  const next = (): readonly [For, For] | null => {
    for (const s of stmtsIn(t.func.body)) {
      const kids = s.kind === 'seq' ? s.stmts : [];
      for (const [k, second] of kids.entries()) {
        const first = kids[k - 1];
        if (first?.kind !== 'for' || second.kind !== 'for' || seen.has(key(first.id, second.id))) continue;
        seen.add(key(first.id, second.id));
        return [first, second];
      }
    }
    return null;
  };
  for (let pair = next(); pair; pair = next()) {
    const [a, b] = pair;
    t.attempt('auto_fuse', `fuse(${labelOf(a)}, ${labelOf(b)})`, 'neighbours: one loop saves a pass over memory', (f) =>
      fuse(f, { loop0: a.id, loop1: b.id, strict: true }),
    );
  }
};
const key = (a: NodeId, b: NodeId): string => `${a} ${b}`;
