/**
 * How many bytes a program loads from and stores to arrays, estimated without a run: what moves are ranked by.
 *
 *   weight(F) = Σ over blocks B of trips(B) · (Σ over loads of B of bytes + Σ over stores of B of bytes)
 *
 * A block is what stands directly in one loop, inner loops apart: in one iteration registers hold what it has loaded or
 * stored, until something else writes the tensor. A tensor of one element is a register always. `trips` is the product of
 * the lengths of the loops around: a size that nothing says counts as `ASSUMED_SIZE`, an iterator as the middle of its
 * range, a length that data decide as `ASSUMED_TRIPS`, and a branch as taken. Unlike `analysis/traffic.ts` there is no
 * cache: the least and the most of what a machine moves.
 */

import { loopLength } from '../../ir/build.ts';
import type { Expr, For, Func, Stmt, VarDef } from '../../ir/nodes.ts';
import { printExpr } from '../../ir/print.ts';
import { bitsOf } from '../../ir/types.ts';
import { childStmts, ownExprs, stmtsIn, visitExpr } from '../../ir/walk.ts';
import { ASSUMED_SIZE } from '../effect.ts';

export const ASSUMED_TRIPS = 8;

export interface Weight {
  readonly bytes: number;
  /** What counts as an assumed value: sizes, and loops whose length data decide. */
  readonly assumed: ReadonlySet<string>;
}

export const isRegister = (def: VarDef): boolean => def.shape.every((e) => e.kind === 'int' && e.value === 1n);

export const weightOf = (func: Func): Weight => {
  const walk = new Walk();
  walk.visit(func.body, { trips: 1, tensors: new Map(), iterators: new Map() }, new Map());
  return { bytes: walk.bytes, assumed: walk.assumed };
};

interface Scope {
  readonly trips: number;
  readonly tensors: ReadonlyMap<string, VarDef>;
  readonly iterators: ReadonlyMap<string, number>;
}
/** Elements that registers hold, `x[i, j]`, by tensor; those that are stored at the end of the block are `true`. */
type Held = Map<string, Map<string, boolean>>;

class Walk {
  bytes = 0;
  readonly assumed = new Set<string>();

  visit(s: Stmt, scope: Scope, held: Held): void {
    switch (s.kind) {
      case 'varDef':
        held.delete(s.name);
        this.visit(s.body, { ...scope, tensors: new Map(scope.tensors).set(s.name, s) }, held);
        held.delete(s.name);
        return;
      case 'for': {
        this.reads(s, scope, held);
        this.visit(s.body, this.inside(s, scope), new Map());
        for (const x of stmtsIn(s.body)) if ('tensor' in x) held.delete(x.tensor);
        return;
      }
      case 'if': {
        this.reads(s, scope, held);
        // What a branch alone has loaded is not there behind it.
        for (const k of childStmts(s)) this.visit(k, scope, new Map([...held].map(([t, e]) => [t, new Map(e)])));
        for (const x of stmtsIn(s)) if ('tensor' in x) held.delete(x.tensor);
        return;
      }
      default:
        this.reads(s, scope, held);
        if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
          if (s.kind !== 'store') this.read(s.tensor, s.indices, scope, held);
          this.write(s.tensor, s.indices, scope, held);
        }
        for (const k of childStmts(s)) this.visit(k, scope, held);
    }
  }

  private inside(s: For, scope: Scope): Scope {
    const length = estimated(loopLength(s), scope.iterators, this.assumed);
    if (length === null) this.assumed.add(`the length of \`${s.names[0] ?? `for ${s.iter}`}\``);
    const from = estimated(s.begin, scope.iterators, this.assumed) ?? 0;
    const many = Math.max(0, length ?? ASSUMED_TRIPS);
    return { ...scope, trips: scope.trips * many, iterators: new Map(scope.iterators).set(s.iter, from + many / 2) };
  }

  private reads(s: Stmt, scope: Scope, held: Held): void {
    for (const root of ownExprs(s)) {
      visitExpr(root, (e) => {
        if (e.kind === 'load') this.read(e.tensor, e.indices, scope, held);
        return true;
      });
    }
  }

  private read(tensor: string, indices: readonly Expr[], scope: Scope, held: Held): void {
    const elements = held.get(tensor) ?? new Map<string, boolean>();
    const key = indices.map((e) => printExpr(e)).join(', ');
    if (elements.has(key)) return;
    held.set(tensor, elements.set(key, false));
    this.moves(tensor, scope);
  }

  private write(tensor: string, indices: readonly Expr[], scope: Scope, held: Held): void {
    const key = indices.map((e) => printExpr(e)).join(', ');
    // Other elements may be the same one.
    if (held.get(tensor)?.get(key) !== true) this.moves(tensor, scope);
    held.set(tensor, new Map([[key, true]]));
  }

  private moves(tensor: string, { tensors, trips }: Scope): void {
    const def = tensors.get(tensor);
    if (def && !isRegister(def)) this.bytes += (trips * (bitsOf(def.dtype) ?? 0)) / 8;
  }
}

/** The value of an integer expression; null where data decide. */
export const estimated = (e: Expr, iterators: ReadonlyMap<string, number>, assumed: Set<string>): number | null => {
  const of = (x: Expr): number | null => estimated(x, iterators, assumed);
  switch (e.kind) {
    case 'int':
      return Number(e.value);
    case 'var':
      return iterators.get(e.name) ?? null;
    case 'param':
      assumed.add(e.name);
      return ASSUMED_SIZE;
    case 'load':
      // A size that is passed as a scalar.
      if (e.indices.length > 0) return null;
      assumed.add(e.tensor);
      return ASSUMED_SIZE;
    case 'cast':
      return of(e.operand);
    case 'select':
      return of(e.then) ?? of(e.else);
    case 'binary': {
      const [a, b] = [of(e.lhs), of(e.rhs)];
      const compute = ARITHMETIC[e.op];
      return a === null || b === null || !compute ? null : compute(a, b);
    }
    default:
      return null;
  }
};

const ARITHMETIC: Partial<Record<Extract<Expr, { kind: 'binary' }>['op'], (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  floorDiv: (a, b) => a / b,
  ceilDiv: (a, b) => a / b,
  roundTowards0Div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};
