/** 10,000 programs with faults in them have an answer each, in bounded time and memory. */

import { expect, test } from 'vitest';
import { HOSTILE_TEXTS } from '../../../testkit/hostile-kernels.ts';
import { answer, answerMutations } from '../../../testkit/kernel-answer.ts';
import { KERNEL_SEEDS } from '../../../testkit/kernel-seeds.ts';

const COUNT = 10_000;
const FIRST_SEED = 1_000_000;
/** Of CPU, one answer. */
const SECONDS = 10;
/** What stays when all answers are thrown away, waste that is not collected yet included. */
const HEAP_GROWTH_MB = 300;

test.each(HOSTILE_TEXTS.filter(({ large }) => large).map((text) => [text.name, text] as const))('%s', (_name, text) => {
  expect(answer(text).seconds).toBeLessThan(SECONDS);
});

test('10,000 programs with faults', () => {
  const before = process.memoryUsage().heapUsed;
  const { slowest, kernels, diagnostics } = answerMutations(FIRST_SEED, COUNT, KERNEL_SEEDS);
  const growth = (process.memoryUsage().heapUsed - before) / 1e6;
  process.stdout.write(
    `seeds ${FIRST_SEED} to ${FIRST_SEED + COUNT - 1}: ${kernels} kernels, ${diagnostics} diagnostics, ` +
      `slowest ${slowest.seconds.toFixed(2)} s (seed ${slowest.seed}), heap ${growth.toFixed(0)} MB more\n`,
  );
  expect(slowest.seconds).toBeLessThan(SECONDS);
  expect(growth).toBeLessThan(HEAP_GROWTH_MB);
});
