/** The arguments of a call or of a class. */

import { closeBracket, parseClauses, parseExpression, parseNamed, startsComprehension } from './expressions.ts';
import type { Reader } from './reader.ts';
import { T } from './tokens.ts';

/** Reads `(...)` with the checks that CPython makes of the order of arguments. */
export function parseArguments(r: Reader): void {
  r.expect('(');
  const names = new Set<string>();
  let seen: 'positional' | 'keyword' | 'unpacking' = 'positional';
  let count = 0;
  let previous = r.start;
  while (!r.is(')')) {
    count++;
    const { start } = r;
    previous = start;
    if (r.accept('**')) {
      parseExpression(r);
      seen = 'unpacking';
    } else if (r.accept('*')) {
      parseExpression(r);
      if (seen === 'unpacking')
        r.fail(start, r.lastEnd, 'iterable argument unpacking follows keyword argument unpacking');
    } else if (r.peek() === '=' && (r.has(T.name) || r.has(T.keyword))) {
      keyword(r, names);
      if (seen === 'positional') seen = 'keyword';
    } else {
      const mark = r.late.length;
      const value = parseNamed(r);
      if (startsComprehension(r)) generator(r, mark, start, count);
      else if (r.is('=')) r.fail(start, r.end, 'expression cannot contain assignment, perhaps you meant "=="?');
      if (seen !== 'positional' && (r.is(',') || r.is(')'))) {
        const what = seen === 'keyword' ? 'keyword argument' : 'keyword argument unpacking';
        r.fail(value.start, r.lastEnd, `positional argument follows ${what}`);
      }
    }
    if (!r.accept(',')) break;
  }
  closeBracket(r, ')', previous);
}

function keyword(r: Reader, names: Set<string>): void {
  const { start, end, word } = r;
  if (r.has(T.keyword)) {
    const constant = word === 'True' || word === 'False' || word === 'None';
    r.fail(
      start,
      constant ? (r.tokens.ends[r.at + 1] ?? end) : end,
      constant ? `cannot assign to ${word}` : 'invalid syntax',
    );
  }
  if (names.has(word)) r.note(start, end, `keyword argument repeated: ${word}`);
  names.add(word);
  r.at += 2;
  if (r.is(',') || r.is(')')) r.fail(start, r.lastEnd, 'expected argument value expression');
  const mark = r.late.length;
  parseExpression(r);
  if (startsComprehension(r)) {
    parseClauses(r, mark, 'generator expression');
    r.fail(start, r.lastEnd, "invalid syntax; maybe '==' or ':=' is meant instead of '='?");
  }
}

/** A generator may stand without parentheses of its own when it is the only argument. */
function generator(r: Reader, mark: number, start: number, count: number): void {
  parseClauses(r, mark, 'generator expression');
  const alone = count === 1 && r.is(')');
  if (!alone && (r.is(',') || r.is(')'))) {
    const last = r.is(',') && r.peek() === ')' && count === 1;
    r.fail(start, last ? r.end : r.lastEnd, 'generator expression must be parenthesized');
  }
}
