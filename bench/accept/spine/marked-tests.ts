import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPaths } from '../../../tools/checks/source-files.ts';
import { ROOT, run, tail, withTempFolder } from '../../lib/process.ts';
import { fail, measured, type Outcome, pass, type Row, type Runner, skipped } from '../../lib/verdict.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/**
 * Runs the test files that carry the comment `accept: ID`, slow ones too, and counts.
 * A line `ID: text` that a test prints is taken as what was measured.
 */
export const markedTests = async (row: Row): Promise<Outcome> => {
  const mark = new RegExp(`accept:[^\\n]*\\b${row.id}\\b`);
  const files = repositoryPaths(ROOT).filter(
    (path) =>
      path.endsWith('.test.ts') && existsSync(join(ROOT, path)) && mark.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  if (files.length === 0) return skipped(`no test file says \`accept: ${row.id}\``);
  const slow = files.filter((path) => path.endsWith('.slow.test.ts'));
  const quick = files.filter((path) => !path.endsWith('.slow.test.ts'));
  const results = await Promise.all(
    [
      { paths: quick, slowRun: '' },
      { paths: slow, slowRun: '1' },
    ].flatMap(({ paths, slowRun }) => (paths.length === 0 ? [] : [runFiles(paths, slowRun)])),
  );
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => results.reduce((n, { counts }) => n + counts[key], 0);
  const said = results.flatMap(({ output }) =>
    output.split('\n').flatMap((line) => (line.startsWith(`${row.id}: `) ? [line.slice(row.id.length + 2)] : [])),
  );
  const count = `${sum('passed')} tests passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
  const got = said.length > 0 ? `${said.join('; ')}; ${count}` : count;
  const reasons = results.flatMap(({ counts }) => Object.keys(counts.reasons).map((reason) => `skipped: ${reason}`));
  if (sum('failed') > 0 || results.some(({ code }) => code !== 0)) {
    return fail(got, [...files, ...results.flatMap(({ output }) => tail(output, 30))]);
  }
  if (sum('passed') === 0) return skipped(reasons[0] ?? 'every test was skipped');
  return sum('skipped') > 0 && row.kind === 'floor'
    ? measured(got, [...files, ...reasons])
    : pass(got, [...files, ...reasons]);
};

const runFiles = (paths: readonly string[], slowRun: string) =>
  withTempFolder((folder) => {
    const file = join(folder, 'counts.json');
    const ran = run(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...paths], {
      env: { ATHANOR_COUNTS: file, ATHANOR_SLOW: slowRun, NO_COLOR: '1', FORCE_COLOR: undefined },
      timeoutSeconds: 3600,
    });
    const counts: Counts = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 1, skipped: 0, reasons: {} };
    return { code: ran.code, output: ran.stdout + ran.stderr, counts };
  });

const runner: Runner = markedTests;
export default runner;
