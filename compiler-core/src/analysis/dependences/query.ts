/** What can be asked of the dependences of a function, and what is answered. */

import type { Answer } from '../../diag/diagnostic.ts';
import type { NodeId, ParallelScope } from '../../ir/nodes.ts';
import type { Affine, Budget, Int, Union } from '../../presburger/index.ts';
import type { AccessPoint, LoopStmt } from './points.ts';

/** Read after write, write after read, write after write. A reduction reads and writes. */
export type DependenceKind = 'RAW' | 'WAR' | 'WAW';

/**
 * How two iterations of a loop lie to each other, in the order in which the loop runs them (downwards for a negative
 * step): `normal`: the earlier access has the earlier iteration; `inverse`: the later one; `same`; `different`.
 */
export type Direction = 'normal' | 'inverse' | 'same' | 'different';

export type Condition =
  /** Holds for pairs that are both inside this loop. */
  | { readonly loop: NodeId; readonly direction: Direction }
  /** Some loop of this scope around both (`different`), or all of them (`same`). */
  | { readonly parallel: ParallelScope; readonly direction: 'same' | 'different' }
  /**
   * Compares iterations of two loops by their number from 0: that of `earlier` around the earlier access with that of
   * `later` around the later one. This asks about loops as if they were fused already.
   */
  | { readonly earlier: NodeId; readonly later: NodeId; readonly direction: Direction };

/** One end of a pair as terms over its iterators and the sizes, for conditions of a caller's own. */
export interface Instance {
  readonly point: AccessPoint;
  /** The value of the iterator; null when the loop is not around the access, or is a `while`. */
  iterator(loop: NodeId): Affine | null;
  /** Grows by the order of execution: the iterator, negated for a negative step. */
  time(loop: NodeId): Affine | null;
  /** The number of the iteration, from 0; null when the bounds or the step are not affine. */
  count(loop: NodeId): Affine | null;
}

export interface Query {
  readonly kinds?: readonly DependenceKind[];
  /** Which accesses may be the earlier end, the later end; default all. */
  readonly earlier?: (p: AccessPoint) => boolean;
  readonly later?: (p: AccessPoint) => boolean;
  readonly pair?: (earlier: AccessPoint, later: AccessPoint) => boolean;
  /** Both ends inside this statement. */
  readonly within?: NodeId;
  /** A disjunction of conjunctions; the empty list, or none: any direction. */
  readonly directions?: readonly (readonly Condition[])[];
  /** Only the points of the relation in this set, in terms of the two instances. */
  readonly where?: (earlier: Instance, later: Instance) => Union;
  /** `exempt` (default): two reductions with the same operator commute. `kept`: they conflict as any two writes do. */
  readonly reductions?: 'exempt' | 'kept';
  /** `erase` (default): two instances of a local tensor's definition are different tensors. */
  readonly scope?: 'erase' | 'ignore';
  /** `honour` (default): a loop carries no dependence through the tensors in its `no_deps`. */
  readonly noDeps?: 'honour' | 'ignore';
  /** `unordered` (default): iterations of a parallel loop have no order. `serial`: as if they ran one after another. */
  readonly parallel?: 'unordered' | 'serial';
  /** `possible` (default): everything that may happen. `necessary`: only what really does, for the sizes of the witness. */
  readonly relax?: 'possible' | 'necessary';
  /**
   * Only the last earlier write before each later access (RAW, WAW), or the first later write (WAR), among the accesses
   * that the query lets through; without filters, whose value is read.
   */
  readonly nearest?: boolean;
  readonly budget?: Budget;
}

/**
 * - `must`: every point of the relation is a pair of instances that occur, given the sizes at that point.
 * - `may`: data decide, or something is not modelled.
 * - `unknown`: the budget ended first. Counts as a dependence, and may stand for further pairs of the tensor.
 */
export type Certainty = 'must' | 'may' | 'unknown';

/** Distance in iterations of the loop's iterator, later minus earlier in the order of execution; null: no bound is known. */
export interface LoopDistance {
  readonly loop: LoopStmt;
  /** `<`: the earlier access in the earlier iteration; `=`; `>`; with several: any of them. */
  readonly direction: '<' | '=' | '>' | '<=' | '>=' | '<>' | '*';
  readonly min: Int | null;
  readonly max: Int | null;
}

/** Two instances that conflict. The simulator can replay it and stop on the second access. */
export interface ConflictWitness {
  /** Values of sizes, and of data where they are part of it (`idx[i]`), as the user reads them. */
  readonly values: Readonly<Record<string, string>>;
  readonly earlier: WitnessEnd;
  readonly later: WitnessEnd;
  readonly text: string;
}
export interface WitnessEnd {
  /** Iterators from the outermost. */
  readonly iterators: readonly { readonly loop: LoopStmt; readonly name: string; readonly value: Int }[];
  /** The element; null in a dimension that is not affine. */
  readonly index: readonly (Int | null)[];
}

/** The part of a dependence that one loop carries: the outermost of which the two iterations differ. */
export interface Level {
  /** Null: it occurs within one iteration of all common loops. */
  readonly carrier: LoopStmt | null;
  /** False: the iterations are of a parallel loop, and either may come first. */
  readonly ordered: boolean;
  readonly certainty: Certainty;
  /** Of the common loops, from the outermost. */
  distances(): readonly LoopDistance[];
  /** All pairs of instances; variables of the later one have a prime. */
  all(): Union;
  /** Those that decided `certainty`: everything in it occurs if that is `must`. */
  relation(): Union;
}

export interface Dependence {
  readonly tensor: string;
  readonly kinds: readonly DependenceKind[];
  readonly earlier: AccessPoint;
  readonly later: AccessPoint;
  /** That of the most certain level. */
  readonly certainty: Certainty;
  readonly levels: readonly Level[];
  /** Of the most certain level; null where the instances cannot be told (`any` accesses), unknown when the budget ends. */
  witness(): Answer<ConflictWitness | null>;
}
