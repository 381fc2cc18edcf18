/** Values of literals. */

import { expect, test } from 'vitest';
import { characterValue, readText, textOf } from './literals.ts';
import { readNumber } from './numbers.ts';

const number = (text: string): string => {
  const literal = readNumber(text);
  if (literal === null) return 'none';
  const plain = literal.kind === 'user' ? literal.literal : literal;
  const value =
    plain.kind === 'integer'
      ? `${plain.value}${plain.unsigned ? 'u' : ''}${plain.long === 0 ? '' : plain.long === 'z' ? 'z' : 'l'.repeat(plain.long)}`
      : `${plain.value}f:${plain.suffix}`;
  return literal.kind === 'user' ? `${value} ${literal.suffix}` : value;
};

test.each([
  ['0', '0'],
  ['42', '42'],
  ["1'000'000", '1000000'],
  ['0x7fUL', '127ul'],
  ['0b1010', '10'],
  ['0755', '493'],
  ['18446744073709551615ull', '18446744073709551615ull'],
  ['3z', '3z'],
  ['7uz', '7uz'],
  ['09', 'none'],
  ['1.2.3', 'none'],
  ['0x', 'none'],
  ['1e', '1 e'],
  ['1_km', '1 _km'],
  ['1.5', '1.5f:'],
  ['.5f', '0.5f:f'],
  ['1.f', '1f:f'],
  ['1e-3L', '0.001f:l'],
  ['2.0f16', '2f:f16'],
  ['1.0_deg', '1f: _deg'],
  ['0x1p-2', '0.25f:'],
  ['0x1.8p1f', '3f:f'],
  ['0x.8p0', '0.5f:'],
  ['0x1p-1074', '5e-324f:'],
  ['0x1.fffffffffffff8p-1023', '2.2250738585072014e-308f:'],
  ['0x1p-1076', '0f:'],
  ['0x1.00000000000008p0', '1f:'],
  ['0x1p2000', 'Infinityf:'],
])('%s is %s', (text, value) => {
  expect(number(text)).toBe(value);
});

test.each<[string, string, string]>([
  ['"a\\tb\\x41\\101\\u00e9"', 'a\tbAAé', ''],
  ['u8R"x(a\\n")x"_s', 'a\\n"', '_s'],
  ['"no end', 'no end', ''],
  ['L"\\""', '"', ''],
  ['"\\x{1F600}\\u{e9}"', '😀é', ''],
])('%s reads as text', (token, text, suffix) => {
  const literal = readText(token);
  expect(textOf(literal)).toBe(text);
  expect(literal.suffix).toBe(suffix);
});

test.each<[string, bigint | null]>([
  ["'a'", 97n],
  ["'\\n'", 10n],
  ["'\\xff'", -1n],
  ["'ab'", 24930n],
  ["u'\\xffff'", 65535n],
  ["L'é'", 233n],
  ["'\\0'", 0n],
  ["''", null],
])('the value of %s', (token, value) => {
  expect(characterValue(readText(token))).toBe(value);
});
