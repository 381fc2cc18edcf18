/** Expressions, by CPython 3.12's grammar. Each function reads one and says what it looks like. */

import { parseArguments } from './arguments.ts';
import { parseLambda } from './parameters.ts';
import type { Reader, Shape } from './reader.ts';
import { checkStrings } from './strings.ts';
import { T } from './tokens.ts';

const shape = (what: string, start: number, end: number, name = ''): Shape => {
  const single = what === 'name' || what === 'attribute' || what === 'subscript';
  return { what, start, end, target: single, single, bad: null, name };
};

function group(what: 'tuple' | 'list', start: number, end: number, items: readonly Shape[]): Shape {
  const wrong = items.find((item) => !item.target);
  return { what, start, end, target: !wrong, single: false, bad: wrong ? (wrong.bad ?? wrong) : null, name: '' };
}

const BINARY: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=', 'in', 'is']);
const STARTERS = new Set('( [ { - + ~ ... not lambda await None True False'.split(' '));

/** Whether the token here can begin an expression. */
export function startsExpression(r: Reader): boolean {
  const { kind } = r;
  if (kind === T.name || kind === T.number || kind === T.string || kind === T.fstart) return true;
  return (kind === T.op || kind === T.keyword) && STARTERS.has(r.word);
}

/** `a, *b`: what stands right of `=`, after `return`, `in`, or alone. */
export function parseStarExpressions(r: Reader): Shape {
  const list = parseList(r, parseStarExpression);
  if (list.what === 'starred') r.note(list.start, list.end, "can't use starred expression here");
  return list;
}

function parseList(r: Reader, element: (r: Reader) => Shape): Shape {
  const first = element(r);
  if (!r.is(',')) return first;
  const items = [first];
  while (r.accept(',')) {
    if (!startsExpression(r) && !r.is('*')) break;
    items.push(element(r));
  }
  return group('tuple', first.start, r.lastEnd, items);
}

function parseStarExpression(r: Reader): Shape {
  if (!r.is('*')) return parseExpression(r);
  return parseStarred(r);
}

function parseStarred(r: Reader): Shape {
  const { start } = r;
  r.expect('*');
  const value = parseBinary(r, 1);
  const bad = value.target ? null : (value.bad ?? value);
  return { what: 'starred', start, end: value.end, target: value.target, single: false, bad, name: '' };
}

/** `yield`, or what may stand right of `=`. */
export const parseYieldOrStar = (r: Reader): Shape => (r.is('yield') ? parseYield(r) : parseStarExpressions(r));

function parseYield(r: Reader): Shape {
  const { start } = r;
  r.expect('yield');
  if (r.accept('from')) parseExpression(r);
  else if (startsExpression(r) || r.is('*')) parseStarExpressions(r);
  const { scope } = r;
  if (scope.kind !== 'function' && scope.kind !== 'lambda')
    r.note(start, r.lastEnd, "'yield' outside function", 'yield');
  return shape('yield expression', start, r.lastEnd);
}

/** The targets of `for`, up to `in`. */
export function parseTargets(r: Reader): Shape {
  return parseList(r, (reader) => (reader.is('*') ? parseStarred(reader) : parseBinary(reader, 1)));
}

/** One target of `with`. */
export const parseTarget = (r: Reader): Shape => (r.is('*') ? parseStarred(r) : parseBinary(r, 1));

/** `name := value`, or an expression. */
export function parseNamed(r: Reader): Shape {
  const left = parseExpression(r);
  if (!r.is(':=')) return left;
  if (left.what !== 'name') r.fail(left.start, left.end, `cannot use assignment expressions with ${left.what}`);
  r.at++;
  parseExpression(r);
  return shape('named expression', left.start, r.lastEnd);
}

/** A conditional, a lambda or anything that binds more tightly. */
export const parseExpression = (r: Reader): Shape => r.deeper(() => parseTernary(r));

function parseTernary(r: Reader): Shape {
  if (r.is('lambda')) return shape('lambda', r.start, parseLambda(r));
  const first = parseDisjunction(r);
  if (!r.is('if')) return first;
  while (r.accept('if')) {
    parseDisjunction(r);
    if (r.is(':')) r.failHere("expected 'else' after 'if' expression");
    if (!r.accept('else')) r.fail(first.start, r.lastEnd, "expected 'else' after 'if' expression");
    if (r.is('lambda')) {
      parseLambda(r);
      break;
    }
    parseDisjunction(r);
  }
  return shape('conditional expression', first.start, r.lastEnd);
}

export function parseDisjunction(r: Reader): Shape {
  const first = parseInversion(r);
  if (!r.is('or') && !r.is('and')) return first;
  while (r.accept('or') || r.accept('and')) parseInversion(r);
  return shape('expression', first.start, r.lastEnd);
}

function parseInversion(r: Reader): Shape {
  const { start } = r;
  let negated = false;
  while (r.accept('not')) negated = true;
  const inner = parseComparison(r);
  return negated ? shape('expression', start, inner.end) : inner;
}

function parseComparison(r: Reader): Shape {
  const first = parseBinary(r, 1);
  let compared = false;
  for (;;) {
    if (r.is('not') && r.peek() === 'in') r.at += 2;
    else if (COMPARISONS.has(r.word) && !r.has(T.string)) {
      const isIs = r.is('is');
      r.at++;
      if (isIs) r.accept('not');
    } else break;
    parseBinary(r, 1);
    compared = true;
  }
  return compared ? shape('comparison', first.start, r.lastEnd) : first;
}

function parseBinary(r: Reader, lowest: number): Shape {
  const first = parseUnary(r);
  let combined = false;
  for (;;) {
    const precedence = r.has(T.op) ? BINARY[r.word] : undefined;
    if (precedence === undefined || precedence < lowest) break;
    r.at++;
    r.deeper(() => parseBinary(r, precedence + 1));
    combined = true;
  }
  return combined ? shape('expression', first.start, r.lastEnd) : first;
}

function parseUnary(r: Reader): Shape {
  const { start } = r;
  let signed = false;
  while (r.has(T.op) && (r.is('-') || r.is('+') || r.is('~'))) {
    r.at++;
    signed = true;
  }
  const base = parsePrimary(r);
  if (r.is('**')) {
    r.at++;
    r.deeper(() => parseUnary(r));
  } else if (!signed) return base;
  return shape('expression', start, r.lastEnd);
}

function parsePrimary(r: Reader): Shape {
  const { start } = r;
  const isAwait = r.is('await');
  if (isAwait) {
    r.at++;
    const { scope } = r;
    if (!scope.isAsync) {
      const outside = scope.kind === 'function' ? 'async function' : 'function';
      r.note(start, r.lastEnd, `'await' outside ${outside}`, 'await');
    }
  }
  let result = parseAtom(r);
  for (;;) {
    if (r.is('.')) {
      r.at++;
      r.expectName('an attribute name');
      result = shape('attribute', start, r.lastEnd);
    } else if (r.is('(')) {
      parseArguments(r);
      result = shape('function call', start, r.lastEnd);
    } else if (r.is('[')) {
      parseSubscript(r);
      result = shape('subscript', start, r.lastEnd);
    } else break;
  }
  return isAwait ? shape('await expression', start, r.lastEnd) : result;
}

function parseSubscript(r: Reader): void {
  r.expect('[');
  do {
    if (r.is(']') && r.texts[r.at - 1] === ',') break;
    parseIndex(r);
  } while (r.accept(','));
  closeBracket(r, ']', r.lastStart);
}

function parseIndex(r: Reader): void {
  if (r.is('*')) {
    parseStarred(r);
    return;
  }
  if (!r.is(':')) {
    parseNamed(r);
    if (!r.is(':')) return;
  }
  r.at++;
  const ends = (): boolean => r.is(':') || r.is(',') || r.is(']');
  if (!ends()) parseExpression(r);
  if (r.accept(':') && !ends()) parseExpression(r);
}

/** A bracket that must close here; two expressions side by side lack a comma, said from the first of them on. */
export function closeBracket(r: Reader, bracket: string, previous: number): void {
  if (r.accept(bracket)) return;
  if (startsExpression(r) && !r.is('not')) {
    const kind = r.kinds[r.at - 1];
    const start = kind === T.op || kind === T.keyword ? r.lastStart : previous;
    r.fail(start, r.end, "invalid syntax; perhaps a ',' is missing");
  }
  r.failHere(`expected '${bracket}'`);
}

function parseAtom(r: Reader): Shape {
  const { kind, start, word } = r;
  if (kind === T.name) {
    r.at++;
    return shape('name', start, r.lastEnd, word);
  }
  if (kind === T.number) {
    r.at++;
    return shape('literal', start, r.lastEnd);
  }
  if (kind === T.string || kind === T.fstart) {
    const format = checkStrings(r);
    return shape(format ? 'f-string expression' : 'literal', start, r.lastEnd);
  }
  switch (word) {
    case '(':
      return parseParenthesis(r);
    case '[':
      return parseListDisplay(r);
    case '{':
      return parseBraces(r);
    case 'None':
    case 'True':
    case 'False':
    case '...':
      r.at++;
      return shape(word === '...' ? 'ellipsis' : word, start, r.lastEnd);
    default:
      return r.failHere(kind === T.op || kind === T.keyword ? 'invalid syntax' : 'expected an expression');
  }
}

function parseParenthesis(r: Reader): Shape {
  const { start } = r;
  r.expect('(');
  if (r.accept(')')) return group('tuple', start, r.lastEnd, []);
  if (r.is('yield')) {
    const value = parseYield(r);
    r.expect(')');
    return { ...value, start, end: r.lastEnd };
  }
  const mark = r.late.length;
  const first = parseElement(r);
  if (startsComprehension(r)) {
    if (first.what === 'starred') r.fail(first.start, first.end, 'iterable unpacking cannot be used in comprehension');
    parseClauses(r, mark, 'generator expression');
    r.expect(')');
    return shape('generator expression', start, r.lastEnd);
  }
  if (r.is(')') && first.what !== 'starred') {
    r.at++;
    return { ...first, start, end: r.lastEnd };
  }
  if (r.is(')')) r.fail(first.start, first.end, 'cannot use starred expression here');
  const items = parseElements(r, first, ')');
  return group('tuple', start, r.lastEnd, items);
}

const parseElement = (r: Reader): Shape => (r.is('*') ? parseStarred(r) : parseNamed(r));

/** What follows the first element, up to and with the closing bracket. */
function parseElements(r: Reader, first: Shape, close: string): Shape[] {
  const items = [first];
  while (r.accept(',')) {
    if (r.is(close)) break;
    items.push(parseElement(r));
  }
  closeBracket(r, close, items.at(-1)?.start ?? first.start);
  return items;
}

function parseListDisplay(r: Reader): Shape {
  const { start } = r;
  r.expect('[');
  if (r.accept(']')) return group('list', start, r.lastEnd, []);
  const mark = r.late.length;
  const first = parseElement(r);
  if (startsComprehension(r)) {
    if (first.what === 'starred') r.fail(first.start, first.end, 'iterable unpacking cannot be used in comprehension');
    parseClauses(r, mark, 'list comprehension');
    r.expect(']');
    return shape('list comprehension', start, r.lastEnd);
  }
  const items = parseElements(r, first, ']');
  return group('list', start, r.lastEnd, items);
}

function parseBraces(r: Reader): Shape {
  const { start } = r;
  r.expect('{');
  if (r.accept('}')) return shape('dict literal', start, r.lastEnd);
  const mark = r.late.length;
  if (r.is('**')) return parseDictRest(r, start);
  const first = parseElement(r);
  if (r.is(':') && first.what !== 'starred') {
    r.at++;
    if (r.is('}') || r.is(',')) r.failHere("expression expected after dictionary key and ':'");
    parseExpression(r);
    if (startsComprehension(r)) {
      parseClauses(r, mark, 'dict comprehension');
      r.expect('}');
      return shape('dict comprehension', start, r.lastEnd);
    }
    if (!r.accept(',')) {
      closeBracket(r, '}', first.start);
      return shape('dict literal', start, r.lastEnd);
    }
    return parseDictRest(r, start);
  }
  if (startsComprehension(r)) {
    if (first.what === 'starred') r.fail(first.start, first.end, 'iterable unpacking cannot be used in comprehension');
    parseClauses(r, mark, 'set comprehension');
    r.expect('}');
    return shape('set comprehension', start, r.lastEnd);
  }
  parseElements(r, first, '}');
  return shape('set display', start, r.lastEnd);
}

function parseDictRest(r: Reader, start: number): Shape {
  let previous = start;
  while (!r.is('}')) {
    previous = r.start;
    if (r.accept('**')) {
      parseBinary(r, 1);
      if (startsComprehension(r)) r.failHere('dict unpacking cannot be used in dict comprehension');
    } else {
      parseExpression(r);
      if (!r.is(':')) r.fail(r.lastStart, r.lastEnd, "':' expected after dictionary key");
      r.at++;
      if (r.is('}') || r.is(',')) r.failHere("expression expected after dictionary key and ':'");
      previous = r.start;
      parseExpression(r);
    }
    if (!r.accept(',')) break;
  }
  closeBracket(r, '}', previous);
  return shape('dict literal', start, r.lastEnd);
}

export const startsComprehension = (r: Reader): boolean => r.is('for') || (r.is('async') && r.peek() === 'for');

/** The clauses of a comprehension whose element has been read; `mark` is how many late faults there were before it. */
export function parseClauses(r: Reader, mark: number, what: string): void {
  const isGenerator = what === 'generator expression';
  while (startsComprehension(r)) {
    const { start } = r;
    if (r.accept('async') && !isGenerator && !r.scope.isAsync)
      r.note(start, r.end, 'asynchronous comprehension outside of an asynchronous function');
    r.expect('for');
    const target = parseTargets(r);
    if (!r.is('in')) r.failHere("expected 'in'");
    if (!target.target) refuseTarget(r, target);
    r.at++;
    parseDisjunction(r);
    while (r.accept('if')) parseDisjunction(r);
  }
  for (let i = mark; isGenerator && i < r.late.length; i++) if (r.late[i]?.kind === 'await') r.late.splice(i--, 1);
}

/** Says why nothing can be assigned to this. */
export function refuseTarget(r: Reader, target: Shape, verb = 'assign to'): never {
  const wrong = target.bad ?? target;
  return r.fail(wrong.start, wrong.end, `cannot ${verb} ${wrong.what}`);
}
