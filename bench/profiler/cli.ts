/** The profiler's own command line, as a process. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, ROOT, run } from '../lib/process.ts';

export const PROFILE = join(ROOT, 'profiler/dist/athanor-profile.mjs');

/** Why it cannot be run; null where it can. */
export const notBuilt = (): string | null =>
  existsSync(PROFILE) ? null : 'profiler/dist/athanor-profile.mjs is not built: npm run build';

export const runProfiler = (args: readonly string[]): Ran =>
  run(process.execPath, [PROFILE, ...args], { timeoutSeconds: 3600 });

export interface Watched {
  readonly code: number | null;
  /** Largest resident size, MB; null where the system does not tell. */
  readonly peakMB: number | null;
  readonly seconds: number;
}

/** Runs it and watches its memory. @param killAfter Milliseconds after which it is killed. */
export const watchProfiler = (args: readonly string[], killAfter: number | null = null): Promise<Watched> =>
  new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, [PROFILE, ...args], { stdio: 'ignore' });
    let peak: number | null = null;
    const look = setInterval(() => {
      peak = peakOf(child.pid) ?? peak;
    }, 50);
    const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('exit', (code) => {
      clearInterval(look);
      if (timer !== null) clearTimeout(timer);
      resolve({ code, peakMB: peak, seconds: (performance.now() - started) / 1000 });
    });
  });

/** The kernel's own high-water mark. */
const peakOf = (pid: number | undefined): number | null => {
  try {
    const kB = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kB === undefined ? null : Number(kB) / 1024;
  } catch {
    return null;
  }
};
