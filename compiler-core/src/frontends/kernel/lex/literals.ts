/** What string and character literals mean ([lex.ccon], [lex.string]). */

export type Encoding = '' | 'L' | 'u' | 'U' | 'u8';

export interface TextLiteral {
  readonly encoding: Encoding;
  /**
   * Code points of the text, and values of numeric escapes, in order. An escape is a code unit, not a character, so
   * `"\xff"` has the unit 255 whatever the encoding.
   */
  readonly units: readonly Unit[];
  /** The suffix of the program's (`"a"_x`) or of the library's (`"a"s`); empty where there is none. */
  readonly suffix: string;
}
export interface Unit {
  readonly value: number;
  readonly escape: boolean;
}

const SIMPLE: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
};
const LITERAL = /^(u8|[LuU])?(R)?(["'])/;
const NUMERIC = /^(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]+)|o\{([0-7]+)\}|([0-7]{1,3}))/;
const CHARACTER = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|u\{([0-9a-fA-F]+)\})/;

const clamp = (digits: string, base: number): number => {
  const value = Number.parseInt(digits, base);
  return Math.min(value, 0xffffffff);
};

/** One escape behind its backslash: its unit, and how many units of text it took. */
function escapeAt(body: string, at: number): { readonly unit: Unit; readonly length: number } {
  const rest = body.slice(at, at + 24);
  const numeric = NUMERIC.exec(rest);
  if (numeric) {
    const [whole, braced, hex, octalBraced, octal] = numeric;
    const isHex = braced !== undefined || hex !== undefined;
    const value = clamp(braced ?? hex ?? octalBraced ?? octal ?? '0', isHex ? 16 : 8);
    return { unit: { value, escape: true }, length: whole.length };
  }
  const character = CHARACTER.exec(rest);
  if (character) {
    const value = clamp(character[1] ?? character[2] ?? character[3] ?? '0', 16);
    return { unit: { value: Math.min(value, 0x10ffff), escape: false }, length: character[0].length };
  }
  const value = SIMPLE[rest[0] ?? ''] ?? rest.codePointAt(0) ?? 92;
  return { unit: { value, escape: false }, length: value > 0xffff ? 2 : 1 };
}

/** Reads the text of a string or character token, one without its closing quote too. O(length). */
export const readText = (token: string): TextLiteral => {
  const head = LITERAL.exec(token);
  const encoding = (head?.[1] ?? '') as Encoding;
  const quote = head?.[3] ?? '"';
  const from = head?.[0].length ?? 0;
  let end = token.lastIndexOf(quote);
  if (end < from) end = token.length;
  const suffix = token.slice(end + 1);
  const units: Unit[] = [];
  if (head?.[2] !== undefined) {
    const open = token.indexOf('(', from);
    const body = token.slice(open + 1, Math.max(open + 1, end - (open - from) - 1));
    for (const character of body) units.push({ value: character.codePointAt(0) ?? 0, escape: false });
    return { encoding, units, suffix };
  }
  const body = token.slice(from, end);
  for (let at = 0; at < body.length; ) {
    if (body[at] === '\\') {
      const { unit, length } = escapeAt(body, at + 1);
      units.push(unit);
      at += 1 + length;
    } else {
      const value = body.codePointAt(at) ?? 0;
      units.push({ value, escape: false });
      at += value > 0xffff ? 2 : 1;
    }
  }
  return { encoding, units, suffix };
};

/** The units as a JavaScript string: code points as they are, escaped units as the character of that value. */
export const textOf = (literal: TextLiteral): string =>
  literal.units.map(({ value }) => String.fromCodePoint(Math.min(value, 0x10ffff))).join('');

/**
 * The value of a character literal as the compilers of the field have it: `'ab'` is 'a' * 256 + 'b' as an int, a plain
 * `char` is signed, so `'\xff'` is -1. Null for an empty one.
 */
export const characterValue = (literal: TextLiteral): bigint | null => {
  const bytes = literal.encoding === '' ? literal.units.flatMap(utf8) : literal.units.map(({ value }) => value);
  const last = bytes.at(-1);
  if (last === undefined) return null;
  if (literal.encoding !== '') return BigInt(last);
  if (bytes.length === 1) return BigInt.asIntN(8, BigInt(last));
  return BigInt.asIntN(
    32,
    bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte & 255), 0n),
  );
};

function utf8(unit: Unit): readonly number[] {
  const { value } = unit;
  if (unit.escape || value < 0x80) return [value];
  if (value < 0x800) return [0xc0 | (value >> 6), 0x80 | (value & 63)];
  if (value < 0x10000) return [0xe0 | (value >> 12), 0x80 | ((value >> 6) & 63), 0x80 | (value & 63)];
  return [0xf0 | (value >> 18), 0x80 | ((value >> 12) & 63), 0x80 | ((value >> 6) & 63), 0x80 | (value & 63)];
}
