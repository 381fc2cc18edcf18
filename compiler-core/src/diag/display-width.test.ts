import { describe, expect, test } from 'vitest';
import { displayWidth, expand, sanitise, sliceColumns, wrap } from './display-width.ts';

describe('displayWidth', () => {
  test.each([
    ['abc', 3],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['炉', 2],
    ['八卦炉', 6],
    ['ｆ', 2],
    ['😀', 2],
    ['한', 2],
    ['→', 1],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('expand', () => {
  test.each([
    ['\tx', '    x', [0, 4, 5]],
    ['a\tx', 'a   x', [0, 1, 4, 5]],
    ['炉x', '炉x', [0, 2, 3]],
    ['😀x', '😀x', [0, 0, 2, 3]],
    ['\u001b[31m', '␛[31m', [0, 1, 2, 3, 4, 5]],
    ['a\u202eb', 'a\ufffdb', [0, 1, 2, 3]],
  ])('%j', (line, text, columns) => {
    expect(expand(line)).toEqual({ text, columns });
  });
});

test('sanitise shows what a terminal would act on', () => {
  expect(sanitise('a\u001b]8;;x\u0007b\nc')).toBe('a␛]8;;x␇b c');
});

test('sliceColumns never leaves half a wide character', () => {
  expect(sliceColumns('a炉b', 0, 2)).toBe('a ');
  expect(sliceColumns('a炉b', 1, 3)).toBe('炉');
  expect(sliceColumns('a炉b', 2, 4)).toBe(' b');
});

test('wrap breaks at spaces only', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('abcdefgh ij', 4)).toEqual(['abcdefgh', 'ij']);
  expect(wrap('a bb ccc', 6, 3)).toEqual(['a', 'bb ccc']);
});
