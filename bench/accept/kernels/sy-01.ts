import { lowerKernelCorpus } from '../../lib/kernel-corpus.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 0.85;
const AIM = 0.95;

/** `   4  sentence`, the most frequent first. */
const table = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].sort(([, a], [, b]) => b - a).map(([reason, n]) => `${String(n).padStart(4)}  ${reason}`);

/** The share of the launches whose kernel has nothing that is not modelled; the launches are checked by a search of the text. */
const runner: Runner = async () => {
  const corpus = lowerKernelCorpus();
  if (typeof corpus === 'string') return skipped(corpus);
  const { programs, counted, complete, open, besides } = corpus;
  const share = complete / counted;
  const got = `${complete} of ${counted} kernels in ${programs} programs, ${(100 * share).toFixed(1)} %`;
  const reasons = new Map<string, number>();
  for (const { reason } of open) {
    const kind = reason.replace(/ @ .*$/, '').replace(/`[^`]*`/g, '`_`');
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
  }
  const notes = [...table(reasons), 'a search of the text finds besides:', ...table(besides)];
  if (share < FLOOR) return fail(got, notes);
  return share < AIM ? measured(got, ['the floor holds; the aim is 95 %', ...notes]) : pass(got, notes);
};
export default runner;
