import { describe, expect, test } from 'vitest';
import { halfBits, halfOfBits, roundHalf } from './half.ts';
import { intrinsicOf, isPrint } from './intrinsics.ts';

/** Reference values to 15 digits, from tables (Abramowitz and Stegun; exact where closed forms exist). */
test.each([
  ['erf(%)', [0.5], 0.520499877813047],
  ['erf(%)', [1], 0.842700792949715],
  ['erf(%)', [-2], -0.995322265018953],
  ['erf(%)', [3], 0.999977909503001],
  ['erf(%)', [10], 1],
  ['erfc(%)', [0.5], 0.479500122186953],
  ['erfc(%)', [3], 2.20904969985854e-5],
  ['erfc(%)', [5], 1.53745979442803e-12],
  ['tgamma(%)', [0.5], Math.sqrt(Math.PI)],
  ['tgamma(%)', [6], 120],
  ['tgamma(%)', [-0.5], -2 * Math.sqrt(Math.PI)],
  ['lgamma(%)', [100], 359.134205369575],
  ['lgamma(%)', [0.25], 1.28802252469808],
  ['pow( % , % )', [2, 10], 1024],
  ['::atan2(%, %)', [1, 1], Math.PI / 4],
  ['std::fmod(%, %)', [-7, 3], -1],
  ['hypot(%, %)', [3, 4], 5],
  ['copysign(%, %)', [3, -0], -3],
  ['fdim(%, %)', [3, 5], 0],
  ['fmin(%, %)', [Number.NaN, 5], 5],
  ['fmax(%, %)', [5, Number.NaN], 5],
  ['round(%)', [2.5], 3],
  ['rint(%)', [2.5], 2],
  ['trunc(%)', [-2.5], -2],
  ['exp2(%)', [-1], 0.5],
  ['rsqrt(%)', [4], 0.5],
])('%s of %j', (format, args, expected) => {
  const found = intrinsicOf(format);
  expect(found?.single).toBe(false);
  const got = found?.apply(...args) ?? Number.NaN;
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(2e-14 * Math.abs(expected));
});

describe('names', () => {
  test('a final f is single precision, but not of its own accord', () => {
    expect([intrinsicOf('sinf(%)')?.single, intrinsicOf('erff(%)')?.single, intrinsicOf('erf(%)')?.single]).toEqual([
      true,
      true,
      false,
    ]);
  });
  test.each(['foo(%)', 'sin(%, %)', 'sin(%) + 1', '% + %', 'sin()', 'sin', '', 'constructor(%)', 'f(%)', 'pow(%,)'])(
    '%j is not known',
    (format) => expect(intrinsicOf(format)).toBeNull(),
  );
  test('printing', () => expect([isPrint('printf("%%d", %)'), isPrint('sprintf(%)')]).toEqual([true, false]));
});

describe('half precision', () => {
  test('every finite half is a fixed point, and its bits come back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const x = halfOfBits(bits);
      if (Number.isNaN(x)) continue;
      if (!Object.is(roundHalf(x), x) || halfBits(x) !== bits) throw new Error(`bits ${bits}: ${x}`);
    }
    expect([halfOfBits(0x3c00), halfOfBits(0x7bff), halfOfBits(1), halfBits(Number.NaN)]).toEqual([
      1,
      65504,
      2 ** -24,
      0x7e00,
    ]);
  });
  test('rounding is to nearest, ties to even', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [halfOfBits(bits), halfOfBits(bits + 1)];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? low : high;
      const got = [roundHalf(middle), roundHalf(low + (high - low) * 0.49), roundHalf(-(low + (high - low) * 0.51))];
      if (got[0] !== even || got[1] !== low || got[2] !== -high) throw new Error(`bits ${bits}: ${got}`);
    }
    expect([roundHalf(65519.9), roundHalf(65520), roundHalf(2 ** -26)]).toEqual([65504, Infinity, 0]);
  });
});
