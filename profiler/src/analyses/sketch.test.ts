import { expect, test } from 'vitest';
import { uniform } from '../export/generator/random.ts';
import { deviation, mean, mergeSketches, quantile, type Sketch, SketchBuilder } from './sketch.ts';

const sketchOf = (values: readonly number[]): Sketch => {
  const builder = new SketchBuilder();
  for (const value of values) builder.add(value);
  return builder.done();
};

test('quantiles are within 1 % and merging changes nothing', () => {
  const seed = 5;
  const values = Array.from({ length: 5000 }, (_, at) => Math.ceil(10 ** (1 + 7 * uniform(seed, at, 0, 0))));
  const whole = sketchOf(values);
  const merged = [0, 1, 2, 3].map((part) => sketchOf(values.filter((_, at) => at % 4 === part))).reduce(mergeSketches);
  expect(merged.buckets).toEqual(whole.buckets);
  const sorted = [...values].sort((a, b) => a - b);
  for (const q of [0.01, 0.25, 0.5, 0.9, 0.99]) {
    const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
    expect(Math.abs(quantile(merged, q) / exact - 1), `seed ${seed}, q ${q}`).toBeLessThan(0.011);
  }
  expect(quantile(merged, 1)).toBe(sorted.at(-1));
});

test('moments are exact; no value has no quantile', () => {
  const sketch = sketchOf([0, 2, 4, 6]);
  expect([mean(sketch), deviation(sketch), sketch.min, sketch.max]).toEqual([3, Math.sqrt(20 / 3), 0, 6]);
  expect(quantile(sketchOf([]), 0.5)).toBeNaN();
});
