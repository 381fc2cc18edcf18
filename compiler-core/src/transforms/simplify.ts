/**
 * What every schedule does before its first call and after most: branches that are decided go, loops without an
 * iteration go, loops of one iteration become their body, sequences are flat, integer expressions are in one form.
 *
 * A condition is decided where the integer sets of its surroundings prove it; nothing is dropped on a guess. Values of
 * tensors and floating-point arithmetic are left as they are, so results stay equal bit by bit.
 * Cost: a few emptiness tests per branch and loop, and one pass more than there are levels to collapse.
 * @source `simplify` of FreeTensor, whose bounds are weaker than integer sets; names of what remains are the same.
 */

import { Context } from '../analysis/affine/context.ts';
import { Converter, type Piece } from '../analysis/affine/convert.ts';
import { iterationsOf } from '../analysis/affine/rounds.ts';
import { type SymbolInfo, SymbolTable } from '../analysis/affine/symbols.ts';
import { binary, bool, int, loopLength, unary } from '../ir/build.ts';
import { dtypeOf, isPredicate } from '../ir/dtype-of.ts';
import { sameStmt } from '../ir/match.ts';
import type { BinaryOp, Expr, For, Func, If, Stmt } from '../ir/nodes.ts';
import { isInt } from '../ir/types.ts';
import {
  childExprs,
  childStmts,
  isWall,
  mapExpr,
  ownExprs,
  stmtDepth,
  stmtsIn,
  visitExpr,
  withExprs,
  withParts,
  writtenBy,
} from '../ir/walk.ts';
import {
  Affine,
  Budget,
  constant,
  Domain,
  type Int,
  intersect,
  isGe,
  isLe,
  System,
  type Union,
  variable,
} from '../presburger/index.ts';
import { Places, Settled } from './settled.ts';
import { replaceIterator } from './tree.ts';

export type Simplified =
  | { readonly kind: 'done'; readonly body: Stmt }
  /** An assertion that never holds: FreeTensor raises at once. */
  | { readonly kind: 'always-false'; readonly stmt: Stmt };

const MAX_ROUNDS = 16;
/** Trees beyond this nesting are left alone: the pass recurses. */
const MAX_DEPTH = 800;

/**
 * @param budget steps of the solver; when they are spent, what is undecided stays.
 * @param what `expressions` leaves every loop and branch where it is, as some schedules of FreeTensor do.
 * @param settled what earlier calls found in its final form, of this program or of one that a schedule made of it.
 */
export const simplify = (
  func: Func,
  budget = 500_000,
  what: 'all' | 'expressions' = 'all',
  settled = new Settled(),
): Simplified => {
  let body = flatten(func.body);
  if (stmtDepth(body) > MAX_DEPTH) return { kind: 'done', body };
  const steps = new Budget(budget);
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const next = flatten(new Pass(func, steps, what === 'all', settled).stmt(body, null));
      if (sameStmt(next, body)) return { kind: 'done', body: next };
      body = next;
    }
    return { kind: 'done', body };
  } catch (e) {
    if (e instanceof AlwaysFalse) return { kind: 'always-false', stmt: e.stmt };
    throw e;
  }
};

class AlwaysFalse extends Error {
  constructor(readonly stmt: Stmt) {
    super('assertion never holds');
  }
}

/** Sequences inside sequences are joined, and a sequence of one statement is that statement. O(nodes). */
export const flatten = (root: Stmt): Stmt => {
  const go = (s: Stmt): Stmt => {
    const kids = childStmts(s).map(go);
    const own = withParts(s, kids, ownExprs(s));
    if (own.kind !== 'seq') return own;
    const stmts = own.stmts.flatMap((k) => (k.kind === 'seq' ? k.stmts : [k]));
    if (stmts.length === 1) return stmts[0] as Stmt;
    return own.stmts.some((k) => k.kind === 'seq') ? { ...own, stmts } : own;
  };
  return stmtDepth(root) > MAX_DEPTH ? root : go(root);
};

/** Whether nothing is left to do. */
export const isNothing = (s: Stmt): boolean => s.kind === 'seq' && s.stmts.every(isNothing);
const nothing = (s: Stmt): Stmt => ({ kind: 'seq', id: s.id, names: [], origin: s.origin, stmts: [] });

const NEGATED: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  lt: 'ge',
  ge: 'lt',
  gt: 'le',
  le: 'gt',
  eq: 'ne',
  ne: 'eq',
};

/** One walk; `null` is the place outside everything. */
class Pass {
  private readonly symbols = new SymbolTable();
  private readonly iterators = new Map<string, SymbolInfo>();
  private readonly versions = new Map<string, number>();
  private version = 0;
  /** Branches around the place: only there can a variable of a loop have one value. */
  private guards = 0;
  private readonly domains = new WeakMap<Context, Domain>();
  /** What a symbol is written as. */
  private readonly spelled = new Map<string, Expr>();
  private readonly converter: Converter;
  private readonly shared: boolean;
  private readonly places: Places;

  constructor(
    func: Func,
    private readonly steps: Budget,
    private readonly structure: boolean,
    settled: Settled,
  ) {
    const all = stmtsIn(func.body);
    this.places = new Places(settled, func, all, {
      version: (tensor) => this.versions.get(tensor) ?? 0,
      isDecided: () => this.steps.left >= 0,
    });
    const integers = new Set(func.externals.filter((p) => p.integer).map((p) => p.name));
    this.shared = all.some((s) => s.kind === 'varDef' && (s.view !== null || s.aliasClass !== null));
    this.converter = new Converter(this.symbols, {
      iterator: (name) => this.iterators.get(name) ?? null,
      version: (tensor) => String(this.versions.get(this.shared ? '' : tensor) ?? 0),
      // Places are compared within one iteration only, where a value is what its version says.
      writtenAlong: () => [],
      isSize: () => false,
      isIntegerParam: (name) => integers.has(name),
    });
  }

  /** What `s` writes gets a value of its own from here on. */
  private forget(s: Stmt): void {
    this.version++;
    for (const x of stmtsIn(s)) {
      for (const t of writtenBy(x)) this.renew(t);
      if (x.kind === 'varDef') this.renew(x.name);
      if (x.kind === 'notModelled' && x.tensors) for (const t of x.tensors) this.renew(t);
      if (x.kind === 'any' || isWall(x) || (x.kind === 'notModelled' && !x.tensors))
        for (const t of this.versions.keys()) this.renew(t);
    }
  }
  private renew(tensor: string): void {
    this.versions.set(this.shared ? '' : tensor, this.version);
  }

  private domain(here: Context): Domain {
    let domain = this.domains.get(here);
    if (!domain) {
      domain = new Domain(here.domain);
      this.domains.set(here, domain);
    }
    return domain;
  }
  private holds(here: Context, condition: Union): boolean {
    const a = this.domain(here).isInside(condition, this.steps);
    return a.kind === 'known' && a.value;
  }
  private never(here: Context, condition: Union): boolean {
    const a = this.domain(here).meets(condition, this.steps);
    return a.kind === 'known' && !a.value;
  }

  stmt(s: Stmt, outside: Context | null): Stmt {
    const here = outside ?? this.places.root(Context.root(this.symbols));
    switch (s.kind) {
      case 'seq':
        return withParts(
          s,
          s.stmts.map((k) => this.stmt(k, here)),
          [],
        );
      case 'varDef': {
        const exprs = ownExprs(s).map((e) => this.index(e, here));
        this.forget(s);
        const body = this.stmt(s.body, here);
        return this.structure && isNothing(body) && s.access === 'cache' ? nothing(s) : withParts(s, [body], exprs);
      }
      case 'for':
        return this.loop(s, here);
      case 'if':
        return this.branch(s, here);
      case 'store':
      case 'reduceTo':
      case 'atomicRMW': {
        const values = ownExprs(s).slice(s.indices.length);
        const done = withParts(
          s,
          [],
          [...s.indices.map((e) => this.index(e, here)), ...values.map((e) => this.value(e, here))],
        );
        this.forget(s);
        return this.structure && done.kind === 'reduceTo' && isNeutral(done.op, done.value) ? nothing(s) : done;
      }
      case 'while': {
        this.forget(s);
        const body = this.stmt(s.body, here.where(this.converter.condition(s.cond)).unclear('the loop goes on'));
        return withParts(s, [body], [s.cond]);
      }
      case 'assert':
      case 'assume': {
        const cond = this.condition(s.cond, here);
        if (this.structure && cond.kind === 'bool' && !cond.value && s.kind === 'assert') throw new AlwaysFalse(s);
        const body = this.stmt(
          s.body,
          this.places.inside(here, here.where(this.converter.condition(cond)), 'assert', cond),
        );
        return this.structure && cond.kind === 'bool' && cond.value ? body : withParts(s, [body], [cond]);
      }
      case 'eval':
        return withParts(s, [], [this.value(s.value, here)]);
      case 'collective': {
        const done = withParts(
          s,
          [],
          ownExprs(s).map((e) => this.value(e, here)),
        );
        this.forget(s);
        return done;
      }
      case 'any':
      case 'notModelled':
      case 'barrier':
      case 'fence':
        this.forget(s);
        return s;
    }
  }

  private loop(s: For, here: Context): Stmt {
    const [begin, end, step] = [s.begin, s.end, s.step].map((e) => this.index(e, here)) as [Expr, Expr, Expr];
    const bounds = [begin, end, step].map((e) => this.converter.value(e));
    const id = this.symbols.intern(`loop ${s.id}`, 'iterator', s.iter);
    this.spelled.set(id.id, { kind: 'var', name: s.iter, dtype: 'int32', at: s.at });
    const iterations = iterationsOf(variable(id.id), bounds);
    const key = this.places.key(here, `for ${s.iter}`, begin, end, step);
    const used = this.structure && iterations.exact && !hasWall(s.body) && !this.places.isSettled(key);
    if (used && this.never(here, iterations.union)) return nothing(s);
    const length = loopLength({ begin, end, step, at: s.at });
    const atMost = used ? this.mostOnce(here, this.converter.value(length)) : 'many';
    if (used && atMost === 'many') this.places.settle(key);
    if (atMost === 'once' || atMost === 'maybe') {
      const body = this.stmt(
        replaceIterator(s.body, s.iter, begin),
        atMost === 'once' ? here : here.where(this.converter.condition(binary('gt', length, int(0)))),
      );
      if (atMost === 'once' || isNothing(body)) return body;
      const cond = binary('eq', length, int(1), s.at);
      return { kind: 'if', id: s.id, names: [], origin: s.origin, cond, then: body, else: null };
    }
    this.forget(s.body);
    const outer = this.iterators.get(s.iter);
    this.iterators.set(s.iter, id);
    let inside = here.where(iterations.union);
    if (!iterations.exact) inside = inside.unclear('the step of the loop');
    inside = this.places.inside(here, inside, `for ${s.iter}`, begin, end, step);
    const body = this.stmt(s.body, inside);
    if (outer) this.iterators.set(s.iter, outer);
    else this.iterators.delete(s.iter);
    return this.structure && isNothing(body) ? nothing(s) : withParts(s, [body], [begin, end, step]);
  }

  private mostOnce(here: Context, length: readonly Piece[]): 'once' | 'maybe' | 'many' {
    const never = (test: (l: Affine) => Union): boolean =>
      length.every((p) => this.never(here, intersect([p.when], test(p.value))));
    if (!never((l) => [System.of(isGe(l, constant(2)))])) return 'many';
    return never((l) => [System.of(isLe(l, constant(0)))]) ? 'once' : 'maybe';
  }

  private branch(s: If, here: Context): Stmt {
    const cond = this.condition(s.cond, here);
    if (this.structure && cond.kind === 'bool') {
      if (cond.value) return this.stmt(s.then, here);
      return s.else ? this.stmt(s.else, here) : nothing(s);
    }
    const before = new Map(this.versions);
    this.guards++;
    const then = this.stmt(s.then, this.places.inside(here, here.where(this.converter.condition(cond)), 'if', cond));
    let other: Stmt | null = null;
    if (s.else) {
      const after = new Map(this.versions);
      for (const [k, v] of before) this.versions.set(k, v);
      other = this.stmt(
        s.else,
        this.places.inside(here, here.where(this.converter.condition(cond, false)), 'else', cond),
      );
      for (const [k, v] of after) this.versions.set(k, v);
    }
    this.guards--;
    this.forget(s);
    if (this.structure && other && isNothing(other)) other = null;
    if (!this.structure || !isNothing(then)) {
      const isSame = cond === s.cond && then === s.then && other === s.else;
      return isSame ? s : { ...s, cond, then, else: other };
    }
    return other
      ? { ...s, cond: this.condition(unary('lNot', cond, cond.at), here), then: other, else: null }
      : nothing(s);
  }

  // ---- expressions -------------------------------------------------------------------------------------------------

  /** A subscript, an extent or a bound: an integer that does not overflow. */
  private index(e: Expr, here: Context): Expr {
    return this.places.settled(here, 'index', e, () => {
      const inner = this.operands(e, here, (x) => this.index(x, here));
      return this.canonical(inner, here, true) ?? folded(inner);
    });
  }

  /** A value that is stored: only what is made of iterators and sizes is brought into form. */
  private value(e: Expr, here: Context): Expr {
    return this.places.settled(here, 'value', e, () => this.valueOf(e, here));
  }
  private valueOf(e: Expr, here: Context): Expr {
    if (e.kind === 'binary' && isPredicate(e.op)) return this.condition(e, here);
    if (this.converter.isIntegral(e, true)) {
      const whole = this.canonical(this.operandsOfLoads(e, here), here, false);
      if (whole) return whole;
    }
    if (e.kind === 'select') {
      const cond = this.condition(e.cond, here);
      if (cond.kind === 'bool') return this.value(cond.value ? e.then : e.else, here);
    }
    const inner = this.operands(e, here, (x) => this.value(x, here));
    return isInt(dtypeOf(inner)) ? folded(inner) : inner;
  }

  private operandsOfLoads(e: Expr, here: Context): Expr {
    return mapExpr(e, (x) => (x.kind === 'load' ? this.operands(x, here, (i) => i) : x));
  }

  private operands(e: Expr, here: Context, f: (e: Expr) => Expr): Expr {
    return withExprs(e, childExprs(e).map(e.kind === 'load' ? (x) => this.index(x, here) : f));
  }

  private condition(e: Expr, here: Context): Expr {
    return this.places.settled(here, 'condition', e, () => this.conditionOf(e, here));
  }
  private conditionOf(e: Expr, here: Context): Expr {
    if (e.kind === 'bool') return e;
    const union = this.converter.condition(e);
    if (this.holds(here, union)) return bool(true, e.at);
    if (this.never(here, union)) return bool(false, e.at);
    if (e.kind === 'binary' && (e.op === 'lAnd' || e.op === 'lOr')) {
      const and = e.op === 'lAnd';
      const lhs = this.condition(e.lhs, here);
      if (lhs.kind === 'bool') return lhs.value === and ? this.condition(e.rhs, here) : bool(!and, e.at);
      const rhs = this.condition(e.rhs, here.where(this.converter.condition(lhs, and)));
      if (rhs.kind === 'bool') return rhs.value === and ? lhs : bool(!and, e.at);
      return withExprs(e, [lhs, rhs]);
    }
    if (e.kind === 'unary' && e.op === 'lNot') {
      const x = e.operand;
      const opposite = x.kind === 'binary' ? NEGATED[x.op] : undefined;
      if (x.kind === 'unary' && x.op === 'lNot') return this.condition(x.operand, here);
      // Comparisons of floats are not the opposites of each other where NaN takes part.
      if (x.kind === 'binary' && opposite && [x.lhs, x.rhs].every((o) => this.converter.isIntegral(o, true))) {
        return this.condition({ ...x, op: opposite }, here);
      }
      if (x.kind === 'binary' && (x.op === 'lAnd' || x.op === 'lOr')) {
        const op = x.op === 'lAnd' ? 'lOr' : 'lAnd';
        return this.condition(binary(op, unary('lNot', x.lhs), unary('lNot', x.rhs), e.at), here);
      }
    }
    if (e.kind === 'binary' && isPredicate(e.op)) return this.operands(e, here, (x) => this.comparand(x, here));
    return this.operands(e, here, (x) => this.value(x, here));
  }
  private comparand(e: Expr, here: Context): Expr {
    return this.converter.isIntegral(e, true) ? this.index(e, here) : this.value(e, here);
  }

  /**
   * The affine form of an integer expression, written out again; null where it has none. Loads are allowed where
   * nothing overflows (`loads`), or where the result is the same if it does: sums and products wrap.
   */
  private canonical(e: Expr, here: Context, loads: boolean): Expr | null {
    if (e.kind === 'int' || isTruth(e) || !this.converter.isIntegral(e, true)) return null;
    let plain = true;
    let wraps = true;
    visitExpr(e, (x) => {
      if (x.kind === 'binary') wraps &&= x.op === 'add' || x.op === 'sub' || x.op === 'mul';
      return x.kind !== 'load';
    });
    visitExpr(e, (x) => {
      if (x.kind === 'load') plain &&= (loads || wraps) && x.dtype === 'int32' && this.register(x);
      else if (x.kind === 'param') plain &&= this.register(x);
      else if (isOpaque(x) && this.register(x)) return false;
      else plain &&= x.kind === 'int' || (x.kind === 'var' && x.dtype === 'int32') || ARITHMETIC.has(x.kind);
      return plain && x.kind !== 'load';
    });
    if (!plain) return null;
    const pieces = this.converter.value(e);
    const possible = pieces.length === 1 ? pieces : pieces.filter((p) => !this.never(here, [p.when]));
    const only = possible.length === 1 ? possible[0] : undefined;
    if (!only) return null;
    return this.spell(this.narrowed(only.value, here), e);
  }

  /** Notes how the symbol of a value that is not affine is written; false where the value is something else. */
  private register(e: Expr): boolean {
    const [piece, ...more] = this.converter.value(e);
    const term = piece?.value.terms[0];
    if (!piece || !term || term.div || term.coef !== 1 || more.length > 0) return false;
    if (piece.value.terms.length > 1 || piece.value.constant !== 0) return false;
    if (this.symbols.kindOf(term.name) === 'iterator') return false;
    this.spelled.set(term.name, e);
    return true;
  }

  /** Floors that have one value here are that value, and so is the whole where an equality fixes it. */
  private narrowed(a: Affine, here: Context): Affine {
    let out = a;
    for (const t of a.terms) {
      if (!t.div) continue;
      const floor = new Affine([{ ...t, coef: 1 }], 0);
      const value = this.fixed(floor, here);
      if (value !== null) out = out.plus(constant(value).minus(floor).times(t.coef));
    }
    if (this.guards === 0) return out;
    out = out.substitute((name) => {
      const value = this.fixed(variable(name), here);
      return value === null ? null : constant(value);
    });
    if (out.isConstant) return out;
    const whole = this.fixed(out, here);
    return whole === null ? out : constant(whole);
  }

  private fixed(a: Affine, here: Context): Int | null {
    const value = this.domain(here).singleValue(a, this.steps);
    return value.kind === 'known' ? value.value : null;
  }

  private spell(a: Affine, like: Expr): Expr | null {
    let out: Expr | null = null;
    const terms = [...a.terms].sort((x, y) => Number(x.coef < 0) - Number(y.coef < 0));
    for (const t of terms) {
      const atom: Expr | null | undefined = t.div
        ? floorOf(this.spell(t.div.num, like), t.div.den, like)
        : this.spelled.get(t.name);
      if (!atom) return null;
      const size = t.coef < 0 ? -BigInt(t.coef) : BigInt(t.coef);
      const part: Expr = size === 1n ? atom : binary('mul', int(size, like.at), atom, like.at);
      if (out === null) out = t.coef < 0 ? binary('mul', int(t.coef, like.at), atom, like.at) : part;
      else out = binary(t.coef < 0 ? 'sub' : 'add', out, part, like.at);
    }
    if (out === null) return int(a.constant, like.at);
    if (a.constant === 0) return out;
    const size = a.constant < 0 ? -BigInt(a.constant) : BigInt(a.constant);
    return binary(a.constant < 0 ? 'sub' : 'add', out, int(size, like.at), like.at);
  }
}

const ARITHMETIC: ReadonlySet<string> = new Set(['binary', 'unary', 'select', 'bool']);
const floorOf = (num: Expr | null, den: Int, like: Expr): Expr | null =>
  num && binary('floorDiv', num, int(den, like.at), like.at);
/** A product or quotient of unknowns: one value, of which nothing is known. */
const isOpaque = (e: Expr): boolean =>
  e.kind === 'binary' &&
  (e.op === 'mul'
    ? e.lhs.kind !== 'int' && e.rhs.kind !== 'int'
    : (e.op === 'floorDiv' || e.op === 'ceilDiv') && e.rhs.kind !== 'int');

/** `x + 0`, `x - 0`, `x * 1`, `x * 0`. */
const folded = (e: Expr): Expr => {
  if (e.kind !== 'binary') return e;
  const is = (x: Expr, v: bigint): boolean => x.kind === 'int' && x.value === v;
  const { op, lhs, rhs } = e;
  if ((op === 'add' || op === 'sub') && is(rhs, 0n)) return lhs;
  if (op === 'add' && is(lhs, 0n)) return rhs;
  if (op === 'mul' && (is(rhs, 1n) || is(lhs, 0n))) return lhs;
  if (op === 'mul' && (is(lhs, 1n) || is(rhs, 0n))) return rhs;
  return e;
};
const isTruth = (e: Expr): boolean =>
  e.kind === 'bool' || (e.kind === 'unary' && e.op === 'lNot') || (e.kind === 'binary' && isPredicate(e.op));

const hasWall = (s: Stmt): boolean => stmtsIn(s).some(isWall);

/** `x += 0` of integers, `x *= 1`, `x &&= true`, `x ||= false`. Adding 0.0 may turn -0.0 into 0.0, so it stays. */
const isNeutral = (op: string, value: Expr): boolean => {
  if (op === 'add') return value.kind === 'int' && value.value === 0n;
  if (op === 'mul')
    return (value.kind === 'int' && value.value === 1n) || (value.kind === 'float' && value.value === 1);
  return value.kind === 'bool' && ((op === 'lAnd' && value.value) || (op === 'lOr' && !value.value));
};
