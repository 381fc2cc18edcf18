// accept: DE-04
/** Random programs and calls about tensors: what is applied keeps the results bit by bit, or says what rounds otherwise. */

import { expect, test } from 'vitest';
import { Random } from '../exec/random.ts';
import { checkCall } from './test/calls.ts';
import { nestInputs, randomNest } from './test/nests.ts';
import { TENSOR_ATTEMPTS, withLocals } from './test/tensor-calls.ts';

const COUNT = Number(process.env['COUNT'] ?? 12);
const FROM = Number(process.env['SEED'] ?? 1);

test.each(Object.keys(TENSOR_ATTEMPTS))('%s keeps its promises on random programs', (name) => {
  const tally = new Map<string, number>();
  const wrong: string[] = [];
  for (let seed = FROM; seed < FROM + COUNT; seed++) {
    const func = withLocals(randomNest(seed), new Random(seed + 7));
    const verdict = checkCall(name, func, seed, nestInputs(seed, 1 + (seed % 5)), TENSOR_ATTEMPTS);
    if (typeof verdict === 'string') tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
    else wrong.push(verdict.wrong);
  }
  if (process.env['COUNT'])
    console.log(`DE-04: ${name}, seeds ${FROM} to ${FROM + COUNT - 1}:`, Object.fromEntries(tally));
  expect(wrong.slice(0, 1)).toEqual([]);
  // Something was applied, so that the comparison was made.
  expect((tally.get('same results') ?? 0) + (tally.get('declared') ?? 0)).toBeGreaterThan(0);
});
