/** Processes and bare clones, for benchmarks and acceptance. No standard input, no shell. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
/** The bundle that `npm run build` makes. */
export const ATHANOR = join(ROOT, 'server/dist/athanor.mjs');

export interface Ran {
  /** Null when it was ended by a signal or a time limit. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutSeconds?: number;
}

export function run(command: string, args: readonly string[], options: RunOptions = {}): Ran {
  const started = performance.now();
  const done = spawnSync(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    timeout: (options.timeoutSeconds ?? 600) * 1000,
    killSignal: 'SIGKILL',
  });
  const error = done.error === undefined ? '' : `${done.error.message}\n`;
  return {
    code: done.status,
    stdout: done.stdout ?? '',
    stderr: error + (done.stderr ?? ''),
    milliseconds: performance.now() - started,
  };
}

export const runAthanor = (args: readonly string[], options: RunOptions = {}): Ran =>
  run(process.execPath, [ATHANOR, ...args], options);

/** Gives a new folder to `use` and removes it afterwards. */
export async function withTempFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-accept-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Clones the committed state of this repository, without packages, into `folder/clone`. */
export function bareClone(folder: string): { readonly path: string; readonly commit: string } {
  const path = join(folder, 'clone');
  const cloned = run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, path]);
  if (cloned.code !== 0) throw new Error(`git clone failed: ${cloned.stderr}`);
  return { path, commit: run('git', ['rev-parse', '--short', 'HEAD'], { cwd: path }).stdout.trim() };
}

export const tail = (text: string, lines: number): readonly string[] => text.trimEnd().split('\n').slice(-lines);
