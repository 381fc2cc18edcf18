/** DE-04: every primitive on 2,000 random programs on which it has something to do. */

import { Random } from '../../../compiler-core/src/exec/random.ts';
import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { ATTEMPTS, checkCall } from '../../../compiler-core/src/transforms/test/calls.ts';
import { nestInputs, randomNest } from '../../../compiler-core/src/transforms/test/nests.ts';
import { TENSOR_ATTEMPTS, withLocals } from '../../../compiler-core/src/transforms/test/tensor-calls.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const WANTED = Number(process.env['ATHANOR_CALLS'] ?? 2000);
/** Programs without anything to call it on do not count. */
const MOST_SEEDS = 20 * WANTED;

const runner: Runner = async () => {
  const details: string[] = [];
  const wrong: string[] = [];
  let calls = 0;
  const attempts = { ...ATTEMPTS, ...TENSOR_ATTEMPTS };
  for (const name of Object.keys(attempts)) {
    const program = (seed: number): Func =>
      name in ATTEMPTS ? randomNest(seed) : withLocals(randomNest(seed), new Random(seed + 7));
    const tally = new Map<string, number>();
    let here = 0;
    for (let seed = 1; here < WANTED && seed <= MOST_SEEDS; seed++) {
      const verdict = checkCall(name, program(seed), seed, nestInputs(seed, 1 + (seed % 5)), attempts);
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
