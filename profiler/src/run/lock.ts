/** One writer at a time: `RUN/.lock` says who. */

import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Another writer is at work. The message is for people. */
export class BusyRun extends Error {}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Takes the lock of a run. That of a process of this host that is no more is taken over.
 *
 * @returns What gives it back.
 * @throws BusyRun when another writer has it; the system's error when the directory cannot be made.
 */
export const lockRun = (run: string): (() => void) => {
  mkdirSync(run, { recursive: true });
  const path = join(run, '.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const fd = openSync(path, 'wx');
      writeSync(fd, JSON.stringify({ host: hostname(), pid: process.pid }));
      closeSync(fd);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = ownerOf(path);
      if (owner === null || owner.host !== hostname() || isAlive(owner.pid))
        throw new BusyRun(
          `${run} is being written by ${owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`}; wait for it, or remove ${path} if it is gone`,
        );
      rmSync(path, { force: true });
    }
  }
  throw new BusyRun(`${run} is being written by another process`);
};

const ownerOf = (path: string): { readonly host: string; readonly pid: number } | null => {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8'));
    return typeof owner?.pid === 'number' && typeof owner?.host === 'string' ? owner : null;
  } catch {
    return null;
  }
};
