/** Statements, by CPython 3.12's grammar. */

import { blockStatement } from './blocks.ts';
import {
  parseExpression,
  parseStarExpressions,
  parseYieldOrStar,
  refuseTarget,
  startsExpression,
} from './expressions.ts';
import { type Reader, type Shape, UNEXPECTED_INDENT } from './reader.ts';
import { T } from './tokens.ts';

const AUGMENTED = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=']);

/** One statement with a block, or one line of simple ones. */
export function parseStatement(r: Reader): void {
  if (r.has(T.indent)) r.failHere(UNEXPECTED_INDENT);
  if (blockStatement(r)) return;
  parseSimpleLine(r);
}

/** Simple statements up to the end of the line. */
export function parseSimpleLine(r: Reader): void {
  do {
    if (r.has(T.newline)) break;
    parseSimple(r);
  } while (r.accept(';'));
  if (!r.has(T.newline)) refuseRest(r);
  r.at++;
}

/** The statement is whole and its line goes on. */
function refuseRest(r: Reader): never {
  const before = r.texts[r.at - 1] ?? '';
  if ((before === 'print' || before === 'exec') && startsExpression(r))
    r.fail(r.lastStart, r.end, `Missing parentheses in call to '${before}'. Did you mean ${before}(...)?`);
  return r.failHere('invalid syntax');
}

function parseSimple(r: Reader): void {
  const { start } = r;
  if (!r.has(T.keyword)) {
    if (r.is('type') && r.kinds[r.at + 1] === T.name && ['=', '['].includes(r.peek(2))) parseTypeAlias(r);
    else parseExpressionStatement(r);
    return;
  }
  switch (r.word) {
    case 'pass':
      r.at++;
      return;
    case 'break':
    case 'continue': {
      const { word } = r;
      r.at++;
      const message = word === 'break' ? "'break' outside loop" : "'continue' not properly in loop";
      if (r.scope.loops === 0) r.note(start, r.lastEnd, message);
      return;
    }
    case 'return':
      r.at++;
      if (startsExpression(r) || r.is('*')) parseStarExpressions(r);
      if (r.scope.kind !== 'function') r.note(start, r.lastEnd, "'return' outside function");
      return;
    case 'raise':
      r.at++;
      if (!startsExpression(r)) return;
      parseExpression(r);
      if (r.accept('from')) parseExpression(r);
      return;
    case 'assert':
      r.at++;
      parseExpression(r);
      if (r.accept(',')) parseExpression(r);
      return;
    case 'global':
    case 'nonlocal': {
      const { word } = r;
      r.at++;
      do r.expectName();
      while (r.accept(','));
      if (word === 'nonlocal' && r.scopes.length === 1)
        r.note(start, r.lastEnd, 'nonlocal declaration not allowed at module level');
      return;
    }
    case 'del':
      parseDelete(r);
      return;
    case 'import':
      r.at++;
      do {
        dottedName(r);
        if (r.accept('as')) r.expectName();
      } while (r.accept(','));
      return;
    case 'from':
      parseFrom(r);
      return;
    default:
      parseExpressionStatement(r);
  }
}

function parseDelete(r: Reader): void {
  r.expect('del');
  const target = parseStarExpressions(r);
  if (target.what === 'starred') r.fail(target.start, target.end, 'cannot delete starred');
  if (!target.target) refuseTarget(r, target, 'delete');
}

function dottedName(r: Reader): void {
  do r.expectName();
  while (r.accept('.'));
}

function parseFrom(r: Reader): void {
  const { start } = r;
  r.expect('from');
  let dots = 0;
  while (r.accept('.') || r.accept('...')) dots++;
  if (dots === 0 || !r.is('import')) dottedName(r);
  r.expect('import');
  if (r.accept('*')) {
    if (r.scopes.length > 1) r.note(start, r.lastEnd, 'import * only allowed at module level');
    return;
  }
  const grouped = r.accept('(');
  for (;;) {
    r.expectName();
    if (r.accept('as')) r.expectName();
    if (!r.accept(',')) break;
    if (grouped && r.is(')')) break;
    if (!grouped && r.has(T.newline))
      r.fail(r.lastStart, r.lastEnd, 'trailing comma not allowed without surrounding parentheses');
  }
  if (grouped) r.expect(')');
}

export function parseTypeParameters(r: Reader): void {
  if (!r.accept('[')) return;
  do {
    if (r.is(']') && r.texts[r.at - 1] === ',') break;
    if (!r.accept('*')) r.accept('**');
    r.expectName('a type parameter');
    if (r.accept(':')) parseExpression(r);
  } while (r.accept(','));
  r.expect(']');
}

function parseTypeAlias(r: Reader): void {
  r.at += 2;
  parseTypeParameters(r);
  r.expect('=');
  parseExpression(r);
}

function parseExpressionStatement(r: Reader): void {
  let target = parseYieldOrStar(r);
  if (r.is(':') && !r.inBrackets) {
    annotated(r, target);
    return;
  }
  if (r.has(T.op) && AUGMENTED.has(r.word)) {
    if (!target.single)
      r.fail(target.start, target.end, `'${target.what}' is an illegal expression for augmented assignment`);
    r.at++;
    parseYieldOrStar(r);
    return;
  }
  while (r.is('=')) {
    if (!target.target) refuseTarget(r, target);
    r.at++;
    target = parseYieldOrStar(r);
  }
}

function annotated(r: Reader, target: Shape): void {
  if (!target.single) {
    const many = target.what === 'tuple' || target.what === 'list';
    if (many && target.target)
      r.fail(target.start, target.end, `only single target (not ${target.what}) can be annotated`);
    r.failHere(many ? 'invalid syntax' : 'illegal target for annotation');
  }
  r.at++;
  parseExpression(r);
  if (r.accept('=')) parseYieldOrStar(r);
}
