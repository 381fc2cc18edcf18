/** 10,000 programs with faults in them have an answer each, in bounded time and memory. */

import { expect, test } from 'vitest';
import { HOSTILE_TEXTS } from '../../../testkit/hostile-kernels.ts';
import { answer, answerMutations } from '../../../testkit/kernel-answer.ts';
import { KERNEL_SEEDS } from '../../../testkit/kernel-seeds.ts';
import { liveBytes } from '../../../testkit/live-memory.ts';

const COUNT = 10_000;
const FIRST_SEED = 1_000_000;
/** Of the clock, one answer; alone on a machine it takes half of that at most. */
const SECONDS = 20;
/** What stays when all answers are thrown away. */
const LIVE_GROWTH_MB = 100;

test.each(HOSTILE_TEXTS.filter(({ large }) => large).map((text) => [text.name, text] as const))('%s', (_name, text) => {
  expect(answer(text).seconds).toBeLessThan(SECONDS);
});

test('10,000 programs with faults', () => {
  const before = liveBytes();
  const { slowest, kernels, diagnostics } = answerMutations(FIRST_SEED, COUNT, KERNEL_SEEDS);
  const growth = (liveBytes() - before) / 1e6;
  process.stdout.write(
    `seeds ${FIRST_SEED} to ${FIRST_SEED + COUNT - 1}: ${kernels} kernels, ${diagnostics} diagnostics, ` +
      `slowest ${slowest.seconds.toFixed(2)} s (seed ${slowest.seed}), ${growth.toFixed(0)} MB more alive\n`,
  );
  expect(slowest.seconds).toBeLessThan(SECONDS);
  expect(growth).toBeLessThan(LIVE_GROWTH_MB);
});
