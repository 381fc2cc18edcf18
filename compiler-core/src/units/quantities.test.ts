import { expect, test } from 'vitest';
import { typeErrors } from '../../../tools/checks/type-errors.ts';
import { bytes, cycles, flops, minus, nanoseconds, plus, ratio, times } from './quantities.ts';

test('arithmetic is exact', () => {
  const big = bytes(2n ** 60n);
  expect(plus(big, bytes(1n))).toBe(2n ** 60n + 1n);
  expect(minus(bytes(1n), big)).toBe(1n - 2n ** 60n);
  expect(times(flops(3n), 2n ** 60n)).toBe(3n * 2n ** 60n);
  expect(ratio(nanoseconds(3n), nanoseconds(2n))).toBe(1.5);
  expect(ratio(cycles(1n), cycles(0n))).toBe(Number.POSITIVE_INFINITY);
});

test('units do not mix', () => {
  const lines = [
    "import { type Bytes, bytes, cycles, flops, nanoseconds, plus, ratio } from 'compiler-core/src/units/quantities.ts';",
    'export const fine: Bytes = plus(bytes(1n), bytes(2n));',
    'plus(bytes(1n), flops(2n));',
    'ratio(nanoseconds(1n), cycles(2n));',
    'export const plain: Bytes = 3n;',
    'export const other: Bytes = flops(3n);',
  ];
  expect(typeErrors(lines.join('\n')).map((error) => error.split(' ')[0])).toEqual(['3', '4', '5', '6']);
});

test('positions do not mix either', () => {
  const lines = [
    "import { type Line0, type Line1, type Offset, line0, line1, offset } from 'compiler-core/src/text/span.ts';",
    'export const a: Line0 = line1(1);',
    'export const b: Line1 = line0(1);',
    'export const c: Offset = line0(1);',
    'export const d: Offset = offset(1);',
    'export const e: Offset = 1;',
  ];
  expect(typeErrors(lines.join('\n')).map((error) => error.split(' ')[0])).toEqual(['2', '3', '4', '6']);
});
