/**
 * Writes the files that are made from other files; with `--check`, only compares.
 * A generator is a script that takes `--check` and then exits 1 with a message when its output is not what is committed.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';

const GENERATORS = [
  { name: 'operator library, as text in a module', script: 'tools/embed-libop.mjs' },
  { name: 'inner loops of the profiler, as WebAssembly in modules', script: 'tools/embed-wasm.mjs' },
  { name: 'pages of schedules, from the code', script: 'tools/schedule-pages.mjs' },
  { name: 'page of devices, from their descriptions', script: 'tools/device-page.mjs' },
];

const check = process.argv.includes('--check');
let failed = 0;
for (const { name, script } of GENERATORS) {
  const missing = !existsSync(join(ROOT, script));
  const ok = !missing && runNode([script, ...(check ? ['--check'] : [])]) === 0;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${script}${missing ? ' is missing' : ''})\n`);
  if (!ok) failed++;
}
if (failed > 0 && check) process.stdout.write('run `npm run generate` and commit what it writes\n');
process.exit(failed === 0 ? 0 : 1);
