/** Decl-specifiers and type-ids ([dcl.spec], [dcl.name]). */

import { K } from '../lex/tokens.ts';
import type { Attribute, Expr, Specifiers, TypeId, TypeSpecifier } from './ast.ts';
import { atAttribute, parseAttributes } from './attributes.ts';
import { parseClassOrElaborated } from './classes.ts';
import { parseDeclarator } from './declarators.ts';
import { parseEnumOrElaborated } from './enums.ts';
import { parseConditional, parseExpression } from './expressions.ts';
import { parseName } from './names.ts';
import type { Reader } from './reader.ts';
import {
  ATTRIBUTE_WORDS,
  BUILTIN_TYPES,
  CLASS_KEYS,
  CV,
  RESTRICT,
  SPECIFIER_WORDS,
  scanName,
  scanType,
  takeCv,
} from './scan.ts';

export interface SpecifierOptions {
  /** Constructors, conversions and the like may stand here, which have no type. */
  readonly allowNone?: boolean;
  /** A class or enumeration may be defined here. */
  readonly define?: boolean;
}

const NONE = (at: number): TypeSpecifier => ({ kind: 'none', from: at, to: at });

/** Everything up to the declarator. Fails where no type stands and none may be left out. */
export const parseSpecifiers = (r: Reader, options: SpecifierOptions = {}): Specifiers => {
  const from = r.at;
  const words: string[] = [];
  const attributes: Attribute[] = [];
  let isConst = false;
  let isVolatile = false;
  let explicit: Expr | null = null;
  let type: TypeSpecifier | null = null;
  for (;;) {
    const { text } = r;
    const cv = takeCv(r);
    if (cv === 'const') isConst = true;
    else if (cv === 'volatile') isVolatile = true;
    else if (atAttribute(r)) {
      // `auto [[maybe_unused]]`-like; `int [[` begins no array.
      attributes.push(...parseAttributes(r));
    } else if (SPECIFIER_WORDS.has(text)) {
      words.push(text);
      r.at++;
      if (text === 'explicit' && r.is('(') && type === null && !isConstructorHere(r)) {
        r.at++;
        explicit = r.inside(() => parseConditional(r));
        r.expect(')');
      }
    } else if (RESTRICT.has(text)) r.at++;
    else if (BUILTIN_TYPES.has(text)) {
      if (type !== null && type.kind !== 'builtin') break;
      type = builtin(r, type);
    } else if (type !== null) {
      if (!isMacroBehindType(r)) break;
      r.guess(r.at, r.at + 1, 'a macro that is not defined here');
      r.at++;
    } else if (!(options.allowNone && isNameless(r)) && skipUnknownWord(r)) continue;
    else {
      type = typeSpecifier(r, options);
      if (type === null) break;
      if (type.kind === 'none') break;
    }
  }
  if (type === null) {
    if (!options.allowNone && words.length === 0) r.fail('expected a type');
    type = NONE(r.at);
  }
  return { from, to: r.at, words, const: isConst, volatile: isVolatile, type, attributes, explicit };
};

/** `(` that begins an `explicit` condition is told from a constructor's by the class's name before it. */
const isConstructorHere = (r: Reader): boolean => r.isNameAt(r.at);

function builtin(r: Reader, before: TypeSpecifier | null): TypeSpecifier {
  const words = before?.kind === 'builtin' ? [...before.words, r.text] : [r.text];
  const from = before?.from ?? r.at;
  r.at++;
  return { from, to: r.at, kind: 'builtin', words };
}

/** Null: what stands here is no type; it belongs to a declarator, or nowhere. */
function typeSpecifier(r: Reader, options: SpecifierOptions): TypeSpecifier | null {
  const from = r.at;
  const { text } = r;
  if (text === 'auto') {
    r.at++;
    return { from, to: r.at, kind: 'auto', decltype: false, constraint: null };
  }
  if (text === 'decltype' && r.peek() === '(' && r.peek(2) === 'auto') {
    r.at += 4;
    return { from, to: r.at, kind: 'auto', decltype: true, constraint: null };
  }
  if (text === 'enum') return parseEnumOrElaborated(r, options.define ?? false);
  if (CLASS_KEYS.has(text)) return parseClassOrElaborated(r, options.define ?? false);
  if (text === '__typeof__' || text === 'typeof' || text === '__typeof' || text === '__underlying_type')
    return typeofSpecifier(r);
  if (text === 'decltype') {
    const scanned = scanName(r, from);
    if (scanned === null) return typeofSpecifier(r);
    const name = parseName(r);
    return { from, to: r.at, kind: 'named', name };
  }
  if (options.allowNone && isNameless(r)) return NONE(from);
  if (r.kind !== K.name && text !== '::' && text !== 'typename') return null;
  const scanned = scanName(r, from);
  if (scanned === null) return null;
  const name = parseName(r);
  if (scanned.kind === 'concept' && (r.is('auto') || r.is('decltype'))) {
    const decltype = r.is('decltype');
    r.at += decltype ? 4 : 1;
    return { from, to: r.at, kind: 'auto', decltype, constraint: name };
  }
  return { from, to: r.at, kind: 'named', name };
}

function typeofSpecifier(r: Reader): TypeSpecifier {
  const from = r.at;
  r.at++;
  r.expect('(');
  const operand = r.inside(() => parseTypeOrExpression(r));
  r.expect(')');
  return { from, to: r.at, kind: 'decltype', operand };
}

/** What is in the parentheses of `sizeof`, `decltype`, `typeid`: a type where it surely is one. */
export const parseTypeOrExpression = (r: Reader): Expr | TypeId => {
  const scanned = scanType(r, r.at);
  if (scanned?.sure && r.textAt(scanned.end) === ')') return parseTypeId(r);
  return parseExpression(r);
};

/** A declarator without a type: constructor, destructor, conversion function, deduction guide, `main()`. */
function isNameless(r: Reader): boolean {
  const { text } = r;
  if (text === '~') return true;
  if (text === 'operator') return true;
  if (r.kind !== K.name && text !== '::') return false;
  if (r.kind === K.name && text === r.className && r.peek() === '(') {
    // `X (*f)()` in the class X declares a pointer.
    const inner = r.peek(2);
    return inner !== '*' && inner !== '&';
  }
  const scanned = scanName(r, r.at);
  if (scanned === null) return isQualifiedSpecial(r);
  const next = r.textAt(scanned.end);
  if (next === '::') return isQualifiedSpecial(r);
  if (next !== '(') return false;
  const last = r.textAt(scanned.end - 1);
  if (scanned.qualified) {
    // `X::X(`, `X<T>::X(`: the class before says its own name again.
    return r.isNameAt(scanned.end - 1) && ownerOf(r, r.at, scanned.end - 1) === last;
  }
  const past = r.past(scanned.end);
  if (past < 0) return false;
  const after = r.textAt(past);
  return (scanned.kind === 'template' && after === '->') || (text === 'main' && after === '{');
}

/** `X::~X(`, `X::operator int(` */
function isQualifiedSpecial(r: Reader): boolean {
  let i = r.at;
  if (r.textAt(i) === '::') i++;
  while (r.isNameAt(i)) {
    i++;
    if (r.textAt(i) === '<') {
      const name = scanName(r, r.at);
      if (name === null || name.end <= i) return false;
      i = name.end;
    }
    if (r.textAt(i) !== '::') return false;
    i++;
    const text = r.textAt(i);
    if (text === '~' || text === 'operator') return text === '~' || isTypeBehindOperator(r, i);
  }
  return false;
}

/** `X::operator int` is a conversion, without a type; `X::operator+` follows its type, so it cannot stand here. */
const isTypeBehindOperator = (r: Reader, at: number): boolean => scanType(r, at + 1) !== null;

/** The identifier of the component before the last one of the qualified name in `[from, last]`. */
function ownerOf(r: Reader, from: number, last: number): string {
  let i = last - 2;
  if (r.textAt(i) === '>') {
    let depth = 0;
    for (; i > from; i--) {
      const text = r.textAt(i);
      if (text === '>') depth++;
      else if (text === '<' && --depth === 0) break;
    }
    i--;
  }
  return i >= from ? r.textAt(i) : '';
}

/**
 * A macro that nobody defined, where specifiers stand (`FOO_API int f();`, `HOST_DEVICE Foo<T> g();`): a name of which
 * nothing is known with a whole type behind it. It is passed over.
 */
function skipUnknownWord(r: Reader): boolean {
  const end = unknownWordsEnd(r, r.at, 0);
  if (end < 0) return false;
  r.guess(r.at, end, 'a macro that is not defined here');
  r.at = end;
  return true;
}

/** Behind one or more of them at `at`; -1 where none stands. */
function unknownWordsEnd(r: Reader, at: number, before: number): number {
  if (!r.isNameAt(at) || r.lookup(r.textAt(at)) !== null || before > 4) return -1;
  let i = at + 1;
  // `API(x) int f();`
  if (r.textAt(i) === '(') {
    i = r.past(i);
    if (i < 0 || !startsSpecifier(r.textAt(i))) return -1;
  }
  if (startsSpecifier(r.textAt(i)) || typeWithDeclarator(r, i)) return i;
  return unknownWordsEnd(r, i, before + 1);
}

const startsSpecifier = (text: string): boolean =>
  BUILTIN_TYPES.has(text) ||
  SPECIFIER_WORDS.has(text) ||
  CLASS_KEYS.has(text) ||
  text === 'auto' ||
  text === 'typename';

/** `int API f();`, `T API constexpr f();`: an unknown name behind the type that declares nothing. */
function isMacroBehindType(r: Reader): boolean {
  if (r.kind !== K.name || r.lookup(r.text) !== null) return false;
  const next = r.peek();
  if (SPECIFIER_WORDS.has(next)) return true;
  if (!r.isNameAt(r.at + 1) || next === 'final' || next === 'override' || ATTRIBUTE_WORDS.has(next)) return false;
  // Of `int API f(` the first is the macro, of `int x UNUSED;` the second.
  return /^[A-Z_][A-Z0-9_]*$/.test(r.text) || r.peek(2) === '(';
}

/** A named type at `at` with something to declare behind it. */
function typeWithDeclarator(r: Reader, at: number): boolean {
  let i = at;
  let isCv = false;
  while (CV.has(r.textAt(i))) {
    i++;
    isCv = true;
  }
  if (isCv && BUILTIN_TYPES.has(r.textAt(i))) return true;
  if (!isCv && r.textAt(i) === r.className && r.textAt(i + 1) === '(') return true;
  if (!isCv && r.className !== null && r.textAt(i) === '~') return true;
  if (!r.isNameAt(i)) return false;
  const name = scanName(r, i);
  if (name === null) return false;
  let k = name.end;
  if (r.textAt(k) === '(' && name.qualified && ownerOf(r, i, name.end - 1) === r.textAt(name.end - 1)) return true;
  if (isCv && (r.textAt(k) === '*' || r.textAt(k) === '&')) return r.isNameAt(k + 1);
  while (r.textAt(k) === '*' || r.textAt(k) === '&' || CV.has(r.textAt(k)) || RESTRICT.has(r.textAt(k))) k++;
  return r.isNameAt(k) || r.textAt(k) === 'operator';
}

/** A type with an abstract declarator. */
export const parseTypeId = (r: Reader, define = false): TypeId => {
  const from = r.at;
  const specifiers = parseSpecifiers(r, { define });
  const declarator = parseDeclarator(r, 'abstract');
  return { kind: 'typeId', from, to: r.at, specifiers, declarator };
};

/** The type of `operator T()`: pointers, but neither arrays nor functions. */
export const parseConversionType = (r: Reader): TypeId => {
  const from = r.at;
  const specifiers = parseSpecifiers(r);
  const declarator = parseDeclarator(r, 'pointers');
  return { kind: 'typeId', from, to: r.at, specifiers, declarator };
};
