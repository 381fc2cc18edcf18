import { availableParallelism } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { bareClone, run, tail, withTempFolder } from '../../lib/process.ts';
import { fail, measured, pass, type Runner } from '../../lib/verdict.ts';

const LIMIT_SECONDS = 480;

/** What failed, in the lines that say so, and the end. */
const failures = (output: string): readonly string[] => {
  const plain = stripVTControlCharacters(output);
  const said = plain.split('\n').filter((line) => /^\s*(FAIL |== .*FAILED|.*error TS\d)/.test(line));
  return [...new Set([...said.slice(0, 40), ...tail(plain, 10)])];
};

/** A bare clone: `npm test` passes in time, its last line is the count. */
const runner: Runner = () =>
  withTempFolder((folder) => {
    const { path, commit } = bareClone(folder);
    const ran = run('npm', ['test'], { cwd: path, env: { CI: 'true' }, timeoutSeconds: 1500 });
    const last = tail(ran.stdout, 1)[0] ?? '';
    const count = /^\d+ passed, (\d+) failed, \d+ skipped$/.exec(last);
    const seconds = ran.milliseconds / 1000;
    const cores = availableParallelism();
    const got = `commit ${commit}: ${seconds.toFixed(0)} s on ${cores} cores; ${count === null ? 'no count at the end' : last}`;
    if (count === null || count[1] !== '0' || ran.code !== 0) return fail(got, failures(ran.stdout));
    if (seconds <= LIMIT_SECONDS) return pass(got);
    return cores >= 2 ? fail(got) : measured(got, ['the bound is for two cores']);
  });
export default runner;
