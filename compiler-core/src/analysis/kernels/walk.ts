/**
 * One walk over a kernel that says what each work-item does to memory, under which conditions, between which barriers.
 *
 * Differs from `affine/traverse.ts` in what only kernels need: private scalars are followed to the expressions that they
 * hold, or get a name for each value they may have; work-item numbers are the same symbols in every nest of items; and
 * the accesses stand in a skeleton of sequences, branches, loops and barriers that `intervals.ts` reads.
 * `while` loops over constants are walked round by round.
 */

import type { Expr, ExprOf, For, Func, Stmt, StmtOf, VarDef, While } from '../../ir/nodes.ts';
import { printExpr } from '../../ir/print.ts';
import { bitsOf, isInt } from '../../ir/types.ts';
import {
  childStmts,
  exprDepth,
  exprsIn,
  isWall,
  mapExpr,
  ownExprs,
  stmtDepth,
  stmtsIn,
  visitExpr,
  writtenBy,
} from '../../ir/walk.ts';
import { type Affine, constant, isGe, isLt, System, type Union, variable } from '../../presburger/index.ts';
import type { Span } from '../../text/span.ts';
import { Context } from '../affine/context.ts';
import { Converter, type Piece } from '../affine/convert.ts';
import { iterationsOf } from '../affine/rounds.ts';
import { type SymbolInfo, SymbolTable } from '../affine/symbols.ts';
import { delinearised, type Subscripted } from './delinearise.ts';
import { constantTruth, plainIndex } from './plain-index.ts';
import { roundsOf } from './rounds.ts';
import { ITEM, type Level, type Uniformity } from './uniform.ts';

/** One dimension of the launch, outermost first: as the source counts them. */
export interface Dimension {
  /** `k` of `blockIdx` and `threadIdx`: 'x', 'y' or 'z'. */
  readonly axis: string;
  readonly group: SymbolInfo | null;
  readonly item: SymbolInfo | null;
  /** `group · size + item` where the size of a group is a symbol. */
  readonly global: SymbolInfo | null;
  readonly groups: readonly Piece[];
  /** Items of a group; empty where there are no groups. */
  readonly size: readonly Piece[];
}

export interface Access {
  readonly kind: 'read' | 'write' | 'update';
  readonly stmt: Stmt;
  readonly tensor: string;
  readonly def: VarDef | null;
  readonly at: Span;
  /** As they are compared: perhaps more of them than the source has. */
  readonly subscripts: readonly (readonly Piece[])[];
  /** As the source has them. */
  readonly element: readonly (readonly Piece[])[];
  /** How much what is written differs between items, its condition included. */
  readonly valueLevel: Level;
  /** Of a store: what is written, as it stands after the private values are put in. */
  readonly value: Expr | null;
  /** Its value as an integer; empty where it is none. */
  readonly whole: readonly Piece[];
  readonly context: Context;
  readonly atomic: { readonly scope: string; readonly order: string } | null;
  /** Conditions that are not the same for a whole group hide it from no analysis; they are in `context`. */
  readonly place: Place;
  /** It stands outside the nests of items: one item of the group does it. */
  readonly leader: boolean;
}

export interface Place {
  readonly list: SkeletonList;
  readonly index: number;
}
export interface SkeletonList {
  readonly nodes: SkeletonNode[];
  /** Where the branch or loop stands that it is part of; null for the outermost list. */
  owner: { readonly node: SkeletonNode; readonly place: Place } | null;
}
export type SkeletonNode =
  | { readonly kind: 'access' }
  | {
      readonly kind: 'barrier';
      readonly stmt: StmtOf<'barrier' | 'collective'>;
      readonly scope: 'subGroup' | 'workGroup';
      readonly memory: 'local' | 'global' | 'both';
      readonly context: Context;
      /** Around it, from the outermost. */
      readonly loops: readonly Loop[];
    }
  | { readonly kind: 'branch'; readonly arms: { readonly when: Union; readonly list: SkeletonList }[] }
  | {
      readonly kind: 'loop';
      readonly iterator: SymbolInfo;
      readonly stmt: For | While;
      readonly begin: readonly Piece[];
      readonly end: readonly Piece[];
      readonly step: number | null;
      readonly list: SkeletonList;
    };
export type Barrier = SkeletonNode & { readonly kind: 'barrier' };
export type Loop = SkeletonNode & { readonly kind: 'loop' };

/** A value of a private variable that has no expression: the same for items and rounds as `level` and `along` say. */
export interface NamedValue {
  readonly level: Level;
  /** Loops in each round of which it may be another. */
  readonly along: ReadonlySet<string>;
}

export interface KernelWalk {
  readonly symbols: SymbolTable;
  readonly dimensions: readonly Dimension[];
  readonly accesses: readonly Access[];
  readonly barriers: readonly Barrier[];
  readonly named: ReadonlyMap<string, NamedValue>;
  /** Statements that may do anything to some tensors (null: to all). */
  readonly opaque: readonly {
    readonly tensors: readonly string[] | null;
    readonly reason: string;
    readonly at: Span;
  }[];
  /** Items may learn of each other's work by other means than barriers. */
  readonly synchronises: boolean;
  readonly assumptions: ReadonlySet<string>;
  readonly baseOf: (tensor: string) => string;
  readonly root: SkeletonList;
  /** Items of a sub-group, where the kernel says. */
  readonly subGroup: number | null;
  /** That an item is there at all: its numbers lie in the launch. */
  readonly present: Union;
}

const MAX_NESTING = 400;
const MAX_SIZE = 60;
const MAX_ACCESSES = 4000;

export const walkKernel = (func: Func, uniform: Uniformity, trusted: ReadonlySet<string> = new Set()): KernelWalk => {
  const walk = new Walk(func, uniform, trusted);
  walk.start();
  return walk;
};

const int = (n: number, at: Span): Expr => ({ kind: 'int', value: BigInt(n), at });
const sizeOfExpr = (e: Expr): number => {
  let n = 0;
  visitExpr(e, () => {
    n++;
    return n <= MAX_SIZE;
  });
  return n;
};

interface Linear extends Subscripted {
  readonly index: number;
}

/** A subscript is equal to another one modulo the width of addresses: what wraps around in both is as good as what does not. */
const withoutWrap = (e: Expr): Expr => {
  if (e.kind === 'cast' && (e.dtype === 'uint64' || e.dtype === 'uint32')) return withoutWrap(e.operand);
  if (e.kind !== 'binary' || (e.op !== 'add' && e.op !== 'sub' && e.op !== 'mul')) return e;
  return { ...e, lhs: withoutWrap(e.lhs), rhs: withoutWrap(e.rhs) };
};

type Env = Map<string, Expr | null>;

class Walk implements KernelWalk {
  readonly symbols = new SymbolTable();
  readonly dimensions: Dimension[] = [];
  readonly accesses: Access[] = [];
  readonly barriers: Barrier[] = [];
  readonly named = new Map<string, NamedValue>();
  readonly opaque: { tensors: readonly string[] | null; reason: string; at: Span }[] = [];
  readonly assumptions = new Set<string>();
  readonly synchronises: boolean;
  readonly root: SkeletonList = { nodes: [], owner: null };
  present: Union = [System.universe];
  readonly subGroup: number | null;
  private readonly converter: Converter;
  private list: SkeletonList = this.root;
  private readonly iterators = new Map<string, { info: SymbolInfo; natural: boolean }>();
  private readonly loops: string[] = [];
  private around: readonly Loop[] = [];
  private readonly defs = new Map<string, VarDef>();
  private readonly versions = new Map<string, number>();
  private lastVersion = 0;
  private lastName = 0;
  private env: Env = new Map();
  private readonly scalars = new Set<string>();
  private readonly bases = new Map<string, string>();
  private readonly touched: ReadonlySet<string> | null;
  private readonly integers: Set<string>;
  private readonly items = new Map<string, { axis: string; role: 'group' | 'item' }>();
  private readonly extents = new Map<string, string>();
  private readonly grouped: boolean;
  /** Dimensions of which the kernel asks for a number. */
  private readonly used: ReadonlySet<string>;
  private insideItems = false;
  private insideGrid = false;
  private readonly linear: Linear[] = [];
  private full = false;

  constructor(
    private readonly func: Func,
    private readonly uniform: Uniformity,
    private readonly trusted: ReadonlySet<string>,
  ) {
    this.subGroup = func.kernel?.reqdSubGroupSize ?? null;
    const all = stmtsIn(func.body);
    const written = all.flatMap((s) => writtenBy(s));
    const opaque = all.filter((s) => s.kind === 'any' || s.kind === 'notModelled');
    const wild = opaque.some((s) => s.kind === 'any' || (s.kind === 'notModelled' && s.tensors === null));
    const named = opaque.flatMap((s) => (s.kind === 'notModelled' ? (s.tensors ?? []) : []));
    for (const s of all) {
      if (s.kind !== 'varDef') continue;
      if (s.view) this.bases.set(s.name, s.view.tensor);
      if (s.memory === 'byvalue' && s.access === 'input') this.scalars.add(s.name);
    }
    this.touched = wild ? null : new Set([...written, ...named].map((name) => this.baseOf(name)));
    this.integers = new Set(func.externals.filter((p) => p.integer).map((p) => p.name));
    this.grouped = all.some((s) => s.kind === 'for' && s.property.parallel.startsWith('threadIdx'));
    this.synchronises = all.some(
      (s) => s.kind === 'fence' || (s.kind === 'atomicRMW' && s.order !== 'relaxed' && s.scope !== 'workItem'),
    );
    const names = new Set<string>();
    for (const e of exprsIn(func.body)) if (e.kind === 'var') names.add(e.name);
    this.used = new Set(
      all.flatMap((s) =>
        s.kind === 'for' && s.property.parallel.includes('Idx') && names.has(s.iter)
          ? [s.property.parallel.slice(-1)]
          : [],
      ),
    );
    this.converter = new Converter(this.symbols, {
      iterator: (name) => this.iterators.get(name)?.info ?? null,
      version: (tensor) => `${this.defs.get(tensor)?.id ?? ''}.${this.versions.get(tensor) ?? 0}`,
      writtenAlong: (tensor) => this.writtenAlong(tensor),
      isSize: (load) => this.isArgument(load),
      isIntegerParam: (name) => this.integers.has(name),
    });
  }

  start(): void {
    const deep =
      stmtDepth(this.func.body) > MAX_NESTING ||
      stmtsIn(this.func.body).some((s) => ownExprs(s).some((e) => exprDepth(e) > MAX_NESTING));
    if (deep) {
      this.opaque.push({ tensors: null, reason: 'the kernel nests too deeply', at: this.func.origin.span });
      return;
    }
    this.stmt(this.func.body, Context.root(this.symbols));
    this.delinearise();
  }

  /** With iterators under names that stay theirs after their loops. */
  private lasting(e: Expr): Expr {
    return mapExpr(e, (x) => {
      const known = x.kind === 'var' ? this.iterators.get(x.name) : undefined;
      if (x.kind !== 'var' || !known) return x;
      const name = `iterator ${known.info.id}`;
      this.iterators.set(name, known);
      return { ...x, name };
    });
  }

  /** Where all accesses to a tensor have products of sizes in their only subscript, and can be split, they are. */
  private delinearise(): void {
    const byTensor = new Map<string, Linear[]>();
    for (const l of this.linear) {
      const { tensor } = this.accesses[l.index] as Access;
      byTensor.set(tensor, [...(byTensor.get(tensor) ?? []), l]);
    }
    const reader = {
      value: (e: Expr) => this.converter.value(e),
      isSize: (e: Expr) => (e.kind === 'param' && !e.name.includes('#')) || (e.kind === 'load' && this.isArgument(e)),
    };
    for (const [tensor, list] of byTensor) {
      if (this.accesses.filter((a) => a.tensor === tensor).length !== list.length) continue;
      const tuples = delinearised(list, reader);
      for (const [k, tuple] of (tuples ?? []).entries()) {
        const at = list[k]?.index ?? 0;
        this.accesses[at] = { ...(this.accesses[at] as Access), subscripts: tuple.map((e) => this.converter.value(e)) };
      }
    }
  }

  private isArgument({ tensor, indices }: ExprOf<'load'>): boolean {
    return this.scalars.has(tensor) && indices.length === 0 && !this.mayChange(tensor);
  }

  /** The allocation that a view is a window on. */
  baseOf(tensor: string): string {
    let base = tensor;
    for (let k = 0; k < 8; k++) base = this.bases.get(base) ?? base;
    return base;
  }

  private mayChange(tensor: string): boolean {
    return this.touched === null || this.touched.has(this.baseOf(tensor));
  }

  private writtenAlong(tensor: string): readonly string[] {
    const def = this.defs.get(tensor);
    if (!this.mayChange(tensor)) return def?.memory === 'gpu/shared' ? this.groupSymbols() : [];
    const loops = this.loops;
    if (this.trusted.has(tensor)) return [...this.groupSymbols(), ...loops];
    return [...[...this.items.keys()].flatMap((name) => this.iterators.get(name)?.info.id ?? []), ...loops];
  }
  private groupSymbols(): string[] {
    return this.dimensions.flatMap((d) => (d.group ? [d.group.id] : []));
  }

  // ---- values -------------------------------------------------------------------------------------------------------

  private plain(e: Expr): Expr {
    return plainIndex(e, {
      isNatural: (name) => this.iterators.get(name)?.natural ?? false,
      resolve: (x) => this.resolve(x),
    });
  }

  private isPrivate(def: VarDef | undefined): boolean {
    return def?.memory === 'gpu/local' && def.shape.length === 0 && def.view === null && def.aliasClass === null;
  }

  private resolve(e: Expr): Expr | null {
    if (e.kind === 'load' && e.indices.length === 0 && this.isPrivate(this.defs.get(e.tensor))) {
      const known = this.env.get(e.tensor);
      return known ?? null;
    }
    return e.kind === 'binary' && e.op === 'add' ? this.globalNumber(e) : null;
  }

  /** `g * size + l` of one dimension, where the size is no number. */
  private globalNumber(e: ExprOf<'binary'>): Expr | null {
    for (const [product, item] of [
      [e.lhs, e.rhs],
      [e.rhs, e.lhs],
    ] as const) {
      if (item.kind !== 'var' || product.kind !== 'binary' || product.op !== 'mul') continue;
      const own = this.items.get(item.name);
      const extent = this.extents.get(item.name);
      if (own?.role !== 'item' || extent === undefined) continue;
      for (const [group, size] of [
        [product.lhs, product.rhs],
        [product.rhs, product.lhs],
      ] as const) {
        if (group.kind !== 'var' || size.kind === 'int') continue;
        const other = this.items.get(group.name);
        if (other?.role !== 'group' || other.axis !== own.axis || printExpr(size) !== extent) continue;
        const name = `global.${own.axis}`;
        return this.iterators.has(name) ? { kind: 'var', name, dtype: 'int64', at: e.at } : null;
      }
    }
    return null;
  }

  /** Whether an expression means the same wherever it is put. */
  private isStable(e: Expr): boolean {
    let stable = true;
    visitExpr(e, (x) => {
      if (x.kind === 'load' && (this.mayChange(x.tensor) || this.defs.get(x.tensor)?.memory === 'gpu/local'))
        stable = false;
      if (x.kind === 'unknown' || (x.kind === 'intrinsic' && x.sideEffect)) stable = false;
      return stable;
    });
    return stable && sizeOfExpr(e) <= MAX_SIZE;
  }

  /** How much a plain expression differs between items, by the values that its names stand for here. */
  private levelOf(e: Expr): Level {
    let level: Level = 0;
    visitExpr(e, (x) => {
      const own =
        x.kind === 'param'
          ? this.named.get(this.symbols.intern(`param ${x.name}`, 'size', x.name).id)?.level
          : x.kind === 'var' && x.name.startsWith('global.')
            ? ITEM
            : x.kind === 'load' || x.kind === 'var' || x.kind === 'intrinsic' || x.kind === 'unknown'
              ? this.uniform.ofExpr(x).level
              : 0;
      if (own !== undefined && own > level) level = own;
      return level < ITEM && x.kind !== 'load';
    });
    return level;
  }

  /** A name for whatever the variable holds from here on. */
  private fresh(tensor: string, level = this.uniform.ofVariable(tensor).level): Expr {
    const def = this.defs.get(tensor);
    const at = def?.origin.span ?? this.func.origin.span;
    const name = `${def?.spelled ?? tensor}#${++this.lastName}`;
    const dtype = def?.dtype ?? 'unknown';
    if (isInt(dtype) || dtype === 'bool') this.integers.add(name);
    const { id } = this.symbols.intern(`param ${name}`, 'size', name);
    this.named.set(id, {
      level,
      along: new Set(this.loops),
    });
    const param: Expr = { kind: 'param', name, at };
    if (dtype === 'bool') return { kind: 'binary', op: 'ne', lhs: param, rhs: int(0, at), at };
    // Conversions of integers are left out by `plainIndex`; of floats they keep the value from being taken for an integer.
    return isInt(dtype) ? param : { kind: 'cast', dtype, operand: param, at };
  }

  private assign(s: StmtOf<'store'>): void {
    if (!this.isPrivate(this.defs.get(s.tensor))) return;
    const plain = this.plain(s.value);
    const value = this.isStable(plain)
      ? plain
      : this.fresh(s.tensor, Math.max(this.levelOf(plain), this.uniform.ofControl(s).level) as Level);
    this.env.set(s.tensor, value);
  }

  private forgetWritten(s: Stmt): void {
    const names = new Set<string>();
    for (const inner of stmtsIn(s)) {
      for (const n of writtenBy(inner)) names.add(n);
      if (inner.kind === 'notModelled') for (const n of inner.tensors ?? this.defs.keys()) names.add(n);
      if (isWall(inner)) for (const n of this.shared()) this.bump(n);
    }
    for (const n of names) {
      this.bump(n);
      if (this.isPrivate(this.defs.get(n))) this.env.set(n, this.fresh(n));
    }
  }
  private bump(tensor: string): void {
    this.versions.set(tensor, ++this.lastVersion);
  }
  private shared(): string[] {
    return [...this.defs.values()].flatMap((d) => (d.memory !== 'gpu/local' && this.mayChange(d.name) ? [d.name] : []));
  }

  // ---- statements ---------------------------------------------------------------------------------------------------

  private add(node: SkeletonNode): Place {
    this.list.nodes.push(node);
    return { list: this.list, index: this.list.nodes.length - 1 };
  }
  private within(list: SkeletonList, what: () => void): void {
    const outer = this.list;
    this.list = list;
    what();
    this.list = outer;
  }

  private stmt(s: Stmt, context: Context): void {
    switch (s.kind) {
      case 'seq':
        for (const inner of s.stmts) this.stmt(inner, context);
        return;
      case 'varDef': {
        this.reads(s.shape, context, s);
        const outer = this.defs.get(s.name);
        this.defs.set(s.name, s);
        this.bump(s.name);
        if (this.isPrivate(s)) this.env.set(s.name, this.fresh(s.name));
        this.stmt(s.body, context);
        if (outer) this.defs.set(s.name, outer);
        return;
      }
      case 'store':
        this.reads([s.value, ...s.indices], context, s);
        this.access('write', s, s.tensor, s.indices, context, s.at, s.value);
        this.assign(s);
        this.bump(s.tensor);
        return;
      case 'reduceTo':
        this.reads([s.value, ...s.indices], context, s);
        this.access('update', s, s.tensor, s.indices, context, s.at, null);
        this.forgetWritten(s);
        return;
      case 'atomicRMW': {
        this.reads(s.expected ? [s.value, s.expected, ...s.indices] : [s.value, ...s.indices], context, s);
        const kind = s.op === 'load' ? 'read' : s.op === 'store' ? 'write' : 'update';
        this.access(kind, s, s.tensor, s.indices, context, s.at, s.op === 'store' ? s.value : null);
        this.forgetWritten(s);
        return;
      }
      case 'for':
        this.loop(s, context);
        return;
      case 'while':
        this.rounds(s, context);
        return;
      case 'if':
        this.branch(s, context);
        return;
      case 'assert':
      case 'assume': {
        this.reads([s.cond], context, s);
        this.stmt(s.body, context.where(this.converter.condition(this.plain(s.cond))));
        return;
      }
      case 'eval':
        this.reads([s.value], context, s);
        return;
      case 'barrier':
        if (s.scope !== 'workItem')
          this.barrier(s, s.scope === 'subGroup' ? 'subGroup' : 'workGroup', s.memory ?? 'both', context);
        this.forgetWritten(s);
        return;
      case 'collective':
        this.reads(ownExprs(s), context, s);
        this.barrier(s, s.scope, 'both', context);
        this.forgetWritten(s);
        return;
      case 'fence':
        this.forgetWritten(s);
        return;
      case 'any':
      case 'notModelled':
        this.opaque.push({
          tensors: s.kind === 'any' ? null : s.tensors,
          reason: s.kind === 'any' ? 'a statement that stands for any other' : s.reason,
          at: s.origin.span,
        });
        this.forgetWritten(s);
    }
  }

  private barrier(
    stmt: StmtOf<'barrier' | 'collective'>,
    scope: 'subGroup' | 'workGroup',
    memory: 'local' | 'global' | 'both',
    context: Context,
  ): void {
    const node: Barrier = { kind: 'barrier', stmt, scope, memory, context, loops: this.around };
    this.add(node);
    this.barriers.push(node);
  }

  private branch(s: StmtOf<'if'>, context: Context): void {
    this.reads([s.cond], context, s);
    const cond = this.plain(s.cond);
    const truth = constantTruth(cond);
    if (truth !== null) {
      const taken = truth ? s.then : s.else;
      if (taken) this.stmt(taken, context);
      return;
    }
    const node: SkeletonNode & { kind: 'branch' } = { kind: 'branch', arms: [] };
    const place = this.add(node);
    const before = this.env;
    const ends = ([s.then, s.else] as const).map((arm, k) => {
      const when = this.converter.condition(cond, k === 0);
      const list: SkeletonList = { nodes: [], owner: { node, place } };
      node.arms.push({ when, list });
      this.env = new Map(before);
      if (arm) this.within(list, () => this.stmt(arm, context.where(when)));
      return this.env;
    });
    const [then = before, other = before] = ends;
    this.env = new Map();
    const stable = this.isStable(cond);
    for (const [name, a] of then) {
      const b = other.get(name);
      if (a === b || !a || !b) this.env.set(name, a ?? null);
      else if (printExpr(a) === printExpr(b)) this.env.set(name, a);
      else {
        const both: Expr = { kind: 'select', cond, then: a, else: b, at: s.origin.span };
        this.env.set(name, stable && sizeOfExpr(both) <= MAX_SIZE ? both : this.fresh(name));
      }
    }
    this.forgetShared(s);
  }

  /** Versions only: private scalars keep what the arms of a branch left. */
  private forgetShared(s: Stmt): void {
    for (const inner of stmtsIn(s)) for (const n of writtenBy(inner)) this.bump(n);
  }

  private loop(s: For, context: Context): void {
    const role = s.property.parallel;
    if (role.startsWith('blockIdx') || role.startsWith('threadIdx')) {
      this.itemLoop(s, context);
      return;
    }
    this.reads([s.begin, s.end, s.step], context, s);
    const [begin, end, step] = [s.begin, s.end, s.step].map((e) => this.plain(e)) as [Expr, Expr, Expr];
    const bounds = [begin, end, step].map((e) => this.converter.value(e));
    const iterator = this.symbols.intern(`loop ${s.id} ${this.lastVersion}`, 'iterator', s.iter);
    const iterations = iterationsOf(variable(iterator.id), bounds);
    const by = step.kind === 'int' ? Number(step.value) : null;
    const natural = by !== null && by > 0 && begin.kind === 'int' && begin.value >= 0n;
    const inside = iterations.exact
      ? context.where(iterations.union)
      : context.where(iterations.union).unclear('the step of the loop');
    const round = (at: Span): Expr | null =>
      by === 1
        ? { kind: 'binary', op: 'sub', lhs: { kind: 'var', name: s.iter, dtype: 'int64', at }, rhs: begin, at }
        : null;
    this.body(s, iterator, s.iter, natural, [bounds[0] ?? [], bounds[1] ?? []], by, round, inside);
  }

  private rounds(s: While, context: Context): void {
    const constants = (e: Expr): Expr => this.plain(e);
    const unrolled = roundsOf(
      s,
      (name) => this.env.get(name) ?? null,
      (name) => this.defs.get(name)?.dtype ?? 'unknown',
      constants,
    );
    if (unrolled !== null && this.accesses.length < MAX_ACCESSES) {
      for (const values of unrolled.rounds) {
        for (const [name, value] of values) this.env.set(name, value);
        this.reads([s.cond], context, s);
        this.stmt(s.body, context);
      }
      for (const [name, value] of unrolled.last) this.env.set(name, value);
      return;
    }
    const iterator = this.symbols.intern(`loop ${s.id} ${this.lastVersion}`, 'iterator', 'round');
    const name = `round ${s.id}`;
    const inside = context.where([System.of(isGe(variable(iterator.id), constant(0)))]);
    const round = (at: Span): Expr => ({ kind: 'var', name, dtype: 'int64', at });
    this.body(s, iterator, name, true, [[{ when: System.universe, value: constant(0) }], []], 1, round, inside);
  }

  private body(
    s: For | While,
    iterator: SymbolInfo,
    name: string,
    natural: boolean,
    [begin, end]: readonly [readonly Piece[], readonly Piece[]],
    step: number | null,
    round: (at: Span) => Expr | null,
    inside: Context,
  ): void {
    const outer = this.iterators.get(name);
    const entry = new Map(this.env);
    this.loops.push(iterator.id);
    this.iterators.set(name, { info: iterator, natural });
    this.forgetWritten(s.body);
    for (const [variable_, by] of countersOf(s.body)) {
      const first = entry.get(variable_);
      const at = s.origin.span;
      const k = round(at);
      const amount = this.plain(by);
      let fixed = this.isStable(amount);
      // What is added is the same in every round.
      visitExpr(amount, (x) => {
        if (x.kind === 'var' && x.name === name) fixed = false;
        if (
          x.kind === 'param' &&
          this.named.get(this.symbols.intern(`param ${x.name}`, 'size', x.name).id)?.along.has(iterator.id)
        )
          fixed = false;
        return fixed;
      });
      if (!first || !k || !fixed || !isInt(this.defs.get(variable_)?.dtype ?? 'unknown')) continue;
      const product: Expr = { kind: 'binary', op: 'mul', lhs: k, rhs: amount, at };
      const value: Expr = { kind: 'binary', op: 'add', lhs: first, rhs: product, at };
      if (this.isStable(value)) this.env.set(variable_, this.plain(value));
    }
    const list: SkeletonList = { nodes: [], owner: null };
    const node: Loop = { kind: 'loop', iterator, stmt: s, begin, end, step, list };
    list.owner = { node, place: this.add(node) };
    const around = this.around;
    this.around = [...around, node];
    this.within(list, () => {
      let here = inside;
      if (s.kind === 'while') {
        this.reads([s.cond], inside, s);
        here = inside.where(this.converter.condition(this.plain(s.cond)));
      }
      this.stmt(s.body, here);
    });
    this.around = around;
    this.loops.pop();
    if (outer) this.iterators.set(name, outer);
    else this.iterators.delete(name);
    this.forgetWritten(s.body);
  }

  private itemLoop(s: For, context: Context): void {
    const role = s.property.parallel.startsWith('blockIdx') ? 'group' : 'item';
    const axis = s.property.parallel.slice(-1);
    const known = this.dimensions.findIndex((d) => d.axis === axis);
    const whole = this.launchSize(s.end);
    const name = role === 'group' ? `groups_${this.dimensions.length}` : `local_${known}`;
    const end = this.affineSize(role === 'group' ? quotient(whole) : whole, name);
    const extent = this.converter.value(end);
    const info = this.symbols.intern(`${role} ${axis}`, 'iterator', s.iter);
    this.items.set(s.iter, { axis, role });
    this.iterators.set(s.iter, { info, natural: true });
    this.extents.set(s.iter, printExpr(this.plain(s.end)));
    const v = variable(info.id);
    let inside = context.where(
      iterationsOf(v, [
        [{ when: System.universe, value: constant(0) }],
        extent,
        [{ when: System.universe, value: constant(1) }],
      ]).union,
    );
    if (role === 'group') {
      const d: Dimension = { axis, group: info, item: null, global: null, groups: extent, size: [] };
      if (known >= 0) this.dimensions[known] = d;
      else this.dimensions.push(d);
      if (this.mayLack(axis) && end.kind !== 'int') inside = this.single(inside, v, axis);
    } else {
      const symbolic = end.kind !== 'int';
      const global = symbolic ? this.symbols.intern(`global ${axis}`, 'iterator', `global.${axis}`) : null;
      const before = this.dimensions[known];
      const d: Dimension = {
        axis,
        group: before?.group ?? null,
        item: info,
        global,
        groups: before?.groups ?? [],
        size: extent,
      };
      if (known >= 0) this.dimensions[known] = d;
      else this.dimensions.push(d);
      if (global) {
        this.iterators.set(`global.${axis}`, { info: global, natural: true });
        inside = inside.where([System.of(isGe(variable(global.id), v))]);
      }
      if (symbolic && this.mayLack(axis)) inside = this.single(inside, v, axis);
    }
    if (role === 'item') this.insideItems = true;
    this.insideGrid = true;
    this.present = inside.domain;
    const entry = new Map(this.env);
    this.stmt(s.body, inside);
    if (role === 'item') {
      this.env = entry;
      this.forgetWritten(s.body);
      this.insideItems = false;
    } else this.insideGrid = false;
  }

  /** OpenCL C does not say in how many dimensions a kernel is launched: in those whose numbers it asks for, and in the first. */
  private mayLack(axis: string): boolean {
    return axis !== 'x' && !this.used.has(axis) && /\.(?:cl|ocl|clcpp)$/i.test(this.func.origin.span.file);
  }

  /** A kernel that asks for no number of a dimension is launched without it. */
  private single(context: Context, v: Affine, axis: string): Context {
    this.assumptions.add(
      `the launch has one work-item along the dimension (${axis}) whose numbers the kernel does not ask for`,
    );
    return context.where([System.of(isLt(v, constant(1)))]);
  }

  /** Sizes of a launch are positive, so conversions change nothing of them and quotients are rounded down. */
  private launchSize(e: Expr): Expr {
    return this.plain(
      mapExpr(e, (x) => {
        if (
          x.kind === 'cast' &&
          isInt(x.dtype) &&
          (bitsOf(x.dtype) ?? 0) >= 32 &&
          this.converter.isIntegral(x.operand, true)
        )
          return x.operand;
        return x.kind === 'binary' && x.op === 'roundTowards0Div' ? { ...x, op: 'floorDiv' } : x;
      }),
    );
  }

  /** A size of the launch that is no affine form is one of its own. */
  private affineSize(e: Expr, name: string): Expr {
    const symbols = new Set<string>();
    for (const p of this.converter.value(e))
      for (const id of [...p.value.variables(), ...p.when.variables()]) symbols.add(id);
    if ([...symbols].every((id) => this.symbols.kindOf(id) !== 'data')) return e;
    this.integers.add(name);
    return { kind: 'param', name, at: e.at };
  }

  // ---- accesses -----------------------------------------------------------------------------------------------------

  /** Loads of memory that others may see; `a && b` and `c ? a : b` reach their parts under conditions. */
  private reads(exprs: readonly Expr[], context: Context, s: Stmt): void {
    for (const e of exprs) this.read(e, context, s);
  }

  private read(e: Expr, context: Context, s: Stmt): void {
    switch (e.kind) {
      case 'load':
        this.reads(e.indices, context, s);
        this.access('read', s, e.tensor, e.indices, context, e.at, null);
        return;
      case 'binary': {
        this.read(e.lhs, context, s);
        const guarded = (e.op === 'lAnd' || e.op === 'lOr') && hasLoad(e.rhs);
        this.read(
          e.rhs,
          guarded ? context.where(this.converter.condition(this.plain(e.lhs), e.op === 'lAnd')) : context,
          s,
        );
        return;
      }
      case 'select':
        this.read(e.cond, context, s);
        if (hasLoad(e.then)) this.read(e.then, context.where(this.converter.condition(this.plain(e.cond))), s);
        if (hasLoad(e.else)) this.read(e.else, context.where(this.converter.condition(this.plain(e.cond), false)), s);
        return;
      case 'unary':
      case 'cast':
        this.read(e.operand, context, s);
        return;
      case 'intrinsic':
        this.reads(e.args, context, s);
        return;
      default:
    }
  }

  private access(
    kind: Access['kind'],
    stmt: Stmt,
    tensor: string,
    indices: readonly Expr[],
    context: Context,
    at: Span,
    value: Expr | null,
  ): void {
    const def = this.defs.get(tensor) ?? null;
    if (def?.memory === 'gpu/local' || def?.memory === 'byvalue' || (kind === 'read' && !this.mayChange(tensor)))
      return;
    if (this.accesses.length >= MAX_ACCESSES) {
      if (!this.full) this.opaque.push({ tensors: null, reason: 'the kernel has too many accesses', at });
      this.full = true;
      return;
    }
    if (!this.insideGrid) return;
    const plain = indices.map((e) => withoutWrap(this.plain(e)));
    const subscripts = plain.map((e) => this.converter.value(e));
    const [only] = plain;
    if (plain.length === 1 && only && this.isStable(only)) {
      this.linear.push({ index: this.accesses.length, subscript: this.lasting(only), context });
    }
    const atomic =
      stmt.kind === 'atomicRMW' && stmt.at === at
        ? { scope: stmt.scope, order: stmt.order }
        : stmt.kind === 'reduceTo' && stmt.atomic
          ? { scope: 'device', order: 'relaxed' }
          : null;
    const place = this.add({ kind: 'access' });
    this.accesses.push({
      kind,
      stmt,
      tensor,
      def,
      at,
      subscripts,
      element: subscripts,
      value: value && this.plain(value),
      whole: value && this.converter.isIntegral(value) ? this.converter.value(this.plain(value)) : [],
      valueLevel: value ? this.levelOf(this.plain(value)) : ITEM,
      context,
      atomic,
      place,
      leader: this.grouped && !this.insideItems,
    });
  }
}

/** `(a * b) / b` is `a`: the launch has whole groups. */
const quotient = (e: Expr): Expr => {
  if (e.kind !== 'binary' || e.op !== 'floorDiv' || e.lhs.kind !== 'binary' || e.lhs.op !== 'mul') return e;
  const by = printExpr(e.rhs);
  if (printExpr(e.lhs.rhs) === by) return e.lhs.lhs;
  return printExpr(e.lhs.lhs) === by ? e.lhs.rhs : e;
};

const hasLoad = (e: Expr): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'load';
    return !found;
  });
  return found;
};

/** Variables that one statement of a loop's body, in every round, adds to; with what it adds. */
const countersOf = (body: Stmt): Map<string, Expr> => {
  const written = new Map<string, number>();
  for (const s of stmtsIn(body)) for (const name of writtenBy(s)) written.set(name, (written.get(name) ?? 0) + 1);
  const out = new Map<string, Expr>();
  const level = (s: Stmt): void => {
    if (s.kind === 'seq') for (const inner of s.stmts) level(inner);
    else if (s.kind === 'varDef' || s.kind === 'assert' || s.kind === 'assume')
      for (const inner of childStmts(s)) level(inner);
    else if (s.kind === 'store' && s.indices.length === 0 && written.get(s.tensor) === 1) {
      const value = s.value.kind === 'cast' ? s.value.operand : s.value;
      if (value.kind !== 'binary' || (value.op !== 'add' && value.op !== 'sub')) return;
      const own = value.lhs.kind === 'load' && value.lhs.tensor === s.tensor;
      if (!own) return;
      const by = value.rhs;
      out.set(
        s.tensor,
        value.op === 'add' ? by : { kind: 'binary', op: 'sub', lhs: int(0, by.at), rhs: by, at: by.at },
      );
    }
  };
  level(body);
  return out;
};
