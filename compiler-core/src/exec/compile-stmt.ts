/** Compiles statements to closures. Parallel iterations run one after another; a barrier among them is refused. */

import { dtypeOfBinary } from '../ir/dtype-of.ts';
import {
  type AtomicRMW,
  assertNever,
  type BinaryOp,
  type Expr,
  type For,
  type ReduceOp,
  type Stmt,
  type StmtOf,
  type VarDef,
} from '../ir/nodes.ts';
import type { DType } from '../ir/types.ts';
import { ownExprs, stmtsIn, visitExpr } from '../ir/walk.ts';
import type { Span } from '../text/span.ts';
import { type AccessSite, checkWritten, reader, writer } from './access.ts';
import { arithmetic } from './arith.ts';
import { asNumber, asTruth, type Code, converted, numberCode } from './code.ts';
import { type AccessKind, type Binding, type Env, ExprCompiler } from './compile-expr.ts';
import { type Cell, fault, type Machine, type Site, Slot, unsupported } from './machine.ts';
import { isStored } from './values.ts';

type Run = () => void;

export interface Listener {
  readonly onStatement?: ((s: Stmt, iterators: readonly Cell[]) => void) | undefined;
  readonly onAccess?: ((a: AccessSite, kind: AccessKind, offset: number) => void) | undefined;
}

/** Gives the storage of parameters and returned tensors when their definition is entered. */
export interface Outside {
  attach(slot: Slot, dims: readonly number[], outer?: readonly number[]): void;
}

/** Work of one execution of what stands in a statement itself. */
const weightOf = (s: Stmt): number => {
  let n = 1;
  for (const e of ownExprs(s)) visitExpr(e, () => void n++);
  return n;
};
/** Work of one pass through a body, the iterations of loops inside it not counted: they count themselves. */
const bodyWeight = (s: Stmt): number => {
  let n = 0;
  const stack = [s];
  for (let top = stack.pop(); top; top = stack.pop()) {
    n += weightOf(top);
    if (top.kind === 'for' || top.kind === 'while') continue;
    if (top.kind === 'seq') stack.push(...top.stmts);
    else if (top.kind === 'if') stack.push(top.then, ...(top.else ? [top.else] : []));
    else if ('body' in top) stack.push(top.body);
  }
  return n;
};

export class StmtCompiler implements Env {
  private readonly slots = new Map<string, Slot[]>();
  private readonly cells = new Map<string, Cell[]>();
  private live: readonly Cell[] = [];
  private parallel = 0;
  private readonly viewed: ReadonlySet<string>;
  readonly onAccess: Listener['onAccess'];

  constructor(
    root: Stmt,
    private readonly machine: Machine,
    private readonly bindings: ReadonlyMap<string, Binding>,
    private readonly outside: Outside,
    private readonly listener: Listener,
  ) {
    this.onAccess = listener.onAccess;
    // By name: a tensor of the same name elsewhere is merely a little slower.
    this.viewed = new Set(stmtsIn(root).flatMap((s) => (s.kind === 'varDef' && s.view ? [s.view.tensor, s.name] : [])));
  }

  slot(name: string): Slot | undefined {
    return this.slots.get(name)?.at(-1);
  }
  cell(name: string): Cell | undefined {
    return this.cells.get(name)?.at(-1);
  }
  binding(name: string): Binding | undefined {
    return this.bindings.get(name);
  }

  stmt(s: Stmt): Run {
    const run = this.bare(s);
    const { onStatement } = this.listener;
    if (!onStatement || s.kind === 'seq') return run;
    const live = this.live;
    return () => {
      onStatement(s, live);
      run();
    };
  }

  private site(s: Stmt): Site {
    return { stmt: s, iterators: this.live };
  }
  private exprs(s: Stmt): ExprCompiler {
    return new ExprCompiler(this, this.site(s));
  }

  private bare(s: Stmt): Run {
    switch (s.kind) {
      case 'seq':
        return this.seq(s);
      case 'varDef':
        return this.varDef(s);
      case 'store':
        return this.store(s);
      case 'reduceTo':
        return this.reduceTo(s);
      case 'atomicRMW':
        return this.atomicRMW(s);
      case 'for':
        return this.forLoop(s);
      case 'while':
        return this.whileLoop(s);
      case 'if':
        return this.ifThen(s);
      case 'assert':
      case 'assume':
        return this.checked(s);
      case 'eval':
        return this.effect(this.exprs(s).expr(s.value));
      case 'barrier':
        return this.barrier(s);
      case 'fence':
        return () => {};
      case 'collective':
        return () => unsupported(s.at, 'items of a group that answer together need lock step');
      case 'any':
        return () => unsupported(s.origin.span, 'Any stands for any statement and has no effect of its own');
      case 'notModelled':
        return () => unsupported(s.origin.span, `not modelled: ${s.reason}`);
      default:
        return assertNever(s);
    }
  }

  private seq(s: StmtOf<'seq'>): Run {
    const runs = s.stmts.map((inner) => this.stmt(inner));
    const [a, b, c] = runs;
    if (!a) return () => {};
    if (!b) return a;
    if (!c) {
      return () => {
        a();
        b();
      };
    }
    return () => {
      for (let k = 0; k < runs.length; k++) (runs[k] as Run)();
    };
  }

  private effect(code: Code): Run {
    const { run } = code;
    return () => void run();
  }

  private barrier(s: StmtOf<'barrier'>): Run {
    if (this.parallel === 0 || s.scope === 'workItem') return () => {};
    return () => unsupported(s.origin.span, 'a barrier inside a parallel loop needs its iterations in lock step');
  }

  // ---- scopes ------------------------------------------------------------------------------------------------------

  private varDef(s: VarDef): Run {
    const { machine } = this;
    const at = s.origin.span;
    const { dtype } = s;
    if (!isStored(dtype)) return () => unsupported(at, `a tensor of ${dtype} has no values here`);
    const site = this.site(s);
    const exprs = this.exprs(s);
    const shape = s.shape.map((e) => exprs.number(e));
    const slot = new Slot(s, dtype, this.viewed.has(s.name));
    const base = s.view && this.slot(s.view.tensor);
    if (s.view && !base) return () => unsupported(at, `the viewed tensor ${s.view?.tensor} is not defined here`);
    const byteOffset = s.view ? exprs.number(s.view.byteOffset) : () => 0;
    const stack = this.slots.get(s.name) ?? [];
    this.slots.set(s.name, stack);
    stack.push(slot);
    const body = this.stmt(s.body);
    stack.pop();
    const measure = (runs: readonly (() => number)[], places: readonly Expr[]): number[] =>
      runs.map((run, d) => {
        const extent = run();
        if (extent >= 0) return extent;
        const message = `dimension ${d} of ${s.name} would have ${extent} elements`;
        return fault(site, 'negative-extent', places[d]?.at ?? at, message);
      });
    const extents = (): number[] => measure(shape, s.shape);
    if (base) {
      return () => {
        this.place(slot, base, byteOffset(), extents(), site);
        body();
      };
    }
    if (s.access !== 'cache') {
      const { ioShape } = s;
      const outer = ioShape?.map((e) => exprs.number(e));
      return () => {
        this.outside.attach(slot, extents(), outer && measure(outer, ioShape ?? []));
        body();
      };
    }
    return () => {
      machine.allocate(slot, extents(), at);
      body();
      machine.release(slot, at);
    };
  }

  /** Puts a view on its base. */
  private place(slot: Slot, base: Slot, byteOffset: number, dims: readonly number[], site: Site): void {
    const at = site.stmt.origin.span;
    slot.shapeAs(dims);
    const start = base.byteStart + byteOffset;
    const bytes = slot.size * slot.itemBytes;
    if (start % slot.itemBytes !== 0) {
      fault(site, 'bad-view', at, `byte ${byteOffset} is not aligned for ${slot.dtype}`);
    }
    if (byteOffset < 0 || byteOffset + bytes > base.size * base.itemBytes) {
      const have = base.size * base.itemBytes;
      fault(site, 'bad-view', at, `bytes ${byteOffset} to ${byteOffset + bytes} are outside the ${have} of its base`);
    }
    slot.data = slot.windowIn(base, start);
    slot.init = base.init;
    slot.byteStart = start;
  }

  // ---- writes ------------------------------------------------------------------------------------------------------

  private target(s: StmtOf<'store' | 'reduceTo' | 'atomicRMW'>, kind: AccessKind) {
    const site = this.site(s);
    const access = this.exprs(s).access(s.tensor, s.indices, s.at, kind);
    if (typeof access === 'string') return { failed: () => unsupported(s.at, access) };
    if (kind !== 'read' && access.a.slot.def.access === 'input' && !access.a.slot.def.view) {
      return { failed: () => fault(site, 'write-to-input', s.at, `${s.tensor} is an input`) };
    }
    return { ...access, failed: null };
  }

  private store(s: StmtOf<'store'>): Run {
    const target = this.target(s, 'write');
    if (target.failed) return target.failed;
    const { a, offset } = target;
    const write = writer(a.slot, converted(this.exprs(s).expr(s.value), a.slot.dtype));
    return () => write(offset());
  }

  /** `old op value` in the type C computes it in, as an element of the tensor; null where the operator does not exist. */
  private combined(op: ReduceOp | BinaryOp, old: Code, value: Code, into: DType, site: Site, at: Span): Code | null {
    if (op === 'lAnd' || op === 'lOr') {
      const x = asTruth(old);
      const y = asTruth(value);
      // Both are evaluated, as `&=` and `|=` do.
      const both = numberCode('bool', () => {
        const [p, q] = [x(), y()];
        return (op === 'lAnd' ? p && q : p || q) ? 1 : 0;
      });
      return converted(both, into);
    }
    const inType = op === 'min' || op === 'max' ? into : dtypeOfBinary(op, old.dtype, value.dtype);
    const traps = {
      zeroDivisor: () => fault(site, 'division-by-zero', at, 'the divisor is 0'),
      badShift: () => fault(site, 'bad-shift', at, 'the shift is negative or at least the width'),
    };
    const code = arithmetic(op, inType, converted(old, inType), converted(value, inType), traps);
    return code && converted(code, into);
  }

  private reduceTo(s: StmtOf<'reduceTo'>): Run {
    const target = this.target(s, 'reduce');
    if (target.failed) return target.failed;
    const { a, offset } = target;
    const at: Cell = { name: '', v: 0 };
    const old = reader(a, () => at.v);
    const value = this.exprs(s).expr(s.value);
    const sum = this.combined(s.op, old, value, a.slot.dtype, this.site(s), s.at);
    if (!sum) return () => unsupported(s.at, `${s.op} does not exist for ${a.slot.dtype}`);
    const write = writer(a.slot, sum);
    return () => {
      const o = offset();
      at.v = o;
      write(o);
    };
  }

  private atomicRMW(s: AtomicRMW): Run {
    const target = this.target(s, s.op === 'load' ? 'read' : s.op === 'store' ? 'write' : 'reduce');
    if (target.failed) return target.failed;
    const { a, offset } = target;
    const exprs = this.exprs(s);
    const at: Cell = { name: '', v: 0 };
    const old = reader(a, () => at.v);
    const { dtype } = a.slot;
    const value = converted(exprs.expr(s.value), dtype);
    const check = checkWritten(a);
    const update =
      s.op === 'exchange' || s.op === 'compareExchange' || s.op === 'store' || s.op === 'load'
        ? value
        : this.combined(s.op, old, value, dtype, this.site(s), s.at);
    if (!update) return () => unsupported(s.at, `${s.op} does not exist for ${dtype}`);
    const write = writer(a.slot, update);
    const keep = s.result === null ? null : this.slot(s.result);
    if (keep === undefined) return () => unsupported(s.at, `${s.result} is not defined here`);
    const remember = keep && writer(keep, converted(old, keep.dtype));
    const expected = s.expected && exprs.expr(s.expected);
    const equal = expected && this.equal(old, converted(expected, dtype));
    const [reads, stores] = [s.op !== 'store', s.op !== 'load'];
    return () => {
      const o = offset();
      at.v = o;
      if (reads) check(o);
      remember?.(0);
      if (stores && (!equal || equal())) write(o);
    };
  }

  private equal(a: Code, b: Code): () => boolean {
    if (a.big && b.big) return () => a.run() === b.run();
    const x = asNumber(a);
    const y = asNumber(b);
    return () => x() === y();
  }

  // ---- control -----------------------------------------------------------------------------------------------------

  private forLoop(s: For): Run {
    const { machine } = this;
    const site = this.site(s);
    const exprs = this.exprs(s);
    const begin = exprs.number(s.begin);
    const end = exprs.number(s.end);
    const step = exprs.number(s.step);
    const cell: Cell = { name: s.iter, v: 0 };
    const outer = this.live;
    const stack = this.cells.get(s.iter) ?? [];
    this.cells.set(s.iter, stack);
    stack.push(cell);
    this.live = [...outer, cell];
    const isParallel = s.property.parallel !== 'serial';
    if (isParallel) this.parallel++;
    const body = this.stmt(s.body);
    if (isParallel) this.parallel--;
    this.live = outer;
    stack.pop();
    const weight = 1 + bodyWeight(s.body);
    const { span } = s.origin;
    return () => {
      const from = begin();
      const to = end();
      const by = step();
      if (by > 0) {
        for (let i = from; i < to; i += by) {
          cell.v = i;
          machine.fuel -= weight;
          if (machine.fuel < 0) machine.refuel(span);
          body();
        }
      } else if (by < 0) {
        for (let i = from; i > to; i += by) {
          cell.v = i;
          machine.fuel -= weight;
          if (machine.fuel < 0) machine.refuel(span);
          body();
        }
      } else fault(site, 'zero-step', s.step.at, `the step of loop ${s.iter} is 0`);
    };
  }

  private whileLoop(s: StmtOf<'while'>): Run {
    const { machine } = this;
    const cond = this.exprs(s).truth(s.cond);
    const body = this.stmt(s.body);
    const weight = weightOf(s) + bodyWeight(s.body);
    const { span } = s.origin;
    return () => {
      while (cond()) {
        machine.fuel -= weight;
        if (machine.fuel < 0) machine.refuel(span);
        body();
      }
    };
  }

  private ifThen(s: StmtOf<'if'>): Run {
    const cond = this.exprs(s).truth(s.cond);
    const then = this.stmt(s.then);
    const otherwise = s.else && this.stmt(s.else);
    if (!otherwise) {
      return () => {
        if (cond()) then();
      };
    }
    return () => {
      if (cond()) then();
      else otherwise();
    };
  }

  private checked(s: StmtOf<'assert' | 'assume'>): Run {
    const site = this.site(s);
    const cond = this.exprs(s).truth(s.cond);
    const body = this.stmt(s.body);
    const [kind, message] =
      s.kind === 'assert'
        ? (['assert-failed', 'the assertion does not hold'] as const)
        : (['assume-violated', 'what is assumed does not hold'] as const);
    return () => {
      if (!cond()) fault(site, kind, s.cond.at, message);
      body();
    };
  }
}
