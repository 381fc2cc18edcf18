/** The heads of `for`: three parts, or a range. */

import type { Declarator, Expr, InitDeclarator, Specifiers, Stmt } from './ast.ts';
import { parseAttributes } from './attributes.ts';
import { declareValue, parseDeclarator } from './declarators.ts';
import { isDeclaration } from './disambiguate.ts';
import { parseExpression } from './expressions.ts';
import { parseInitClause, parseInitializer } from './initializers.ts';
import type { Reader } from './reader.ts';
import { parseCondition } from './statements.ts';
import { parseSpecifiers } from './types.ts';

type Control =
  | { readonly kind: 'for'; readonly init: Stmt | null; readonly condition: Stmt | null; readonly step: Expr | null }
  | {
      readonly kind: 'rangeFor';
      readonly init: Stmt | null;
      readonly specifiers: Specifiers;
      readonly declarator: Declarator;
      readonly range: Expr;
    };

/** At the parenthesis. `statement` reads the other kinds of a first part. */
export const parseForControl = (r: Reader, statement: (r: Reader) => Stmt): Control => {
  r.expect('(');
  let init: Stmt | null = null;
  const first = declarationOrRange(r);
  if (first !== null && 'range' in first) return finishRange(r, null, first);
  if (first !== null) init = first;
  else if (!r.accept(';')) init = statement(r);
  // `for (init; T x : range)`
  const second = r.is(';') || !isDeclaration(r) ? null : rangeOnly(r);
  if (second !== null) return finishRange(r, init, second);
  const condition = r.is(';') ? null : parseCondition(r);
  r.expect(';');
  const step = r.is(')') ? null : parseExpression(r);
  r.expectOrMissing(')');
  return { kind: 'for', init, condition, step };
};

interface Range {
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
  readonly range: Expr;
}

function finishRange(r: Reader, init: Stmt | null, range: Range): Control {
  r.expectOrMissing(')');
  return { kind: 'rangeFor', init, ...range };
}

/** A first part that declares, past its `;`, or a range; null where it does neither. */
function declarationOrRange(r: Reader): Stmt | Range | null {
  if (r.is(';') || r.is('using') || !isDeclaration(r)) return null;
  const from = r.at;
  parseAttributes(r);
  const specifiers = parseSpecifiers(r, { define: true });
  const bindings = specifiers.type.kind === 'auto';
  const declarators: InitDeclarator[] = [];
  do {
    const start = r.at;
    const declarator = parseDeclarator(r, 'named', { initializer: 'block', bindings });
    if (declarators.length === 0 && r.accept(':')) return { specifiers, declarator, range: rangeOf(r, declarator) };
    declareValue(r, declarator);
    const initializer = parseInitializer(r, true);
    declarators.push({ from: start, to: r.at, declarator, bitField: null, initializer });
  } while (r.accept(','));
  r.expect(';');
  const declaration = { from, to: r.at, kind: 'simple' as const, specifiers, declarators };
  return { from, to: r.at, kind: 'declaration', declaration };
}

function rangeOf(r: Reader, declarator: Declarator): Expr {
  const range = parseInitClause(r);
  declareValue(r, declarator);
  return range;
}

/** A range behind a first part; null, with nothing read, where a condition stands. */
function rangeOnly(r: Reader): Range | null {
  const from = r.at;
  const close = r.textAt(from - 1) === ';' ? firstOf(r, from) : -1;
  if (close < 0) return null;
  const specifiers = parseSpecifiers(r);
  const declarator = parseDeclarator(r, 'named', { bindings: specifiers.type.kind === 'auto' });
  r.expect(':');
  return { specifiers, declarator, range: rangeOf(r, declarator) };
}

/** The `:` that comes before any `;`; -1 where none does. */
function firstOf(r: Reader, from: number): number {
  for (let i = from; i < r.texts.length; ) {
    const text = r.textAt(i);
    if (text === ':') return i;
    if (text === ';' || text === '?' || text === ')') return -1;
    const past = text === '(' || text === '[' || text === '{' ? r.past(i) : -1;
    i = past > 0 ? past : i + 1;
  }
  return -1;
}
