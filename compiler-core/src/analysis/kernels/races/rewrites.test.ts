import { expect, test } from 'vitest';
import { holdVerdicts } from '../../../../testkit/hold-verdicts.ts';

const COUNT = Number(process.env['ATHANOR_KERNELS'] ?? 40);

test(`verdicts are the same on ${COUNT} rewrites`, () => {
  const { verdicts, broken } = holdVerdicts(COUNT);
  expect(broken).toEqual([]);
  expect(verdicts.size).toBeGreaterThan(1);
});
