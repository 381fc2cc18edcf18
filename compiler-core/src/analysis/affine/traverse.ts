/**
 * One walk over a function in program order that says, for every access, division and assertion, under which conditions
 * it is reached and what its subscripts and operands are worth.
 *
 * `a && b` reaches `b` where `a` holds, `a || b` where it fails, `c ? a : b` one arm only, as in C.
 * Recursion follows the nesting of statements; beyond `MAX_NESTING` the rest is `skipped`.
 */

import {
  assertNever,
  type Expr,
  type ExprOf,
  type For,
  type Func,
  type Origin,
  type Stmt,
  type StmtOf,
  type VarDef,
  type While,
} from '../../ir/nodes.ts';
import type { DType } from '../../ir/types.ts';
import { childStmts, effectOf, exprDepth, isWall, ownExprs, stmtsIn, visitExpr, writtenBy } from '../../ir/walk.ts';
import { type Affine, constant, floorDiv, isGe, System, type Union, variable } from '../../presburger/index.ts';
import type { Span } from '../../text/span.ts';
import { Context, type Definition, type LoopScope, symbolsOf } from './context.ts';
import { Converter, type Piece, sizeKey } from './convert.ts';
import { enterLoop } from './loop-scalars.ts';
import { matesOf, scalarsOf } from './memory-groups.ts';
import { isMonotone, iterationsOf, limitIterator, roundsOf } from './rounds.ts';
import { Scalars } from './scalars.ts';
import { type SymbolInfo, SymbolTable } from './symbols.ts';

export interface Place {
  readonly context: Context;
  readonly origin: Origin;
  /** The source text of what is asked about. */
  readonly at: Span;
}

export interface Access extends Place {
  readonly kind: 'read' | 'write' | 'update';
  /** The statement it stands in. */
  readonly stmt: Stmt;
  readonly tensor: string;
  /** Null where no definition encloses the access. */
  readonly definition: Definition | null;
  readonly indices: readonly { readonly expr: Expr; readonly pieces: readonly Piece[] }[];
}

export interface Division extends Place {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly divisor: readonly Piece[];
  /** The division with both operands. */
  readonly whole: Span;
}

export interface Assertion extends Place {
  readonly cond: Expr;
  /** Where the condition may hold. */
  readonly holds: Union;
}

/** An address that has to be a multiple of what is read there. */
export interface Alignment extends Place {
  readonly fails: Union;
}

/** A value of an index or a guard that is computed in a signed type, and may not fit it. */
export interface Overflow extends Place {
  readonly expr: Expr;
  readonly dtype: DType;
  /** The value as an integer, where `when` holds. */
  readonly value: Affine;
  readonly when: System;
}

/** A statement that may read and write any element of some tensors. */
export interface Opaque {
  readonly stmt: Stmt;
  readonly context: Context;
  /** Those in scope, each with its definition. */
  readonly tensors: ReadonlyMap<string, Definition>;
  /** How many accesses come before it. */
  readonly after: number;
}

/** What a function does that can go wrong by its integers. */
export interface Sites {
  /** In program order; the loads of a statement come before its write. */
  readonly accesses: readonly Access[];
  /** Of integers; a division of floating-point numbers by zero is an infinity, no fault. */
  readonly divisions: readonly Division[];
  readonly assertions: readonly Assertion[];
  readonly alignments: readonly Alignment[];
  /** Those that numbers alone decide: of sizes it is taken that they are small enough. */
  readonly overflows: readonly Overflow[];
  /** Not modelled, or nested too deep. */
  readonly opaque: readonly Opaque[];
  readonly symbols: SymbolTable;
  /** Statements that nest too deep to be looked at. */
  readonly skipped: readonly Span[];
  /** What is taken to hold of a kernel's integers: that sizes and indices fit their types. */
  readonly assumptions: ReadonlySet<string>;
}

/** How the reader of kernels says what has to hold of an address. */
const ALIGNED = 'is_aligned(%)';
/** Assumptions that are told apart. */
const MAX_ASSUMPTIONS = 16;
const MAX_NESTING = 1500;
const MAX_EXPR_NESTING = 400;
const DIVISIONS: ReadonlySet<string> = new Set(['floorDiv', 'ceilDiv', 'roundTowards0Div', 'mod', 'remainder']);

/** Visits everything in `func`. O(nodes · nesting). */
export const traverse = (func: Func): Sites => {
  const walk = new Traversal(func);
  walk.stmt(func.body, Context.root(walk.symbols), 0);
  return walk;
};

class Traversal implements Sites {
  readonly symbols = new SymbolTable();
  readonly accesses: Access[] = [];
  readonly divisions: Division[] = [];
  readonly assertions: Assertion[] = [];
  readonly alignments: Alignment[] = [];
  readonly overflows: Overflow[] = [];
  /** What was taken to fit since the last access or guard. */
  private suspects: Omit<Overflow, keyof Place>[] = [];
  readonly opaque: Opaque[] = [];
  readonly skipped: Span[] = [];
  readonly assumptions = new Set<string>();
  private readonly isKernel: boolean;
  /** What scalars of one item hold, in a kernel. */
  private readonly scalars = new Scalars();
  /** Scalars of one item that only stores to their own name change. */
  tracked: ReadonlyMap<string, DType> = new Map();
  /** Tensors that may share memory with a tensor, itself included. */
  private mates: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  readonly converter: Converter;
  private readonly iterators = new Map<string, SymbolInfo>();
  /** Around the statement at hand, from the outermost. */
  private readonly loops: LoopScope[] = [];
  private readonly definitions = new Map<string, Definition>();
  private readonly versions = new Map<string, number>();
  private lastVersion = 0;
  /** Tensors that any statement may write; null: all. */
  private readonly written: ReadonlySet<string> | null;
  /** Tensors each statement may write; null: all. */
  private readonly writes = new Map<Stmt, ReadonlySet<string> | null>();
  private readonly unmodelled = new Set<Stmt>();
  /** Loads that extents are made of. */
  private readonly inShapes = new Set<string>();

  constructor(func: Func) {
    this.isKernel = func.kernel !== undefined;
    const shared = this.summarise(func.body);
    const integers = new Set(func.externals.filter((p) => p.integer).map((p) => p.name));
    this.written = shared ? null : (this.writes.get(func.body) ?? null);
    const environment = {
      iterator: (name: string) => this.iterators.get(name) ?? null,
      writtenAlong: (tensor: string) => this.writtenAlong(tensor),
      version: (tensor: string) => `${this.definitions.get(tensor)?.stmt.id ?? ''}.${this.versions.get(tensor) ?? 0}`,
      isSize: (load: ExprOf<'load'>) => {
        const { access, memory } = this.definitions.get(load.tensor)?.stmt ?? {};
        if (access !== 'input' || this.written === null || this.written.has(load.tensor)) return false;
        return (
          load.indices.every((i) => i.kind === 'int') && (memory === 'byvalue' || this.inShapes.has(sizeKey(load)))
        );
      },
      isIntegerParam: (name: string) => integers.has(name),
      scalar: (name: string) => this.scalars.get(name),
    };
    const note = (value: Affine, dtype: DType, when: System, expr: Expr): void => {
      const ids = [...value.variables()];
      const isNumbers = ids.every((id) => this.symbols.isPlain(id) && !this.symbols.hasSize(id));
      if (isNumbers && !dtype.startsWith('u')) this.suspects.push({ expr, dtype, value, when });
      if (this.assumptions.size < MAX_ASSUMPTIONS) this.assumptions.add(`${this.symbols.show(value)} fits ${dtype}`);
    };
    this.converter = new Converter(this.symbols, environment, this.isKernel ? { note } : null);
  }

  /** Fills `writes` and `unmodelled` bottom up; returns whether tensors may share memory. */
  private summarise(root: Stmt): boolean {
    const all = stmtsIn(root);
    const defs = all.filter((s) => s.kind === 'varDef');
    if (this.isKernel) {
      this.mates = matesOf(defs);
      this.tracked = scalarsOf(defs, this.mates);
    }
    // In a kernel it is known which: `mates`.
    const shared = !this.isKernel && defs.some((s) => s.view !== null || s.aliasClass !== null);
    for (const s of all) {
      for (const extent of s.kind === 'varDef' ? s.shape : []) {
        visitExpr(extent, (e) => {
          if (e.kind === 'load') this.inShapes.add(sizeKey(e));
          return true;
        });
      }
    }
    for (const s of all.reverse()) {
      let names: Set<string> | null = new Set(writtenBy(s).flatMap((t) => [...(this.mates.get(t) ?? [t])]));
      if (s.kind === 'any') names = null;
      if (s.kind === 'notModelled')
        names = s.tensors && new Set(s.tensors.flatMap((t) => [...(this.mates.get(t) ?? [t])]));
      if (s.kind === 'any' || s.kind === 'notModelled') this.unmodelled.add(s);
      if (shared && names && names.size > 0) names = null;
      for (const inner of childStmts(s)) {
        const more = this.writes.get(inner);
        if (more === null || more === undefined) names = null;
        else if (names) for (const n of more) names.add(n);
        if (this.unmodelled.has(inner)) this.unmodelled.add(s);
      }
      this.writes.set(s, names);
    }
    return shared;
  }

  private writtenAlong(tensor: string): readonly string[] {
    return this.loops.flatMap(({ stmt, iterator }) => {
      const names = this.writes.get(stmt);
      return names?.has(tensor) === false ? [] : [iterator.id];
    });
  }

  private touchAnything(s: Stmt, context: Context): void {
    const names = this.writes.get(s);
    const tensors = new Map([...this.definitions].filter(([name]) => !names || names.has(name)));
    this.opaque.push({ stmt: s, context, tensors, after: this.accesses.length });
    this.forget(s);
    if (names) this.scalars.forget(names);
    else this.scalars.forgetAll();
  }

  /** Gives everything that `s` may write a version of its own. */
  private forget(s: Stmt): void {
    const names = this.writes.get(s) ?? [...this.definitions.keys()];
    this.lastVersion++;
    for (const n of names) this.versions.set(n, this.lastVersion);
  }

  /** Gives everything that other items may have written a version of its own: all that is written and not one item's own. */
  private forgetOthers(): void {
    this.lastVersion++;
    for (const [name, { stmt }] of this.definitions) {
      const own = stmt.memory === 'gpu/local' && this.written !== null;
      if (!own && (this.written === null || this.written.has(name))) this.versions.set(name, this.lastVersion);
    }
  }

  stmt(s: Stmt, context: Context, depth: number): void {
    if (depth > MAX_NESTING || ownExprs(s).some((e) => exprDepth(e) > MAX_EXPR_NESTING)) {
      this.skipped.push(s.origin.span);
      this.touchAnything(s, context);
      return;
    }
    const read = (e: Expr): void => this.expr(e, context, s);
    // What was noted before belongs to other conditions.
    this.suspects = [];
    switch (s.kind) {
      case 'seq': {
        let here = context;
        for (const inner of s.stmts) {
          this.stmt(inner, here, depth + 1);
          // What is not modelled may also have left the block.
          if (this.unmodelled.has(inner)) here = here.unclear('what is not modelled');
        }
        return;
      }
      case 'varDef':
        this.varDef(s, context, depth);
        return;
      case 'store':
      case 'reduceTo':
      case 'atomicRMW':
        read(s.value);
        if (s.kind === 'atomicRMW' && s.expected) read(s.expected);
        for (const i of s.indices) read(i);
        this.access(effectOf(s), s.tensor, s.indices, context, s, s.at);
        if (s.kind === 'atomicRMW' && s.result !== null) this.access('write', s.result, [], context, s, s.at);
        if (s.kind === 'store' && this.tracked.has(s.tensor)) {
          this.assign(s);
          this.flushSuspects(context, s);
        } else {
          this.scalars.forget(writtenBy(s));
          this.forget(s);
        }
        if (isWall(s)) this.forgetOthers();
        return;
      case 'for':
        this.loop(s, context, depth);
        return;
      case 'while':
        this.rounds(s, context, depth);
        return;
      case 'if': {
        read(s.cond);
        const before = new Map(this.versions);
        const holds = this.converter.condition(s.cond);
        const fails = this.converter.condition(s.cond, false);
        this.flushSuspects(context, s);
        const then = context.where(holds);
        const otherwise = context.where(fails);
        const unchanged = this.scalars.copy();
        this.stmt(s.then, then, depth + 1);
        const after = this.scalars.copy();
        this.scalars.become(unchanged);
        if (s.else) {
          for (const [name, version] of before) this.versions.set(name, version);
          this.stmt(s.else, otherwise, depth + 1);
        }
        this.scalars.join(after, this.scalars.copy(), holds, fails);
        this.forget(s);
        return;
      }
      case 'assert':
      case 'assume': {
        read(s.cond);
        const holds = this.converter.condition(s.cond);
        if (s.kind === 'assert') {
          this.assertions.push({ context, origin: s.origin, at: s.cond.at, cond: s.cond, holds });
        }
        this.stmt(s.body, context.where(holds), depth + 1);
        return;
      }
      case 'eval':
        read(s.value);
        if (s.value.kind === 'intrinsic' && s.value.format === ALIGNED) {
          const [cond] = s.value.args;
          const fails = cond ? this.converter.condition(cond, false) : [];
          this.alignments.push({ context, origin: s.origin, at: s.origin.span, fails });
        }
        return;
      case 'any':
      case 'notModelled':
        this.touchAnything(s, context);
        return;
      case 'collective':
        read(s.value);
        if (s.argument) read(s.argument);
        if (s.result !== null) this.access('write', s.result, [], context, s, s.at);
        this.scalars.forget(writtenBy(s));
        this.forget(s);
        this.forgetOthers();
        return;
      case 'barrier':
      case 'fence':
        this.forgetOthers();
        return;
      default:
        assertNever(s);
    }
  }

  private varDef(s: VarDef, context: Context, depth: number): void {
    for (const e of s.shape) this.expr(e, context, s);
    if (s.view) this.expr(s.view.byteOffset, context, s);
    const extents = s.shape.map((e) => (this.isKernel ? this.converter.extent(e) : this.converter.value(e)));
    const outer = this.definitions.get(s.name);
    this.definitions.set(s.name, { stmt: s, extents });
    this.scalars.forget([s.name]);
    this.stmt(s.body, context.assuming([...extents, ...(this.isKernel ? this.factorsOf(extents) : [])]), depth + 1);
    if (outer) this.definitions.set(s.name, outer);
    else this.definitions.delete(s.name);
  }

  /** The sizes that extents are made of: what has as many elements as their product has not fewer than none of either. */
  private factorsOf(extents: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
    const out: (readonly Piece[])[] = [];
    for (const [only, more] of extents) {
      const [term, second] = only?.value.terms ?? [];
      if (!only || more || !term || second || term.coef < 0 || only.value.constant > 0) continue;
      const names = this.symbols.factorsOf(term.name) ?? (term.div ? [] : [term.name]);
      for (const id of names) {
        if (this.symbols.kindOf(id) !== 'size') continue;
        this.symbols.limit(id, { low: 0, high: null });
        if (names.length > 1) out.push([{ when: System.universe, value: variable(id) }]);
      }
    }
    return out;
  }

  /** The scalar holds what the store gives it. */
  private assign(s: StmtOf<'store'>): void {
    const dtype = this.definitions.get(s.tensor)?.stmt.dtype;
    const pieces = dtype ? this.converter.value({ kind: 'cast', dtype, operand: s.value, at: s.at }) : null;
    this.forget(s);
    if (pieces) this.scalars.set(s.tensor, pieces);
    else this.scalars.forget([s.tensor]);
  }

  /** `enterLoop`, in a kernel. */
  private enter(s: For | While, round: Affine | null): (rounds: readonly Piece[] | null) => void {
    if (!this.isKernel) return () => {};
    return enterLoop(this, this.scalars, s.body, this.writes.get(s) ?? null, round);
  }

  private loop(s: For, context: Context, depth: number): void {
    for (const e of [s.begin, s.end, s.step]) this.expr(e, context, s);
    // How many items there are is a size.
    const isGrid = this.isKernel && s.property.parallel !== 'serial';
    const bounds = [s.begin, s.end, s.step].map((e) => (isGrid ? this.converter.extent(e) : this.converter.value(e)));
    this.flushSuspects(context, s);
    const iterator = this.symbols.intern(`loop ${s.id}`, 'iterator', s.iter);
    if (this.isKernel) limitIterator(iterator.id, bounds, this.symbols);
    const iterations = iterationsOf(variable(iterator.id), bounds);
    const used = symbolsOf(iterations.union);
    const dataBound = [...used].some(
      (id) => this.symbols.kindOf(id) === 'data' || context.loops.some((l) => l.iterator.id === id && l.dataBound),
    );
    this.forget(s);
    const outer = this.iterators.get(s.iter);
    this.iterators.set(s.iter, iterator);
    const [begin = [], end = [], steps = []] = bounds;
    const [step] = steps;
    const scope: LoopScope = {
      stmt: s,
      iterator,
      begin,
      end,
      step: steps.length === 1 && step?.value.isConstant ? step.value.constant : null,
      dataBound: dataBound || !iterations.exact,
    };
    const [first, another] = begin;
    const exact = first && !another && scope.step !== null && scope.step !== 0;
    const round = exact ? floorDiv(variable(iterator.id).minus(first.value), scope.step) : null;
    const leave = this.enter(s, round);
    this.loops.push(scope);
    let inside = context.inLoop(scope, iterations.union);
    if (!iterations.exact) inside = inside.unclear('the step of the loop');
    if (this.unmodelled.has(s.body)) inside = inside.unclear('what is not modelled');
    this.stmt(s.body, inside, depth + 1);
    this.loops.pop();
    if (outer) this.iterators.set(s.iter, outer);
    else this.iterators.delete(s.iter);
    const [last, other] = end;
    leave(exact && last && !other ? roundsOf(first, last, scope.step) : null);
  }

  private rounds(s: While, context: Context, depth: number): void {
    this.forget(s);
    const iterator = this.symbols.intern(`loop ${s.id}`, 'iterator', 'round');
    const begin: readonly Piece[] = [{ when: System.universe, value: constant(0) }];
    const scope: LoopScope = { stmt: s, iterator, begin, end: [], step: 1, dataBound: true };
    const leave = this.enter(s, variable(iterator.id));
    if (this.isKernel) this.symbols.limit(iterator.id, { low: 0, high: null });
    this.loops.push(scope);
    const round = context.inLoop(scope, [System.of(isGe(variable(iterator.id), constant(0)))]);
    const goesOn = this.converter.condition(s.cond);
    // Where the condition holds in a round it held in those before: then it says which rounds there are.
    const counted = this.isKernel && isMonotone(goesOn, iterator.id) && !this.unmodelled.has(s.body);
    this.expr(s.cond, this.isKernel ? round.unclear('the loop goes on') : round, s);
    const inside = round.where(goesOn);
    this.stmt(s.body, counted ? inside : inside.unclear('the loop goes on'), depth + 1);
    this.loops.pop();
    leave(null);
  }

  private expr(e: Expr, context: Context, s: Stmt): void {
    const { origin } = s;
    switch (e.kind) {
      case 'load':
        for (const i of e.indices) this.expr(i, context, s);
        this.access('read', e.tensor, e.indices, context, s, e.at);
        return;
      case 'binary':
        this.expr(e.lhs, context, s);
        if ((e.op === 'lAnd' || e.op === 'lOr') && this.isInteresting(e.rhs)) {
          this.expr(e.rhs, context.where(this.converter.condition(e.lhs, e.op === 'lAnd')), s);
        } else this.expr(e.rhs, context, s);
        if (DIVISIONS.has(e.op) && this.converter.isIntegral(e.lhs) && this.converter.isIntegral(e.rhs)) {
          const divisor = this.converter.value(e.rhs);
          this.divisions.push({ context, origin, at: e.rhs.at, lhs: e.lhs, rhs: e.rhs, divisor, whole: e.at });
        }
        return;
      case 'select':
        this.expr(e.cond, context, s);
        for (const [arm, holds] of [
          [e.then, true],
          [e.else, false],
        ] as const) {
          if (this.isInteresting(arm)) {
            this.expr(arm, context.where(this.converter.condition(e.cond, holds)), s);
          }
        }
        return;
      case 'unary':
      case 'cast':
        this.expr(e.operand, context, s);
        return;
      case 'intrinsic':
        for (const a of e.args) this.expr(a, context, s);
        return;
      case 'int':
      case 'float':
      case 'bool':
      case 'var':
      case 'param':
      case 'unknown':
        return;
      default:
        assertNever(e);
    }
  }

  /** Whether an expression has anything in it that is a site. */
  private isInteresting(root: Expr): boolean {
    let found = false;
    visitExpr(root, (e) => {
      found ||= e.kind === 'load' || (e.kind === 'binary' && DIVISIONS.has(e.op));
      return !found;
    });
    return found;
  }

  /** What was taken to fit belongs to this place. */
  private flushSuspects(context: Context, { origin }: Stmt): void {
    for (const x of this.suspects) this.overflows.push({ ...x, context, origin, at: x.expr.at });
    this.suspects = [];
  }

  private access(
    kind: Access['kind'],
    tensor: string,
    indices: readonly Expr[],
    context: Context,
    stmt: Stmt,
    at: Span,
  ): void {
    this.accesses.push({
      kind,
      stmt,
      tensor,
      definition: this.definitions.get(tensor) ?? null,
      indices: indices.map((expr) => ({ expr, pieces: this.converter.value(expr) })),
      context,
      origin: stmt.origin,
      at,
    });
    this.flushSuspects(context, stmt);
  }
}
