/** `node tools/ts.mjs FILE.ts ARGS...`: runs a TypeScript file, installing packages first where they are missing. */

import { resolve } from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/root.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node tools/ts.mjs FILE.ts [ARGS...]\n');
  process.exit(2);
}
const problem = install();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

// Vite's runner keeps each file's own import.meta, so code that finds files beside itself works as it does in the tests.
const { runnerImport } = await import('vite');
process.argv = [process.argv[0], resolve(file), ...args];
await runnerImport(resolve(file), { root: ROOT, configFile: false, logLevel: 'warn' });
