/** What the preprocessor makes of a file and of all that it includes. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { FileId, Span } from '../../../text/span.ts';
import type { Token } from '../lex/tokens.ts';
import type { Macro } from './macro.ts';

export interface Include {
  /** The directive's name with its quotes or angles; for a forced include an empty place at the start of the file. */
  readonly at: Span;
  readonly name: string;
  readonly angled: boolean;
  /**
   * - `read`: its tokens stand in the unit;
   * - `repeated`: read before and protected by `#pragma once`;
   * - `library`: a header that we model or need not know;
   * - `missing`: not found; what it declares is unknown.
   */
  readonly status: 'read' | 'repeated' | 'library' | 'missing';
  readonly target: FileId | null;
}

export interface Preprocessed {
  /** The main file. */
  readonly file: FileId;
  /** Expanded, `end` last. */
  readonly tokens: readonly Token[];
  readonly texts: ReadonlyMap<FileId, string>;
  readonly includes: readonly Include[];
  /** As they stand at the end of the file. */
  readonly macros: ReadonlyMap<string, Macro>;
  readonly diagnostics: readonly Diagnostic[];
}
