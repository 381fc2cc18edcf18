/** Dependences of random programs are those that running them shows. A failure prints its seed. */

import { expect, test } from 'vitest';
import { measurePrograms } from './test/measure.ts';

test('40 random programs: what conflicts in a run is found, and what must conflict does', () => {
  const measured = measurePrograms(1, 40, 10);
  expect(measured.failures).toEqual([]);
  // The generator reaches what it is for.
  expect(measured.pairs).toBeGreaterThan(2000);
  expect(measured.must).toBeGreaterThan(100);
  expect(measured.may).toBeGreaterThan(100);
  expect(measured.nearest).toBeGreaterThan(2);
});
