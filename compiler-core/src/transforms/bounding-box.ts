/**
 * The box of a tensor's elements that a statement accesses, written in names that hold outside the statement.
 *
 * Each subscript is bounded by interval arithmetic over the loops inside: `low(e) <= e <= high(e)`, where an iterator lies
 * between the first and the last of its values. Subscripts that data decide are bounded by the extent.
 * @source `comp_access_bound` of FreeTensor.
 */

import { binary, bool, int } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, For, Stmt } from '../ir/nodes.ts';
import { childStmts, ownExprs, visitExpr, writtenBy } from '../ir/walk.ts';

export interface Box {
  /** Per dimension; `high` is included. */
  readonly low: readonly Expr[];
  readonly high: readonly Expr[];
  /** Outside of this nothing is accessed; null: no such condition holds for all accesses. */
  readonly when: Expr | null;
}

interface Range {
  readonly low: Expr | null;
  readonly high: Expr | null;
}
const NOTHING: Range = { low: null, high: null };

export type Wanted = 'all' | 'written';

/** Names of tensors that a statement writes. */
export const writtenIn = (root: Stmt): ReadonlySet<string> => {
  const out = new Set<string>();
  const stack: Stmt[] = [root];
  for (let s = stack.pop(); s; s = stack.pop()) {
    for (const t of writtenBy(s)) out.add(t);
    stack.push(...childStmts(s));
  }
  return out;
};

/** Says which of some conditions hold wherever the statement is reached. */
export type Prover = (conditions: readonly Expr[]) => readonly boolean[];

export interface Accessed {
  readonly stmt: Stmt;
  readonly tensor: string;
  readonly shape: readonly Expr[];
  /** Loops around the statement whose iterations are taken together: the box does not mention their iterators. */
  readonly together: readonly For[];
}

/** Null where nothing is accessed. Bounds that others make needless, as far as `prove` knows, are left out. O(nodes · subscripts²). */
export const boundingBox = ({ stmt, tensor, shape, together }: Accessed, wanted: Wanted, prove: Prover): Box | null => {
  const finder = new Finder(tensor, wanted, writtenIn(stmt));
  for (const loop of together) finder.enter(loop);
  finder.visit(stmt);
  const { found } = finder;
  if (found.length === 0) return null;
  const sides = shape.flatMap((extent, d) =>
    (['low', 'high'] as const).map((side) => {
      const edge = side === 'low' ? int(0) : both('sub', extent, int(1), extent);
      return { edge: edge ?? extent, side, bounds: found.map((f) => f.ranges[d]?.[side] ?? null) };
    }),
  );
  const within = prove(sides.flatMap(({ edge, side, bounds }) => bounds.map((e) => inside(side, e, edge))));
  let next = 0;
  const clamped = sides.map(({ edge, side, bounds }) => ({
    side,
    bounds: distinct(
      bounds.map((e) => {
        const sure = within[next++] === true;
        if (!e) return edge;
        return sure ? e : (both(side === 'low' ? 'max' : 'min', edge, e, e) ?? edge);
      }),
    ),
  }));
  const pairs = clamped.flatMap(({ side, bounds }) =>
    bounds.flatMap((a) => bounds.map((b) => (side === 'low' ? binary('le', a, b) : binary('ge', a, b)))),
  );
  const beats = prove(pairs);
  let from = 0;
  const chosen = clamped.map(({ side, bounds }) => {
    const n = bounds.length;
    const wins = (a: number, b: number): boolean => beats[from + a * n + b] === true;
    const kept = bounds.filter((_, b) => !bounds.some((__, a) => a !== b && wins(a, b) && !(wins(b, a) && a > b)));
    from += n * n;
    const [first, ...rest] = kept;
    return rest.reduce((a, b) => binary(side === 'low' ? 'min' : 'max', a, b, a.at), first ?? int(0));
  });
  const conditions = found.map((f) => f.when);
  const [first, ...rest] = distinct(conditions.flatMap((c) => c ?? []));
  return {
    low: chosen.filter((_, k) => k % 2 === 0),
    high: chosen.filter((_, k) => k % 2 === 1),
    when: conditions.includes(null) || !first ? null : rest.reduce((a, b) => binary('lOr', a, b, a.at), first),
  };
};

const inside = (side: 'low' | 'high', e: Expr | null, edge: Expr): Expr =>
  e ? binary(side === 'low' ? 'ge' : 'le', e, edge) : bool(false);

const nearer = (a: Expr & { kind: 'int' }, b: Expr & { kind: 'int' }, pick: 'min' | 'max'): Expr =>
  a.value < b.value === (pick === 'min') ? a : b;
const distinct = (list: readonly Expr[]): readonly Expr[] =>
  list.filter((e, k) => list.findIndex((x) => sameExpr(x, e)) === k);

class Finder {
  readonly found: { readonly ranges: readonly Range[]; readonly when: Expr | null }[] = [];
  private readonly inner = new Map<string, Range>();
  private readonly local = new Set<string>();
  private readonly conditions: Expr[] = [];

  constructor(
    private readonly tensor: string,
    private readonly wanted: Wanted,
    private readonly written: ReadonlySet<string>,
  ) {}

  visit(s: Stmt): void {
    const written = (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') && s.tensor === this.tensor;
    if (written) this.add(s.indices);
    if (this.wanted === 'all') for (const e of ownExprs(s)) this.loads(e);
    switch (s.kind) {
      case 'for': {
        const outer = this.inner.get(s.iter);
        this.enter(s);
        this.visit(s.body);
        if (outer) this.inner.set(s.iter, outer);
        else this.inner.delete(s.iter);
        return;
      }
      case 'if':
        this.under(s.cond, s.then);
        if (s.else) this.under({ kind: 'unary', op: 'lNot', operand: s.cond, at: s.cond.at }, s.else);
        return;
      case 'varDef':
        this.local.add(s.name);
        this.visit(s.body);
        this.local.delete(s.name);
        return;
      default:
        for (const x of childStmts(s)) this.visit(x);
    }
  }

  enter(loop: For): void {
    this.inner.set(loop.iter, this.values(loop));
  }

  private under(cond: Expr, s: Stmt): void {
    this.conditions.push(cond);
    this.visit(s);
    this.conditions.pop();
  }

  private loads(e: Expr): void {
    visitExpr(e, (x) => {
      if (x.kind === 'load' && x.tensor === this.tensor) this.add(x.indices);
      return true;
    });
  }

  private add(indices: readonly Expr[]): void {
    const [first, ...rest] = this.conditions.filter((c) => this.isFixed(c));
    const when = first ? rest.reduce((a, b) => binary('lAnd', a, b, a.at), first) : null;
    this.found.push({ ranges: indices.map((e) => this.range(e)), when });
  }

  /** Means the same outside the statement. */
  private isFixed(e: Expr): boolean {
    let fixed = true;
    visitExpr(e, (x) => {
      if (x.kind === 'var') fixed &&= !this.inner.has(x.name);
      if (x.kind === 'load')
        fixed &&= !this.local.has(x.tensor) && !this.written.has(x.tensor) && x.tensor !== this.tensor;
      if (x.kind === 'unknown') fixed = false;
      return fixed;
    });
    return fixed;
  }

  /** The values that a loop's iterator takes. */
  private values(s: For): Range {
    if (s.step.kind !== 'int') return NOTHING;
    const { value: step } = s.step;
    const [begin, end] = [this.range(s.begin), this.range(s.end)];
    const last = (e: Expr | null, toward: Expr | null): Expr | null => {
      if (!e) return null;
      const size = step < 0n ? -step : step;
      // From a constant to a constant the last value is known; else it is one before the end at most.
      if (size > 1n && e.kind === 'int' && toward?.kind === 'int') {
        const distance = step > 0n ? e.value - toward.value : toward.value - e.value;
        const count = distance <= 0n ? 0n : (distance + size - 1n) / size;
        return int(toward.value + (count - 1n) * step, e.at);
      }
      return binary(step > 0n ? 'sub' : 'add', e, int(1), e.at);
    };
    return step > 0n
      ? { low: begin.low, high: last(end.high, begin.high) }
      : { low: last(end.low, begin.low), high: begin.high };
  }

  private range(e: Expr): Range {
    if (this.isFixed(e)) return { low: e, high: e };
    switch (e.kind) {
      case 'var':
        return this.inner.get(e.name) ?? NOTHING;
      case 'binary':
        return this.combined(e.op, e.lhs, e.rhs, e);
      case 'select': {
        const [a, b] = [this.range(e.then), this.range(e.else)];
        return { low: both('min', a.low, b.low, e), high: both('max', a.high, b.high, e) };
      }
      default:
        return NOTHING;
    }
  }

  private combined(op: (Expr & { kind: 'binary' })['op'], lhs: Expr, rhs: Expr, like: Expr): Range {
    const [a, b] = [this.range(lhs), this.range(rhs)];
    switch (op) {
      case 'add':
        return { low: both('add', a.low, b.low, like), high: both('add', a.high, b.high, like) };
      case 'sub':
        return { low: both('sub', a.low, b.high, like), high: both('sub', a.high, b.low, like) };
      case 'min':
      case 'max':
        return { low: both(op, a.low, b.low, like), high: both(op, a.high, b.high, like) };
      case 'mul': {
        const factor = lhs.kind === 'int' ? lhs : rhs.kind === 'int' ? rhs : null;
        if (!factor) return NOTHING;
        const x = factor === lhs ? b : a;
        const scaled = (e: Expr | null): Expr | null => both('mul', factor, e, like);
        return factor.value >= 0n
          ? { low: scaled(x.low), high: scaled(x.high) }
          : { low: scaled(x.high), high: scaled(x.low) };
      }
      case 'floorDiv':
      case 'ceilDiv':
        if (rhs.kind !== 'int' || rhs.value <= 0n) return NOTHING;
        return { low: both(op, a.low, rhs, like), high: both(op, a.high, rhs, like) };
      case 'mod': {
        if (rhs.kind !== 'int' || rhs.value <= 0n) return NOTHING;
        const [low, high] = [a.low, a.high];
        if (low?.kind === 'int' && high?.kind === 'int' && low.value >= 0n && high.value < rhs.value) return a;
        return { low: int(0, like.at), high: int(rhs.value - 1n, like.at) };
      }
      default:
        return NOTHING;
    }
  }
}

const both = (op: (Expr & { kind: 'binary' })['op'], a: Expr | null, b: Expr | null, like: Expr): Expr | null => {
  if (!a || !b) return null;
  if (a.kind === 'int' && b.kind === 'int') {
    if (op === 'add') return int(a.value + b.value, like.at);
    if (op === 'sub') return int(a.value - b.value, like.at);
    if (op === 'mul') return int(a.value * b.value, like.at);
    if (op === 'min' || op === 'max') return nearer(a, b, op);
  }
  return binary(op, a, b, like.at);
};
