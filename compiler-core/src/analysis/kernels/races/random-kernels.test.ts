import { expect, test } from 'vitest';
import { judgeMany } from './test/judged-many.ts';

const COUNT = Number(process.env['ATHANOR_KERNELS'] ?? 100);
const FIRST = Number(process.env['ATHANOR_SEED'] ?? 1);

test(`verdicts on ${COUNT} random kernels agree with their runs`, () => {
  const { counts, contradictions } = judgeMany(FIRST, COUNT);
  expect(contradictions).toEqual([]);
  for (const [said, share] of [
    ['race safe, run does not', 0.3],
    ['race faulty, run races', 0.2],
    ['barriers safe, run does not', 0.5],
    ['barriers faulty, run parts', 0.01],
    ['barrier redundant', 0.1],
  ] as const) {
    expect([said, (counts.get(said) ?? 0) >= share * COUNT]).toEqual([said, true]);
  }
});
