/**
 * Constructors of IR. Expressions are plain functions; statements come from a `Builder`, which numbers them.
 * A place that is not given is `NO_SPAN` (expressions) or the builder's origin (statements).
 */

import { fileId, type Span, span } from '../text/span.ts';
import {
  type AtomicRMW,
  type BinaryOp,
  type Collective,
  type Expr,
  type ExprOf,
  type Fence,
  type For,
  type ForProperty,
  type Func,
  type NodeId,
  nodeId,
  type Origin,
  type ReduceOp,
  type Stmt,
  type StmtOf,
  type SyncScope,
  serialLoop,
  type UnaryOp,
  type VarDef,
} from './nodes.ts';
import type { DType } from './types.ts';

/** The place of nodes that no text stands for. */
export const NO_SPAN: Span = span(fileId(''), 0, 0);
export const NO_ORIGIN: Origin = { span: NO_SPAN, calls: [], trail: [] };
export const originAt = (at: Span): Origin => ({ span: at, calls: [], trail: [] });

// ---- expressions ---------------------------------------------------------------------------------------------------

export const int = (value: bigint | number, at: Span = NO_SPAN): ExprOf<'int'> => ({
  kind: 'int',
  value: BigInt(value),
  at,
});
export const float = (value: number, at: Span = NO_SPAN): ExprOf<'float'> => ({ kind: 'float', value, at });
export const bool = (value: boolean, at: Span = NO_SPAN): ExprOf<'bool'> => ({ kind: 'bool', value, at });
/** A loop iterator. */
export const iter = (name: string, at: Span = NO_SPAN, dtype: DType = 'int32'): ExprOf<'var'> => ({
  kind: 'var',
  name,
  dtype,
  at,
});
export const param = (name: string, at: Span = NO_SPAN): ExprOf<'param'> => ({ kind: 'param', name, at });
export const load = (tensor: string, indices: readonly Expr[], dtype: DType, at: Span = NO_SPAN): ExprOf<'load'> => ({
  kind: 'load',
  tensor,
  indices,
  dtype,
  at,
});
export const binary = (op: BinaryOp, lhs: Expr, rhs: Expr, at: Span = NO_SPAN): ExprOf<'binary'> => ({
  kind: 'binary',
  op,
  lhs,
  rhs,
  at,
});
export const unary = (op: UnaryOp, operand: Expr, at: Span = NO_SPAN): ExprOf<'unary'> => ({
  kind: 'unary',
  op,
  operand,
  at,
});
export const select = (cond: Expr, then: Expr, otherwise: Expr, at: Span = NO_SPAN): ExprOf<'select'> => ({
  kind: 'select',
  cond,
  then,
  else: otherwise,
  at,
});
export const cast = (dtype: DType, operand: Expr, at: Span = NO_SPAN): ExprOf<'cast'> => ({
  kind: 'cast',
  dtype,
  operand,
  at,
});
export const intrinsic = (
  format: string,
  args: readonly Expr[],
  dtype: DType,
  sideEffect = false,
  at: Span = NO_SPAN,
): ExprOf<'intrinsic'> => ({ kind: 'intrinsic', format, args, dtype, sideEffect, at });
export const unknownExpr = (dtype: DType, reason: string, at: Span = NO_SPAN): ExprOf<'unknown'> => ({
  kind: 'unknown',
  dtype,
  reason,
  at,
});

/**
 * The number of iterations of a loop, `ceil((end - begin) / step)`; negative values mean none.
 * A step of 1 from 0 gives `end` itself, so that lengths of plain loops compare equal to their bound.
 */
export const loopLength = (loop: Pick<For, 'begin' | 'end' | 'step' | 'at'>): Expr => {
  const fromZero = loop.begin.kind === 'int' && loop.begin.value === 0n;
  const distance = fromZero ? loop.end : binary('sub', loop.end, loop.begin, loop.at);
  const byOne = loop.step.kind === 'int' && loop.step.value === 1n;
  return byOne ? distance : binary('ceilDiv', distance, loop.step, loop.at);
};

// ---- statements ----------------------------------------------------------------------------------------------------

/** What every statement may be given; what is left out comes from the builder. */
export interface Meta {
  readonly id?: NodeId;
  readonly names?: readonly string[];
  readonly origin?: Origin;
}

/** Numbers statements from `firstId` upwards. One builder per `Func`. */
export class Builder {
  private next: number;

  constructor(
    private readonly origin: Origin = NO_ORIGIN,
    firstId = 1,
  ) {
    this.next = firstId;
  }

  nextId(): NodeId {
    return nodeId(this.next++);
  }

  private base(meta: Meta): { id: NodeId; names: readonly string[]; origin: Origin } {
    return { id: meta.id ?? this.nextId(), names: meta.names ?? [], origin: meta.origin ?? this.origin };
  }

  seq(stmts: readonly Stmt[], meta: Meta = {}): StmtOf<'seq'> {
    return { kind: 'seq', ...this.base(meta), stmts };
  }

  /** `cache` in `cpu` memory, no alias class and no view, unless said otherwise. */
  varDef(
    def: Pick<VarDef, 'name' | 'shape' | 'dtype' | 'body'> & Partial<Omit<VarDef, 'kind'>>,
    meta: Meta = {},
  ): VarDef {
    const defaults = { access: 'cache', memory: 'cpu', aliasClass: null, view: null } as const;
    return { kind: 'varDef', ...this.base(meta), ...defaults, ...def };
  }

  store(tensor: string, indices: readonly Expr[], value: Expr, at?: Span, meta: Meta = {}): StmtOf<'store'> {
    const base = this.base(meta);
    return { kind: 'store', ...base, tensor, indices, value, at: at ?? base.origin.span };
  }

  reduceTo(
    tensor: string,
    indices: readonly Expr[],
    op: ReduceOp,
    value: Expr,
    options: { readonly atomic?: boolean; readonly at?: Span } = {},
    meta: Meta = {},
  ): StmtOf<'reduceTo'> {
    const base = this.base(meta);
    const at = options.at ?? base.origin.span;
    return { kind: 'reduceTo', ...base, tensor, indices, op, value, atomic: options.atomic ?? false, at };
  }

  /** Sequentially consistent over the device, old value dropped, unless said otherwise. */
  atomicRMW(
    rmw: Pick<AtomicRMW, 'tensor' | 'indices' | 'op' | 'value'> & Partial<Omit<AtomicRMW, 'kind'>>,
    meta: Meta = {},
  ): AtomicRMW {
    const base = this.base(meta);
    const defaults = { expected: null, result: null, order: 'seq_cst', scope: 'device', at: base.origin.span } as const;
    return { kind: 'atomicRMW', ...base, ...defaults, ...rmw };
  }

  /** Serial with step 1 from 0, unless said otherwise. */
  forLoop(
    iterator: string,
    range: { readonly begin?: Expr; readonly end: Expr; readonly step?: Expr; readonly at?: Span },
    body: Stmt,
    property: Partial<ForProperty> = {},
    meta: Meta = {},
  ): For {
    const base = this.base(meta);
    const at = range.at ?? base.origin.span;
    const { begin = int(0, at), end, step = int(1, at) } = range;
    return {
      kind: 'for',
      ...base,
      iter: iterator,
      begin,
      end,
      step,
      property: { ...serialLoop, ...property },
      body,
      at,
    };
  }

  whileLoop(cond: Expr, body: Stmt, meta: Meta = {}): StmtOf<'while'> {
    return { kind: 'while', ...this.base(meta), cond, body };
  }

  ifThen(cond: Expr, then: Stmt, otherwise: Stmt | null = null, meta: Meta = {}): StmtOf<'if'> {
    return { kind: 'if', ...this.base(meta), cond, then, else: otherwise };
  }

  assertThat(cond: Expr, body: Stmt, meta: Meta = {}): StmtOf<'assert'> {
    return { kind: 'assert', ...this.base(meta), cond, body };
  }

  assume(cond: Expr, body: Stmt, meta: Meta = {}): StmtOf<'assume'> {
    return { kind: 'assume', ...this.base(meta), cond, body };
  }

  evaluate(value: Expr, meta: Meta = {}): StmtOf<'eval'> {
    return { kind: 'eval', ...this.base(meta), value };
  }

  barrier(
    scope: SyncScope,
    meta: Meta = {},
    memory?: Exclude<StmtOf<'barrier'>['memory'], undefined>,
  ): StmtOf<'barrier'> {
    return { kind: 'barrier', ...this.base(meta), scope, ...(memory && { memory }) };
  }

  fence(order: Fence['order'], scope: SyncScope, meta: Meta = {}): Fence {
    return { kind: 'fence', ...this.base(meta), order, scope };
  }

  /** Neither argument nor result, unless said otherwise. */
  collective(
    c: Pick<Collective, 'op' | 'scope' | 'value'> & Partial<Omit<Collective, 'kind'>>,
    meta: Meta = {},
  ): Collective {
    const base = this.base(meta);
    return { kind: 'collective', ...base, argument: null, result: null, at: base.origin.span, ...c };
  }

  any(meta: Meta = {}): StmtOf<'any'> {
    return { kind: 'any', ...this.base(meta) };
  }

  notModelled(reason: string, tensors: readonly string[] | null = null, meta: Meta = {}): StmtOf<'notModelled'> {
    return { kind: 'notModelled', ...this.base(meta), reason, tensors };
  }

  func(name: string, body: Stmt, rest: Partial<Omit<Func, 'name' | 'body'>> = {}): Func {
    return { name, params: [], returns: [], externals: [], origin: this.origin, ...rest, body };
  }
}
