/** What an analysis of one kernel says: the contract between the analyses and those who ask them. */

import type { Diagnostic, UnknownCode } from '../../diag/diagnostic.ts';
import type { Func } from '../../ir/nodes.ts';
import type { Budget } from '../../presburger/index.ts';
import type { Span } from '../../text/span.ts';

export interface KernelQuestion {
  /** With the values that its launch gives put in, where the host's code tells them. */
  readonly func: Func;
  readonly budget: Budget;
  /** Asked before each part; true leaves the rest unknown. */
  readonly shouldStop?: () => boolean;
}

/** Where a proof stopped, and why. */
export interface Open {
  readonly code: UnknownCode;
  readonly reason: string;
  readonly at: Span;
}

/**
 * - `safe`: proved for every admissible valuation, on the listed assumptions.
 * - `faulty`: at least one fault is proved or witnessed.
 * - `possible`: for some valuations there is a fault, or whether its place is reached is not known.
 * - `unknown`: neither; `open` says where the proof stopped.
 */
export type Standing = 'safe' | 'faulty' | 'possible' | 'unknown';

export interface KernelAnswer {
  readonly standing: Standing;
  /**
   * `witness.values` of a finding about a launch has the sizes, scalar arguments and launch sizes by their names in the IR
   * (`n`, `global_0`), so that the interpreter can be asked whether it is so.
   */
  readonly diagnostics: readonly Diagnostic[];
  readonly open: readonly Open[];
  readonly assumptions: readonly string[];
}
