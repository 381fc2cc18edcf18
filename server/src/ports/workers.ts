/** Threads that check files. What goes in and out is plain data. */

import type { FileInput, FileResult } from './check-file.ts';

export interface Workers {
  /**
   * Checks all inputs on `threads` threads; the results stand in the order of the inputs.
   * A thread that dies costs the file it had: that one answers with an `internal-error`.
   */
  run(inputs: readonly FileInput[], threads: number): Promise<readonly FileResult[]>;
}
