/** What the commands need of the process they run in. */

import type { IngestPool } from '../import/ingest.ts';

export interface ProfileIo {
  readonly version: string;
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  readonly errIsTerminal: boolean;
  /** Width of a line of text. */
  readonly columns: number;
  /** Milliseconds, never going back. */
  clock(): number;
  readonly processors: number;
  /** Tells the engine, for the rest of the process, to compile less: for commands of a few seconds over much code. */
  compileLess(): void;
  /** Threads for reading; null where none can be started. */
  pool(size: number): IngestPool | null;
}

/** The exit codes of `docs/exit-codes.md`. */
export const EXIT = { clean: 0, findings: 1, usage: 2, internal: 3, unreadable: 4, inconclusive: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake in how the command was called, or an input that cannot be used: said on standard error. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exit: ExitCode = EXIT.usage,
  ) {
    super(message);
  }
}
