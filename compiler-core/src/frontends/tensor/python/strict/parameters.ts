/** Parameter lists of functions and lambdas. */

import { parseExpression, startsExpression } from './expressions.ts';
import type { Reader } from './reader.ts';
import { T } from './tokens.ts';

/** `lambda ...: value`; where it ends. */
export function parseLambda(r: Reader): number {
  r.expect('lambda');
  parseParameters(r, ':', false);
  r.expect(':');
  r.scopes.push({ kind: 'lambda', isAsync: false, loops: 0 });
  try {
    parseExpression(r);
  } finally {
    r.scopes.pop();
  }
  return r.lastEnd;
}

/** Up to `close`, which is left. */
export function parseParameters(r: Reader, close: ')' | ':', annotated: boolean): void {
  const names = new Set<string>();
  let defaults = false;
  let slash = false;
  let star = false;
  let count = 0;
  const name = (starred = false): void => {
    const { start, end } = r;
    if (r.is('(')) r.failHere(`${annotated ? 'Function' : 'Lambda expression'} parameters cannot be parenthesized`);
    const word = r.expectName('a parameter name');
    if (names.has(word)) r.note(start, end, `duplicate argument '${word}' in function definition`);
    names.add(word);
    if (!annotated || !r.accept(':')) return;
    if (starred && r.accept('*')) parseExpression(r);
    else parseExpression(r);
  };
  while (!r.is(close)) {
    const { start, end } = r;
    if (r.accept('/')) {
      if (slash) r.fail(start, end, '/ may appear only once');
      if (star) r.fail(start, end, '/ must be ahead of *');
      if (count === 0) r.fail(start, end, 'at least one argument must precede /');
      slash = true;
    } else if (r.accept('**')) {
      name();
      if (r.is('=')) r.failHere('var-keyword argument cannot have default value');
      if (r.accept(',') && !r.is(close)) r.failHere('arguments cannot follow var-keyword argument');
      break;
    } else if (r.accept('*')) {
      if (star) r.fail(start, end, '* argument may appear only once');
      star = true;
      if (r.has(T.name)) {
        name(true);
        if (r.is('=')) r.failHere('var-positional argument cannot have default value');
      } else if (!r.is(',') || r.peek() === close || r.peek() === '**')
        r.fail(start, end, 'named arguments must follow bare *');
    } else {
      name();
      count++;
      if (r.accept('=')) {
        if (!startsExpression(r)) r.fail(r.lastStart, r.lastEnd, 'expected default value expression');
        parseExpression(r);
        defaults = true;
      } else if (defaults && !star) r.fail(start, end, 'parameter without a default follows parameter with a default');
    }
    if (!r.accept(',')) break;
  }
}
