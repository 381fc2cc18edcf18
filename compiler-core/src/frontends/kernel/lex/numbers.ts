/** What a preprocessing number means ([lex.icon], [lex.fcon]). */

export interface IntegerLiteral {
  readonly kind: 'integer';
  readonly value: bigint;
  readonly unsigned: boolean;
  /** How many `l`; `z` is a size. */
  readonly long: 0 | 1 | 2 | 'z';
  /** Octal, hexadecimal and binary ones may become unsigned without a `u`. */
  readonly decimal: boolean;
}
export interface FloatLiteral {
  readonly kind: 'float';
  /** The nearest double; a narrower type rounds the text again. */
  readonly value: number;
  /** In lower case: ``, `f`, `l`, `h`, `f16`, `f32`, `f64`, `bf16`. */
  readonly suffix: string;
}
/** A literal with a suffix of the program's: the call `operator""suffix`. */
export interface UserNumber {
  readonly kind: 'user';
  readonly literal: IntegerLiteral | FloatLiteral;
  readonly suffix: string;
}
export type NumberLiteral = IntegerLiteral | FloatLiteral | UserNumber;

const INTEGER = /^(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|(0[0-7]*)|([1-9][0-9]*))(.*)$/;
const FLOAT = /^((?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)(.*)$/;
const HEX_FLOAT = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)(.*)$/;
const INTEGER_SUFFIX = /^(?:u?(l|ll|z)?|(l|ll|z)u)$/i;
const FLOAT_SUFFIX = /^(?:f|l|h|q|f16|f32|f64|f128|bf16)?$/i;

const power = (exponent: number): number => 2 ** exponent;

function hexFloat(whole: string, fraction: string, exponent: string): number {
  const digits = BigInt(`0x0${whole}${fraction}`);
  let shift = Number(exponent) - 4 * fraction.length;
  const width = digits.toString(2).length;
  // One rounding only: below the normal range the digits are cut to what is left of the mantissa first.
  const room = Math.min(53, width + shift + 1074);
  if (room <= 0 && width + shift < -1074) return 0;
  const drop = BigInt(Math.max(0, width - Math.max(room, 0)));
  let rounded = digits >> drop;
  if (drop > 0n) {
    const rest = digits & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded += 1n;
  }
  shift += Number(drop);
  const value = Number(rounded);
  // Two steps, as 2^shift alone may be outside of the range where the product is not.
  const first = Math.trunc(shift / 2);
  return value * power(first) * power(shift - first);
}

function withSuffix(literal: IntegerLiteral | FloatLiteral, suffix: string, known: RegExp): NumberLiteral | null {
  if (known.test(suffix)) return literal;
  return /^[\p{XID_Start}_]/u.test(suffix) ? { kind: 'user', literal, suffix } : null;
}

/** The value of a number token's text; null where it is malformed (`09`, `1.2.3`). O(length); bounded by it. */
export const readNumber = (spelled: string): NumberLiteral | null => {
  // Most numbers are a few decimal digits.
  if (/^(?:0|[1-9][0-9]{0,14})$/.test(spelled)) {
    const decimal = spelled !== '0';
    return { kind: 'integer', value: BigInt(spelled), unsigned: false, long: 0, decimal };
  }
  const text = spelled.replaceAll("'", '');
  const hex = HEX_FLOAT.exec(text);
  if (hex && `${hex[1] ?? ''}${hex[2] ?? ''}` !== '') {
    const suffix = hex[4] ?? '';
    const value = hexFloat(hex[1] ?? '', hex[2] ?? '', hex[3] ?? '0');
    return withSuffix({ kind: 'float', value, suffix: suffix.toLowerCase() }, suffix, FLOAT_SUFFIX);
  }
  const float = FLOAT.exec(text);
  if (float) {
    const suffix = float[2] ?? '';
    const known = FLOAT_SUFFIX.test(suffix) ? suffix.toLowerCase() : '';
    return withSuffix({ kind: 'float', value: Number(float[1]), suffix: known }, suffix, FLOAT_SUFFIX);
  }
  const integer = INTEGER.exec(text);
  if (!integer) return null;
  const [, x, b, o, d, suffix = ''] = integer;
  // Digits of another base go wrong here, not into a suffix.
  if (/^[0-9.]/.test(suffix) || (o === '0' && /^[xXbB]/.test(suffix))) return null;
  const value = BigInt(
    x !== undefined ? `0x${x}` : b !== undefined ? `0b${b}` : o !== undefined ? `0o0${o}` : (d ?? '0'),
  );
  const known = INTEGER_SUFFIX.exec(suffix);
  const long = (known?.[1] ?? known?.[2] ?? '').toLowerCase();
  const literal: IntegerLiteral = {
    kind: 'integer',
    value,
    unsigned: known !== null && /u/i.test(suffix),
    long: long === 'z' ? 'z' : long === 'll' ? 2 : long === 'l' ? 1 : 0,
    decimal: d !== undefined,
  };
  return withSuffix(literal, suffix, INTEGER_SUFFIX);
};
