import { judgeMany } from '../../../compiler-core/src/analysis/kernels/races/test/judged-many.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const KERNELS = 20_000;
const FIRST = 1;

/** Random small kernels and launches: what is proved of races and barriers, held against runs in several orders. */
const runner: Runner = async () => {
  const { counts, contradictions } = judgeMany(FIRST, KERNELS);
  const notes = [...counts].sort(([, a], [, b]) => b - a).map(([said, n]) => `${String(n).padStart(6)}  ${said}`);
  const got = `${KERNELS} kernels, ${contradictions.length} contradictions`;
  if (contradictions.length > 0) return fail(got, [...contradictions.slice(0, 5), ...notes]);
  const decided = [
    'race safe, run does not',
    'race faulty, run races',
    'barriers faulty, run parts',
    'barrier redundant',
  ];
  const idle = decided.filter((said) => (counts.get(said) ?? 0) < KERNELS / 200);
  return idle.length > 0 ? fail(`${got}; too few of ${idle.join('; ')}`, notes) : pass(got, notes);
};
export default runner;
