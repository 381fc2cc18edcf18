import { existsSync } from 'node:fs';
import { ATHANOR, runAthanor } from '../../lib/process.ts';
import { fail, type Outcome, type Runner, skipped } from '../../lib/verdict.ts';
import { markedTests } from './marked-tests.ts';

/** What is wrong with the text output in 80 columns without colour. */
function textProblems(): readonly string[] {
  const ran = runAthanor(['check', 'examples', '--fail-on', 'never', '--no-color'], {
    env: { COLUMNS: '80', FORCE_COLOR: undefined },
  });
  const lines = ran.stdout.split('\n');
  return [
    ran.code === 0 ? '' : `exit code ${ran.code}`,
    ran.stdout.includes('\u001b') ? 'an escape sequence in uncoloured output' : '',
    ...lines.filter((line) => [...line].length > 80).map((line) => `longer than 80 columns: ${line}`),
    /\b(error|warning|information|note|hint)\[[a-z-]+\]/.test(ran.stdout)
      ? ''
      : 'no finding with its severity in words',
    lines.some((line) => /^\s*\d+ [|│] /.test(line)) ? '' : 'no source excerpt',
  ].filter((problem) => problem !== '');
}

/** The text output of the bundle here; SARIF and JUnit against their schemas in the marked tests. */
const runner: Runner = async (row): Promise<Outcome> => {
  if (!existsSync(ATHANOR)) return skipped('server/dist/athanor.mjs is not built: npm run build');
  const problems = textProblems();
  if (problems.length > 0) return fail(`text: ${problems.length} problems`, problems.slice(0, 20));
  const schemas = await markedTests(row);
  return { ...schemas, got: `text in 80 columns is fine; schemas: ${schemas.got}` };
};
export default runner;
