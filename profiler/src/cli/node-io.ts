/** `ProfileIo` on Node. */

import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { readingPool } from '../import/pool.ts';
import type { ProfileIo } from './io.ts';

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });

/**
 * Reading eight ranks of 54 MB spends 40 % of its processor time in the optimising compiler, once for each thread, and much of
 * that on code that is entered again soon (so it needs no replacement in the middle of a loop) or was inlined for a gain
 * smaller than its price. Without either it takes a quarter less; one large file takes as long as before.
 */
const COMPILE_LESS = ['--no-use-osr', '--max-inlined-bytecode-size-cumulative=100'];

/** @param entry The module of the program, which serves reading when it is started as a thread. */
export const nodeIo = (version: string, entry: URL): ProfileIo => ({
  version,
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stderr.isTTY === true ? process.stderr.columns : 80,
  clock: () => performance.now(),
  processors: availableParallelism(),
  compileLess: () => {
    for (const flag of COMPILE_LESS) setFlagsFromString(flag);
  },
  pool: (size) => readingPool(entry, size),
});
