/** Primary expressions ([expr.prim]) and what is written like a call of a type. */

import { readText, type TextLiteral } from '../lex/literals.ts';
import { readNumber } from '../lex/numbers.ts';
import { FLAG, K } from '../lex/tokens.ts';
import type { CastStyle, Expr, TypeSpecifier } from './ast.ts';
import { parseBinary, parseExpression, parseParenthesisedQuery, parseUnary } from './expressions.ts';
import { parseInitializer } from './initializers.ts';
import { parseName } from './names.ts';
import { type Reader, UNDEFINED_MACRO } from './reader.ts';
import { BUILTIN_TYPES, scanName, scanType } from './scan.ts';
import { parseCompound } from './statements.ts';
import { parseSpecifiers, parseTypeId } from './types.ts';

const CASTS: ReadonlySet<string> = new Set(['static_cast', 'dynamic_cast', 'const_cast', 'reinterpret_cast']);
/** Operators of folds ([expr.prim.fold]). */
const FOLDS: ReadonlySet<string> = new Set(
  '+ - * / % ^ & | << = < > += -= *= /= %= ^= &= |= <<= >>= == != <= >= && || , .* ->*'.split(' '),
);

export const parsePrimary = (r: Reader): Expr => {
  const { at: from, kind, text } = r;
  switch (kind) {
    case K.number: {
      const literal = readNumber(r.token.text);
      r.at++;
      return { from, to: r.at, kind: 'number', literal };
    }
    case K.char: {
      const { token } = r;
      if (token.has(FLAG.unterminated)) r.fail('the character literal has no end');
      r.at++;
      return { from, to: r.at, kind: 'character', literal: readText(token.text) };
    }
    case K.string:
      return strings(r);
    case K.name:
      // `RF" "`: a macro that nobody defined here stands for a string.
      return r.kindAt(from + 1) === K.string && r.lookup(text) === null ? strings(r) : named(r);
  }
  switch (text) {
    case '(':
      return r.deeper(() => parenthesised(r));
    case 'true':
    case 'false':
      r.at++;
      return { from, to: r.at, kind: 'boolean', value: text === 'true' };
    case 'this':
    case 'nullptr':
      r.at++;
      return { from, to: r.at, kind: text };
    case '::':
    case 'operator':
      return named(r);
    case 'typename':
    case 'auto':
      return construct(r);
    case 'decltype':
    case '__typeof__':
      return scanName(r, from) === null ? construct(r) : named(r);
    case 'noexcept':
    case 'typeid':
      return parseParenthesisedQuery(r);
    case 'requires':
      return requiresExpression(r);
    case '~':
      return named(r);
  }
  if (CASTS.has(text)) return r.deeper(() => namedCast(r, text as CastStyle));
  if (BUILTIN_TYPES.has(text)) return construct(r);
  return r.fail('expected an expression');
};

function strings(r: Reader): Expr {
  const from = r.at;
  const literals: TextLiteral[] = [];
  for (;;) {
    const { token } = r;
    if (token.kind === K.string) {
      if (token.has(FLAG.unterminated)) r.fail('the string has no end');
      literals.push(readText(token.text));
      r.at++;
    } else if (token.kind === K.name && r.lookup(token.text) === null) {
      // `"%" PRIu64 "\n"` of a header that is not read: nothing but a macro can stand here.
      r.guess(r.at, r.at + 1, UNDEFINED_MACRO);
      r.at++;
    } else return { from, to: r.at, kind: 'string', literals };
  }
}

/** A name; a type's name before a parenthesis or brace makes a value of it. */
function named(r: Reader): Expr {
  const from = r.at;
  const scanned = r.is('operator') || r.is('~') ? null : scanName(r, from);
  if (scanned !== null) {
    const next = r.textAt(scanned.end);
    const isType = scanned.kind === 'type' || scanned.kind === 'template';
    if (isType && (next === '(' || next === '{')) return construct(r);
    if (scanned.kind === 'unknown' && next === '{') return construct(r);
    if (scanned.kind === 'concept' && next === '{') return construct(r);
  }
  const name = parseName(r, { special: true });
  return { from, to: r.at, kind: 'name', name };
}

function construct(r: Reader): Expr {
  const from = r.at;
  let type: TypeSpecifier;
  if (r.kind === K.name || r.is('::') || r.is('typename') || (r.is('decltype') && scanName(r, from) !== null)) {
    const name = parseName(r);
    type = { from, to: r.at, kind: 'named', name };
  } else ({ type } = parseSpecifiers(r));
  const initializer = r.is('(') || r.is('{') ? parseInitializer(r, false) : null;
  if (initializer === null) r.fail('expected `(` or `{` behind the type');
  return { from, to: r.at, kind: 'construct', type, initializer };
}

function namedCast(r: Reader, style: CastStyle): Expr {
  const from = r.at;
  r.at++;
  r.expect('<');
  const type = r.inside(() => parseTypeId(r), true);
  r.expect('>');
  r.expect('(');
  const operand = r.inside(() => parseExpression(r));
  r.expectOrMissing(')');
  return { from, to: r.at, kind: 'cast', style, type, operand };
}

/** `(x)`, a fold, or statements. */
function parenthesised(r: Reader): Expr {
  const from = r.at;
  r.at++;
  return r.inside(() => {
    if (r.is('{')) {
      const body = parseCompound(r);
      r.expect(')');
      return { from, to: r.at, kind: 'statements', body };
    }
    if (r.accept('...')) {
      const operator = foldOperator(r);
      const right = parseUnary(r);
      r.expect(')');
      return { from, to: r.at, kind: 'fold', operator, left: null, right };
    }
    const inner = parseTypeAlone(r) ?? parseExpression(r);
    if (FOLDS.has(r.text) || (r.is('>') && r.peek() === '>')) {
      const operator = foldOperator(r);
      r.expect('...');
      if (r.accept(')')) return { from, to: r.at, kind: 'fold', operator, left: inner, right: null };
      const again = foldOperator(r);
      if (again !== operator) r.fail(`the fold has two operators, \`${operator}\` and \`${again}\``);
      const right = parseBinary(r, 13);
      r.expect(')');
      return { from, to: r.at, kind: 'fold', operator, left: inner, right };
    }
    r.expectOrMissing(')');
    return { from, to: r.at, kind: 'paren', inner };
  });
}

/** A type in parentheses that casts nothing: the operand of a macro. */
function parseTypeAlone(r: Reader): Expr | null {
  if (!BUILTIN_TYPES.has(r.text)) return null;
  const from = r.at;
  const scanned = scanType(r, from);
  if (!scanned?.sure || r.textAt(scanned.end) !== ')') return null;
  const type = parseTypeId(r);
  return { from, to: r.at, kind: 'type', type };
}

function foldOperator(r: Reader): string {
  const { text } = r;
  if (text === '>' && r.peek() === '>') {
    r.at += 2;
    return '>>';
  }
  if (!FOLDS.has(text)) r.fail('expected the operator of a fold');
  r.at++;
  return text;
}

/** What a requires-expression asks for is tolerated, not understood. */
function requiresExpression(r: Reader): Expr {
  const from = r.at;
  r.at++;
  if (r.is('(')) r.at = r.past(r.at) > 0 ? r.past(r.at) : r.at;
  const past = r.is('{') ? r.past(r.at) : -1;
  if (past < 0) r.fail('expected `{ ... }`');
  r.at = past;
  return { from, to: r.at, kind: 'requires' };
}
