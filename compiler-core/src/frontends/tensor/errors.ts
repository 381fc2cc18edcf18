/** Exceptions of the staged Python. They travel as JavaScript exceptions through the evaluator only. */

import type { DiagnosticCode } from '../../diag/codes.ts';
import type { Fix, Related, Severity, Witness } from '../../diag/diagnostic.ts';
import type { CallSite } from '../../ir/nodes.ts';
import type { Span } from '../../text/span.ts';

/**
 * A Python exception on its way up. `className` is what `except` matches.
 * `dsl` says that FreeTensor raised it: it is reported outside staged code too.
 */
export class Raised extends Error {
  /** Calls passed on the way up, innermost first. */
  readonly calls: CallSite[] = [];
  /** It left a function that was being staged: FreeTensor wraps it in a `StagingError`. */
  staged = false;
  /** It was raised where nothing is proved. */
  uncertain = false;
  constructor(
    readonly code: DiagnosticCode,
    readonly at: Span,
    message: string,
    readonly className: string,
    readonly extra: {
      readonly related?: readonly Related[];
      readonly fixes?: readonly Fix[];
      readonly dsl?: boolean;
      readonly witness?: Witness | null;
    } = {},
  ) {
    super(message);
  }
}

/** Staging was stopped by its budget or a newer version of the text. */
export class Stopped extends Error {
  constructor(
    readonly why: 'budget' | 'cancelled',
    readonly at: Span,
  ) {
    super(why);
  }
}

/** A finding made while staging goes on (a trap, a construct that is not modelled). */
export interface Note {
  readonly code: DiagnosticCode;
  readonly at: Span;
  readonly message: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly witness?: Witness | null;
  /** Overrides the severity of the code's table entry, downwards only. */
  readonly severity?: Severity;
  /** It cannot be proved: some unknown decides. */
  readonly possible?: boolean;
}
