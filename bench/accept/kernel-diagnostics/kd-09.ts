import { measureVerdicts } from '../../edit/kernels.ts';
import { words } from '../../edit/measure.ts';
import { measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const AIM_MS = 500;
const EDITS = 60;

/** From a keystroke in a kernel to the verdicts of that version on all kernels of the file. */
const runner: Runner = async () => {
  const times = await measureVerdicts(EDITS);
  if (typeof times === 'string') return skipped(times);
  const details = [`${times.lines} lines, ${(times.idle * 100).toFixed(0)} % of the processors idle before`];
  return times.p95 <= AIM_MS ? pass(words(times), details) : measured(words(times), details);
};
export default runner;
