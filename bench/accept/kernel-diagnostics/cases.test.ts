/** Each code of kernels in small programs, and their fixed twins: exact places, linked places, class. */

import { expect, test } from 'vitest';
import { compared, kernelCases } from '../../lib/kernel-cases.ts';

// accept: KD-01
test.each(kernelCases().map((one) => [`${one.code}/${one.name}`, one] as const))('%s', (_, { code, faulty, fixed }) => {
  expect(faulty.expected.some((e) => e.code === code)).toBe(true);
  expect(fixed.expected).toEqual([]);
  for (const file of [faulty, fixed]) {
    const { wanted, found } = compared(code, file);
    expect(found).toBe(wanted);
  }
});
