/**
 * Well-formedness of IR: what every pass may rely on. Never throws; depth is bounded by memory; O(nodes · depth of scopes).
 *
 * Checked: names in scope and not hidden by an inner definition of the same name, ranks, element types of loads,
 * integer subscripts, shapes and bounds, boolean conditions, writes to inputs, distinct statement ids, declared
 * parameters, returned tensors, known symbols, views of existing tensors, arity of intrinsics.
 * Types that are `unknown` satisfy every requirement.
 */

import type { Span } from '../text/span.ts';
import { dtypeOf } from './dtype-of.ts';
import type { Collective, Expr, Func, NodeId, Stmt, VarDef } from './nodes.ts';
import { bitsOf, type DType, isInt } from './types.ts';
import { visitExpr, visitStmt } from './walk.ts';

export type ProblemCode =
  | 'undefined-tensor'
  | 'undefined-iterator'
  | 'undefined-symbol'
  | 'nested-same-name'
  | 'rank'
  | 'load-dtype'
  | 'index-dtype'
  | 'bound-dtype'
  | 'shape-dtype'
  | 'condition-dtype'
  | 'write-to-input'
  | 'duplicate-id'
  | 'undeclared-parameter'
  | 'bad-return'
  | 'bad-view'
  | 'bad-atomic'
  | 'bad-collective'
  | 'bad-layout'
  | 'intrinsic-arity'
  | 'undefined-function'
  | 'undefined-memory'
  | 'undefined-queue'
  | 'undefined-event'
  | 'duplicate-name'
  | 'argument-count';

export interface Problem {
  readonly code: ProblemCode;
  readonly at: Span;
  /** The statement it is in; null for what belongs to a function's head or to a program. */
  readonly stmt: NodeId | null;
  readonly message: string;
}

export const isIntegral = (t: DType): boolean => isInt(t) || t === 'unknown' || t === 'custom';
const isBoolean = (t: DType): boolean => t === 'bool' || t === 'unknown' || t === 'custom';

/** `%` holes of an intrinsic's format; `%%` is a percent sign. */
export const holesOf = (format: string): number => format.replaceAll('%%', '').split('%').length - 1;

const NEEDS_ARGUMENT: ReadonlySet<string> = new Set(['broadcast', 'shuffle', 'shiftLeft', 'shiftRight', 'permuteXor']);
const VOTES: ReadonlySet<string> = new Set(['any', 'all', 'none']);

class Verifier {
  readonly problems: Problem[] = [];
  private readonly defs = new Map<string, VarDef[]>();
  private readonly iters = new Map<string, number>();
  private readonly ids = new Set<NodeId>();
  private readonly ioDefs = new Map<string, VarDef>();
  private current: Stmt | null = null;

  constructor(private readonly func: Func) {}

  private add(code: ProblemCode, at: Span, message: string): void {
    this.problems.push({ code, at, stmt: this.current?.id ?? null, message });
  }

  private def(name: string): VarDef | undefined {
    return this.defs.get(name)?.at(-1);
  }

  private indices(tensor: string, indices: readonly Expr[], at: Span): VarDef | undefined {
    const def = this.def(tensor);
    if (!def) this.add('undefined-tensor', at, `tensor ${tensor} is not defined here`);
    else if (def.shape.length !== indices.length) {
      this.add('rank', at, `${tensor} has rank ${def.shape.length}, ${indices.length} indices are given`);
    }
    for (const index of indices) this.integral(index, 'index-dtype', 'a subscript');
    return def;
  }

  private integral(e: Expr, code: ProblemCode, what: string): void {
    const t = dtypeOf(e);
    if (!isIntegral(t)) this.add(code, e.at, `${what} is ${t}, not an integer`);
  }

  private exprs(root: Expr): void {
    visitExpr(root, (e) => {
      if (e.kind === 'var' && !this.iters.get(e.name)) {
        this.add('undefined-iterator', e.at, `iterator ${e.name} is not defined here`);
      } else if (e.kind === 'param' && !this.func.externals.some((p) => p.name === e.name)) {
        this.add('undefined-symbol', e.at, `symbol ${e.name} is not among the function's externals`);
      } else if (e.kind === 'load') {
        const def = this.indices(e.tensor, e.indices, e.at);
        if (def && def.dtype !== e.dtype) {
          this.add('load-dtype', e.at, `${e.tensor} holds ${def.dtype}, the load says ${e.dtype}`);
        }
      } else if (e.kind === 'intrinsic' && holesOf(e.format) !== e.args.length) {
        this.add('intrinsic-arity', e.at, `${JSON.stringify(e.format)} has ${holesOf(e.format)} holes`);
      } else if (e.kind === 'select') this.condition(e.cond);
      return true;
    });
  }

  private condition(cond: Expr): void {
    const t = dtypeOf(cond);
    if (!isBoolean(t)) this.add('condition-dtype', cond.at, `a condition is ${t}, not bool`);
  }

  private touch(tensor: string, indices: readonly Expr[], at: Span, writes: boolean): void {
    const def = this.indices(tensor, indices, at);
    if (writes && def?.access === 'input') this.add('write-to-input', at, `${tensor} is an input`);
    for (const e of indices) this.exprs(e);
  }

  /** A result that a statement writes. */
  private scalar(name: string | null, code: ProblemCode, at: Span): void {
    const def = name === null ? null : this.def(name);
    if (def === undefined) this.add(code, at, `result ${name} is not defined here`);
    else if (def && def.shape.length > 0) this.add(code, at, `result ${name} is no scalar`);
    else if (def?.access === 'input') this.add('write-to-input', at, `${name} is an input`);
  }

  private collective(s: Collective): void {
    const [how = '', folded] = s.op.split('.');
    this.exprs(s.value);
    if (s.argument) this.exprs(s.argument);
    if (NEEDS_ARGUMENT.has(how) && !s.argument) this.add('bad-collective', s.at, `${how} needs an argument`);
    if (VOTES.has(how)) {
      if (s.argument) this.add('bad-collective', s.at, `${how} takes no argument`);
      this.condition(s.value);
    } else if (folded === undefined && s.argument) this.integral(s.argument, 'bad-collective', 'the argument');
    this.scalar(s.result, 'bad-collective', s.at);
  }

  private layout({ layout, dtype, origin }: VarDef): void {
    if (!layout) return;
    const { strideBytes, offsetBytes } = layout;
    if (offsetBytes < 0 || offsetBytes + (bitsOf(dtype) ?? 0) / 8 > strideBytes) {
      this.add('bad-layout', origin.span, `a ${dtype} at byte ${offsetBytes} does not fit in ${strideBytes}`);
    }
  }

  private varDef(s: VarDef): void {
    this.layout(s);
    for (const e of [...s.shape, ...(s.ioShape ?? [])]) {
      this.exprs(e);
      this.integral(e, 'shape-dtype', 'an extent');
    }
    if (s.view) {
      this.exprs(s.view.byteOffset);
      this.integral(s.view.byteOffset, 'bad-view', 'a byte offset');
      if (!this.def(s.view.tensor)) this.add('bad-view', s.origin.span, `${s.view.tensor} is not defined here`);
      if (s.access !== 'cache') this.add('bad-view', s.origin.span, `a view is a local, ${s.name} is ${s.access}`);
    }
    if (this.def(s.name)) this.add('nested-same-name', s.origin.span, `${s.name} is defined inside its own scope`);
    if (this.iters.get(s.name)) this.add('nested-same-name', s.origin.span, `${s.name} is an iterator here`);
    if (s.access !== 'cache' && !s.view) this.ioDefs.set(s.name, s);
    const outer = this.defs.get(s.name);
    if (outer) outer.push(s);
    else this.defs.set(s.name, [s]);
  }

  private enter(s: Stmt): void {
    this.current = s;
    if (this.ids.has(s.id)) this.add('duplicate-id', s.origin.span, `two statements have the id ${s.id}`);
    this.ids.add(s.id);
    switch (s.kind) {
      case 'varDef':
        this.varDef(s);
        break;
      case 'store':
      case 'reduceTo':
        this.touch(s.tensor, s.indices, s.at, true);
        this.exprs(s.value);
        break;
      case 'atomicRMW':
        this.touch(s.tensor, s.indices, s.at, s.op !== 'load');
        this.exprs(s.value);
        if (s.expected) this.exprs(s.expected);
        if ((s.op === 'compareExchange') !== (s.expected !== null)) {
          this.add('bad-atomic', s.at, 'exactly compareExchange has an expected value');
        }
        if (s.op === 'load' && s.result === null) this.add('bad-atomic', s.at, 'an atomic load needs a result');
        this.scalar(s.result, 'bad-atomic', s.at);
        break;
      case 'collective':
        this.collective(s);
        break;
      case 'for':
        for (const e of [s.begin, s.end, s.step]) {
          this.exprs(e);
          this.integral(e, 'bound-dtype', 'a loop bound');
        }
        if (this.iters.get(s.iter) || this.def(s.iter)) {
          this.add('nested-same-name', s.at, `${s.iter} is defined inside its own scope`);
        }
        for (const t of s.property.noDeps) {
          if (!this.def(t)) this.add('undefined-tensor', s.at, `tensor ${t} of no_deps is not defined here`);
        }
        this.iters.set(s.iter, (this.iters.get(s.iter) ?? 0) + 1);
        break;
      case 'while':
      case 'if':
      case 'assert':
      case 'assume':
        this.exprs(s.cond);
        this.condition(s.cond);
        break;
      case 'eval':
        this.exprs(s.value);
        break;
      case 'notModelled':
        for (const t of s.tensors ?? []) {
          if (!this.def(t)) this.add('undefined-tensor', s.origin.span, `tensor ${t} is not defined here`);
        }
        break;
      case 'seq':
      case 'barrier':
      case 'fence':
      case 'any':
        break;
    }
  }

  private leave(s: Stmt): void {
    if (s.kind === 'varDef') this.defs.get(s.name)?.pop();
    if (s.kind === 'for') this.iters.set(s.iter, (this.iters.get(s.iter) ?? 1) - 1);
  }

  run(): Problem[] {
    visitStmt(this.func.body, { enter: (s) => void this.enter(s), leave: (s) => this.leave(s) });
    this.current = null;
    for (const p of this.func.params) {
      if (!this.ioDefs.has(p)) {
        this.add('undeclared-parameter', this.func.origin.span, `parameter ${p} has no definition as a tensor`);
      }
    }
    for (const { tensor, dtype } of this.func.returns) {
      const def = this.ioDefs.get(tensor);
      if (!def) this.add('bad-return', this.func.origin.span, `returned tensor ${tensor} is not defined`);
      else if (def.dtype !== dtype) {
        this.add('bad-return', def.origin.span, `${tensor} holds ${def.dtype}, the function returns ${dtype}`);
      }
    }
    return this.problems;
  }
}

/** Problems in the order of the text; none means well-formed. */
export const verifyFunc = (func: Func): Problem[] => new Verifier(func).run();
