import { test } from 'vitest';
import { incrementalEqualsScratch } from './test/incremental.ts';

test('after 2,000 random edits a session says what a fresh one says', { timeout: 1_200_000 }, () =>
  incrementalEqualsScratch(2000, 12),
);
