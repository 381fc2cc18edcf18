import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comparePair, compareRanks, loadSample } from '../../../../bench/profiler/hta-compare.ts';
import { PAIRS, recorded, SAMPLES, tracesFolder } from '../../../../bench/profiler/hta-samples.ts';
import { partialsBothWays } from '../../test/partials.ts';
import { quantileOf, roundTo } from './numbers.ts';

const quick = [...SAMPLES, ...PAIRS].filter((sample) => sample.quick);

test.for(quick)(
  '$name: tables equal the recorded ones, and partials are the same both ways',
  async (sample, context) => {
    const { name } = sample;
    const folder = tracesFolder();
    if (folder === undefined) return context.skip('needs the public traces, see CONTRIBUTING.md');
    const ranks = await loadSample(sample, folder);
    const { tables, differences } = (name.startsWith('diff-') ? comparePair : compareRanks)(recorded(name), ranks);
    expect(differences).toEqual([]);
    expect(tables).toBeGreaterThan(1);
    if (name.startsWith('diff-')) return;
    const { watched, read } = await partialsBothWays(sample.files.map((file) => join(folder, 'hta', file)));
    expect(Object.keys(watched)).toEqual(Object.keys(read));
    expect(watched).toEqual(read);
  },
);

test('rounding and quantiles are those of the library', () => {
  expect([0.125, 0.135, 2.675].map((value) => roundTo(value, 2))).toEqual([0.12, 0.14, 2.68]);
  expect(quantileOf([1, 2, 4, 8], 0.5)).toBe(3);
  expect(quantileOf([], 0.5)).toBeNaN();
});
