/** SP-10 at full size. */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';
import { mutate } from './test/mutate.ts';

const MOST_MEMORY = 500 * 1024 * 1024;

test('10,000 damaged examples: always an answer, no crash', { timeout: 3_600_000 }, async () => {
  const folder = new URL('../../../examples/', import.meta.url);
  const examples = readdirSync(folder).filter((name) => name.endsWith('.py'));
  const originals = examples.map((name) => readFileSync(new URL(name, folder)));
  const before = process.memoryUsage.rss();
  for (let seed = 0; seed < 10_000; seed++) {
    const data = mutate(originals[seed % originals.length] ?? new Uint8Array(), seed);
    const ran = await athanor(['check', 'a.py', '--format', 'json'], { files: { 'a.py': data } });
    expect([ran.err, [0, 1, 4, 5].includes(ran.code)], `seed ${seed} of ${examples[seed % examples.length]}`).toEqual([
      '',
      true,
    ]);
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_MEMORY);
});

test('5 MB of text', { timeout: 600_000 }, async () => {
  const text = `import freetensor as ft\n${'x = [1, 2, 3]\n'.repeat(360_000)}`;
  const ran = await athanor(['check', 'a.py', '--format', 'json'], { files: { 'a.py': text } });
  // Too large to be analysed: said, and inconclusive.
  expect([ran.err, ran.code]).toEqual(['', 5]);
});
