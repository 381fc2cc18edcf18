/** Random programs and calls: what is applied keeps the results, what is refused is shown to conflict. Seeds are printed. */

import { expect, test } from 'vitest';
import { ATTEMPTS, checkCall, type Verdict } from './test/calls.ts';
import { nestInputs, randomNest } from './test/nests.ts';

const COUNT = Number(process.env['COUNT'] ?? 6);
const FROM = Number(process.env['SEED'] ?? 1);
const ONLY = process.env['ONLY']?.split(',');

test.each(Object.keys(ATTEMPTS).filter((n) => ONLY?.includes(n) ?? true))(
  '%s keeps its promises on random programs',
  (name) => {
    const tally = new Map<string, number>();
    const wrong: string[] = [];
    for (let seed = FROM; seed < FROM + COUNT; seed++) {
      const verdict: Verdict = checkCall(name, randomNest(seed), seed, nestInputs(seed, 1 + (seed % 5)));
      if (typeof verdict === 'string') tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
      else wrong.push(verdict.wrong);
    }
    if (process.env['COUNT']) console.log(name, Object.fromEntries(tally), wrong.length);
    expect(wrong.slice(0, 1)).toEqual([]);
  },
);
