/** How a run ends. A run never throws: whatever the program, the inputs or the size, one of these comes back. */

import type { NodeId, Origin } from '../ir/nodes.ts';
import type { Span } from '../text/span.ts';
import type { TensorValue } from './values.ts';

export type FaultKind =
  | 'index-out-of-bounds'
  | 'negative-index'
  | 'uninitialised-read'
  | 'division-by-zero'
  | 'assert-failed'
  | 'assume-violated'
  | 'write-to-input'
  | 'zero-step'
  | 'negative-extent'
  | 'bad-view'
  | 'bad-shift';

/** Something that is wrong in the program for these inputs, and where it happened first. */
export interface Fault {
  readonly kind: FaultKind;
  /** The subscript, divisor, condition or range at fault. */
  readonly span: Span;
  readonly stmt: NodeId;
  readonly origin: Origin;
  /** Values of the enclosing loops' iterators, outermost first. */
  readonly iterators: Readonly<Record<string, number>>;
  /** For accesses: the tensor, its shape, the subscripts, and which of them is outside. */
  readonly access: {
    readonly tensor: string;
    readonly shape: readonly number[];
    readonly index: readonly number[];
    readonly dimension: number | null;
  } | null;
  /** In words: `y[3] is outside: the size is 3`. */
  readonly message: string;
}

export type RunResult =
  | { readonly kind: 'finished'; readonly outputs: ReadonlyMap<string, TensorValue>; readonly steps: number }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly steps: number }
  /** The interpreter has no meaning for what stands at `at`; nothing is said about the program. */
  | { readonly kind: 'unsupported'; readonly at: Span; readonly reason: string; readonly steps: number }
  /** Stopped by a budget or by the caller before the end. */
  | {
      readonly kind: 'budget';
      readonly what: 'steps' | 'elements' | 'stopped';
      readonly at: Span;
      readonly steps: number;
    }
  /** The inputs do not fit the function's declarations. */
  | { readonly kind: 'bad-input'; readonly name: string; readonly reason: string; readonly steps: number };

type WithoutSteps<R> = R extends unknown ? Omit<R, 'steps'> : never;
/** A result before the machine adds the steps it took. */
export type Ending = WithoutSteps<RunResult>;
