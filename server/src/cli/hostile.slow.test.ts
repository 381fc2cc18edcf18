// accept: SP-10
/** The hostile inputs at full size. */

import { readdirSync, readFileSync } from 'node:fs';
import { liveBytes } from '@athanor/compiler-core/testkit/live-memory.ts';
import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';
import { mutate } from './test/mutate.ts';

const MIB = 1024 * 1024;
/** What stays when all answers are thrown away. */
const LIVE_GROWTH = 100 * MIB;

test('10,000 damaged examples: always an answer, no crash', { timeout: 3_600_000 }, async () => {
  const folder = new URL('../../../examples/', import.meta.url);
  const examples = readdirSync(folder).filter((name) => name.endsWith('.py'));
  const originals = examples.map((name) => readFileSync(new URL(name, folder)));
  const before = liveBytes();
  for (let seed = 0; seed < 10_000; seed++) {
    const data = mutate(originals[seed % originals.length] ?? new Uint8Array(), seed);
    const ran = await athanor(['check', 'a.py', '--format', 'json'], { files: { 'a.py': data } });
    expect([ran.err, [0, 1, 4, 5].includes(ran.code)], `seed ${seed} of ${examples[seed % examples.length]}`).toEqual([
      '',
      true,
    ]);
  }
  const grown = liveBytes() - before;
  console.log(`\nSP-10: 10,000 mutations answered, ${Math.round(grown / MIB)} MiB more alive than before them`);
  expect(grown).toBeLessThan(LIVE_GROWTH);
});

test('5 MB of text', { timeout: 600_000 }, async () => {
  const text = `import freetensor as ft\n${'x = [1, 2, 3]\n'.repeat(360_000)}`;
  const ran = await athanor(['check', 'a.py', '--format', 'json'], { files: { 'a.py': text } });
  // Too large to be analysed: said, and inconclusive.
  expect([ran.err, ran.code]).toEqual(['', 5]);
});

test('5,000 files', { timeout: 600_000 }, async () => {
  const program = (n: number): string =>
    `import freetensor as ft\nn = ${n}\n@ft.transform\ndef f(x: ft.Var[(n,), "int32"], y: ft.Var[(n,), "int32", "output"]):\n    for i in range(n):\n        y[i] = x[i]\n`;
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`d${n % 50}/f${n}.py`, program(n + 1)]));
  const before = liveBytes();
  const ran = await athanor(['check', '.'], { files });
  expect([ran.err, ran.code]).toEqual(['', 0]);
  expect(ran.out).toContain('no findings in 5000 files (5000 functions)');
  expect(liveBytes() - before).toBeLessThan(LIVE_GROWTH);
});
