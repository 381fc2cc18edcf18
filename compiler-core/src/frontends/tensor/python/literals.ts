/** The values of Python's literals. */

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Line ends as Python sees them: CRLF and a lone CR are LF. */
const unixLines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/**
 * The text of a string's body with its escapes decoded. An escape that Python does not know stays as it is written.
 * `\N{NAME}` becomes U+FFFD, since names need a table that we do not carry.
 */
export function decodeEscapes(body: string, bytes: boolean): string {
  const source = unixLines(body);
  if (!source.includes('\\')) return source;
  let out = '';
  let i = 0;
  while (i < source.length) {
    const next = source.indexOf('\\', i);
    if (next < 0) return out + source.slice(i);
    out += source.slice(i, next);
    const c = source[next + 1] ?? '';
    i = next + 2;
    const simple = SIMPLE_ESCAPES[c];
    const hex = bytes && c !== 'x' ? undefined : HEX_LENGTH[c];
    if (simple !== undefined) out += simple;
    else if (c === '\n') continue;
    else if (c >= '0' && c <= '7') {
      const digits = /^[0-7]{1,3}/.exec(source.slice(next + 1, next + 4))?.[0] ?? '0';
      i = next + 1 + digits.length;
      const value = Number.parseInt(digits, 8);
      out += String.fromCharCode(bytes ? value & 0xff : value);
    } else if (hex !== undefined) {
      const digits = source.slice(i, i + hex);
      const value = /^[0-9a-fA-F]+$/.test(digits) && digits.length === hex ? Number.parseInt(digits, 16) : -1;
      out += value < 0 || value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value);
      i += digits.length;
    } else if (c === 'N' && !bytes && source[i] === '{' && source.includes('}', i)) {
      out += '\ufffd';
      i = source.indexOf('}', i) + 1;
    } else out += `\\${c}`;
  }
  return out;
}

/** How a string literal is written: its prefix in lower case, and where its body is. */
export interface StringShape {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly format: boolean;
  /** Offsets of the body within the literal. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** Null when the text is no complete string literal of Python 3. */
export function stringShape(literal: string): StringShape | null {
  let at = 0;
  while (at < 3 && /[a-zA-Z]/.test(literal[at] ?? '')) at++;
  const prefix = literal.slice(0, at).toLowerCase();
  if (!['', 'r', 'u', 'b', 'f', 'br', 'rb', 'fr', 'rf'].includes(prefix)) return null;
  const quote = literal[at];
  if (quote !== '"' && quote !== "'") return null;
  const triple = quote.repeat(3);
  const close = literal.startsWith(triple, at) ? triple : quote;
  const bodyStart = at + close.length;
  const bodyEnd = literal.length - close.length;
  if (bodyEnd < bodyStart || !literal.endsWith(close)) return null;
  const has = (letter: string) => prefix.includes(letter);
  return { raw: has('r'), bytes: has('b'), format: has('f'), bodyStart, bodyEnd };
}

export const decodeBody = (body: string, shape: StringShape): string =>
  shape.raw ? unixLines(body) : decodeEscapes(body, shape.bytes);

export type NumberValue =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly imag: number };

const DIGITS = '[0-9](?:_?[0-9])*';
const DECIMAL = /^(?:0(?:_?0)*|[1-9](?:_?[0-9])*)$/;
const RADIX = /^0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)$/;
const FLOAT = new RegExp(`^(?:(?:${DIGITS})?\\.${DIGITS}|${DIGITS}\\.?)(?:[eE][+-]?${DIGITS})?$`);

/** The value of a numeric literal; null when Python 3 has no such literal (`0777`, `1__0`, `10L`). */
export function numberValue(literal: string): NumberValue | null {
  const digits = literal.replaceAll('_', '');
  if (DECIMAL.test(literal) || RADIX.test(literal)) return { kind: 'int', value: BigInt(digits.toLowerCase()) };
  const last = literal.at(-1);
  const body = last === 'j' || last === 'J' ? literal.slice(0, -1) : literal;
  if (!FLOAT.test(body)) return null;
  const value = Number(digits.slice(0, digits.length - (literal.length - body.length)));
  if (body !== literal) return { kind: 'complex', imag: value };
  return /[.eE]/.test(body) ? { kind: 'float', value } : null;
}
