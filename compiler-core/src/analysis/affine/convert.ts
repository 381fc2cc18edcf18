/**
 * From IR expressions to piecewise affine values and unions of systems. Total: what is not affine becomes a symbol of
 * kind `data`, shared by equal expressions as long as nothing they load is written. So every result holds for the
 * program, and is exact if no `data` symbol occurs in it.
 */

import { dtypeOf } from '../../ir/dtype-of.ts';
import type { BinaryOp, Expr, ExprOf } from '../../ir/nodes.ts';
import { bitsOf, type DType, intRange, isInt } from '../../ir/types.ts';
import {
  type Affine,
  type Constraint,
  constant,
  intersect,
  isEq,
  isGe,
  isGt,
  isLe,
  isLt,
  System,
  type Union,
  variable,
} from '../../presburger/index.ts';
import { fromBigInt } from '../../presburger/int.ts';
import { ARITHMETIC, arithmetic } from './arithmetic.ts';
import { bitwise, fit, type Need, rangeOfType, symbolicDivision } from './machine.ts';
import { multiply } from './products.ts';
import { showExpr } from './show.ts';
import { constantOf, showSum, sumOf } from './sums.ts';
import { fitsInt32, type SymbolInfo, type SymbolTable } from './symbols.ts';

/** The value is `value` where `when` holds; the pieces of one expression cover every case in which it has a value. */
export interface Piece {
  readonly when: System;
  readonly value: Affine;
}

/** What names mean at a place of the program. */
export interface Environment {
  /** The symbol of the innermost loop variable of this name. */
  iterator(name: string): SymbolInfo | null;
  /** Changes whenever the tensor may have been written. */
  version(tensor: string): string;
  /** Variables of the enclosing loops that may write the tensor. */
  writtenAlong(tensor: string): readonly string[];
  /** Whether an element, at constant subscripts, is one that sizes are made of. */
  isSize(load: ExprOf<'load'>): boolean;
  isIntegerParam(name: string): boolean;
  /** The value of an item's own scalar, where it is known what was stored last. */
  scalar?(name: string): readonly Piece[] | null;
}

/** Integers of fixed width; without it arithmetic does not overflow, as in FreeTensor. */
export interface Machine {
  /** Called where a value is taken to fit its type; `e` computes it where `when` holds. */
  readonly note: (value: Affine, dtype: DType, when: System, e: Expr) => void;
}

const MAX_PIECES = 24;
const MAX_SYSTEMS = 32;
/** Nesting of expressions beyond which a value is opaque; keeps recursion off the end of the stack. */
const MAX_DEPTH = 200;

export class Converter {
  private readonly types = new WeakMap<Expr, DType>();
  /** Whether the expression at hand is the size of something, which is not negative. */
  private sizing = false;

  constructor(
    readonly symbols: SymbolTable,
    private readonly env: Environment,
    private readonly machine: Machine | null = null,
  ) {}

  /** The value of an extent: of a machine's integers, one that did not wrap around. */
  extent(e: Expr): readonly Piece[] {
    this.sizing = true;
    const out = this.value(e);
    this.sizing = false;
    return out;
  }

  /** The integer value of an expression; Python values in it are taken to be integers. */
  value(e: Expr, depth = 0): readonly Piece[] {
    const modelled = depth <= MAX_DEPTH && (depth > 0 || this.isIntegral(e, true));
    const pieces = modelled ? this.affineValue(e, depth + 1) : null;
    const fine =
      pieces !== null &&
      pieces.length <= MAX_PIECES &&
      (this.machine !== null ||
        pieces.every(({ value: v }) => fitsInt32(v.constant) && v.terms.every((t) => fitsInt32(t.coef))));
    return fine ? pieces : this.opaque(e);
  }

  /** Where the condition has the given truth value. */
  condition(e: Expr, holds = true, depth = 0): Union {
    const union = depth > MAX_DEPTH ? null : this.affineCondition(e, holds, depth + 1);
    if (union?.some((s) => s.constraints.length === 0 && !s.contradictory)) return [System.universe];
    if (union && union.length <= MAX_SYSTEMS) return union;
    const truth = variable(this.symbol(e, 'truth').id);
    return [System.of(holds ? isGe(truth, constant(1)) : isLe(truth, constant(0)))];
  }

  /** Whether the value is certainly an integer or a truth value; with `params`, Python values count as integers. */
  isIntegral(e: Expr, params = false, depth = 0): boolean {
    if (depth > MAX_DEPTH) return false;
    const one = (a: Expr): boolean => this.isIntegral(a, params, depth + 1);
    const both = (a: Expr, b: Expr): boolean => one(a) && one(b);
    switch (e.kind) {
      case 'int':
      case 'bool':
      case 'var':
        return true;
      case 'float':
      case 'unknown':
        return false;
      case 'param':
        return params || this.env.isIntegerParam(e.name);
      case 'load':
      case 'cast':
      case 'intrinsic':
        return isIntegerType(e.dtype);
      case 'binary':
        if (e.op in COMPARISONS || e.op === 'lAnd' || e.op === 'lOr') return true;
        return e.op !== 'realDiv' && both(e.lhs, e.rhs);
      case 'unary':
        if (e.op === 'lNot') return true;
        return (e.op === 'abs' || e.op === 'square' || e.op === 'bitNot') && one(e.operand);
      case 'select':
        return both(e.then, e.else);
    }
  }

  /** A symbol for the value of an expression, the same one for the same value. */
  private symbol(e: Expr, role: 'value' | 'truth'): SymbolInfo {
    const used = new Set<string>();
    const along = new Set<string>();
    const key = this.key(e, used, along, 0);
    return key === null
      ? this.symbols.fresh('a value')
      : this.symbols.intern(`${role} ${key}`, 'data', shortText(e), used, along);
  }

  private typeOf(e: Expr): DType {
    const known = this.types.get(e);
    if (known) return known;
    const dtype = dtypeOf(e);
    this.types.set(e, dtype);
    return dtype;
  }

  /** A symbol for a value of which nothing but its type is known. */
  private unknownValue(e: Expr): Affine {
    const v = variable(this.symbol(e, 'value').id);
    const range = this.machine && rangeOfType(this.typeOf(e));
    if (range) for (const id of v.variables()) this.symbols.limit(id, range);
    return v;
  }

  /** The pieces put into the type of the expression. */
  private fitted(e: Expr, pieces: readonly Piece[], need: Need): readonly Piece[] | null {
    const { machine } = this;
    if (!machine) return pieces;
    const dtype = this.typeOf(e);
    const out: Piece[] = [];
    for (const p of pieces) {
      const note = (value: Affine): void => machine.note(value, dtype, p.when, e);
      const cases = fit(p.value, dtype, this.sizing ? 'size' : need, this.symbols, note);
      if (!cases) return null;
      for (const c of cases) {
        const when = p.when.intersect(c.when);
        if (!when.contradictory) out.push({ when, value: c.value });
      }
    }
    return out;
  }

  private opaque(e: Expr): readonly Piece[] {
    const v = this.unknownValue(e);
    if (this.machine) return [{ when: within(v, this.typeOf(e)), value: v }];
    return [{ when: 'dtype' in e ? within(v, e.dtype) : System.universe, value: v }];
  }

  private affineValue(e: Expr, depth: number): readonly Piece[] | null {
    switch (e.kind) {
      case 'int':
        if (this.machine) return [just(constant(fromBigInt(e.value)))];
        return fitsInt32(Number(e.value)) ? [just(constant(Number(e.value)))] : null;
      case 'bool':
        return [just(constant(e.value ? 1 : 0))];
      case 'var': {
        const iterator = this.env.iterator(e.name);
        return iterator ? [just(variable(iterator.id))] : null;
      }
      case 'param':
        return [just(variable(this.param(e.name).id))];
      case 'load':
        return isIntegerType(e.dtype) ? this.loadValue(e) : null;
      case 'binary':
        return this.binaryValue(e, depth);
      case 'unary':
        if (e.op === 'lNot') return this.truthValue(e, depth);
        if (this.machine && e.op === 'bitNot') {
          return this.fitted(
            e,
            split(this.value(e.operand, depth), (a) => [just(a.negated().plusConstant(-1))]),
            'wraps',
          );
        }
        if (e.op !== 'abs') return null;
        return split(this.value(e.operand, depth), (a) => [
          { when: System.of(isGe(a, constant(0))), value: a },
          { when: System.of(isLt(a, constant(0))), value: a.negated() },
        ]);
      case 'select': {
        const arm = (holds: boolean, value: Expr): Piece[] => {
          const when = this.condition(e.cond, holds, depth);
          return this.value(value, depth).flatMap((p) =>
            intersect(when, [p.when]).map((w) => ({ when: w, value: p.value })),
          );
        };
        return [...arm(true, e.then), ...arm(false, e.else)];
      }
      case 'cast':
        if (e.dtype === 'bool') return this.truthValue(e, depth);
        if (this.machine) {
          return this.isIntegral(e.operand, true) && isInt(e.dtype)
            ? this.fitted(e, this.value(e.operand, depth), 'wraps')
            : null;
        }
        // Narrower types may wrap, and floats are rounded: not affine.
        return (e.dtype === 'int32' || e.dtype === 'int64') && this.isIntegral(e.operand, true)
          ? this.value(e.operand, depth)
          : null;
      case 'float':
      case 'intrinsic':
      case 'unknown':
        return null;
    }
  }

  private loadValue(e: ExprOf<'load'>): readonly Piece[] | null {
    const known = e.indices.length === 0 ? this.env.scalar?.(e.tensor) : null;
    if (known) return known;
    if (!this.env.isSize(e)) return null;
    const v = variable(this.size(e).id);
    const range = this.machine && rangeOfType(e.dtype);
    if (range) for (const id of v.variables()) this.symbols.limit(id, range);
    return [{ when: within(v, e.dtype), value: v }];
  }

  private param(name: string): SymbolInfo {
    const info = this.symbols.intern(`param ${name}`, 'size', name);
    // What only a launch tells of a kernel is how large something is.
    if (this.machine) this.symbols.limit(info.id, { low: 0, high: LARGEST_SIZE });
    return info;
  }

  private size(e: ExprOf<'load'>): SymbolInfo {
    const text = sizeKey(e);
    return this.symbols.intern(`size ${text}`, 'size', text);
  }

  private binaryValue(e: ExprOf<'binary'>, depth: number): readonly Piece[] | null {
    if (e.op in COMPARISONS || e.op === 'lAnd' || e.op === 'lOr') return this.truthValue(e, depth);
    if (!ARITHMETIC.has(e.op) && !(this.machine && BITWISE.has(e.op))) return null;
    const lhs = this.value(e.lhs, depth);
    const rhs = this.value(e.rhs, depth);
    if (lhs.length * rhs.length > MAX_PIECES) return null;
    const out: Piece[] = [];
    const { machine } = this;
    for (const l of lhs) {
      for (const r of rhs) {
        const when = l.when.intersect(r.when);
        if (when.contradictory) continue;
        const cases = machine
          ? this.machineCases(e, l.value, r.value)
          : e.op === 'mod' && !r.value.isConstant
            ? this.symbolicMod(e, l.value, r.value)
            : arithmetic(e.op, l.value, r.value);
        if (!cases) return null;
        for (const c of cases) out.push({ when: when.intersect(c.when), value: c.value });
      }
    }
    const pieces = out.filter((p) => !p.when.contradictory);
    if (!machine) return pieces;
    const undefined_ = !BITWISE.has(e.op) && !this.typeOf(e).startsWith('u');
    return this.fitted(e, pieces, undefined_ ? 'signed arithmetic' : 'wraps');
  }

  /** The cases of `a op b` as a machine computes it, before the result is put into its type. */
  private machineCases(e: ExprOf<'binary'>, a: Affine, b: Affine): readonly Piece[] | null {
    const other = (): Affine => this.unknownValue(e);
    if (BITWISE.has(e.op)) return bitwise(e.op, a, b, bitsOf(this.typeOf(e)) ?? 32, this.symbols, other);
    if (e.op === 'mul') {
      const product = multiply(a, b, this.symbols);
      return product && [just(product)];
    }
    if (e.op !== 'roundTowards0Div' && e.op !== 'remainder') return arithmetic(e.op, a, b);
    const { low } = this.symbols.rangeOf(a);
    const positive = low !== null && low >= 0;
    if (b.isConstant) {
      // Rounding is the same in both directions where nothing is negative.
      if (positive && b.constant > 0) return arithmetic(e.op === 'remainder' ? 'mod' : 'floorDiv', a, b);
      return arithmetic(e.op, a, b);
    }
    const exact = symbolicDivision(
      a,
      b,
      (q, d) => multiply(q, d, this.symbols),
      () => this.quotient(e),
    );
    if (!exact) return null;
    const none = constant(0);
    const out = [e.op === 'remainder' ? exact.remainder : exact.quotient];
    const divisor = this.symbols.rangeOf(b).low;
    if (!positive) out.push({ when: System.of(isLt(a, none)), value: other() });
    if (divisor === null || divisor < 0) out.push({ when: System.of(isLt(b, none)), value: other() });
    return out;
  }

  /** The quotient of a division, the same for its remainder. */
  private quotient(e: ExprOf<'binary'>): Affine {
    const v = this.unknownValue({ ...e, op: 'roundTowards0Div' });
    for (const id of v.variables()) this.symbols.limit(id, { low: 0, high: null });
    return v;
  }

  /**
   * `a mod d` for a divisor that is no constant, as broadcasting writes it: `a` itself where it lies in [0, d),
   * else an unknown value that does. With d = 0 there is no value, and nothing after it runs.
   */
  private symbolicMod(e: Expr, a: Affine, d: Affine): readonly Piece[] {
    const none = constant(0);
    const rest = variable(this.symbol(e, 'value').id);
    const inside = [isGe(rest, none), isLt(rest, d)];
    return [
      { when: System.of(isGe(a, none), isLt(a, d)), value: a },
      { when: System.of(isLt(a, none), ...inside), value: rest },
      { when: System.of(isGe(a, d), ...inside), value: rest },
      { when: System.of(isLt(d, none), isLe(rest, none), isGt(rest, d)), value: rest },
    ].filter((p) => !p.when.contradictory);
  }

  private truthValue(e: Expr, depth: number): readonly Piece[] {
    const as = (holds: boolean): Piece[] =>
      this.condition(e, holds, depth).map((when) => ({ when, value: constant(holds ? 1 : 0) }));
    return [...as(true), ...as(false)];
  }

  private affineCondition(e: Expr, holds: boolean, depth: number): Union | null {
    switch (e.kind) {
      case 'bool':
        return e.value === holds ? [System.universe] : [];
      case 'unary':
        return e.op === 'lNot' ? this.condition(e.operand, !holds, depth) : null;
      case 'binary': {
        if (e.op === 'lAnd' || e.op === 'lOr') {
          const left = this.condition(e.lhs, holds, depth);
          const right = this.condition(e.rhs, holds, depth);
          // Both have to agree for `and` to hold and for `or` to fail; else one is enough.
          return (e.op === 'lAnd') === holds ? intersect(left, right) : [...left, ...right];
        }
        const op = COMPARISONS[e.op];
        if (!op || !this.isIntegral(e.lhs) || !this.isIntegral(e.rhs)) return null;
        return this.compare(holds ? op : NEGATED[op], e.lhs, e.rhs, depth);
      }
      case 'cast':
        return e.dtype === 'bool' && this.isIntegral(e.operand) ? this.nonZero(e.operand, holds, depth) : null;
      case 'int':
      case 'load':
        return this.isIntegral(e) ? this.nonZero(e, holds, depth) : null;
      default:
        return null;
    }
  }

  private nonZero(e: Expr, holds: boolean, depth: number): Union {
    return this.value(e, depth).flatMap(({ when, value }) =>
      clean(when, COMPARE[holds ? '!=' : '='](value, constant(0))),
    );
  }

  private compare(op: Comparison, lhs: Expr, rhs: Expr, depth: number): Union {
    // a < min(b, c) needs no case split: it is a < b and a < c. Likewise for the other three.
    const extreme = (e: Expr): e is ExprOf<'binary'> => e.kind === 'binary' && (e.op === 'min' || e.op === 'max');
    if (op !== '=' && op !== '!=' && depth < MAX_DEPTH) {
      const below = op === '<' || op === '<=';
      for (const [e, other, onLeft] of [
        [lhs, rhs, true],
        [rhs, lhs, false],
      ] as const) {
        if (!extreme(e)) continue;
        const parts = [e.lhs, e.rhs].map((x) =>
          onLeft ? this.compare(op, x, other, depth + 1) : this.compare(op, other, x, depth + 1),
        );
        const [a = [], b = []] = parts;
        return ((e.op === 'max') === onLeft) === below ? intersect(a, b) : [...a, ...b];
      }
    }
    const out: System[] = [];
    const right = this.value(rhs, depth);
    for (const l of this.value(lhs, depth)) {
      for (const r of right) out.push(...clean(l.when.intersect(r.when), COMPARE[op](l.value, r.value)));
    }
    return out;
  }

  /**
   * An integer expression as a sum of keys with coefficients, the constant under '': so `v + 1 + 1 - 1` and `v + 1`
   * have one key. Numbers of one width may wrap around: modulo a power of two they are a ring. Index arithmetic that mixes
   * widths is taken not to overflow, as in the affine forms themselves.
   */
  private linearKey(e: Expr, used: Set<string>, along: Set<string>, depth: number): ReadonlyMap<string, bigint> | null {
    if (depth > MAX_DEPTH) return null;
    if (e.kind === 'int') return new Map([['', BigInt(e.value)]]);
    if (e.kind !== 'binary' || !LINEAR.has(e.op)) {
      const atom = this.key(e, used, along, depth);
      return atom === null ? null : new Map([[atom, 1n]]);
    }
    const lhs = this.linearKey(e.lhs, used, along, depth + 1);
    const rhs = this.linearKey(e.rhs, used, along, depth + 1);
    if (!lhs || !rhs) return null;
    if (e.op !== 'mul') return sumOf(lhs, rhs, e.op === 'add' ? 1n : -1n);
    const [l, r] = [constantOf(lhs), constantOf(rhs)];
    if (r !== null) return sumOf(new Map(), lhs, r);
    if (l !== null) return sumOf(new Map(), rhs, l);
    return new Map([[`mul(${[showSum(lhs), showSum(rhs)].sort().join(', ')})`, 1n]]);
  }

  /**
   * A text that is equal for equal values; null for what has no stable value. Collects the symbols in it, and the loop
   * variables along which its value may change.
   */
  private key(e: Expr, used: Set<string>, along: Set<string>, depth: number): string | null {
    if (depth > MAX_DEPTH) return null;
    if (e.kind === 'binary' && LINEAR.has(e.op) && this.isIntegral(e)) {
      const sum = this.linearKey(e, used, along, depth);
      return sum && showSum(sum);
    }
    const all = (parts: readonly Expr[]): string | null => {
      const keys: string[] = [];
      for (const p of parts) {
        const k = this.key(p, used, along, depth + 1);
        if (k === null) return null;
        keys.push(k);
      }
      return `(${keys.join(', ')})`;
    };
    const headed = (head: string, parts: readonly Expr[]): string | null => {
      const k = all(parts);
      return k === null ? null : head + k;
    };
    switch (e.kind) {
      case 'int':
      case 'float':
      case 'bool':
        return `${e.kind} ${e.value}`;
      case 'var': {
        const iterator = this.env.iterator(e.name);
        if (!iterator) return null;
        used.add(iterator.id);
        along.add(iterator.id);
        return iterator.id;
      }
      case 'param':
        used.add(this.param(e.name).id);
        return `param ${e.name}`;
      case 'load': {
        const [known, more] = (e.indices.length === 0 && this.env.scalar?.(e.tensor)) || [];
        if (known && !more && known.when.constraints.length === 0) {
          for (const id of known.value.variables()) {
            used.add(id);
            if (this.symbols.kindOf(id) === 'iterator') along.add(id);
            for (const x of this.symbols.get(id).dependsOn ?? []) used.add(x);
            for (const x of this.symbols.get(id).variesWith ?? []) along.add(x);
          }
          return `value ${known.value}`;
        }
        if (this.env.isSize(e)) used.add(this.size(e).id);
        for (const id of this.env.writtenAlong(e.tensor)) along.add(id);
        return headed(`load ${e.tensor} ${this.env.version(e.tensor)}`, e.indices);
      }
      case 'binary':
        return headed(e.op, [e.lhs, e.rhs]);
      case 'unary':
        return headed(e.op, [e.operand]);
      case 'select':
        return headed('select', [e.cond, e.then, e.else]);
      case 'cast':
        return headed(e.dtype, [e.operand]);
      case 'intrinsic':
        return e.sideEffect ? null : headed(JSON.stringify(e.format), e.args);
      case 'unknown':
        return null;
    }
  }
}

const LINEAR: ReadonlySet<BinaryOp> = new Set(['add', 'sub', 'mul']);

const just = (value: Affine): Piece => ({ when: System.universe, value });
const isIntegerType = (t: DType): boolean => isInt(t) || t === 'bool';

/** The range of a type narrower than 32 bits, or unsigned; wider ones are taken as unbounded. */
const within = (v: Affine, dtype: DType): System => {
  if (dtype === 'bool') return System.of(isGe(v, constant(0)), isLe(v, constant(1)));
  const range = intRange(dtype);
  if (!range) return System.universe;
  const bounds: Constraint[] = [];
  if (range.min > -2147483648n) bounds.push(isGe(v, constant(Number(range.min))));
  if (range.max < 2147483647n) bounds.push(isLe(v, constant(Number(range.max))));
  return System.of(...bounds);
};

/** `n` for a scalar, `shape[0]` for an element at constant subscripts. */
export const sizeKey = (e: ExprOf<'load'>): string => (e.indices.length === 0 ? e.tensor : showExpr(e));

const shortText = (e: Expr): string => {
  const text = showExpr(e);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
};

type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';
/** No number of items or of elements is larger. */
const LARGEST_SIZE = fromBigInt((1n << 63n) - 1n);
const BITWISE: ReadonlySet<BinaryOp> = new Set(['bitAnd', 'bitOr', 'bitXor', 'shl', 'shr']);

const COMPARISONS: Readonly<Partial<Record<BinaryOp, Comparison>>> = {
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  eq: '=',
  ne: '!=',
};
const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '!=',
  '!=': '=',
};
const COMPARE: Readonly<Record<Comparison, (a: Affine, b: Affine) => readonly Constraint[]>> = {
  '<': (a, b) => [isLt(a, b)],
  '<=': (a, b) => [isLe(a, b)],
  '>': (a, b) => [isGt(a, b)],
  '>=': (a, b) => [isGe(a, b)],
  '=': (a, b) => [isEq(a, b)],
  '!=': (a, b) => [isLt(a, b), isGt(a, b)],
};

/** One system per alternative constraint, without those that contradict themselves. */
const clean = (when: System, alternatives: readonly Constraint[]): System[] =>
  alternatives.map((c) => when.and(c)).filter((s) => !s.contradictory);

const split = (pieces: readonly Piece[], by: (a: Affine) => readonly Piece[]): Piece[] =>
  pieces
    .flatMap((p) => by(p.value).map((c) => ({ when: p.when.intersect(c.when), value: c.value })))
    .filter((p) => !p.when.contradictory);
