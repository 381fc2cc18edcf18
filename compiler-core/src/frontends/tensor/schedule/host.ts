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

/** One execution of one access: the value of each loop around it, from the outermost. */
export interface ConflictEnd {
  readonly stmt: NodeId;
  readonly access: 'read' | 'write' | 'reduce';
  readonly at: Span;
  readonly iterators: ReadonlyMap<string, bigint>;
}
/** Two executions that touch one element and may not change their order; a run of `program` shows them in this order. */
export interface ScheduleConflict {
  readonly tensor: string;
  /** Null in a dimension that is not affine. */
  readonly element: readonly (bigint | null)[];
  /** Sizes, and data where they are part of it. */
  readonly values: Readonly<Record<string, string>>;
  readonly earlier: ConflictEnd;
  readonly later: ConflictEnd;
  readonly program: Func;
}

/** Something to say about a call beside its verdict. */
export interface ScheduleFinding {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly related: readonly Related[];
  readonly witness: Witness | null;
  /** What `witness` says, as data. */
  readonly conflict: ScheduleConflict | null;
  /** The reason in a few words: `b[4] i=3 -> j=2`, or the rule. */
  readonly brief: string;
  /** It may be so, and is not proved. */
  readonly possible?: boolean;
}

export interface ScheduleNote {
  readonly kind: 'undecided' | 'reordered-reduction' | 'no-effect';
  readonly text: string;
}

export type ScheduleAnswer =
  | {
      readonly kind: 'applied';
      readonly func: Func;
      readonly forward: Forward;
      readonly result: ScheduleResult;
      /** Faults that FreeTensor does not see: it goes on. */
      readonly findings: readonly ScheduleFinding[];
      /** What is true besides and no finding: that results stay the same is not proved, that nothing happens. */
      readonly notes: readonly ScheduleNote[];
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
  /** The function that is scheduled, and its name in its definition. */
  readonly scheduled: string;
  readonly definition: Span;
  /** `Schedule` for the beginning of one. */
  readonly primitive: string;
  readonly at: Span;
  /** How many calls of the schedule were applied before it, its beginning among them. */
  readonly order: number;
  /** `raised`: an argument is no statement of the program, or of the wrong type. `unknown`: the verdict or the program is. */
  readonly verdict: 'applied' | 'refused' | 'raised' | 'unknown';
  /** Why, where it was not applied. */
  readonly reason: string | null;
  /** Of a refused call why, of an applied one what is true besides. */
  readonly findings: readonly ScheduleFinding[];
  readonly notes: readonly ScheduleNote[];
  /** The programs around the call; null where they are not known or there is none. */
  readonly before: Func | null;
  readonly after: Func | null;
  readonly steps: readonly string[];
  /** An exception would be caught where the call stands. */
  readonly caught: boolean;
}
