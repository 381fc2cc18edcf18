// accept: SP-11
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { incrementalEqualsScratch } from './test/incremental.ts';
import { SCHEDULED } from './test/scheduled.ts';

const examples = ['faults.py', 'builder.py', 'softras.py'].map((name) =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8'),
);
const texts = [...examples, SCHEDULED];

test('after 2,000 random edits a session says what a fresh one says', { timeout: 1_200_000 }, async () => {
  const equal = (a: unknown, b: unknown, where: string): void => expect(a, where).toEqual(b);
  incrementalEqualsScratch({ edits: 2000, seed: 12, parser: await createParser(), texts, equal });
});
