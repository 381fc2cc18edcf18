/** Any bytes have an answer: texts that nobody means, and programs with faults in them; large ones and 10,000 of these in the slow twin. */

import { expect, test } from 'vitest';
import { HOSTILE_TEXTS, programWith } from '../../../testkit/hostile-kernels.ts';
import { answer, answerMutations } from '../../../testkit/kernel-answer.ts';
import { mutate } from '../../../testkit/kernel-mutations.ts';
import { KERNEL_SEEDS } from '../../../testkit/kernel-seeds.ts';

/** Of CPU, on a machine that is busy with other tests. */
const SECONDS = 20;

test.each(HOSTILE_TEXTS.filter(({ large }) => !large).map((text) => [text.name, text] as const))(
  '%s',
  (_name, text) => {
    expect(answer(text).seconds).toBeLessThan(SECONDS);
  },
);

test('what is whole beside what is not is still read', () => {
  const text = `template <typename T, ${programWith('a[i] = 1;')}`;
  expect(answer({ name: 'half a head before a program', text }).diagnostics).toBeGreaterThan(0);
  for (const [k, seed] of KERNEL_SEEDS.entries())
    expect(answer({ name: `seed ${k}`, ...seed }).kernels).toBeGreaterThan(0);
});

test('200 programs with faults', () => {
  const { slowest, kernels } = answerMutations(0, 200, KERNEL_SEEDS);
  expect(slowest.seconds).toBeLessThan(SECONDS);
  // Faults are small: much of what was whole stays so.
  expect(kernels).toBeGreaterThan(50);
});

test('the same seed gives the same faults', () => {
  expect(mutate(7, KERNEL_SEEDS)).toEqual(mutate(7, KERNEL_SEEDS));
  expect(mutate(7, KERNEL_SEEDS)).not.toEqual(mutate(8, KERNEL_SEEDS));
});
