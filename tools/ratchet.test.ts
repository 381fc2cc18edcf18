import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRatchet, countFile, lengths, measure, type Ratchet, tighten } from './checks/ratchet-check.ts';
import { sourceFiles } from './checks/source-files.ts';

const PATH = join(import.meta.dirname, 'ratchet.json');
const none: Ratchet = { longFiles: 0, veryLongFiles: {}, any: 0, nonNull: 0, suppressions: 0, skips: 0 };
const lines = (count: number): string => 'x;\n'.repeat(count);

test('nothing grew, and what shrank is recorded', () => {
  const files = sourceFiles();
  const now = measure(files);
  const recorded: Ratchet = JSON.parse(readFileSync(PATH, 'utf8'));
  const { median, p95 } = lengths(files);
  console.log(`${files.length} source files: median ${median} lines, 95th percentile ${p95}`);
  if (process.env['ATHANOR_UPDATE'] === '1') {
    const tightened = tighten(now, recorded);
    writeFileSync(PATH, `${JSON.stringify(tightened, null, 2)}\n`);
    expect(checkRatchet(now, tightened)).toEqual([]);
  } else {
    expect(checkRatchet(now, recorded)).toEqual([]);
  }
  expect(p95).toBeLessThan(600);
});

test('counts what stands in the code, not in strings', () => {
  const text = `
// biome-ignore lint: reason
const a: any = b!.c! as any; // @ts-expect-error
const text = 'any test.skip biome-ignore';
test.skip('x', () => {}); describe.only('y', () => {}); test.skipIf(a)('z', () => {}); list.skip();`;
  expect(countFile({ path: 'x.ts', text })).toEqual({ any: 2, nonNull: 2, suppressions: 2, skips: 3 });
});

test.each<[string, Ratchet, Ratchet, string[]]>([
  ['the same', none, none, []],
  ['growth', { ...none, any: 1 }, none, ['any: 1, recorded 0. It may only shrink: use unknown and narrow it.']],
  [
    'an unrecorded drop',
    none,
    { ...none, nonNull: 2 },
    ['nonNull: 0, recorded 2. Good: record it with ATHANOR_UPDATE=1 npx vitest run tools/ratchet.'],
  ],
])('%s', (_name, now, recorded, problems) => {
  expect(checkRatchet(now, recorded)).toEqual(problems);
});

test('a file over 600 lines is counted, one over 800 is named', () => {
  const files = [
    { path: 'a.ts', text: lines(600) },
    { path: 'b.ts', text: lines(601) },
    { path: 'c.ts', text: lines(801) },
  ];
  const now = measure(files);
  expect(now).toEqual({ ...none, longFiles: 2, veryLongFiles: { 'c.ts': 801 } });
  expect(checkRatchet(now, { ...none, longFiles: 2 })).toHaveLength(1);
  expect(checkRatchet(now, { ...none, longFiles: 2, veryLongFiles: { 'c.ts': 801 } })).toEqual([]);
});

test('an update lowers the record and never raises it', () => {
  const recorded: Ratchet = { ...none, any: 3, skips: 1, veryLongFiles: { 'c.ts': 900, 'gone.ts': 850 } };
  const now: Ratchet = { ...none, any: 5, skips: 0, veryLongFiles: { 'c.ts': 820, 'new.ts': 810 } };
  expect(tighten(now, recorded)).toEqual({ ...none, any: 3, veryLongFiles: { 'c.ts': 820 } });
});

test('median and 95th percentile are by nearest rank', () => {
  const files = [1, 2, 3, 4, 100].map((count) => ({ path: `${count}.ts`, text: lines(count) }));
  expect(lengths(files)).toEqual({ median: 3, p95: 100 });
});
