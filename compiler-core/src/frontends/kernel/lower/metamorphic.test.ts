/** The same kernel in other words has the same IR; 2,000 rewrites in the slow twin. */

import { expect, test } from 'vitest';
import { anonymous, holdRewrites } from '../../../../testkit/kernel-rewrites.ts';

test('200 rewrites', () => {
  expect(() => holdRewrites(200)).not.toThrow();
});

test('names are compared by where they stand, numbers and operators as they are', () => {
  expect(anonymous('x[i] = y + 1')).toBe(anonymous('p[q] = r + 1'));
  expect(anonymous('x[i] = y + 1')).not.toBe(anonymous('x[i] = x + 1'));
  expect(anonymous('x[i] = y + 1')).not.toBe(anonymous('x[i] = y - 1'));
});
