import { holdVerdicts } from '../../../compiler-core/testkit/hold-verdicts.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const REWRITES = 2_000;

/** Verdicts of races and barriers on random kernels in other words: names, layout, helpers, macros, templates; negated branches, shifted loops. */
const runner: Runner = async () => {
  const { verdicts, broken } = holdVerdicts(REWRITES);
  const notes = [...verdicts].sort(([, a], [, b]) => b - a).map(([said, n]) => `${String(n).padStart(5)}  ${said}`);
  const got = `${REWRITES} rewrites, ${broken.length} verdicts changed`;
  return broken.length > 0 ? fail(got, [...broken.slice(0, 10), ...notes]) : pass(got, notes);
};
export default runner;
