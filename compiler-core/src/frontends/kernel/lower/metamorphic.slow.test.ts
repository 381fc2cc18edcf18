/** The same kernel in other words has the same IR. accept: SY-07 */

import { expect, test } from 'vitest';
import { holdRewrites } from '../../../../testkit/kernel-rewrites.ts';

const REWRITES = 2_000;

test('2,000 rewrites', () => {
  expect(() => holdRewrites(REWRITES)).not.toThrow();
  process.stdout.write(`SY-07: ${REWRITES} rewrites of ${REWRITES / 20} kernels, IR equal up to names\n`);
});
