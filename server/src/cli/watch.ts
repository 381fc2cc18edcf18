/** `--watch`: check again when something changes, until interrupted. */

import type { Ports } from '../ports/ports.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

const WATCHED = /(?:\.py|\.ipynb|athanor\.toml|\.gitignore)$/i;
/** Editors write a file in several steps; one check after the last is enough. */
const QUIET = 100;

export const watch = (paths: readonly string[], ports: Ports, run: () => Promise<ExitCode>): Promise<ExitCode> =>
  new Promise((done) => {
    const { files, terminal } = ports;
    let timer: NodeJS.Timeout | undefined;
    let running = Promise.resolve();
    const again = (): void => {
      running = running.then(async () => {
        if (terminal.outIsTerminal) await terminal.out('\u001b[2J\u001b[3J\u001b[H');
        try {
          await run();
        } catch (error) {
          ports.log.crash('check', error);
        }
        await terminal.err('athanor: watching for changes, Ctrl-C ends\n');
      });
    };
    const stop = files.watch(paths.map(files.absolute), (path) => {
      if (!WATCHED.test(path)) return;
      clearTimeout(timer);
      timer = setTimeout(again, QUIET);
    });
    terminal.onInterrupt(() => {
      clearTimeout(timer);
      stop();
      void running.then(() => done(EXIT.clean));
    });
    again();
  });
