/**
 * The port through which schedule calls of the user's Python reach the transforms. The evaluator resolves selectors and
 * turns arguments into plain data; a host answers each call with a new program, with a refusal, or that it does not know.
 */

import type { DiagnosticCode } from '../../../diag/codes.ts';
import type { Related, Witness } from '../../../diag/diagnostic.ts';
import type { Forward } from '../../../ir/forward.ts';
import type { Expr, Func, NodeId } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';

/** A statement, as an argument or result. */
export interface StmtRef {
  readonly stmt: NodeId;
}
/** Expressions over the iterators of the loops, as `permute` takes them. */
export interface ExprList {
  readonly exprs: readonly Expr[];
}
/** An argument: enumerators and memory types are their names. `null` is None, or a parameter left at its default. */
export type ScheduleArg = null | boolean | number | string | StmtRef | ExprList | readonly ScheduleArg[];

/** What a call returns to Python. A map goes from statements before the call to those after it. */
export type ScheduleResult =
  | null
  | string
  | number
  | StmtRef
  | readonly ScheduleResult[]
  | { readonly copies: ReadonlyMap<NodeId, NodeId> };

export interface ScheduleCall {
  /** `split`, `auto_fuse`, … */
  readonly primitive: string;
  /** By the names of the parameters, all of them. */
  readonly args: ReadonlyMap<string, ScheduleArg>;
}

/** Something to say about a call beside its verdict. */
export interface ScheduleFinding {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly related: readonly Related[];
  readonly witness: Witness | null;
  /** It may be so, and is not proved. */
  readonly possible?: boolean;
}

export type ScheduleAnswer =
  | {
      readonly kind: 'applied';
      readonly func: Func;
      readonly forward: Forward;
      readonly result: ScheduleResult;
      /** Faults that FreeTensor does not see: it goes on. */
      readonly findings: readonly ScheduleFinding[];
      /** The steps of a composite call, each with its reason. */
      readonly steps: readonly string[];
    }
  /** FreeTensor raises; the schedule stays as it was. */
  | { readonly kind: 'refused'; readonly finding: ScheduleFinding; readonly className: string }
  /** What FreeTensor does here is not known, nor the program from here on. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** FreeTensor of May 2022, or since 1.0: they differ in names of new statements and in what calls return. */
export type Era = '2022' | 'later';

export interface ScheduleHost {
  /** The program that a schedule of `func` begins with, which FreeTensor simplifies; or why it refuses even that. */
  begin(func: Func, era: Era): ScheduleAnswer;
  /** Never throws on user input. */
  call(func: Func, call: ScheduleCall, era: Era): ScheduleAnswer;
}

/** One call as it was met, for editors and measurements. */
export interface ScheduleRecord {
  /** Index of the scheduled unit. */
  readonly unit: number;
  readonly primitive: string;
  readonly at: Span;
  readonly verdict: 'applied' | 'refused' | 'unknown';
  /** Why, where it was refused or is unknown. */
  readonly reason: string | null;
  /** The program after an applied call. */
  readonly after: Func | null;
  readonly steps: readonly string[];
}
