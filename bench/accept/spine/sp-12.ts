import { describeTimes, measureCheck } from '../../check/measure.ts';
import { measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const ONE_FILE_MS = 1000;
const MORE_MS = 150;

const runner: Runner = async () => {
  const times = await measureCheck();
  if (typeof times === 'string') return skipped(times);
  const more = times.twoFiles - times.oneFile;
  const got = `${times.lines} lines: ${Math.round(times.oneFile)} ms; second file ${Math.round(more)} ms more`;
  const details = describeTimes(times);
  return times.oneFile <= ONE_FILE_MS && more <= MORE_MS ? pass(got, details) : measured(got, details);
};
export default runner;
