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
  /** Processor seconds of all its threads, its start included; null where the system does not tell. */
  readonly cpuSeconds: number | null;
  readonly seconds: number;
}

/** Runs it and watches its memory. @param killAfter Milliseconds after which it is killed. */
export const watchProfiler = (args: readonly string[], killAfter: number | null = null): Promise<Watched> =>
  new Promise((resolve) => {
    const started = performance.now();
    const before = cpuOfEnded();
    const child = spawn(process.execPath, [PROFILE, ...args], { stdio: 'ignore' });
    let peak: number | null = null;
    const look = setInterval(() => {
      peak = peakOf(child.pid) ?? peak;
    }, 50);
    const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('exit', (code) => {
      clearInterval(look);
      if (timer !== null) clearTimeout(timer);
      const after = cpuOfEnded();
      const cpuSeconds = before === null || after === null ? null : after - before;
      resolve({ code, peakMB: peak, cpuSeconds, seconds: (performance.now() - started) / 1000 });
    });
  });

/** Ticks of a processor in a second, as /proc counts them. */
const TICKS = 100;

/** Processor seconds of the children of this process that have ended. One at a time, or they are all of them together. */
const cpuOfEnded = (): number | null => {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return null;
  }
};

/** The kernel's own high-water mark. */
const peakOf = (pid: number | undefined): number | null => {
  try {
    const kB = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kB === undefined ? null : Number(kB) / 1024;
  } catch {
    return null;
  }
};
