import { describe, expect, test } from 'vitest';
import { parseFunc } from '../ir/parse.ts';
import { type GenerateOptions, generateInputs } from './generate.ts';
import { Random } from './random.ts';
import { run } from './run.ts';

const func = (text: string) => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(error?.message);
  return value;
};
const generate = (text: string, options: Partial<GenerateOptions> = {}) => {
  const f = func(text);
  const made = generateInputs(f, { seed: 1, ...options });
  if (made.kind === 'failed') throw new Error(`${made.tensor}: ${made.reason}`);
  const result = run(f, { inputs: made.inputs, bindings: made.bindings, zeroOutputs: true });
  return { ...made, result };
};
const numbers = (xs: ArrayLike<number | bigint | boolean> | undefined): number[] => Array.from(xs ?? [], Number);

const CSR = `func f(ptr, idx, w, x, y) with $n: int, $m: int {
  @input @cpu ptr: int32[$n + 1] { @input @cpu idx: int32[$m] { @input @cpu w: float32[$m] { @input @cpu x: float64[$n] {
  @output @cpu y: float32[$n] {
    for i in 0 : $n : 1 { y[i] = 0 for j in ptr[i] : ptr[i + 1] : 1 { y[i] += w[j] * x[idx[j]] } }
  } } } } } }`;

describe('values make sense for their use', () => {
  test('row pointers and column indices', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { inputs, result, notes } = generate(CSR, { seed, bindings: new Map([['n', 9n]]) });
      const ptr = numbers(inputs.get('ptr')?.data);
      expect(ptr.length).toBe(10);
      expect([ptr[0], ptr.at(-1)]).toEqual([0, 5]);
      expect(ptr).toEqual([...ptr].sort((a, b) => a - b));
      expect(result.kind).toBe('finished');
      expect(notes).toEqual(['m = 5']);
    }
  });
  test('a tensor whose elements are extents', () => {
    const text = `func f(s, x, y) { @input @cpu s: int32[2] { @input @cpu x: float32[s[0], s[1]] { @output @cpu y: float32[] {
      y[] = x[s[0] - 1, s[1] - 1] } } } }`;
    const { inputs, result, notes } = generate(text);
    expect([inputs.get('x')?.shape, result.kind, notes]).toEqual([[5, 7], 'finished', ['s = 5, 7']]);
  });
  test('through a scalar', () => {
    const text = `func f(idx, x, y) { @input @cpu idx: int64[50] { @input @cpu x: float32[3] { @output @cpu y: float32[50] {
      for i in 0 : 50 : 1 { @cache @cpu t: int64[] { t[] = idx[i] y[i] = x[t[]] } } } } } }`;
    expect(generate(text).result.kind).toBe('finished');
  });
  test('a scalar that is a size', () => {
    const text = `func f(n, x, y) { @input @byvalue n: int32[] { @input @cpu x: float32[n[]] { @output @cpu y: float32[n[] * 2] {
      for i in 0 : n[] : 1 { y[i] = x[i] } } } } }`;
    const { inputs, result, notes } = generate(text);
    expect([numbers(inputs.get('n')?.data), inputs.get('x')?.shape, result.kind, notes]).toEqual([
      [5],
      [5],
      'finished',
      ['n = 5'],
    ]);
  });
  test('divisors are not zero', () => {
    const text =
      'func f(a, y) { @input @cpu a: int32[99] { @output @cpu y: int32[99] { for i in 0 : 99 : 1 { y[i] = 7 % a[i] } } } }';
    expect(generate(text).result.kind).toBe('finished');
  });
  test('given inputs, ranges and bindings are kept', () => {
    const { inputs, bindings } = generate(CSR, {
      inputs: new Map([['w', { dtype: 'float32', shape: [4], data: [1, 2, 3, 4] }]]),
      ranges: new Map([['x', [5, 6]]]),
    });
    expect([bindings.get('m'), bindings.get('n'), inputs.get('idx')?.shape]).toEqual([4n, 5n, [4]]);
    expect(numbers(inputs.get('x')?.data).every((v) => v >= 5 && v < 6)).toBe(true);
  });
  test('floats are in [-1, 1], the same for the same seed', () => {
    const text = 'func f(x) { @input @cpu x: float32[1000] { } }';
    const a = numbers(generate(text).inputs.get('x')?.data);
    expect(a.every((v) => v >= -1 && v <= 1) && Math.min(...a) < -0.9 && Math.max(...a) > 0.9).toBe(true);
    expect(numbers(generate(text).inputs.get('x')?.data)).toEqual(a);
    expect(numbers(generate(text, { seed: 2 }).inputs.get('x')?.data)).not.toEqual(a);
  });
});

test.each([
  ['@input @cpu x: float32[100000, 100000] { }', 'it would have 10000000000 elements'],
  ['@input @cpu x: custom[1] { }', 'a tensor of custom has no values'],
  ['@input @cpu x: float32[0 - 1] { }', 'its shape has the extent -1'],
  ['@input @cpu x: float32[@!unknown("?" -> unknown)] { }', 'its shape is not known before the run'],
])('%s cannot be generated', (body, reason) => {
  expect(generateInputs(func(`func f(x) { ${body} }`), { seed: 1 })).toEqual({ kind: 'failed', tensor: 'x', reason });
});

test('random numbers are the same everywhere', () => {
  const r = new Random(42);
  expect([r.below(1000), r.below(1000), r.below(1000), r.below(0, 7)]).toEqual([r0(42, 0), r0(42, 1), r0(42, 2), 7]);
});
/** The sequence again, from its definition in exact arithmetic. */
const r0 = (seed: number, skip: number): number => {
  const M = (1n << 32n) - 1n;
  let z = (BigInt(seed) + BigInt(skip + 1) * 0x9e3779b9n) & M;
  z = ((z ^ (z >> 16n)) * 0x85ebca6bn) & M;
  z = ((z ^ (z >> 13n)) * 0xc2b2ae35n) & M;
  return Math.floor((Number(z ^ (z >> 16n)) / 2 ** 32) * 1000);
};
