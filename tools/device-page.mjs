/**
 * Writes `docs/devices.md` from `compiler-core/src/machine`. `--check` only compares, and exits 1 with a message when the page
 * is not fresh.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/root.mjs';

const problem = install();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
const { runnerImport } = await import('vite');
const load = async (file) =>
  (await runnerImport(join(ROOT, file), { root: ROOT, configFile: false, logLevel: 'warn' })).module;
const { DEVICES } = await load('compiler-core/src/machine/catalogue.ts');
const { devicePage } = await load('compiler-core/src/machine/page.ts');

const path = join(ROOT, 'docs/devices.md');
const text = devicePage(DEVICES);
const found = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null;
if (!process.argv.includes('--check')) {
  if (found !== text) writeFileSync(path, text);
} else if (found !== text) {
  process.stderr.write('docs/devices.md is not fresh: run `npm run generate`\n');
  process.exit(1);
}
