/**
 * Replaces loads of elements at constant subscripts by what was stored there last, where that reads no tensor. An
 * update of such an element becomes a store. Loops are walked until what is known at their entry stays; a loop may run
 * no time. O(nodes · rounds).
 */

import { binary, cast } from '../ir/build.ts';
import { dtypeOf } from '../ir/dtype-of.ts';
import { sameExpr } from '../ir/match.ts';
import type { BinaryOp, Expr, Func, ReduceOp, Stmt } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { type DType, isFloat } from '../ir/types.ts';
import { mapExpr, ownExprs, visitExpr, withParts } from '../ir/walk.ts';
import { mentions } from './tree.ts';

const OPERATOR: Readonly<Record<ReduceOp, BinaryOp>> = {
  add: 'add',
  mul: 'mul',
  min: 'min',
  max: 'max',
  lAnd: 'lAnd',
  lOr: 'lOr',
};

/** Values by `tensor subscripts`. */
type Known = ReadonlyMap<string, { readonly tensor: string; readonly value: Expr }>;

export const propagateConstants = (func: Func): Stmt => new Pass().stmt(func.body, new Map())[0];

const keyOf = (tensor: string, indices: readonly Expr[]): string | null =>
  indices.every((i) => i.kind === 'int') ? `${tensor} ${indices.map(printExpr).join(',')}` : null;

/** What is equal in both. */
const meet = (a: Known, b: Known): Known => {
  const out = new Map(a);
  for (const [key, { value }] of a) {
    const other = b.get(key);
    if (!other || !sameExpr(value, other.value)) out.delete(key);
  }
  return out;
};
const without = (known: Known, drop: (tensor: string, value: Expr) => boolean): Known =>
  new Map([...known].filter(([, { tensor, value }]) => !drop(tensor, value)));

const MAX_ROUNDS = 100;

class Pass {
  private readonly dtypes = new Map<string, DType>();

  stmt(s: Stmt, known: Known): readonly [Stmt, Known] {
    const at = (e: Expr): Expr => this.expr(e, known);
    switch (s.kind) {
      case 'seq': {
        let now = known;
        const stmts = s.stmts.map((k) => {
          const [done, next] = this.stmt(k, now);
          now = next;
          return done;
        });
        return [withParts(s, stmts, []), now];
      }
      case 'varDef': {
        this.dtypes.set(s.name, s.dtype);
        const [body, after] = this.stmt(
          s.body,
          without(known, (t) => t === s.name),
        );
        return [withParts(s, [body], ownExprs(s).map(at)), without(after, (t) => t === s.name)];
      }
      case 'store':
      case 'reduceTo':
        return this.write(s, known);
      case 'for': {
        const exprs = ownExprs(s).map(at);
        let entry = known;
        for (let k = 0; k < MAX_ROUNDS; k++) {
          const [body, after] = this.stmt(s.body, entry);
          const next = meet(
            entry,
            without(after, (_, value) => mentions([value], s.iter)),
          );
          if (next.size === entry.size) return [withParts(s, [body], exprs), next];
          entry = next;
        }
        return [this.stmt(s, new Map())[0], new Map()];
      }
      case 'if': {
        const [then, a] = this.stmt(s.then, known);
        const [other, b] = s.else ? this.stmt(s.else, known) : [null, known];
        return [{ ...s, cond: at(s.cond), then, else: other }, meet(a, b)];
      }
      case 'assert':
      case 'assume': {
        const [body, after] = this.stmt(s.body, known);
        return [withParts(s, [body], [at(s.cond)]), after];
      }
      case 'eval':
        return [withParts(s, [], [at(s.value)]), known];
      default:
        // What is not modelled may write anything, others may have at a barrier, and a `while` is not walked.
        return [s, new Map()];
    }
  }

  private write(s: Extract<Stmt, { kind: 'store' | 'reduceTo' }>, known: Known): readonly [Stmt, Known] {
    const indices = s.indices.map((e) => this.expr(e, known));
    const value = this.expr(s.value, known);
    const key = keyOf(s.tensor, indices);
    const rest = new Map(key === null ? without(known, (t) => t === s.tensor) : known);
    const before = key === null ? undefined : known.get(key)?.value;
    if (key !== null) rest.delete(key);
    if (s.kind === 'reduceTo') {
      if (!before) return [{ ...s, indices, value }, rest];
      const { id, names, origin, tensor, at, op } = s;
      const whole = binary(OPERATOR[op], before, value, at);
      return this.stored({ kind: 'store', id, names, origin, tensor, indices, value: whole, at }, key, rest);
    }
    return this.stored({ ...s, indices, value }, key, rest);
  }

  private stored(
    s: Extract<Stmt, { kind: 'store' }>,
    key: string | null,
    rest: Map<string, { tensor: string; value: Expr }>,
  ): readonly [Stmt, Known] {
    let constant = key !== null;
    visitExpr(s.value, (e) => {
      constant &&= e.kind !== 'load' && e.kind !== 'unknown' && !(e.kind === 'intrinsic' && e.sideEffect);
      return constant;
    });
    const value = constant ? this.asStored(s.value, this.dtypes.get(s.tensor)) : null;
    if (value && key !== null) rest.set(key, { tensor: s.tensor, value });
    return [s, rest];
  }

  /** The value that a load gives back: a store converts. */
  private asStored(e: Expr, dtype: DType | undefined): Expr | null {
    if (dtype === undefined) return null;
    const own = dtypeOf(e);
    if (own === dtype) return e;
    if (own === 'unknown' || dtype === 'unknown' || dtype === 'custom') return null;
    if (e.kind === 'int' && dtype === 'float32')
      return { kind: 'float', value: Math.fround(Number(e.value)), at: e.at };
    if (isFloat(own) && !isFloat(dtype)) return null;
    return cast(dtype, e, e.at);
  }

  private expr(e: Expr, known: Known): Expr {
    return mapExpr(e, (x) => {
      if (x.kind !== 'load') return x;
      const key = keyOf(x.tensor, x.indices);
      return (key === null ? undefined : known.get(key)?.value) ?? x;
    });
  }
}
