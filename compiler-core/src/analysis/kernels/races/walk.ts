/**
 * One walk over a kernel that says what each work-item does to memory, under which conditions, between which barriers.
 *
 * Differs from `affine/traverse.ts` in what only kernels need: private scalars are followed to the expressions that they
 * hold, or get a name for each value they may have; work-item numbers are the same symbols in every nest of items; and
 * the accesses stand in a skeleton of sequences, branches, loops and barriers that `intervals.ts` reads.
 * `while` loops over constants are walked round by round.
 */

import type { Expr, For, Func, Stmt, StmtOf, While } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import { bitsOf, isInt } from '../../../ir/types.ts';
import { exprDepth, exprsIn, mapExpr, ownExprs, stmtDepth, stmtsIn, visitExpr, writtenBy } from '../../../ir/walk.ts';
import { type Affine, constant, isGe, isLt, System, type Union, variable } from '../../../presburger/index.ts';
import type { Span } from '../../../text/span.ts';
import { Context } from '../../affine/context.ts';
import type { Piece } from '../../affine/convert.ts';
import { iterationsOf } from '../../affine/rounds.ts';
import type { SymbolInfo } from '../../affine/symbols.ts';
import { delinearised, type Subscripted } from './delinearise.ts';
import { ItemValues, MAX_SIZE, sizeOfExpr } from './item-values.ts';
import { constantTruth, withoutWrap } from './plain-index.ts';
import { countersOf, roundsOf } from './rounds.ts';
import type { Access, Barrier, Dimension, KernelWalk, Loop, Place, SkeletonList, SkeletonNode } from './skeleton.ts';
import { ITEM, type Uniformity } from './uniform.ts';

const MAX_NESTING = 400;
const MAX_ACCESSES = 4000;

export const walkKernel = (func: Func, uniform: Uniformity, trusted: ReadonlySet<string> = new Set()): KernelWalk => {
  const walk = new Walk(func, uniform, trusted);
  walk.start();
  return walk;
};

interface Linear extends Subscripted {
  readonly index: number;
}

class Walk extends ItemValues implements KernelWalk {
  readonly accesses: Access[] = [];
  readonly barriers: Barrier[] = [];
  readonly opaque: { tensors: readonly string[] | null; reason: string; at: Span }[] = [];
  readonly assumptions = new Set<string>();
  readonly synchronises: boolean;
  readonly root: SkeletonList = { nodes: [], owner: null };
  present: Union = [System.universe];
  readonly subGroup: number | null;
  private list: SkeletonList = this.root;
  private around: readonly Loop[] = [];
  private readonly grouped: boolean;
  /** Dimensions of which the kernel asks for a number. */
  private readonly used: ReadonlySet<string>;
  private insideItems = false;
  private insideGrid = false;
  private readonly linear: Linear[] = [];
  private full = false;

  constructor(func: Func, uniform: Uniformity, trusted: ReadonlySet<string>) {
    super(func, uniform, trusted);
    this.subGroup = func.kernel?.reqdSubGroupSize ?? null;
    const all = stmtsIn(func.body);
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
    const node: SkeletonNode & { kind: 'branch' } = { kind: 'branch', stmt: s, arms: [] };
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
      value: value && this.lasting(this.plain(value)),
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
