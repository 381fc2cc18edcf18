import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { fail, measured, type Outcome, pass, type Runner } from '../../lib/verdict.ts';
import { comparePublicPrograms } from '../../public/compute.ts';
import { publicPaths, publicReader } from '../../public/read.ts';
import { runnablePrograms } from '../../public/runnable.ts';
import { markedTests } from './marked-tests.ts';

/** Both halves: the examples against recorded PyTorch (marked tests), the public programs against our own computation. */
const runner: Runner = async (row) => {
  const examples = await markedTests(row);
  const folder = process.env['ATHANOR_CORPORA'];
  if (folder === undefined) return halfOnly(examples, 'ATHANOR_CORPORA names no folder with a checkout of FreeTensor');
  const parser = await createParser();
  const read = publicReader(folder);
  const { results, missing } = comparePublicPrograms(read, parser);
  if (results.length === 0) return halfOnly(examples, `${missing.length} files of 70.program are not as recorded`);
  const count = (kind: string): number => results.filter((r) => r.kind === kind).length;
  const wrong = results.filter((r) => r.kind === 'wrong').map((r) => `${r.program}: ${r.said}`);
  const patterns = results.filter((r) => r.kind === 'pattern').map((r) => `not run: ${r.program}: ${r.said}`);
  const all = runnablePrograms(publicPaths(), read, parser);
  const got = [
    `examples: ${examples.got}`,
    `70.program: ${count('ran')} programs equal, ${wrong.length} differ, ${patterns.length} are patterns with ft.Any()`,
    `all public programs on generated inputs: ${all.finished} finished, ${all.faults.length} faulted, ${all.left.length} did not run`,
  ].join('; ');
  const details = [...(examples.verdict === 'skipped' ? [] : (examples.details ?? [])), ...patterns];
  const notes = [
    ...all.faults,
    ...all.left.map((said) => `not run: ${said}`),
    ...missing.map((path) => `missing: ${path}`),
  ];
  if (examples.verdict === 'fail' || wrong.length > 0 || all.faults.length > 0)
    return fail(got, [...wrong, ...details, ...notes]);
  const whole = examples.verdict === 'pass' && missing.length === 0;
  return whole ? pass(got, [...details, ...notes]) : measured(got, [...details, ...notes]);
};

const halfOnly = (examples: Outcome, reason: string): Outcome => {
  const got = `examples: ${examples.got}; public programs: skipped (${reason})`;
  return examples.verdict === 'fail' ? fail(got, examples.details ?? []) : measured(got, examples.details ?? []);
};
export default runner;
