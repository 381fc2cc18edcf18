/** Everything outside that the command line needs, handed in by the entry point. */

import type { LogPort } from '@athanor/compiler-core/session/limits.ts';
import type { SyntaxParser } from '@athanor/compiler-core/syntax/cst.ts';
import type { Arrays } from './arrays.ts';
import type { EditorHost } from './editor.ts';
import type { CompilePatterns, Files } from './files.ts';
import type { Terminal } from './terminal.ts';
import type { ParseToml } from './toml.ts';
import type { Workers } from './workers.ts';

/** What `doctor` says about the machine and the installation. */
export interface Machine {
  readonly runtime: string;
  readonly platform: string;
  readonly processors: number;
}

export interface Ports {
  readonly version: string;
  readonly files: Files;
  readonly terminal: Terminal;
  /** Milliseconds, never going back. */
  readonly clock: () => number;
  readonly log: LogPort;
  readonly workers: Workers;
  readonly machine: Machine;
  readonly compilePatterns: CompilePatterns;
  readonly arrays: Arrays;
  /** Loaded on first use: most commands do not read TOML. */
  readonly loadToml: () => Promise<ParseToml>;
  readonly createParser: () => Promise<SyntaxParser>;
  /** The help page of a code in Markdown; null where there is none. */
  readonly helpPage: (code: string) => string | null;
  /** What runs a command of the profiler and gives its exit code, which means what ours means; absent where it cannot run. */
  readonly loadProfiler?: () => Promise<(args: readonly string[]) => Promise<0 | 1 | 2 | 3 | 4 | 5>>;
  /** Streams and a thread for the language server; absent where there is no client to serve. */
  readonly loadEditor?: () => Promise<EditorHost>;
}
