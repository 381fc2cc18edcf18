/** Dependences of random programs are those that running them shows. A failure prints its seed. */

import { expect, test } from 'vitest';
import { measurePrograms } from './test/measure.ts';

test('80 random programs: what conflicts in a run is found, and what must conflict does', () => {
  const measured = measurePrograms(1, 80, 8);
  expect(measured.failures).toEqual([]);
  // The generator reaches what it is for.
  expect(measured.pairs).toBeGreaterThan(4000);
  expect(measured.must).toBeGreaterThan(200);
  expect(measured.may).toBeGreaterThan(200);
  expect(measured.nearest).toBeGreaterThan(5);
});
