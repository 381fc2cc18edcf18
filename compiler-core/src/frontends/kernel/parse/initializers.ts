/** Initialisers: `= x`, `(a, b)`, `{a, .b = c}` ([dcl.init]). */

import type { Expr, Initializer, ListExpr, ListItem } from './ast.ts';
import { parseArguments, parseAssignment, parseConditional } from './expressions.ts';
import type { Reader } from './reader.ts';

/** An expression or a list in braces. */
export const parseInitClause = (r: Reader): Expr => (r.is('{') ? parseBraceList(r) : parseAssignment(r));

export const parseBraceList = (r: Reader): ListExpr => {
  const from = r.at;
  const items: ListItem[] = [];
  r.expect('{');
  r.inside(() =>
    r.deeper(() => {
      while (!r.is('}')) {
        items.push(item(r));
        if (!r.accept(',')) break;
      }
    }),
  );
  r.expect('}');
  return { from, to: r.at, kind: 'list', items };
};

function item(r: Reader): ListItem {
  const from = r.at;
  const designators: (string | Expr)[] = [];
  for (;;) {
    if (r.is('.') && r.isNameAt(r.at + 1)) {
      designators.push(r.peek());
      r.at += 2;
    } else if (r.is('[') && isArrayDesignator(r)) {
      r.at++;
      designators.push(parseConditional(r));
      r.expect(']');
    } else break;
  }
  if (designators.length > 0) r.accept('=');
  let value = parseInitClause(r);
  const to = r.at;
  if (r.accept('...')) value = { from, to: r.at, kind: 'expansion', pattern: value };
  return { from, to: Math.max(to, r.at), designators, value };
}

/** `[3] = x` of C, told from a lambda by what follows the bracket. */
function isArrayDesignator(r: Reader): boolean {
  const past = r.past(r.at);
  return past > 0 && (r.textAt(past) === '=' || r.textAt(past) === '.');
}

/** `(...)` or `{...}` behind a type or a name; `= x` where it may stand. Null where there is none. */
export const parseInitializer = (r: Reader, allowCopy: boolean): Initializer | null => {
  const from = r.at;
  if (r.is('(')) {
    const list = parseArguments(r);
    return { from, to: r.at, kind: 'paren', arguments: list };
  }
  if (r.is('{')) {
    const list = parseBraceList(r);
    return { from, to: r.at, kind: 'brace', list };
  }
  if (!allowCopy || !r.accept('=')) return null;
  const value = parseInitClause(r);
  return { from, to: r.at, kind: 'copy', value };
};
