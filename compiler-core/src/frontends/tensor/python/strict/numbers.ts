/** Where a number ends, and which texts that begin like one are none. */

import { numberValue } from '../literals.ts';
import type { Fault } from './tokens.ts';

const NUMBER =
  /0[xX][\da-fA-F_]*|0[oO][\d_]*|0[bB][\d_]*|(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?\d[\d_]*)?[jJ]?|\d[\d_]*\.?(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
/** CPython lets these keywords follow a number without a space. */
const MAY_FOLLOW = /(?:and|else|for|if|in|is|not|or)(?![\p{XID_Continue}])|(?=i[fns]|and|or|not|else|for)/uy;
const NAME_CHAR = /[\p{XID_Continue}]/uy;
const TAIL = /[\p{XID_Continue}]*/uy;

const RADIX: Readonly<Record<string, string>> = { x: 'hexadecimal', o: 'octal', b: 'binary' };

export function numberLength(text: string, at: number): number {
  NUMBER.lastIndex = at;
  return NUMBER.exec(text)?.[0].length ?? 1;
}

/** What is wrong with the number of `length` units at `at`; null when nothing is. */
export function numberFault(text: string, at: number, length: number): Fault | null {
  const end = at + length;
  NAME_CHAR.lastIndex = end;
  const glued = NAME_CHAR.test(text);
  const literal = text.slice(at, end);
  if (!glued && numberValue(literal)) return null;
  MAY_FOLLOW.lastIndex = end;
  if (glued && MAY_FOLLOW.test(text) && numberValue(literal)) return null;
  TAIL.lastIndex = end;
  const tail = TAIL.exec(text)?.[0].length ?? 0;
  const fault = (message: string): Fault => ({ start: at, end: end + tail, message });
  if (/^0[0-9_]*$/.test(literal) && !glued && !/__|_$/.test(literal))
    return fault('leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers');
  const radix = RADIX[literal.charAt(1).toLowerCase()];
  if (literal.startsWith('0') && radix) return fault(`invalid ${radix} literal`);
  return fault(
    literal.endsWith('j') || literal.endsWith('J') ? 'invalid imaginary literal' : 'invalid decimal literal',
  );
}
