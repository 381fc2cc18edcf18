import { lowerKernelCorpus } from '../../lib/kernel-corpus.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 0.85;
const AIM = 0.95;

/** The share of the launches that a search of the text finds whose kernel has nothing that is not modelled. */
const runner: Runner = async () => {
  const corpus = lowerKernelCorpus();
  if (typeof corpus === 'string') return skipped(corpus);
  const { programs, counted, complete, reasons } = corpus;
  const share = complete / counted;
  const got = `${complete} of ${counted} kernels in ${programs} programs, ${(100 * share).toFixed(1)} %`;
  const table = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, n]) => `${String(n).padStart(4)}  ${reason}`);
  if (share < FLOOR) return fail(got, table);
  return share < AIM ? measured(got, ['the floor holds; the aim is 95 %', ...table]) : pass(got, table);
};
export default runner;
