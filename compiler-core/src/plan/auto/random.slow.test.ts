/** The same as `random.test.ts` on many programs. */

import { expect, test } from 'vitest';
import { AUTO_PASSES } from './auto-schedule.ts';
import { checkSeeds } from './test/check.ts';

const COUNT = Number(process.env['COUNT'] ?? 100);
const FROM = Number(process.env['SEED'] ?? 1_000);

test.each(AUTO_PASSES)('%s keeps the results of random programs', { timeout: 1_200_000 }, (name) => {
  const { tally, wrong } = checkSeeds(name, FROM, COUNT);
  console.log(`${name}, seeds ${FROM} to ${FROM + COUNT - 1}:`, tally, `${wrong.length} wrong`);
  expect(wrong.slice(0, 1)).toEqual([]);
  if (name === 'auto_schedule') expect(tally['same results'] ?? 0).toBeGreaterThan(COUNT / 3);
});
