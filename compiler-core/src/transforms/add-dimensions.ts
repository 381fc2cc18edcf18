/** Gives local tensors a dimension per loop, so that iterations do not share elements. */

import { binary, int, iter, loopLength } from '../ir/build.ts';
import type { Expr, For, NodeId, Stmt } from '../ir/nodes.ts';
import { mapExpr } from '../ir/walk.ts';
import { mapWithNames } from './rename.ts';

/** The number of a loop's iteration, from 0. */
const count = (l: For): Expr => binary('floorDiv', binary('sub', iter(l.iter, l.at), l.begin, l.at), l.step, l.at);

/** `extra`: the loops of each definition; the last is the outermost dimension. Names are not hidden. O(nodes). */
export const addDimensions = (root: Stmt, extra: ReadonlyMap<NodeId, readonly For[]>): Stmt => {
  if (extra.size === 0) return root;
  return mapWithNames(root, (defs) => {
    const more = (tensor: string): readonly For[] => extra.get(defs(tensor) ?? (-1 as NodeId)) ?? [];
    const longer = (tensor: string, indices: readonly Expr[], of: (l: For) => Expr): readonly Expr[] =>
      [...more(tensor)].reverse().map(of).concat(indices);
    return {
      expr: (e) => mapExpr(e, (x) => (x.kind === 'load' ? { ...x, indices: longer(x.tensor, x.indices, count) } : x)),
      stmt: (s) => {
        if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
          return { ...s, indices: longer(s.tensor, s.indices, count) };
        }
        if (s.kind !== 'varDef') return s;
        const loops = [...(extra.get(s.id) ?? [])].reverse();
        return { ...s, shape: [...loops.map((l) => positive(loopLength(l))), ...s.shape] };
      },
    };
  });
};
const positive = (e: Expr): Expr => (e.kind === 'int' && e.value < 0n ? int(0) : e);
