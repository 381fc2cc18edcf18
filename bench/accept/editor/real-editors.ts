import { run } from '../../lib/process.ts';
import type { Outcome, Row, Runner } from '../../lib/verdict.ts';
import { markedTests } from '../spine/marked-tests.ts';

const VERSIONS = [
  ['chromium', '--version'],
  ['nvim', '--version'],
  ['emacs', '--version'],
] as const;

/** The marked tests, which drive real editors, and which editors these were. */
const runner: Runner = async (row: Row): Promise<Outcome> => {
  const outcome = await markedTests(row);
  const found = VERSIONS.flatMap(([command, flag]) => {
    const { code, stdout } = run(command, [flag], { timeoutSeconds: 20 });
    return code === 0 ? [stdout.split('\n')[0]?.trim() ?? ''] : [`${command} is not here`];
  });
  return { ...outcome, details: [...(outcome.details ?? []), ...found] };
};
export default runner;
