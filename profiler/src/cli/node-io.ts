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
 * The optimising compiler takes more processor time than it saves: the inner loops of reading are WebAssembly. So it needs no
 * replacement in the middle of a loop, inlines little, and comes eight times as late. One large file takes as long as before.
 */
const COMPILE_LESS = ['--no-use-osr', '--max-inlined-bytecode-size-cumulative=100', '--interrupt-budget=1081344'];

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
    // Of another version the flags may have other names, and it says so.
    if (!process.versions.v8.startsWith('11.')) return;
    for (const flag of COMPILE_LESS) setFlagsFromString(flag);
  },
  pool: (size) => readingPool(entry, size),
});
