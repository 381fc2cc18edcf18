/**
 * Which loops walk along memory: how many accesses each makes whose last subscript grows by one with its iterator.
 * Tensors of fewer than 128 elements are not counted, since they are likely registers. A loop of unknown length counts
 * as 32 iterations. O(nodes).
 */

import type { Expr, For, Func, NodeId, Stmt } from '../../ir/nodes.ts';
import { childStmts, ownExprs, visitExpr } from '../../ir/walk.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { elementsOf } from './nests.ts';

const REGISTERS = 128n;
const GUESS = 32n;

export interface Contiguous {
  readonly loop: For;
  readonly accesses: bigint;
}

/** Most accesses first; of equals the outer loop, then the one that comes first. */
export const contiguousLoops = (func: Func): readonly Contiguous[] => {
  const counts = new Map<NodeId, { loop: For; accesses: bigint; depth: number }>();
  const around = new Map<string, { readonly loop: For; readonly depth: number }>();
  const small = new Set<string>();
  const count = (tensor: string, indices: readonly Expr[], times: bigint): void => {
    const last = indices.at(-1);
    if (!last || small.has(tensor)) return;
    for (const [name, factor] of factorsOf(last)) {
      const found = around.get(name);
      if (!found || (factor !== 1n && factor !== -1n)) continue;
      const old = counts.get(found.loop.id) ?? { ...found, accesses: 0n };
      counts.set(found.loop.id, { ...old, accesses: old.accesses + times });
    }
  };
  const go = (s: Stmt, times: bigint, depth: number): void => {
    if (s.kind === 'for' && s.property.library !== undefined) return;
    if (s.kind === 'varDef' && (elementsOf(s) ?? REGISTERS) < REGISTERS) small.add(s.name);
    for (const e of ownExprs(s)) {
      visitExpr(e, (x) => {
        if (x.kind === 'load') count(x.tensor, x.indices, times);
        return true;
      });
    }
    if (s.kind === 'store' || s.kind === 'reduceTo') count(s.tensor, s.indices, times);
    if (s.kind === 'for') around.set(s.iter, { loop: s, depth });
    const inside = s.kind === 'for' ? times * (constantLength(s) ?? GUESS) : times;
    for (const k of childStmts(s)) go(k, inside, s.kind === 'for' ? depth + 1 : depth);
    if (s.kind === 'for') around.delete(s.iter);
    if (s.kind === 'varDef') small.delete(s.name);
  };
  go(func.body, 1n, 0);
  const found = [...counts.values()];
  return found.sort((a, b) => (a.accesses !== b.accesses ? (a.accesses < b.accesses ? 1 : -1) : a.depth - b.depth));
};

/** Factors of the iterators in a sum; what is inside of other operations is not among them. */
const factorsOf = (root: Expr): ReadonlyMap<string, bigint> => {
  const factors = new Map<string, bigint>();
  const go = (e: Expr, by: bigint): void => {
    if (e.kind === 'var') factors.set(e.name, (factors.get(e.name) ?? 0n) + by);
    if (e.kind !== 'binary') return;
    const { op, lhs, rhs } = e;
    if (op === 'add' || op === 'sub') {
      go(lhs, by);
      go(rhs, op === 'add' ? by : -by);
    } else if (op === 'mul' && rhs.kind === 'int') go(lhs, by * rhs.value);
    else if (op === 'mul' && lhs.kind === 'int') go(rhs, by * lhs.value);
  };
  go(root, 1n);
  return factors;
};
