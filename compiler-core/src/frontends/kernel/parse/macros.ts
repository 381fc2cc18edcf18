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
  if (r.textAt(past) === '{') return past;
  if (!r.startsLine(past) || r.kindAt(past) === K.end) return -1;
  const kind = r.kindAt(past);
  const goesOn = kind === K.punctuator && !['}', '{', '::', '*', '~', '#', '++', '--'].includes(r.textAt(past));
  return goesOn ? -1 : past;
};
