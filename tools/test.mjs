/**
 * `npm test`: install, build, types, lint, generated files, tests (the layers and the ratchet are among them).
 * `npm run test:slow`: install, build, the slow tests. Each stage before the tests counts as one thing that passes or fails.
 * A stage that fails does not stop the next one, unless nothing can run without it. The last line is the sum.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { packageBin, runNode } from './lib/run.mjs';
import { addTally, emptyTally, skipLines, tallyLine } from './lib/tally.mjs';

const slow = process.argv.includes('--slow');
const say = (text) => process.stdout.write(`${text}\n`);
let total = emptyTally();

const finish = () => {
  for (const line of skipLines(total)) say(line);
  say(tallyLine(total));
  process.exit(total.failed === 0 ? 0 : 1);
};

const timed = (name, run) => {
  say(`\n== ${name}`);
  const started = performance.now();
  const ok = run();
  say(`== ${name}: ${ok ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return ok;
};

/** Runs one stage, says how it went, and counts it. */
const stage = (name, run) => {
  const ok = timed(name, run);
  total = addTally(total, { ...emptyTally(), passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
  return ok;
};

const tool = (name, args) => {
  const bin = packageBin(name);
  if (bin !== null) return runNode([bin, ...args]) === 0;
  say(`${name} is not installed`);
  return false;
};

/** Runs the tests and counts each; a runner that ends badly without a failed test counts as one failure. */
const tests = () => {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-test-'));
  const counts = join(folder, 'counts.json');
  const bin = packageBin('vitest');
  const env = { ATHANOR_COUNTS: counts, ATHANOR_SLOW: slow ? '1' : '' };
  const code = bin === null ? 1 : runNode([bin, 'run'], { env });
  const found = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : emptyTally();
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && found.failed === 0) {
    say('the test runner failed, and no test did');
    found.failed = 1;
  }
  total = addTally(total, found);
  return found.failed === 0;
};

const installed = stage('install', () => {
  const problem = install();
  if (problem !== null) say(problem);
  return problem === null;
});
if (!installed) finish();
stage('build', () => runNode(['tools/build.mjs']) === 0);
if (!slow) {
  stage('types', () => tool('tsc', ['--build']));
  stage('lint', () => tool('biome', ['check', '--error-on-warnings', '.']));
  stage('generated files', () => runNode(['tools/generate.mjs', '--check']) === 0);
}
timed(slow ? 'slow tests' : 'tests', tests);
finish();
