/** Automatic passes on random programs: the results stay, or it is said what rounds otherwise; every step has its reason. */

import { expect, test } from 'vitest';
import { AUTO_PASSES } from './auto-schedule.ts';
import { checkSeeds } from './test/check.ts';

test.each(AUTO_PASSES)('%s keeps the results of random programs', (name) => {
  const { tally, wrong } = checkSeeds(name, 1, name === 'auto_schedule' ? 16 : 4);
  expect(wrong.slice(0, 1)).toEqual([]);
  if (name === 'auto_schedule') expect((tally['same results'] ?? 0) + (tally['declared'] ?? 0)).toBeGreaterThan(5);
});
