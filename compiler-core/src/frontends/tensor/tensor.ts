/** Tensors as Python sees them while staging: a definition and the indices applied so far (`VarRef`). */

import type { Expr, Origin } from '../../ir/nodes.ts';
import type { AccessType, DType, MemType } from '../../ir/types.ts';
import type { Span } from '../../text/span.ts';
import { Raised } from './errors.ts';
import { typeOf, type Value } from './values.ts';

export interface TensorDef {
  /** Distinct within its function: `x`, `x_1`. */
  readonly name: string;
  readonly shape: readonly Expr[];
  readonly dtype: DType;
  readonly memory: MemType;
  readonly origin: Origin;
  /** Tensors that its shape reads. */
  readonly reads: readonly TensorDef[];
  access: AccessType;
  /** Where it is lent to a shape, slice or loop bound; it may not be written meanwhile. */
  readonly lentAt: Span[];
  /** Stores so far, oldest first: a name bound to an element before one of them is loaded after it. */
  readonly stores: { readonly indices: readonly Expr[]; readonly at: Span }[];
}

export type TensorIndex =
  | { readonly kind: 'single'; readonly index: Expr }
  /** `toEnd`: no stop was written. */
  | { readonly kind: 'range'; readonly start: Expr; readonly stop: Expr; readonly toEnd: boolean };

export class TensorRef {
  readonly kind = 'tensor';
  /** Stores to the tensor at the time this reference was made. */
  readonly storesSeen: number;
  constructor(
    readonly def: TensorDef,
    readonly indices: readonly TensorIndex[],
    readonly at: Span,
    /** Made by a subscript (`x[i]`), not by a definition. */
    readonly isElement: boolean,
    /** Tensors that its indices read: lent while a name holds this reference. */
    readonly borrows: readonly TensorDef[],
  ) {
    this.storesSeen = def.stores.length;
  }
}

/** Dimensions left after indexing; negative where there are more indices than dimensions. */
export const rankOf = (ref: TensorRef): number =>
  ref.def.shape.length - ref.indices.reduce((n, i) => n + (i.kind === 'single' ? 1 : 0), 0);

const binary = (op: 'add' | 'sub', lhs: Expr, rhs: Expr, at: Span): Expr => ({ kind: 'binary', op, lhs, rhs, at });

/** Lengths of the dimensions left. */
export const shapeOf = (ref: TensorRef, at: Span): Expr[] => {
  const lengths: Expr[] = [];
  ref.def.shape.forEach((extent, d) => {
    const index = ref.indices[d];
    if (index === undefined) lengths.push(extent);
    else if (index.kind === 'range') lengths.push(binary('sub', index.stop, index.start, at));
  });
  return lengths;
};

/** The end of a range narrowed from its start only. From 0 it is written as FreeTensor writes it. */
const narrowedEnd = (stop: Expr, start: Expr, at: Span): Expr =>
  start.kind === 'int' && start.value === 0n ? binary('add', stop, start, at) : stop;

/** `ref[next...]`: single indices of `ref` stay, its ranges are narrowed, what is left over indexes further dimensions. */
export const chain = (ref: TensorRef, next: readonly TensorIndex[], at: Span): TensorIndex[] => {
  const out: TensorIndex[] = [];
  let n = 0;
  for (const index of ref.indices) {
    const inner = index.kind === 'range' ? next[n] : undefined;
    if (index.kind === 'single' || inner === undefined) {
      out.push(index);
      continue;
    }
    n++;
    out.push(
      inner.kind === 'single'
        ? { kind: 'single', index: binary('add', index.start, inner.index, inner.index.at) }
        : {
            kind: 'range',
            start: binary('add', index.start, inner.start, at),
            stop: inner.toEnd ? narrowedEnd(index.stop, inner.start, at) : binary('add', index.start, inner.stop, at),
            toEnd: inner.toEnd && index.toEnd,
          },
    );
  }
  return out.concat(next.slice(n));
};

/** The single indices of a rank-0 reference. Raises where dimensions are left or too many are given. */
export const elementIndices = (ref: TensorRef, at: Span): readonly Expr[] => {
  const rank = rankOf(ref);
  if (rank !== 0) {
    const dims = ref.def.shape.length;
    const message =
      rank > 0
        ? `\`${ref.def.name}\` has ${dims} dimension${dims === 1 ? '' : 's'}, but ${dims - rank} ${dims - rank === 1 ? 'index is' : 'indices are'} given where one number is needed`
        : `\`${ref.def.name}\` has ${dims} dimension${dims === 1 ? '' : 's'}, but ${dims - rank} indices are given`;
    throw new Raised('rank-mismatch', at, message, 'InvalidProgram', {
      dsl: true,
      related: [{ span: ref.def.origin.span, message: `\`${ref.def.name}\` is defined here` }],
    });
  }
  return ref.indices.map((i) => (i.kind === 'single' ? i.index : i.start));
};

export const loadOf = (ref: TensorRef, at: Span): Expr => ({
  kind: 'load',
  tensor: ref.def.name,
  indices: elementIndices(ref, at),
  dtype: ref.def.dtype,
  at,
});

/** What a value is, for messages: FreeTensor's own objects in plain words, Python's by their type. */
export const inWords = (v: Value): string => {
  if (v === null) return 'None';
  if (typeof v !== 'object') return typeOf(v);
  if (v.kind === 'tensor') return rankOf(v) > 0 ? 'a tensor' : 'a tensor element';
  if (v.kind === 'expr') return 'an expression of the program';
  if (v.kind === 'newTensor') return 'a tensor that has no name yet';
  if (v.kind === 'stagedRange') return 'a range of the program';
  if (v.kind === 'builtin' || v.kind === 'function' || v.kind === 'method') return 'a function';
  return typeOf(v);
};

/** Structural equality of expressions, places aside. */
export const sameExpr = (a: Expr, b: Expr): boolean => {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return a.value === (b as typeof a).value;
    case 'var':
    case 'param':
      return a.name === (b as typeof a).name;
    case 'load':
      return a.tensor === (b as typeof a).tensor && sameExprs(a.indices, (b as typeof a).indices);
    case 'binary':
      return (
        a.op === (b as typeof a).op && sameExpr(a.lhs, (b as typeof a).lhs) && sameExpr(a.rhs, (b as typeof a).rhs)
      );
    case 'unary':
      return a.op === (b as typeof a).op && sameExpr(a.operand, (b as typeof a).operand);
    case 'select':
      return (
        sameExpr(a.cond, (b as typeof a).cond) &&
        sameExpr(a.then, (b as typeof a).then) &&
        sameExpr(a.else, (b as typeof a).else)
      );
    case 'cast':
      return a.dtype === (b as typeof a).dtype && sameExpr(a.operand, (b as typeof a).operand);
    case 'intrinsic':
      return a.format === (b as typeof a).format && !a.sideEffect && sameExprs(a.args, (b as typeof a).args);
    case 'unknown':
      return false;
  }
};
export const sameExprs = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((e, i) => sameExpr(e, b[i] as Expr));

/** `e` as something plus a constant; the something is null where there is none. */
const offsetOf = (e: Expr): { readonly base: Expr | null; readonly offset: bigint } => {
  if (e.kind === 'int') return { base: null, offset: e.value };
  if (e.kind === 'binary' && (e.op === 'add' || e.op === 'sub')) {
    if (e.rhs.kind === 'int') {
      const { base, offset } = offsetOf(e.lhs);
      return { base, offset: e.op === 'add' ? offset + e.rhs.value : offset - e.rhs.value };
    }
    if (e.op === 'add' && e.lhs.kind === 'int') {
      const { base, offset } = offsetOf(e.rhs);
      return { base, offset: offset + e.lhs.value };
    }
  }
  return { base: e, offset: 0n };
};

/** Could the two element positions be one? Indices that differ by a constant in some dimension rule it out. */
export const mayBeSameElement = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.every((e, i) => {
    const f = b[i];
    if (!f) return true;
    const [x, y] = [offsetOf(e), offsetOf(f)];
    const sameBase = x.base === null || y.base === null ? x.base === y.base : sameExpr(x.base, y.base);
    return !(sameBase && x.offset !== y.offset);
  });

/** Names of the tensors that an expression reads. */
export const tensorsRead = (e: Expr, into: Set<string> = new Set()): Set<string> => {
  switch (e.kind) {
    case 'load':
      into.add(e.tensor);
      for (const i of e.indices) tensorsRead(i, into);
      break;
    case 'binary':
      tensorsRead(e.lhs, into);
      tensorsRead(e.rhs, into);
      break;
    case 'unary':
    case 'cast':
      tensorsRead(e.operand, into);
      break;
    case 'select':
      tensorsRead(e.cond, into);
      tensorsRead(e.then, into);
      tensorsRead(e.else, into);
      break;
    case 'intrinsic':
      for (const x of e.args) tensorsRead(x, into);
      break;
    default:
  }
  return into;
};
