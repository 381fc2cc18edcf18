/**
 * What the tool says about a place in the text, as plain data. The contract is DESIGN 6:
 * an error is proved or witnessed, never guessed.
 */

import type { Span } from '../text/span.ts';
import type { DiagnosticCode } from './codes.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * - `proved`: holds for every admissible valuation of the parameters at which the question arises.
 * - `witnessed`: an execution showed it; its inputs are part of the witness.
 * - `possible`: true for some valuations only, or something on the slice is unknown.
 */
export type FindingClass = 'proved' | 'witnessed' | 'possible';

export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** One concrete instance that shows the finding: variable and iterator values, in words and as numbers. */
export interface Witness {
  /** In words: `i = 7 reaches 8, size is 8`. */
  readonly text: string;
  /** Values of iterators, sizes and loads by name; bigints as decimal strings so that JSON keeps them. */
  readonly values: Readonly<Record<string, string>>;
}

/** A replacement of text, for a quick fix. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** Null where the question is not one of proof (a configuration mistake, a construct that is not modelled). */
  readonly class: FindingClass | null;
  readonly span: Span;
  readonly message: string;
  readonly related: readonly Related[];
  readonly witness: Witness | null;
  /** What the verdict rests on: `n = 1024 (comment, line 3)`, `n >= 1`. */
  readonly assumptions: readonly string[];
  readonly fixes: readonly Fix[];
}

/** Every analysis. `unknown` forces the caller to decide; it never reads as zero, empty or safe. */
export type UnknownCode = 'budget' | 'not-affine' | 'not-modelled' | 'data-dependent' | 'overflow';
export type Answer<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly code: UnknownCode };
export const known = <T>(value: T): Answer<T> => ({ kind: 'known', value });
export const unknown = (code: UnknownCode): Answer<never> => ({ kind: 'unknown', code });

/** Every parser and reader. The value is always there; it may be partial. */
export interface Parsed<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
