import { describe, expect, test } from 'vitest';
import { Random } from '../random.ts';
import { smallFloat } from '../small-floats.ts';
import { fmaOf } from './fma.ts';
import { integerFunction } from './integers.ts';
import { floatFunction } from './math.ts';

describe('fma rounds once', () => {
  /** An exact dyadic sum in bigints, rounded by the engine's own conversion. */
  const exact = (a: number, b: number, c: number): number => {
    const scale = 2n ** 300n;
    const big = (x: number): bigint => {
      let [m, e] = [x, 0];
      while (!Number.isInteger(m)) {
        m *= 2;
        e++;
      }
      return (BigInt(m) * scale) / 2n ** BigInt(e);
    };
    const sum = (big(a) * big(b)) / scale + big(c);
    return Number(sum) / 2 ** 300;
  };
  test('double', () => {
    const random = new Random(3);
    const fma = fmaOf('float64');
    const draw = (): number => (random.unit() - 0.5) * 2 ** random.below(20, -20);
    for (let k = 0; k < 300; k++) {
      const [a, b] = [draw(), draw()];
      const c = random.chance(0.5) ? -a * b : draw();
      expect(Object.is(fma(a, b, c), exact(a, b, c)) || fma(a, b, c) === exact(a, b, c)).toBe(true);
    }
    expect([fma(Infinity, 1, -Infinity), fma(1e308, 10, -1e308), fma(0, 5, -0)]).toEqual([Number.NaN, Infinity, 0]);
    expect(fma(2 ** -600, 2 ** -470, 2 ** -1074)).toBe(2 ** -1070 + 2 ** -1074);
  });
  test('single and half, where two roundings differ from one', () => {
    expect(fmaOf('float32')(1 + 2 ** -23, 1 + 2 ** -23, -1 - 2 ** -22)).toBe(2 ** -46);
    expect(fmaOf('float16')(2049 / 1024, 1 / 2048, 1)).toBe(smallFloat('float16')?.round(2049 / 1024 / 2048 + 1));
  });
});

test.each<[string, number[], number]>([
  ['sinpi', [0.5], 1],
  ['sinpi', [1e6], 0],
  ['cospi', [1], -1],
  ['pow', [1, Number.NaN], 1],
  ['pow', [-1, Infinity], 1],
  ['rootn', [-8, 3], -2],
  ['logb', [0.1], -4],
  ['ilogb', [2 ** -1060], -1060],
  ['ldexp', [1.5, -1070], 1.5 * 2 ** -1070],
  ['frexp_mantissa', [10], 0.625],
  ['frexp_exponent', [10], 4],
  ['remainder', [5, 3], -1],
  ['remainder', [-5, 2], -1],
  ['fmin', [Number.NaN, 2], 2],
  ['maxmag', [-3, 2], -3],
  ['mix', [2, 4, 0.25], 2.5],
  ['step', [1, 0.5], 0],
  ['sign', [-0], -0],
  ['half_recip', [4], 0.25],
  ['nextafter', [0, -1], -5e-324],
])('%s(%j) in double is %d', (name, args, wanted) => {
  const f = floatFunction(name, args.length, 'float64');
  expect(f?.(args[0] ?? 0, args[1] ?? 0, args[2] ?? 0)).toBe(wanted);
});
test('what is in no table is null', () => expect(floatFunction('frobnicate', 1, 'float32')).toBeNull());

describe('integers of 8 bits, all of them', () => {
  const bits = (x: number): string => (x & 255).toString(2).padStart(8, '0');
  test.each<[string, (a: number) => number]>([
    ['clz', (a) => /^0*/.exec(bits(a))?.[0].length ?? 0],
    ['ctz', (a) => /0*$/.exec(bits(a))?.[0].length ?? 0],
    ['popcount', (a) => bits(a).replaceAll('0', '').length],
    ['abs', Math.abs],
  ])('%s', (name, wanted) => {
    const f = integerFunction(name, 'int8');
    for (let a = -128; a < 128; a++) expect(Number(f?.(BigInt(a), 0n, 0n))).toBe(wanted(a));
  });
  const clamp = (x: number): number => Math.min(127, Math.max(-128, x));
  test.each<[string, (a: number, b: number) => number]>([
    ['add_sat', (a, b) => clamp(a + b)],
    ['sub_sat', (a, b) => clamp(a - b)],
    ['hadd', (a, b) => Math.floor((a + b) / 2)],
    ['rhadd', (a, b) => Math.floor((a + b + 1) / 2)],
    ['mul_hi', (a, b) => Math.floor((a * b) / 256)],
    ['abs_diff', (a, b) => Math.abs(a - b)],
    ['rotate', (a, b) => Number.parseInt((bits(a) + bits(a)).slice(b & 7, (b & 7) + 8), 2)],
  ])('%s', (name, wanted) => {
    const f = integerFunction(name, 'int8');
    for (let a = -128; a < 128; a += 3) {
      for (let b = -128; b < 128; b++) {
        const got = Number(f?.(BigInt(a), BigInt(b), 0n));
        if (((got - wanted(a, b)) & 255) !== 0) throw new Error(`${name}(${a}, ${b}): ${got}, not ${wanted(a, b)}`);
      }
    }
  });
});
