import { lowerKernelCorpus } from '../../lib/kernel-corpus.ts';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';

/** Valid programs: no error, no crash, from the text to the IR. */
const runner: Runner = async () => {
  const corpus = lowerKernelCorpus();
  if (typeof corpus === 'string') return skipped(corpus);
  const { programs, errors, crashes } = corpus;
  const got = `${programs} programs: ${errors.length} errors, ${crashes.length} crashes`;
  return errors.length + crashes.length === 0 ? pass(got) : fail(got, [...errors, ...crashes]);
};
export default runner;
