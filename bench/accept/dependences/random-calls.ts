/** DE-04: every primitive on 2,000 random programs on which it has something to do. */

import { ATTEMPTS, checkCall } from '../../../compiler-core/src/transforms/test/calls.ts';
import { nestInputs, randomNest } from '../../../compiler-core/src/transforms/test/nests.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const WANTED = Number(process.env['ATHANOR_CALLS'] ?? 2000);
/** Programs without anything to call it on do not count. */
const MOST_SEEDS = 20 * WANTED;

const runner: Runner = async () => {
  const details: string[] = [];
  const wrong: string[] = [];
  let calls = 0;
  for (const name of Object.keys(ATTEMPTS)) {
    const tally = new Map<string, number>();
    let here = 0;
    for (let seed = 1; here < WANTED && seed <= MOST_SEEDS; seed++) {
      const verdict = checkCall(name, randomNest(seed), seed, nestInputs(seed, 1 + (seed % 5)));
      if (verdict === 'no call') continue;
      here++;
      if (typeof verdict === 'string') tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
      else wrong.push(verdict.wrong.split('\n')[0] ?? '');
    }
    calls += here;
    details.push(`${name}: ${here} calls; ${[...tally].map(([what, n]) => `${what} ${n}`).join(', ')}`);
  }
  const got = `${calls} calls of ${details.length} primitives, ${wrong.length} promises broken`;
  return wrong.length === 0 ? pass(got, details) : fail(got, [...details, ...wrong.slice(0, 20)]);
};
export default runner;
