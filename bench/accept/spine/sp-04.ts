import { unexpectedErrors } from '../../lib/corpus.ts';
import { publicPrograms } from '../../lib/public-programs.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

/** No error on a valid public program. Programs inside a test that expects to be refused are counted apart. */
const runner: Runner = async () => {
  const programs = await publicPrograms();
  if (typeof programs === 'string') return skipped(programs);
  const { reports, left } = programs;
  const errors = reports.flatMap((report) =>
    unexpectedErrors(report).map((d) => `${report.path}:${d.line} error[${d.code}] ${d.message}`),
  );
  const expected = reports.flatMap((r) => r.diagnostics.filter((d) => d.expected && d.severity === 'error')).length;
  const got = `${errors.length} errors in ${reports.length} files (${expected} in tests that expect one), ${left.length} files missing`;
  if (errors.length > 0) return fail(got, [...errors, ...left]);
  return left.length > 0 ? measured(got, left) : pass(got);
};
export default runner;
