/** DE-04: every primitive on 2,000 random programs on which it has something to do. */

import { CALLED, randomCall } from '../../../compiler-core/src/transforms/test/cases.ts';
import { fail, measured, pass, type Runner } from '../../lib/verdict.ts';

const FLOOR = 2000;
const WANTED = Number(process.env['ATHANOR_CALLS'] ?? FLOOR);
/** Programs without anything to call it on, and those that cannot be run to compare, do not count. */
const MOST_SEEDS = 20 * WANTED;
const UNCOUNTED: ReadonlySet<unknown> = new Set(['no call', 'cannot be run']);

const runner: Runner = async () => {
  const details: string[] = [];
  const wrong: string[] = [];
  const short: string[] = [];
  let calls = 0;
  for (const name of CALLED) {
    const tally = new Map<string, number>();
    let here = 0;
    let seed = 0;
    while (here < WANTED && seed < MOST_SEEDS) {
      const verdict = randomCall(name, ++seed);
      if (UNCOUNTED.has(verdict)) continue;
      here++;
      if (typeof verdict === 'string') tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
      else wrong.push(verdict.wrong.split('\n')[0] ?? '');
    }
    calls += here;
    if (here < FLOOR) short.push(name);
    details.push(
      `${name}: seeds 1 to ${seed}, ${here} calls; ${[...tally].map(([what, n]) => `${what} ${n}`).join(', ')}`,
    );
    process.stderr.write(`DE-04 ${details.at(-1)}\n`);
  }
  const got = `${calls} calls of ${details.length} primitives, ${wrong.length} promises broken`;
  if (wrong.length > 0) return fail(got, [...details, ...wrong.slice(0, 20)]);
  return short.length === 0
    ? pass(got, details)
    : measured(`${got}; fewer than ${FLOOR}: ${short.join(', ')}`, details);
};
export default runner;
