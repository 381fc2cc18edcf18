import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** Runs node on a script without standard input; its output goes to ours. Returns the exit code, 1 for a signal. */
export function runNode(args, options = {}) {
  const done = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
    env: { ...process.env, ...options.env },
  });
  if (done.error) process.stderr.write(`${done.error.message}\n`);
  return done.status ?? 1;
}

/** The script behind an installed package's command; null when the package is not installed. */
export function packageBin(name) {
  const paths = { tsc: 'typescript/bin/tsc', biome: '@biomejs/biome/bin/biome', vitest: 'vitest/vitest.mjs' };
  const path = join(ROOT, 'node_modules', paths[name]);
  return existsSync(path) ? path : null;
}
