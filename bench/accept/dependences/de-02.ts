import { fail, measured, type Outcome, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { describePresburger, measurePresburger, ratioOf } from '../../presburger/measure.ts';

const FLOOR = 0.2;
const AIM = 1;

/** DE-02: isl's time over ours per kind of query. */
const runner: Runner = async (): Promise<Outcome> => {
  const all = await measurePresburger();
  if (typeof all === 'string') return skipped(all);
  const got = all.map((m) => `${m.kind} ${ratioOf(m).toFixed(2)}`).join(', ');
  const details = describePresburger(all);
  if (all.some((m) => m.wrong.length > 0 || !(ratioOf(m) >= FLOOR))) return fail(got, details);
  return all.every((m) => ratioOf(m) >= AIM) ? pass(got, details) : measured(got, details);
};

export default runner;
