/**
 * The forms of C++ that are two things at once ([stmt.ambig], [dcl.ambig.res]), decided by what names are known to be.
 * Where a name is not known the usual reading is taken and noted as a guess, so that no verdict rests on it.
 */

import { K } from '../lex/tokens.ts';
import type { Reader } from './reader.ts';
import { BUILTIN_TYPES, CLASS_KEYS, CV, RESTRICT, SPECIFIER_WORDS, scanName, scanType } from './scan.ts';

/** What may follow the name that a declaration declares. */
const AFTER_DECLARED: ReadonlySet<string> = new Set(['=', ';', ',', '(', '[', '{', ':', ')']);

const isPointer = (text: string): boolean => text === '*' || text === '&' || text === '&&';

/** Past pointers and their qualifiers. */
const pastPointers = (r: Reader, at: number): number => {
  let i = at;
  while (isPointer(r.textAt(i)) || CV.has(r.textAt(i)) || RESTRICT.has(r.textAt(i))) i++;
  return i;
};

/** Whether `T (` goes on as a declaration of the known type T: `T (*f)(int);`, `T (x);`, `T (x) = 1;`. */
function declaresInParentheses(r: Reader, open: number): boolean {
  const past = r.past(open);
  if (past < 0) return false;
  const after = r.textAt(past);
  const next = r.textAt(open + 1);
  if (isPointer(next)) {
    const name = pastPointers(r, open + 1);
    const isNamed = r.isNameAt(name) || r.textAt(name) === '(';
    return isNamed && (after === '(' || after === '[' || after === '=' || after === ';' || after === ',');
  }
  // `T (x);` declares x, even where an x is known ([stmt.ambig]).
  const isName = r.isNameAt(open + 1) && past === open + 3;
  return isName && (after === ';' || after === '=' || after === ',' || after === '[');
}

/** Whether a statement or condition that begins here is a declaration. */
export const isDeclaration = (r: Reader): boolean => {
  const { at, text } = r;
  if (BUILTIN_TYPES.has(text)) {
    let i = at;
    while (BUILTIN_TYPES.has(r.textAt(i)) || CV.has(r.textAt(i))) i++;
    const next = r.textAt(i);
    return next !== '{' && (next !== '(' || declaresInParentheses(r, i));
  }
  if (CV.has(text) || SPECIFIER_WORDS.has(text) || CLASS_KEYS.has(text)) return true;
  if (text === 'auto') return r.peek() !== '(' && r.peek() !== '{';
  if (text === 'decltype' && r.peek() === '(') {
    const past = r.past(at + 1);
    const next = r.textAt(past);
    if (next !== '::') return past > 0 && next !== '(' && next !== '{';
  } else if (text === '__typeof__' || text === 'typeof' || text === '__typeof') return true;
  else if (r.kind !== K.name && text !== '::' && text !== 'typename') return false;
  return namedDeclaration(r, at);
};

function namedDeclaration(r: Reader, at: number): boolean {
  const name = scanName(r, at);
  if (name === null) return false;
  const next = r.textAt(name.end);
  if (name.kind === 'concept') return next === 'auto';
  if (r.isNameAt(name.end)) {
    // Two names in a row are no expression, whatever is known of the first. A third one: the first was a macro.
    return true;
  }
  if (name.kind === 'type' || name.kind === 'template') {
    if (next === '(') return declaresInParentheses(r, name.end);
    if (isPointer(next) || CV.has(next) || RESTRICT.has(next)) return true;
    if (next === '[') return false;
    return next === ';' || BUILTIN_TYPES.has(next) || SPECIFIER_WORDS.has(next) || isMemberPointer(r, name.end);
  }
  if (name.kind !== 'unknown') return false;
  if (
    CV.has(next) ||
    BUILTIN_TYPES.has(next) ||
    SPECIFIER_WORDS.has(next) ||
    CLASS_KEYS.has(next) ||
    next === 'auto' ||
    next === 'typename'
  )
    return true;
  if (!isPointer(next)) return isMemberPointer(r, name.end);
  // `a * b ...` with nothing known of `a`.
  const declared = pastPointers(r, name.end);
  if (!r.isNameAt(declared)) return false;
  const after = r.textAt(declared + 1);
  if (!AFTER_DECLARED.has(after)) return false;
  // `ok && check(x);` is an idiom; a discarded product or bit mask is none.
  if (next === '&&' && after !== '=' && after !== ':') return false;
  if (r.lookup(r.textAt(declared))?.kind === 'function' && after === '(') return false;
  r.guess(at, declared + 1, 'a declaration with an unknown type');
  return true;
}

function isMemberPointer(r: Reader, at: number): boolean {
  return r.textAt(at) === '::' && r.textAt(at + 1) === '*';
}

/** Whether the condition here declares what it tests: a declaration with an initialiser. */
export const isConditionDeclaration = (r: Reader): boolean => {
  if (!isDeclaration(r)) return false;
  const type = scanType(r, r.at);
  if (type === null) return r.is('auto') || CV.has(r.text);
  const next = r.textAt(type.end);
  if (!r.isNameAt(type.end)) return next === '[';
  const after = r.textAt(type.end + 1);
  return after === '=' || after === '{' || after === ':' || after === '(' || after === ';';
};

/** `vexing`: both by the letter, and then a parameter by the standard; `unknown`: nothing is known of the type. */
type Verdict = 'parameters' | 'arguments' | 'vexing' | 'unknown';

/**
 * Whether the parenthesis at `open`, behind a declared name, has parameters; else it has the arguments of an
 * initialiser. In a type (`void(int)`) only what is sure counts. `local_accessor<float, 1> t(range<1>(g), h);` has arguments, as `h` is known to be a value.
 */
export const isParameterList = (r: Reader, open: number, place: 'block' | 'namespace' | 'type'): boolean => {
  const close = (r.partners[open] ?? -1) > open ? (r.partners[open] as number) : r.texts.length - 1;
  let i = open + 1;
  if (i >= close) return true;
  let guessed = false;
  while (i < close) {
    const { verdict, end } = parameterAt(r, i, close, place);
    if (verdict === 'arguments') return false;
    if (verdict === 'parameters') return true;
    if (verdict === 'unknown') guessed = true;
    i = end + 1;
  }
  if (!guessed) return place !== 'type';
  if (place === 'block') r.guess(open, close + 1, 'an initialiser, not parameters');
  return place === 'namespace';
};

/** What the piece at `at` is; `end` is the comma or parenthesis behind it, known where it is not decided. */
function parameterAt(
  r: Reader,
  at: number,
  close: number,
  place: string,
): { readonly verdict: Verdict; readonly end: number } {
  const verdict = (verdict: Verdict, end = close) => ({ verdict, end });
  let i = at;
  if (r.textAt(i) === '...') return verdict('parameters');
  if (r.textAt(i) === '[' && r.textAt(i + 1) === '[') return verdict('parameters');
  if (r.textAt(i) === 'register' || r.textAt(i) === 'this') {
    if (r.textAt(i) === 'register' || r.isNameAt(i + 1)) return verdict('parameters');
    return verdict('arguments');
  }
  // A macro before the type: `API int x`.
  const type = scanType(r, i);
  if (type === null) return verdict('arguments');
  i = type.end;
  const next = r.textAt(i);
  if (next === '...') return verdict(type.sure ? 'parameters' : 'unknown', i + 1);
  if (r.isNameAt(i)) {
    if (type.bare || type.sure) return verdict('parameters');
    // `T *p` with T unknown; a product of values otherwise.
    const after = r.textAt(i + 1);
    const isEnd = after === ',' || after === ')' || after === '=' || after === '[';
    if (!isEnd || (place === 'block' && r.lookup(r.textAt(i))?.kind === 'value')) return verdict('arguments');
    return verdict('unknown', i + 1);
  }
  if (i === close || next === ',') {
    if (type.sure) return verdict('parameters');
    return verdict('unknown', i);
  }
  if (next === '=' || next === '[' || next === '__attribute__') return verdict(type.sure ? 'parameters' : 'arguments');
  if (next === '(') {
    if (!type.sure) return verdict('arguments');
    const past = r.past(i);
    const inner = r.textAt(i + 1);
    if (isPointer(inner) && (r.textAt(past) === '(' || r.textAt(past) === '[')) return verdict('parameters');
    // `T(x)`: a parameter x, or a value made of x.
    const end = past < 0 ? close : past;
    const isOneName = r.isNameAt(i + 1) && past === i + 3;
    if (!isOneName || (r.textAt(end) !== ',' && end !== close)) return verdict('arguments');
    return verdict('vexing', end);
  }
  if (BUILTIN_TYPES.has(next) || CV.has(next)) return verdict('parameters');
  return verdict('arguments');
}

/** What the parenthesis at `at` begins where an operand stands. */
export const isCast = (r: Reader, at: number): boolean => {
  const close = r.partners[at] ?? -1;
  if (close < 0) return false;
  const type = scanType(r, at + 1);
  if (type === null || type.end !== close) return false;
  const next = r.textAt(close + 1);
  const kind = r.kindAt(close + 1);
  const isLiteral = kind === K.number || kind === K.string || kind === K.char || kind === K.name;
  if (type.sure) return isLiteral || STARTS_OPERAND.has(next);
  if (!type.bare) return false;
  if (isLiteral || STARTS_ONLY_OPERAND.has(next)) return true;
  // `(f)()`: nothing is cast.
  if (next !== '(' || r.textAt(close + 2) === ')') return false;
  r.guess(at, close + 1, 'a cast to an unknown type');
  return true;
};

/** What begins an operand and cannot go on with an expression in parentheses. */
const STARTS_ONLY_OPERAND: ReadonlySet<string> = new Set(
  (
    '! ~ this true false nullptr sizeof alignof new delete static_cast dynamic_cast const_cast reinterpret_cast ' +
    'typeid noexcept throw co_await operator decltype typename :: __extension__ int float double char bool unsigned ' +
    'long short signed void'
  ).split(' '),
);
const STARTS_OPERAND: ReadonlySet<string> = new Set([...STARTS_ONLY_OPERAND, ...'( [ { + - * & && ++ --'.split(' ')]);
