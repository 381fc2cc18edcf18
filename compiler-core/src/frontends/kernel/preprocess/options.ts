/** What the command line, a compile database or a build file says about how a file is compiled, and the limits. */

export interface CompileOptions {
  /** `-D` and `-U` in their order: `NAME`, `NAME=value`, `NAME(x)=value`. */
  readonly macros: readonly { readonly kind: 'define' | 'undefine'; readonly text: string }[];
  /** `-I`, `-iquote`, `-isystem`: absolute folders, in the order of the search. */
  readonly includePaths: readonly string[];
  /** `-include`: absolute, or searched for like a quoted include. */
  readonly forcedIncludes: readonly string[];
  /** Other sources of the program, absolute: read after the file's own end, as if they were part of it. */
  readonly sources?: readonly string[];
}

export const NO_OPTIONS: CompileOptions = { macros: [], includePaths: [], forcedIncludes: [] };

export interface Limits {
  readonly includeDepth: number;
  /** Files read for one translation unit, each as often as it is included. */
  readonly includes: number;
  /** Tokens read from all files of one translation unit. */
  readonly fileTokens: number;
  /** Tokens made by all expansions of one translation unit. */
  readonly expansionTokens: number;
  readonly expansionDepth: number;
}

export const LIMITS: Limits = {
  includeDepth: 100,
  includes: 5_000,
  fileTokens: 10_000_000,
  expansionTokens: 2_000_000,
  expansionDepth: 100,
};
