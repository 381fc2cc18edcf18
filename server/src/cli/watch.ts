/** `--watch`: check again when something changes, until interrupted. */

import type { Ports } from '../ports/ports.ts';
import { EXIT, type ExitCode, UsageError } from './exit-codes.ts';

const WATCHED = /(?:\.py|\.ipynb|athanor\.toml|\.gitignore)$/i;
/** Editors write a file in several steps; one check after the last is enough. */
const QUIET = 100;

/** @throws UsageError when the first check cannot be made as asked, or nothing can be watched. */
export const watch = async (
  paths: readonly string[],
  ports: Ports,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> => {
  const { files, terminal } = ports;
  const named = new Set(paths.map(files.absolute));
  const clear = async (): Promise<void> => {
    if (terminal.outIsTerminal) await terminal.out('\u001b[2J\u001b[3J\u001b[H');
  };
  const ready = (): Promise<void> => terminal.err('athanor: watching for changes, Ctrl-C ends\n');
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = async (): Promise<void> => {
    await clear();
    try {
      await run();
    } catch (error) {
      if (error instanceof UsageError) await terminal.err(`athanor: ${error.message}\n`);
      else ports.log.crash('check', error);
    }
    await ready();
  };
  // Watched from before the first check, so that no change in between is missed.
  const stop = files.watch([...named], (path) => {
    if (!WATCHED.test(path) && !named.has(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(again);
    }, QUIET);
  });
  if (stop === null) throw new UsageError('--watch: none of the paths can be watched; check their spelling');
  const interrupted = new Promise<void>((done) => terminal.onInterrupt(done));
  const first = clear().then(run);
  running = first.then(ready, () => undefined);
  try {
    await first;
    await interrupted;
    clearTimeout(timer);
    await running;
    return EXIT.clean;
  } finally {
    clearTimeout(timer);
    stop();
  }
};
