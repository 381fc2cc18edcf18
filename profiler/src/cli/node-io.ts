/** `ProfileIo` on Node. */

import { availableParallelism } from 'node:os';
import { readingPool } from '../import/pool.ts';
import type { ProfileIo } from './io.ts';

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });

/** @param entry The module of the program, which serves reading when it is started as a thread. */
export const nodeIo = (version: string, entry: URL): ProfileIo => ({
  version,
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stderr.isTTY === true ? process.stderr.columns : 80,
  clock: () => performance.now(),
  processors: availableParallelism(),
  pool: (size) => readingPool(entry, size),
});
