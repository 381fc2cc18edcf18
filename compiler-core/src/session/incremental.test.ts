import { test } from 'vitest';
import { incrementalEqualsScratch } from './test/incremental.ts';

test('after 200 random edits a session says what a fresh one says', () => incrementalEqualsScratch(200, 11));
