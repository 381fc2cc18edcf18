/** String literals where an expression stands: their escapes, their concatenation, the fields of f-strings. */

import { parseYieldOrStar } from './expressions.ts';
import type { Reader } from './reader.ts';
import { T } from './tokens.ts';

/** Reads the adjacent literals here; whether one is an f-string. */
export function checkStrings(r: Reader): boolean {
  const { start } = r;
  let bytes: boolean | null = null;
  let format = false;
  let mixed = false;
  while (r.has(T.string) || r.has(T.fstart)) {
    let isBytes = false;
    if (r.has(T.fstart)) {
      checkFormatString(r);
      format = true;
    } else isBytes = checkLiteral(r);
    mixed ||= bytes !== null && bytes !== isBytes;
    bytes = isBytes;
  }
  if (mixed) r.fail(start, r.lastEnd, 'cannot mix bytes and nonbytes literals');
  return format;
}

function checkLiteral(r: Reader): boolean {
  const { start, end } = r;
  const literal = r.text.slice(start, end);
  r.at++;
  const prefix = (/^[a-zA-Z]*/.exec(literal)?.[0] ?? '').toLowerCase();
  const bytes = prefix.includes('b');
  if (bytes && /[^\0-\x7f]/.test(literal)) r.fail(start, end, 'bytes can only contain ASCII literal characters');
  if (literal.includes('\\') && !prefix.includes('r')) checkEscapes(r, literal, start, bytes);
  return bytes;
}

const ESCAPE = /\\(?:x([\da-fA-F]{0,2})|u([\da-fA-F]{0,4})|U([\da-fA-F]{0,8})|(N)(\{[^}]+\})?|[\s\S])/g;

/** `\x4`, `\u12` and the like are no characters. */
function checkEscapes(r: Reader, literal: string, start: number, bytes: boolean): void {
  for (const match of literal.matchAll(ESCAPE)) {
    const [text, x, u, U, N, name] = match;
    const wrongUnicode =
      (u !== undefined && u.length < 4) ||
      (U !== undefined && (U.length < 8 || Number.parseInt(U, 16) > 0x10ffff)) ||
      (N !== undefined && name === undefined);
    if ((x !== undefined && x.length < 2) || (wrongUnicode && !bytes))
      r.fail(start + match.index, start + match.index + text.length, `invalid escape '${text}' in a string`);
  }
}

/** The reader is at an `fstart`. */
export function checkFormatString(r: Reader): void {
  const from = r.end;
  const raw = /r/i.test(r.text.slice(r.start, r.start + 2));
  r.at++;
  let literalStart = from;
  for (;;) {
    if (!raw && !r.has(T.end)) checkEscapes(r, r.text.slice(literalStart, r.start), literalStart, false);
    if (r.has(T.fend)) {
      r.at++;
      return;
    }
    if (!r.is('{')) r.failHere("f-string: expecting '}'");
    checkField(r);
    literalStart = r.lastEnd;
  }
}

function checkField(r: Reader): void {
  r.deeper(() => {
    r.expect('{');
    if (r.is('}') || r.is('!') || r.is(':') || r.is('='))
      r.failHere(`f-string: valid expression required before '${r.word}'`);
    parseYieldOrStar(r);
    r.accept('=');
    if (r.accept('!')) {
      if (!r.has(T.name)) r.failHere('f-string: invalid conversion character');
      if (!['s', 'r', 'a'].includes(r.word))
        r.failHere(`f-string: invalid conversion character '${r.word}': expected 's', 'r', or 'a'`);
      r.at++;
    }
    if (r.accept(':')) while (r.is('{')) checkField(r);
    if (!r.accept('}')) r.failHere("f-string: expecting '}'");
  });
}
