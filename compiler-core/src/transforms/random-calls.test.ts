/** Random programs and calls: what is applied keeps the results, what is refused is shown to conflict. Seeds are printed. */

import { expect, test } from 'vitest';
import { CALLED, randomCall } from './test/cases.ts';

const COUNT = Number(process.env['COUNT'] ?? 12);
/** Of these few calls find something to do. */
const RARE: Readonly<Record<string, number>> = { parallelize_as: 5, var_merge: 5 };
const FROM = Number(process.env['SEED'] ?? 1);

test.each(CALLED)('%s keeps its promises on random programs', (name) => {
  const tally = new Map<string, number>();
  const wrong: string[] = [];
  for (let seed = FROM; seed < FROM + COUNT * (RARE[name] ?? 1); seed++) {
    const verdict = randomCall(name, seed);
    if (typeof verdict === 'string') tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
    else wrong.push(verdict.wrong);
  }
  if (process.env['COUNT']) console.log(name, Object.fromEntries(tally), wrong.length);
  expect(wrong.slice(0, 1)).toEqual([]);
  // Something was applied, so that the comparison was made.
  expect((tally.get('same results') ?? 0) + (tally.get('declared') ?? 0)).toBeGreaterThan(0);
});
// accept: DE-04
