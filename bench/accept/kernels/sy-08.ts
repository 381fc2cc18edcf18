import { lowerKernelCorpus } from '../../lib/kernel-corpus.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 8_000;
const AIM = 20_000;

/** Lines per second of one core, from the text of a file to its lowered kernels; the second of two rounds counts. */
const runner: Runner = async () => {
  const first = lowerKernelCorpus();
  if (typeof first === 'string') return skipped(first);
  const corpus = lowerKernelCorpus();
  if (typeof corpus === 'string') return skipped(corpus);
  const speed = Math.round(corpus.lines / corpus.cpuSeconds);
  const got = `${corpus.lines} lines in ${corpus.cpuSeconds.toFixed(1)} CPU seconds, ${speed} lines/s`;
  if (speed < FLOOR) return fail(got);
  return speed < AIM ? measured(got, [`the floor is ${FLOOR}, the aim ${AIM}`]) : pass(got);
};
export default runner;
