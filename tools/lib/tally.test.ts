import { expect, test } from 'vitest';
import { addTally, emptyTally, skipLines, tallyLine } from './tally.mjs';

test('counts add up, reasons too', () => {
  const one = { passed: 2, failed: 0, skipped: 1, reasons: { 'needs clang': 1 } };
  const two = { passed: 3, failed: 1, skipped: 3, reasons: { 'needs clang': 1, 'needs a GPU': 2 } };
  const sum = addTally(addTally(emptyTally(), one), two);
  expect(tallyLine(sum)).toBe('5 passed, 1 failed, 4 skipped');
  expect(skipLines(sum)).toEqual(['skipped 2: needs a GPU', 'skipped 2: needs clang']);
});
