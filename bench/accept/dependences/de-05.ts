/** DE-05 and DE-06: the recorded schedule calls, run once for both rows. */

import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';
import {
  againstTruth,
  type CallComparison,
  compareSchedule,
  scheduleRecords,
  tabulate,
} from '../../oracle/schedule.ts';

/** Every how many programs: 1 for all. */
const EVERY = Number(process.env['ATHANOR_EVERY'] ?? 1);

const comparisons: { done: readonly CallComparison[] | null } = { done: null };

const runAll = async (): Promise<readonly CallComparison[] | null> => {
  const records = scheduleRecords();
  if (!records) return null;
  if (!comparisons.done) {
    const parser = await createParser();
    comparisons.done = records.filter((_, k) => k % EVERY === 0).flatMap((r) => compareSchedule(r, parser));
  }
  return comparisons.done.filter((c) => c.got !== 'missing');
};

const percent = (n: number, of: number): string => ((100 * n) / Math.max(1, of)).toFixed(2);
const FLOOR = 97;

/** Why the verdicts differ, where execution or the kind of error says it. */
const explained = (c: CallComparison): string => {
  if (c.truth === 'safe') return ' (safe by execution)';
  if (c.truth === 'conflict') return ' (a conflict by execution)';
  const bothRaise = c.wanted !== 'legal' && c.got !== 'legal';
  return bothRaise ? ' (both raise; the one that comes first differs)' : ' (not executed)';
};

const runner: Runner = async ({ id }) => {
  const all = await runAll();
  if (!all) return skipped('the records are not beside the checkout');
  const table = tabulate(all).map((row) => row.join(' | '));
  if (id === 'DE-06') {
    const compared = all.filter((c) => c.sameProgram !== null);
    const same = compared.filter((c) => c.sameProgram).length;
    const got = `${same} of ${compared.length} programs equal: ${percent(same, compared.length)} %`;
    return same >= 0.95 * compared.length ? pass(got, table) : measured(got, table);
  }
  const equal = all.filter((c) => c.wanted === c.got).length;
  const names = [...new Set(all.map((c) => c.primitive))];
  const low = names.filter((n) => {
    const here = all.filter((c) => c.primitive === n);
    return here.filter((c) => c.wanted === c.got).length < (FLOOR / 100) * here.length;
  });
  // It was executed as written, with updates by 0 that simplification takes out, and with `no_deps` taken for true.
  const executed = againstTruth(all);
  const differences = all
    .filter((c) => c.wanted !== c.got)
    .map((c) => `${c.id} ${c.call}: FreeTensor ${c.wanted}, ours ${c.got}${explained(c)}: ${c.reason}`.slice(0, 300));
  const got = `${equal} of ${all.length} verdicts equal: ${percent(equal, all.length)} %${low.length > 0 ? `; below ${FLOOR} %: ${low.join(', ')}` : ''}`;
  return low.length === 0
    ? pass(got, [...table, ...executed, ...differences])
    : fail(got, [...table, ...executed, ...differences]);
};
export default runner;
