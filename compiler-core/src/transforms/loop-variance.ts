/**
 * Whether an expression, or what is stored in a local tensor, may be another one in each iteration of a loop.
 * A tensor varies with what its values, subscripts and the conditions around its writes vary with; reductions also with
 * the lengths of the loops around them. Over-approximates: what is not known varies. O(nodes · rounds).
 */

import type { Expr, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { childStmts, ownExprs, visitExpr, writtenBy } from '../ir/walk.ts';

export class LoopVariance {
  /** Loops along which the contents of a definition vary. */
  private readonly tensors = new Map<NodeId, Set<NodeId>>();
  private readonly scopes = new Map<
    Stmt,
    { readonly iters: ReadonlyMap<string, NodeId>; readonly defs: ReadonlyMap<string, VarDef> }
  >();

  constructor(root: Stmt) {
    for (let grown = true; grown; ) grown = this.round(root);
  }

  /** Does `e`, standing in statement `s` (or in its head), vary with the loop? */
  expr(e: Expr, s: Stmt, loop: NodeId): boolean {
    const scope = this.scopes.get(s);
    return !scope || this.loopsOf(e, scope).has(loop);
  }

  /** Do the contents of the tensor, defined inside the loop, differ between its iterations? */
  tensor(def: NodeId, loop: NodeId): boolean {
    return this.tensors.get(def)?.has(loop) ?? false;
  }

  private loopsOf(
    e: Expr,
    scope: { readonly iters: ReadonlyMap<string, NodeId>; readonly defs: ReadonlyMap<string, VarDef> },
  ): Set<NodeId> {
    const out = new Set<NodeId>();
    visitExpr(e, (x) => {
      if (x.kind === 'var') {
        const id = scope.iters.get(x.name);
        if (id !== undefined) out.add(id);
      } else if (x.kind === 'load') {
        const def = scope.defs.get(x.tensor);
        if (def) for (const id of this.tensors.get(def.id) ?? []) out.add(id);
      } else if (x.kind === 'unknown' || x.kind === 'intrinsic') for (const id of scope.iters.values()) out.add(id);
      return true;
    });
    return out;
  }

  private round(root: Stmt): boolean {
    let grown = false;
    const note = (def: VarDef | undefined, loops: Iterable<NodeId>): void => {
      if (!def) return;
      const known = this.tensors.get(def.id) ?? new Set<NodeId>();
      this.tensors.set(def.id, known);
      for (const id of loops) {
        if (known.has(id)) continue;
        known.add(id);
        grown = true;
      }
    };
    const go = (
      s: Stmt,
      iters: ReadonlyMap<string, NodeId>,
      defs: ReadonlyMap<string, VarDef>,
      conds: ReadonlySet<NodeId>,
    ): void => {
      const scope = { iters, defs };
      this.scopes.set(s, scope);
      const own = (): Set<NodeId> => new Set(ownExprs(s).flatMap((e) => [...this.loopsOf(e, scope)]));
      switch (s.kind) {
        case 'for': {
          const inner = new Map(iters).set(s.iter, s.id);
          go(s.body, inner, defs, new Set([...conds, ...own()]));
          return;
        }
        case 'varDef':
          // Values from outside are those of the place of the definition: another input is another tensor.
          go(s.body, iters, new Map(defs).set(s.name, s), conds);
          return;
        case 'if':
        case 'while':
        case 'assert':
        case 'assume':
          for (const k of childStmts(s)) go(k, iters, defs, new Set([...conds, ...own()]));
          return;
        case 'store':
        case 'reduceTo':
        case 'atomicRMW':
        case 'collective':
          for (const t of writtenBy(s)) note(defs.get(t), [...own(), ...conds]);
          return;
        case 'any':
        case 'notModelled':
          for (const d of defs.values()) note(d, iters.values());
          return;
        default:
          for (const k of childStmts(s)) go(k, iters, defs, conds);
      }
    };
    go(root, new Map(), new Map(), new Set());
    return grown;
  }
}

export const varianceOf = (root: Stmt): LoopVariance => new LoopVariance(root);
