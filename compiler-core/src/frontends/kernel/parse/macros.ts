/** Calls of macros that nobody defined here, told from functions by what no function could be. */

import { K } from '../lex/tokens.ts';
import type { Reader } from './reader.ts';

/**
 * Behind `NAME(...)` where it can only be a macro: nothing is known of the name, and a block follows, or a new line
 * that cannot go on with it. -1 where it is something else.
 */
export const macroCallEnd = (r: Reader): number => {
  if (r.kind !== K.name || r.peek() !== '(' || r.lookup(r.text) !== null) return -1;
  const past = r.past(r.at + 1);
  if (past < 0) return -1;
  if (r.textAt(past) === '{' || r.kindAt(past) === K.end) return past;
  if (hasSemicolon(r, r.at + 2, past - 1)) return r.textAt(past) === ';' ? past + 1 : past;
  if (!r.startsLine(past)) return -1;
  const kind = r.kindAt(past);
  const goesOn = kind === K.punctuator && !['}', '{', '::', '*', '~', '#', '++', '--'].includes(r.textAt(past));
  return goesOn ? -1 : past;
};

/** Whether a `;` stands in the range, brackets stepped over. */
export const hasSemicolon = (r: Reader, from: number, to: number): boolean => {
  for (let i = from; i < to; ) {
    const text = r.textAt(i);
    if (text === ';') return true;
    const past = text === '(' || text === '[' || text === '{' ? r.past(i) : -1;
    i = past > 0 ? past : i + 1;
  }
  return false;
};

/** What begins a declaration or statement and follows no name. */
const BEGINS: ReadonlySet<string> = new Set(
  (
    'namespace template using extern typedef static_assert public private protected if for while do switch return ' +
    'break continue goto try }'
  ).split(' '),
);

/** Whether a name stands alone where only a macro can: `LIB_NAMESPACE_BEGIN`, in capitals, the next line a new start. */
export const isLoneMacro = (r: Reader): boolean =>
  r.kind === K.name &&
  /^[A-Z_][A-Z0-9_]*$/.test(r.text) &&
  r.startsLine(r.at + 1) &&
  (BEGINS.has(r.peek()) || r.kindAt(r.at + 1) === K.end) &&
  r.lookup(r.text) === null;
