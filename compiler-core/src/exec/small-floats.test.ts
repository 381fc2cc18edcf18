import { describe, expect, test } from 'vitest';
import { smallFloat } from './small-floats.ts';

const brain = smallFloat('bfloat16');
const half = smallFloat('float16');
if (!brain || !half) throw new Error('both formats are there');

describe('bfloat16', () => {
  test.each([
    [1, 0x3f80],
    [-2, 0xc000],
    [0, 0],
    [-0, 0x8000],
    [Infinity, 0x7f80],
    [Number.NaN, 0x7fc0],
    // Halfway between 1 and 1 + 2^-7 goes to the even one, and a hair above it up.
    [1 + 2 ** -8, 0x3f80],
    [1 + 2 ** -8 + 2 ** -20, 0x3f81],
    [1 + 3 * 2 ** -8, 0x3f82],
    [3.3895313892515355e38, 0x7f7f],
    [3.4e38, 0x7f80],
    [2 ** -133, 1],
  ])('%d is %x', (x, bits) => expect(brain.bits(x)).toBe(bits));
  test('every pattern that is a number survives', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const x = brain.ofBits(bits);
      if (!Number.isNaN(x) && brain.bits(x) !== bits) throw new Error(`${bits}`);
      if (!Number.isNaN(x)) expect(brain.round(x)).toBe(x);
    }
  });
});
test('every half that is a number survives', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const x = half.ofBits(bits);
    if (!Number.isNaN(x) && half.bits(x) !== bits) throw new Error(`${bits}`);
  }
  expect(smallFloat('float32')).toBeNull();
});
