/** The statements that have blocks. */

import { parseArguments } from './arguments.ts';
import {
  closeBracket,
  parseExpression,
  parseNamed,
  parseStarExpressions,
  parseTarget,
  parseTargets,
  refuseTarget,
  startsExpression,
} from './expressions.ts';
import { parseMatch } from './match.ts';
import { parseParameters } from './parameters.ts';
import { type Reader, type Scope, SyntaxFault } from './reader.ts';
import { parseSimpleLine, parseTypeParameters } from './statements.ts';
import { parseBody } from './strict.ts';
import { T } from './tokens.ts';

/** Reads a statement that has a block; false, and no move, when none is here. */
export function blockStatement(r: Reader): boolean {
  if (r.is('match') && r.has(T.name)) return parseMatch(r);
  if (r.is('@')) {
    parseDecorated(r);
    return true;
  }
  if (!r.has(T.keyword)) return false;
  switch (r.word) {
    case 'if':
      parseIf(r);
      return true;
    case 'while':
      r.at++;
      parseNamed(r);
      loopBlock(r, "'while' statement");
      return true;
    case 'for':
      parseFor(r);
      return true;
    case 'try':
      parseTry(r);
      return true;
    case 'with':
      parseWith(r);
      return true;
    case 'def':
      parseDef(r, false);
      return true;
    case 'class':
      parseClass(r);
      return true;
    case 'async':
      parseAsync(r);
      return true;
    default:
      return false;
  }
}

/** `:` and the block of `what`. */
export function block(r: Reader, what: string): void {
  const line = r.lastStart;
  if (!r.accept(':')) expectColon(r);
  if (!r.has(T.newline)) {
    parseSimpleLine(r);
    return;
  }
  r.at++;
  if (!r.has(T.indent)) {
    const number = r.text.slice(0, line).split(/\r\n?|\n/).length;
    const at = r.has(T.end) || r.has(T.dedent) ? nextVisible(r) : r.at;
    r.at = at;
    r.failHere(`expected an indented block after ${what} on line ${number}`);
  }
  r.at++;
  parseBody(r);
  if (r.has(T.dedent)) r.at++;
}

function nextVisible(r: Reader): number {
  let at = r.at;
  while (r.kinds[at] === T.dedent) at++;
  return at;
}

function expectColon(r: Reader): never {
  if (r.is('=') || (r.is(':=') && !r.inBrackets))
    r.failHere("invalid syntax; maybe '==' or ':=' is meant instead of '='?");
  return r.failHere("expected ':'");
}

function loopBlock(r: Reader, what: string): void {
  r.scope.loops++;
  block(r, what);
  r.scope.loops--;
  if (r.accept('else')) block(r, "'else' statement");
}

function parseIf(r: Reader): void {
  r.expect('if');
  parseNamed(r);
  block(r, "'if' statement");
  while (r.accept('elif')) {
    parseNamed(r);
    block(r, "'elif' statement");
  }
  if (r.accept('else')) block(r, "'else' statement");
}

function parseFor(r: Reader): void {
  r.expect('for');
  const target = parseTargets(r);
  if (!target.target) {
    if (!r.is('in') && !r.is(':')) r.failHere("expected 'in'");
    refuseTarget(r, target);
  }
  if (target.what === 'starred')
    r.note(target.start, target.end, 'starred assignment target must be in a list or tuple');
  r.expect('in');
  parseStarExpressions(r);
  loopBlock(r, "'for' statement");
}

function parseTry(r: Reader): void {
  r.expect('try');
  block(r, "'try' statement");
  let handlers = 0;
  let bare = false;
  let star: boolean | null = null;
  while (r.is('except')) {
    const { start, end } = r;
    r.at++;
    if (bare) r.note(start, end, "default 'except:' must be last");
    const isStar = r.accept('*');
    if (star !== null && star !== isStar)
      r.fail(start, r.lastEnd, "cannot have both 'except' and 'except*' on the same 'try'");
    star = isStar;
    handlers++;
    if (startsExpression(r)) {
      parseExpression(r);
      if (r.is(',')) r.fail(start, r.end, 'multiple exception types must be parenthesized');
      if (r.accept('as')) r.expectName();
    } else if (isStar) r.failHere('expected one or more exception types');
    else bare = true;
    block(r, `'except${isStar ? '*' : ''}' statement`);
  }
  if (handlers > 0 && r.accept('else')) block(r, "'else' statement");
  if (r.accept('finally')) block(r, "'finally' statement");
  else if (handlers === 0) {
    r.at = nextVisible(r);
    r.failHere("expected 'except' or 'finally' block");
  }
}

function parseWith(r: Reader): void {
  r.expect('with');
  const start = r.at;
  const marks = r.late.length;
  if (r.is('(')) {
    try {
      r.at++;
      withItems(r, ')');
      r.expect(')');
      if (r.is(':')) {
        block(r, "'with' statement");
        return;
      }
    } catch (error) {
      if (!(error instanceof SyntaxFault) || r.is(':')) throw error;
    }
    r.at = start;
    r.late.length = marks;
  }
  withItems(r, ':');
  block(r, "'with' statement");
}

function withItems(r: Reader, close: string): void {
  do {
    if (r.is(close) && close === ')' && r.texts[r.at - 1] === ',') break;
    parseExpression(r);
    if (!r.accept('as')) continue;
    const target = parseTarget(r);
    if (!target.target && (r.is(',') || r.is(':') || r.is(')'))) refuseTarget(r, target);
  } while (r.accept(','));
}

function inScope(r: Reader, scope: Scope, read: () => void): void {
  r.scopes.push(scope);
  try {
    read();
  } finally {
    r.scopes.pop();
  }
}

function parseDef(r: Reader, isAsync: boolean): void {
  r.expect('def');
  r.expectName('a function name');
  parseTypeParameters(r);
  if (!r.accept('(')) r.failHere("expected '('");
  parseParameters(r, ')', true);
  closeBracket(r, ')', r.lastStart);
  if (r.accept('->')) parseExpression(r);
  inScope(r, { kind: 'function', isAsync, loops: 0 }, () => block(r, 'function definition'));
}

function parseClass(r: Reader): void {
  r.expect('class');
  r.expectName('a class name');
  parseTypeParameters(r);
  if (r.is('(')) parseArguments(r);
  inScope(r, { kind: 'class', isAsync: false, loops: 0 }, () => block(r, 'class definition'));
}

function parseAsync(r: Reader): void {
  const { start, end } = r;
  r.expect('async');
  if (r.is('def')) parseDef(r, true);
  else if (r.is('for') || r.is('with')) {
    if (!r.scope.isAsync) r.note(start, end, `'async ${r.word}' outside async function`);
    if (r.is('for')) parseFor(r);
    else parseWith(r);
  } else r.failHere("expected 'def', 'for' or 'with' after 'async'");
}

function parseDecorated(r: Reader): void {
  while (r.accept('@')) {
    parseNamed(r);
    if (!r.has(T.newline)) r.failHere('invalid syntax');
    r.at++;
  }
  if (r.is('def')) parseDef(r, false);
  else if (r.is('class')) parseClass(r);
  else if (r.is('async') && r.peek() === 'def') parseAsync(r);
  else r.failHere('expected a function or class after its decorator');
}
