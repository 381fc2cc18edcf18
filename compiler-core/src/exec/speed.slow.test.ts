import { expect, test } from 'vitest';
import { parseFunc } from '../ir/parse.ts';
import { run } from './run.ts';

test('a 256 x 256 x 256 product of float32 matrices takes at most 1.5 s, best of three', () => {
  const n = 256;
  const { value: f } = parseFunc(`func matmul(a, b, c) {
    @input @cpu a: float32[${n}, ${n}] { @input @cpu b: float32[${n}, ${n}] { @output @cpu c: float32[${n}, ${n}] {
      for i in 0 : ${n} : 1 { for j in 0 : ${n} : 1 {
        c[i, j] = 0
        for k in 0 : ${n} : 1 { c[i, j] += a[i, k] * b[k, j] }
      } }
    } } } }`);
  if (!f) throw new Error('the text does not parse');
  const data = Array.from({ length: n * n }, (_, k) => (k % 7) - 3);
  const matrix = { dtype: 'float32', shape: [n, n], data } as const;
  const inputs = new Map([
    ['a', matrix],
    ['b', matrix],
  ]);
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    const result = run(f, { inputs });
    if (result.kind !== 'finished') throw new Error(result.kind);
    const expected = Array.from({ length: n }, (_, k) => (data[k] ?? 0) * (data[k * n + 5] ?? 0)).reduce(
      (a, b) => a + b,
    );
    expect(result.outputs.get('c')?.data[5]).toBe(expected);
    return performance.now() - start;
  });
  console.log(`256³: ${times.map((t) => `${t.toFixed(0)} ms`).join(', ')}`);
  expect(Math.min(...times)).toBeLessThan(1500);
});
