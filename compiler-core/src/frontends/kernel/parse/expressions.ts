/** Expressions by precedence ([expr]); operators in loops, so that only brackets and prefixes nest. */

import { FLAG, K } from '../lex/tokens.ts';
import type { Expr } from './ast.ts';
import { isCast } from './disambiguate.ts';
import { parseBraceList, parseInitClause } from './initializers.ts';
import { parseLambda } from './lambdas.ts';
import { parseName } from './names.ts';
import { parseNew } from './new-delete.ts';
import { parsePrimary } from './primary.ts';
import type { Reader } from './reader.ts';
import { BUILTIN_TYPES, CLASS_KEYS, CV, scanType } from './scan.ts';
import { parseTypeId, parseTypeOrExpression } from './types.ts';

const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['|', 3],
  ['^', 4],
  ['&', 5],
  ['==', 6],
  ['!=', 6],
  ['<', 7],
  ['>', 7],
  ['<=', 7],
  ['>=', 7],
  ['<=>', 8],
  ['<<', 9],
  ['>>', 9],
  ['+', 10],
  ['-', 10],
  ['*', 11],
  ['/', 11],
  ['%', 11],
  ['.*', 12],
  ['->*', 12],
]);
const ASSIGNMENTS: ReadonlySet<string> = new Set('= += -= *= /= %= &= |= ^= <<= >>='.split(' '));
const PREFIXES: ReadonlySet<string> = new Set('+ - * & && ! ~ ++ --'.split(' '));
/** Trees as deep as a chain is long are walked by recursion later. */
const MAX_CHAIN = 1500;

/** With commas. */
export const parseExpression = (r: Reader): Expr => {
  let left = parseAssignment(r);
  while (r.is(',') && r.peek() !== '...') {
    r.at++;
    const right = parseAssignment(r);
    left = { from: left.from, to: r.at, kind: 'binary', operator: ',', left, right };
  }
  return left;
};

/** Without commas. */
export const parseAssignment = (r: Reader): Expr => {
  r.enter();
  const value = assignment(r);
  r.depth--;
  return value;
};

function assignment(r: Reader): Expr {
  const { at: from, text } = r;
  if (text === 'throw' || text === 'co_yield') {
    r.at++;
    const ends = r.is(')') || r.is(';') || r.is(',') || r.is('}') || r.is(':');
    const operand = ends ? null : r.is('{') ? parseBraceList(r) : parseAssignment(r);
    return { from, to: r.at, kind: 'jump', operator: text, operand };
  }
  const left = parseConditional(r);
  const operator = r.text;
  // `(x = ...)` folds.
  if (!ASSIGNMENTS.has(operator) || r.peek() === '...') return left;
  r.at++;
  const right = parseInitClause(r);
  return { from, to: r.at, kind: 'assign', operator, left, right };
}

/** A conditional or anything that binds more tightly: what template arguments and array sizes may be. */
export const parseConditional = (r: Reader): Expr => {
  const test = parseBinary(r, 1);
  if (!r.is('?')) return test;
  return r.deeper(() => {
    r.at++;
    const then = r.is(':') ? null : r.inside(() => parseExpression(r));
    r.expect(':');
    const otherwise = r.greaterCloses ? parseConditional(r) : parseAssignment(r);
    return { from: test.from, to: r.at, kind: 'conditional', test, then, else: otherwise };
  });
};

/** The binary operator here and how many tokens it takes; `>>` was split for templates. */
function operatorHere(r: Reader): { readonly operator: string; readonly width: number } | null {
  const { text } = r;
  if (text !== '>') return PRECEDENCE.has(text) ? { operator: text, width: 1 } : null;
  if (r.greaterCloses) return null;
  return r.token.has(FLAG.joined) && r.peek() === '>' ? { operator: '>>', width: 2 } : { operator: '>', width: 1 };
}

export const parseBinary = (r: Reader, least: number): Expr => {
  let left = parseUnary(r);
  for (let length = 0; ; length++) {
    const here = operatorHere(r);
    if (here === null) return left;
    const precedence = PRECEDENCE.get(here.operator) ?? 0;
    if (precedence < least || r.textAt(r.at + here.width) === '...') return left;
    if (length > MAX_CHAIN) r.fail(`more than ${MAX_CHAIN} operators in a row`);
    r.at += here.width;
    const right = parseBinary(r, precedence + 1);
    left = { from: left.from, to: r.at, kind: 'binary', operator: here.operator, left, right };
  }
};

export const parseUnary = (r: Reader): Expr => {
  const { at: from, text } = r;
  if (PREFIXES.has(text)) {
    return r.deeper(() => {
      r.at++;
      const operand = parseUnary(r);
      return { from, to: r.at, kind: 'unary', operator: text, operand };
    });
  }
  switch (text) {
    case '(':
      if (!isCast(r, from)) break;
      return r.deeper(() => {
        r.at++;
        const type = r.inside(() => parseTypeId(r));
        r.expect(')');
        const operand = r.is('{') ? parseBraceList(r) : parseUnary(r);
        return { from, to: r.at, kind: 'cast', style: 'c', type, operand };
      });
    case '__extension__':
    case '__real__':
    case '__imag__':
      r.at++;
      return r.deeper(() => parseUnary(r));
    case 'co_await':
      r.at++;
      return r.deeper(() => ({ kind: 'jump', operator: text, operand: parseUnary(r), from, to: r.at }));
    case 'sizeof':
    case 'alignof':
    case '_Alignof':
    case '__alignof__':
      return r.deeper(() => query(r));
    case 'new':
    case 'delete':
      return r.deeper(() => parseNew(r));
    case '::':
      if (r.peek() === 'new' || r.peek() === 'delete') {
        r.at++;
        return r.deeper(() => parseNew(r));
      }
  }
  return parsePostfix(r);
};

/** `sizeof x`, `sizeof(T)`, `sizeof...(pack)` */
function query(r: Reader): Expr {
  const { at: from, text } = r;
  r.at++;
  if (r.accept('...')) {
    r.expect('(');
    const operand = parsePrimary(r);
    r.expect(')');
    return { from, to: r.at, kind: 'query', operator: 'sizeof...', operand };
  }
  if (r.is('(')) {
    const type = scanType(r, r.at + 1);
    if (type?.sure && type.end === r.partners[r.at]) {
      r.at++;
      const operand = r.inside(() => parseTypeId(r));
      r.expect(')');
      return { from, to: r.at, kind: 'query', operator: text, operand };
    }
  }
  const operand = parseUnary(r);
  return { from, to: r.at, kind: 'query', operator: text, operand };
}

/** `noexcept(x)` and `typeid(x)`, at the word. */
export const parseParenthesisedQuery = (r: Reader): Expr => {
  const { at: from, text } = r;
  r.at++;
  r.expect('(');
  const operand = r.inside(() => parseTypeOrExpression(r));
  r.expect(')');
  return { from, to: r.at, kind: 'query', operator: text, operand };
};

function parsePostfix(r: Reader): Expr {
  let left = r.is('[') ? parseLambda(r) : parsePrimary(r);
  for (let length = 0; ; length++) {
    const { text } = r;
    const { from } = left;
    if (length > MAX_CHAIN) r.fail(`more than ${MAX_CHAIN} calls and members in a row`);
    if (text === '(') {
      const list = parseArguments(r);
      left = { from, to: r.at, kind: 'call', callee: left, arguments: list };
    } else if (text === '[') {
      r.at++;
      const indices = r.inside(() => readList(r, ']'));
      r.expectOrMissing(']');
      left = { from, to: r.at, kind: 'subscript', object: left, indices };
    } else if (text === '.' || text === '->') {
      r.at++;
      const name = parseName(r, { member: true, special: true });
      left = { from, to: r.at, kind: 'member', object: left, arrow: text === '->', name };
    } else if (text === '++' || text === '--') {
      r.at++;
      left = { from, to: r.at, kind: 'postfix', operator: text, operand: left };
    } else return left;
  }
}

/** `( ... )` */
export const parseArguments = (r: Reader): readonly Expr[] => {
  r.expect('(');
  const list = r.inside(() => r.deeper(() => readList(r, ')')));
  r.expectOrMissing(')');
  return list;
};

function readList(r: Reader, close: string): readonly Expr[] {
  const out: Expr[] = [];
  if (r.is(close)) return out;
  do {
    // `f(a, )` while it is typed.
    if (r.is(close)) break;
    out.push(parseArgument(r));
  } while (r.accept(','));
  return out;
}

/** One argument: an expression or list, perhaps a pack; a type where a macro or builtin takes one. */
export const parseArgument = (r: Reader): Expr => {
  const from = r.at;
  const value = typeArgument(r) ?? parseInitClause(r);
  if (!r.accept('...')) return value;
  return { from, to: r.at, kind: 'expansion', pattern: value };
};

function typeArgument(r: Reader): Expr | null {
  const { at: from, text } = r;
  const mayBegin =
    BUILTIN_TYPES.has(text) ||
    CV.has(text) ||
    CLASS_KEYS.has(text) ||
    text === 'typename' ||
    (r.kind === K.name && isTypeKind(r.lookup(text)?.kind)) ||
    (r.kind === K.name && r.peek() === '::');
  if (!mayBegin) return null;
  const scanned = scanType(r, from);
  if (!scanned?.sure) return null;
  const next = r.textAt(scanned.end);
  if (next !== ',' && next !== ')') return null;
  const type = parseTypeId(r);
  return { from, to: r.at, kind: 'type', type };
}

const isTypeKind = (kind: string | undefined): boolean => kind === 'type' || kind === 'template';
