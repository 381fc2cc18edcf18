/** `match` and its patterns. `match` is a keyword only where a whole header with a `case` follows. */

import { block } from './blocks.ts';
import { parseNamed, startsExpression } from './expressions.ts';
import { type Reader, SyntaxFault } from './reader.ts';
import { checkStrings } from './strings.ts';
import { T } from './tokens.ts';

/** Reads a `match` statement; false, and no move, when `match` is a name here. */
export function parseMatch(r: Reader): boolean {
  const start = r.at;
  if (!header(r)) {
    r.at = start;
    return false;
  }
  while (r.is('case') && r.has(T.name)) {
    r.at++;
    openSequence(r, ':');
    if (r.accept('if')) parseNamed(r);
    block(r, "'case' statement");
  }
  if (!r.has(T.dedent)) r.failHere("expected 'case'");
  r.at++;
  return true;
}

/** `match subject:` with a `case` below; otherwise false, wherever that leaves the reader. */
function header(r: Reader): boolean {
  const marks = r.late.length;
  r.at++;
  try {
    if (!startsExpression(r) && !r.is('*')) return false;
    do {
      if (r.is(':')) break;
      r.accept('*');
      parseNamed(r);
    } while (r.accept(','));
    if (!r.accept(':') || !r.has(T.newline) || r.kinds[r.at + 1] !== T.indent || r.peek(2) !== 'case') {
      r.late.length = marks;
      return false;
    }
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    r.late.length = marks;
    return false;
  }
  r.at += 2;
  return true;
}

function openSequence(r: Reader, close: string): void {
  do {
    if (r.is(close) || (close === ':' && r.is('if'))) break;
    pattern(r);
  } while (r.accept(','));
}

function pattern(r: Reader): void {
  r.deeper(() => {
    if (r.accept('*') || r.accept('**')) {
      r.expectName();
      return;
    }
    do closed(r);
    while (r.accept('|'));
    if (r.accept('as')) r.expectName();
  });
}

function closed(r: Reader): void {
  if (r.is('-') || r.has(T.number)) {
    number(r);
    if (r.is('+') || r.is('-')) {
      r.at++;
      number(r);
    }
  } else if (r.has(T.string) || r.has(T.fstart)) {
    if (checkStrings(r)) r.fail(r.lastStart, r.lastEnd, 'patterns may only match literals and attribute lookups');
  } else if (r.is('None') || r.is('True') || r.is('False')) r.at++;
  else if (r.has(T.name)) {
    do r.expectName();
    while (r.accept('.'));
    if (r.accept('(')) {
      items(r, ')', () => {
        if (r.has(T.name) && r.peek() === '=') r.at += 2;
        pattern(r);
      });
    }
  } else if (r.accept('(')) items(r, ')', () => pattern(r));
  else if (r.accept('[')) items(r, ']', () => pattern(r));
  else if (r.accept('{')) {
    items(r, '}', () => {
      const rest = r.is('**');
      pattern(r);
      if (rest) return;
      r.expect(':');
      pattern(r);
    });
  } else r.failHere('expected a pattern');
}

function number(r: Reader): void {
  r.accept('-');
  if (!r.has(T.number)) r.failHere('expected a number');
  r.at++;
}

function items(r: Reader, close: string, item: () => void): void {
  while (!r.is(close)) {
    item();
    if (!r.accept(',')) break;
  }
  r.expect(close);
}
