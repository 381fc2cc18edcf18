/**
 * The loop IR that both languages lower to (DESIGN 3). Values are immutable: a rewrite returns new nodes.
 * Work-items are iterations of parallel loops; a tensor's definition is a scope.
 * Cost of every accessor here is O(1); trees are walked by `walk.ts`.
 */

import type { Span } from '../text/span.ts';
import type { AccessType, DType, MemType } from './types.ts';

declare const brand: unique symbol;
/** Unique within one `Func` and kept by rewrites that keep the statement. */
export type NodeId = number & { readonly [brand]: 'NodeId' };
export const nodeId = (n: number): NodeId => n as NodeId;

/** One step of an inlining chain: where the call stands and what it called. */
export interface CallSite {
  readonly span: Span;
  readonly callee: string;
  /** The user's name of the call, with those of the calls before it: `outer->inner`. */
  readonly name?: string;
}

/** Where a statement comes from: its place, the calls that led there (outermost first), the rewrites since. */
export interface Origin {
  readonly span: Span;
  readonly calls: readonly CallSite[];
  readonly trail: readonly string[];
}

// ---- expressions ---------------------------------------------------------------------------------------------------

/** `mod` is Python's (sign of the divisor), `remainder` is C's (sign of the dividend). */
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'realDiv'
  | 'floorDiv'
  | 'ceilDiv'
  | 'roundTowards0Div'
  | 'mod'
  | 'remainder'
  | 'min'
  | 'max'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'lAnd'
  | 'lOr'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'shl'
  | 'shr';
export type UnaryOp = 'lNot' | 'sqrt' | 'exp' | 'square' | 'sigmoid' | 'tanh' | 'abs' | 'floor' | 'ceil' | 'bitNot';

interface ExprBase {
  /** The source text of this expression. */
  readonly at: Span;
}
export type Expr =
  | (ExprBase & { readonly kind: 'int'; readonly value: bigint })
  | (ExprBase & { readonly kind: 'float'; readonly value: number })
  | (ExprBase & { readonly kind: 'bool'; readonly value: boolean })
  /** A loop iterator, int32 in FreeTensor. */
  | (ExprBase & { readonly kind: 'var'; readonly name: string; readonly dtype: DType })
  /** A Python value that staging does not know: a symbolic size, or a constant of unknown type. Same name, same value. */
  | (ExprBase & { readonly kind: 'param'; readonly name: string })
  | (ExprBase & {
      readonly kind: 'load';
      readonly tensor: string;
      readonly indices: readonly Expr[];
      readonly dtype: DType;
    })
  | (ExprBase & { readonly kind: 'binary'; readonly op: BinaryOp; readonly lhs: Expr; readonly rhs: Expr })
  | (ExprBase & { readonly kind: 'unary'; readonly op: UnaryOp; readonly operand: Expr })
  | (ExprBase & { readonly kind: 'select'; readonly cond: Expr; readonly then: Expr; readonly else: Expr })
  | (ExprBase & { readonly kind: 'cast'; readonly dtype: DType; readonly operand: Expr })
  /** `format` has one `%` per argument, as in FreeTensor. */
  | (ExprBase & {
      readonly kind: 'intrinsic';
      readonly format: string;
      readonly args: readonly Expr[];
      readonly dtype: DType;
      readonly sideEffect: boolean;
    })
  /** A value that is not modelled. It taints whatever it flows into. */
  | (ExprBase & { readonly kind: 'unknown'; readonly dtype: DType; readonly reason: string });
export type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

// ---- statements ----------------------------------------------------------------------------------------------------

export type ReduceOp = 'add' | 'mul' | 'min' | 'max' | 'lAnd' | 'lOr';
export type ParallelScope =
  | 'serial'
  | 'openmp'
  | 'cudastream'
  | 'blockIdx.x'
  | 'blockIdx.y'
  | 'blockIdx.z'
  | 'threadIdx.x'
  | 'threadIdx.y'
  | 'threadIdx.z';
export type SyncScope = 'workItem' | 'subGroup' | 'workGroup' | 'device' | 'system';
export type MemoryOrder = 'relaxed' | 'acquire' | 'release' | 'acq_rel' | 'seq_cst';
/** What a group of items computes together from one value of each. */
export type CollectiveOp =
  | `${'reduce' | 'inclusiveScan' | 'exclusiveScan'}.${ReduceOp | 'bitAnd' | 'bitOr' | 'bitXor'}`
  | 'broadcast'
  | 'shuffle'
  | 'shiftLeft'
  | 'shiftRight'
  | 'permuteXor'
  | 'any'
  | 'all'
  | 'none';

export interface ForProperty {
  readonly parallel: ParallelScope;
  readonly unroll: boolean;
  readonly vectorize: boolean;
  /** Tensors through which the author says this loop carries no dependence. */
  readonly noDeps: readonly string[];
  readonly preferLibs: boolean;
  /** The nest that begins here is run by a library; what it computes is what the loops say. */
  readonly library?: 'matmul';
}
export const serialLoop: ForProperty = {
  parallel: 'serial',
  unroll: false,
  vectorize: false,
  noDeps: [],
  preferLibs: false,
};

interface StmtBase {
  readonly id: NodeId;
  /** User-given names: `nid`, or later `label`s, with the names of the calls before them: `src->rows$1`. */
  readonly names: readonly string[];
  readonly origin: Origin;
}

export interface Seq extends StmtBase {
  readonly kind: 'seq';
  readonly stmts: readonly Stmt[];
}

/**
 * Allocates `name` for the extent of `body` only: two iterations of a loop around it use different tensors.
 * `aliasClass` is equal for allocations that may share memory (null: none other).
 * `view` makes it a typed window on another allocation, at a byte offset.
 */
export interface VarDef extends StmtBase {
  readonly kind: 'varDef';
  readonly name: string;
  readonly shape: readonly Expr[];
  readonly dtype: DType;
  readonly access: AccessType;
  readonly memory: MemType;
  readonly aliasClass: string | null;
  readonly view: { readonly tensor: string; readonly byteOffset: Expr } | null;
  /**
   * The shape in which a caller passes it, or FreeTensor bounds its size, where a schedule laid it out otherwise:
   * the elements are those of `shape` in the same row-major order, as many as this shape has.
   */
  readonly ioShape?: readonly Expr[];
  /** Its name in the source, where `name` was made distinct from another of the same: `t` for `t_1`. */
  readonly spelled?: string;
  /** A leaf of a structure: how far apart its elements lie in memory, and where the first one begins. Absent: packed. */
  readonly layout?: { readonly strideBytes: number; readonly offsetBytes: number };
  readonly body: Stmt;
}
/** `at` of a write is the span of its target in the source: `y[i, j]`. */
export interface Store extends StmtBase {
  readonly kind: 'store';
  readonly tensor: string;
  readonly indices: readonly Expr[];
  readonly value: Expr;
  readonly at: Span;
}
export interface ReduceTo extends StmtBase {
  readonly kind: 'reduceTo';
  readonly tensor: string;
  readonly indices: readonly Expr[];
  readonly op: ReduceOp;
  readonly value: Expr;
  readonly atomic: boolean;
  readonly at: Span;
}
/**
 * Read, modify and write one element at once; the old value goes to `result` (a rank-0 tensor) where it is wanted.
 * `load` only reads (its `value` is the constant 0 and means nothing), `store` only writes.
 */
export interface AtomicRMW extends StmtBase {
  readonly kind: 'atomicRMW';
  readonly tensor: string;
  readonly indices: readonly Expr[];
  readonly op: ReduceOp | 'load' | 'store' | 'exchange' | 'compareExchange' | 'sub' | 'bitAnd' | 'bitOr' | 'bitXor';
  readonly value: Expr;
  readonly expected: Expr | null;
  readonly result: string | null;
  readonly order: MemoryOrder;
  readonly scope: SyncScope;
  readonly at: Span;
}
/** `for iter in range(begin, end, step)`; `len` = ceil((end - begin) / step) is derived (`loopLength`). */
export interface For extends StmtBase {
  readonly kind: 'for';
  readonly iter: string;
  readonly begin: Expr;
  readonly end: Expr;
  readonly step: Expr;
  readonly property: ForProperty;
  readonly body: Stmt;
  /** The source text of the range, for findings about it. */
  readonly at: Span;
}
export interface While extends StmtBase {
  readonly kind: 'while';
  readonly cond: Expr;
  readonly body: Stmt;
}
export interface If extends StmtBase {
  readonly kind: 'if';
  readonly cond: Expr;
  readonly then: Stmt;
  readonly else: Stmt | null;
}
/** Checked at run time; what is inside may rely on it. */
export interface Assert extends StmtBase {
  readonly kind: 'assert';
  readonly cond: Expr;
  readonly body: Stmt;
}
/** Known to hold, never checked. */
export interface Assume extends StmtBase {
  readonly kind: 'assume';
  readonly cond: Expr;
  readonly body: Stmt;
}
export interface Eval extends StmtBase {
  readonly kind: 'eval';
  readonly value: Expr;
}
/** All items of the scope reach it before any goes on. `memory` is what it orders, as OpenCL's fences; absent: both. */
export interface Barrier extends StmtBase {
  readonly kind: 'barrier';
  readonly scope: SyncScope;
  readonly memory?: 'local' | 'global' | 'both';
}
/** Orders the memory accesses of one item before it against those after it, as others of the scope see them. */
export interface Fence extends StmtBase {
  readonly kind: 'fence';
  readonly order: MemoryOrder;
  readonly scope: SyncScope;
}
/**
 * Each item of the scope gives `value` and gets its answer in `result` (a rank-0 tensor), if it is wanted.
 * `argument`: the initial value of a reduction or scan; the lane of `broadcast` and `shuffle`; the distance of the
 * shifts; the mask of `permuteXor`. All items of the scope must reach it. At `workGroup` it orders memory as a barrier does.
 * @source SYCL 2020 4.17.3 and 4.17.4.
 */
export interface Collective extends StmtBase {
  readonly kind: 'collective';
  readonly op: CollectiveOp;
  readonly scope: 'subGroup' | 'workGroup';
  readonly value: Expr;
  readonly argument: Expr | null;
  readonly result: string | null;
  readonly at: Span;
}
/** FreeTensor's test wildcard `ft.Any()`: stands for any statement. */
export interface AnyStmt extends StmtBase {
  readonly kind: 'any';
}
/** Source that staging could not model: it may read and write `tensors` (null: anything in scope). */
export interface NotModelled extends StmtBase {
  readonly kind: 'notModelled';
  readonly reason: string;
  readonly tensors: readonly string[] | null;
}

export type Stmt =
  | Seq
  | VarDef
  | Store
  | ReduceTo
  | AtomicRMW
  | For
  | While
  | If
  | Assert
  | Assume
  | Eval
  | Barrier
  | Fence
  | Collective
  | AnyStmt
  | NotModelled;
export type StmtOf<K extends Stmt['kind']> = Extract<Stmt, { kind: K }>;

// ---- functions -----------------------------------------------------------------------------------------------------

/** A Python value staging does not know, by name; `integer` where its use as a size or bound says so. */
export interface Param {
  readonly name: string;
  readonly integer: boolean;
  readonly origin: Span;
}

/**
 * How a kernel is launched. Its work-items are the `blockIdx` and `threadIdx` loops of the body: both for `nd_range`
 * and `work_group`, `blockIdx` alone for `range`, none for `single_task`. Sizes are in the order of the source's dimensions.
 */
export interface KernelInfo {
  readonly launch: 'nd_range' | 'range' | 'single_task' | 'work_group';
  readonly dimensions: 1 | 2 | 3;
  /** As the source names it. */
  readonly name: string;
  readonly reqdWorkGroupSize?: readonly number[];
  readonly reqdSubGroupSize?: number;
}

export interface Func {
  readonly name: string;
  /** Names of the tensors that a caller passes, in order, closure captures last. */
  readonly params: readonly string[];
  readonly returns: readonly { readonly tensor: string; readonly dtype: DType }[];
  /** Symbolic sizes and constants that occur in the body. */
  readonly externals: readonly Param[];
  /** Of a kernel of device code; absent for a tensor program. */
  readonly kernel?: KernelInfo;
  readonly body: Stmt;
  readonly origin: Origin;
}

export const assertNever = (value: never): never => {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
};
