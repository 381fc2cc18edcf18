import { publicPrograms } from '../../lib/public-programs.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 0.95;
const AIM = 0.99;

/** The share of text-searched functions that are staged without anything that is not modelled. */
const runner: Runner = async () => {
  const programs = await publicPrograms();
  if (typeof programs === 'string') return skipped(programs);
  const { reports, left } = programs;
  const total = reports.reduce((n, report) => n + report.functions.length, 0);
  const complete = reports.reduce((n, report) => n + report.complete.length, 0);
  if (total === 0) return skipped('the files at hand have no staged functions');
  const missing = reports.flatMap((report) =>
    report.functions
      .filter((found) => !report.complete.includes(found))
      .map((found) => {
        const reason = report.diagnostics.find((d) => d.code === 'not-modelled' && d.line >= found.firstLine);
        return `${report.path}:${found.line} ${found.kind} ${found.name}${reason === undefined ? '' : ` (${reason.message})`}`;
      }),
  );
  const share = complete / total;
  const got = `${complete} of ${total} functions, ${(100 * share).toFixed(1)} %, ${left.length} files missing`;
  const details = [...missing, ...left];
  if (share < FLOOR) return fail(got, details);
  return share < AIM || left.length > 0
    ? measured(got, ['the floor holds; the aim is 99 %', ...details])
    : pass(got, details);
};
export default runner;
