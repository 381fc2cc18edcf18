/** Where a name of a half-typed text is declared, and as what, by the form of the tokens around it. */

import { FLAG } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import type { KernelCode } from './code.ts';
import { resolveType } from './resolve.ts';
import { FUNDAMENTAL, parseType, QUALIFIERS, type TypeRef } from './types.ts';

export interface Declared {
  /** The token of the name. */
  readonly at: number;
  /** As written; `auto` where the initialiser says. */
  readonly type: TypeRef;
  /** `= value`, `(values)`, `{values}`: the first token behind the name; -1 where there is none. */
  readonly initializer: number;
}

const BEHIND_TYPE: ReadonlySet<string> = new Set([
  '*',
  '&',
  '&&',
  'const',
  'volatile',
  'restrict',
  '__restrict',
  '__restrict__',
  '...',
]);
/** Before a declaration. */
const BEGINS: ReadonlySet<string> = new Set(['', ';', '{', '}', '(', ',', ':', ')', '>', ']', 'else', 'do', '[', '#']);
/** Behind the name that is declared. */
const GOES_ON: ReadonlySet<string> = new Set(['', '=', ';', ',', ')', '{', '(', '[', ':', '}']);

/** The type that ends with a token, and where it begins. */
const typeBefore = (
  code: KernelCode,
  last: number,
): { readonly type: TypeRef; readonly from: number; readonly bare: boolean } | null => {
  let i = last;
  while (BEHIND_TYPE.has(code.textAt(i)) || (QUALIFIERS.has(code.textAt(i)) && i === last)) i--;
  const bare = i === last;
  if (FUNDAMENTAL.has(code.textAt(i)) || code.textAt(i) === 'auto') {
    while (FUNDAMENTAL.has(code.textAt(i - 1)) || code.textAt(i - 1) === 'auto') i--;
  } else {
    if (code.textAt(i) === '>') i = code.openingAngle(i) - 1;
    if (i < 0 || !code.isName(i)) return null;
    i = code.pathStart(i);
  }
  while (QUALIFIERS.has(code.textAt(i - 1)) || ['const', 'volatile'].includes(code.textAt(i - 1))) i--;
  const read = parseType(code.tokens, i, last + 1);
  return read === null || read.next < last ? null : { type: read.type, from: i, bare };
};

/** Whether the name at a token is declared there. */
export const declaratorAt = (code: KernelCode, at: number): Declared | null => {
  if (!code.isName(at) || !GOES_ON.has(code.textAt(at + 1))) return null;
  const before = code.textAt(at - 1);
  if (before === '.' || before === '->' || before === '::') return null;
  const initializer = ['=', '(', '{'].includes(code.textAt(at + 1)) ? at + 1 : -1;
  const found = typeBefore(code, at - 1);
  if (found !== null && (BEGINS.has(code.textAt(found.from - 1)) || isBehindDirective(code, found.from))) {
    // `a * b` is a declaration where `a` is known to be a type, or where no product can stand.
    const declares = found.bare || isKnownType(code, found.type) || isAssigned(code, found.from, at);
    return declares ? { at, type: found.type, initializer } : null;
  }
  return furtherDeclarator(code, at, initializer);
};

/** `T *x = value;` at the beginning of a statement, `T *f(...) {`. */
const isAssigned = (code: KernelCode, from: number, at: number): boolean => {
  const behind = code.textAt(at + 1);
  if (behind === '(') return code.textAt(code.closing(at + 1) + 1) === '{';
  return behind === '=' && (['', ';', '{', '}'].includes(code.textAt(from - 1)) || isBehindDirective(code, from));
};

/** Whether a token is the first one behind a line of the preprocessor's. */
const isBehindDirective = (code: KernelCode, at: number): boolean => {
  if (code.tokens[at]?.has(FLAG.lineStart) !== true) return false;
  let i = at - 1;
  while (i > 0 && code.tokens[i]?.has(FLAG.lineStart) !== true) i--;
  return code.textAt(i) === '#';
};

const isKnownType = (code: KernelCode, type: TypeRef): boolean => {
  const resolved = resolveType(code, type);
  const [first = ''] = type.name.split('::');
  return (
    resolved.name !== type.name ||
    FUNDAMENTAL.has(type.name.split(' ')[0] ?? '') ||
    type.name === 'auto' ||
    code.names.own.has(first) ||
    first === 'std' ||
    /^[A-Z]\w{0,2}$|_t$/.test(type.name)
  );
};

/** `b` of `float4 a, *b;`. */
const furtherDeclarator = (code: KernelCode, at: number, initializer: number): Declared | null => {
  let i = at - 1;
  let pointers = 0;
  while (['*', '&'].includes(code.textAt(i))) {
    if (code.textAt(i) === '*') pointers++;
    i--;
  }
  if (code.textAt(i) !== ',') return null;
  for (let steps = 0; i >= 0 && steps < 400; steps++, i--) {
    const text = code.textAt(i);
    if (text === ')' || text === ']' || text === '}') {
      const open = code.opening(i);
      if (open < 0) return null;
      // The end of a block before this statement.
      if (text === '}' && code.textAt(i + 1) !== ',') break;
      i = open;
    } else if (text === '>') {
      const open = code.openingAngle(i);
      if (open >= 0) i = open;
    } else if (text === ';' || text === '{' || (text === '(' && code.textAt(i - 1) === 'for')) break;
    else if (text === '(' || text === '[') return null;
  }
  const read = parseType(code.tokens, i + 1, at);
  if (read === null || !code.isName(read.next) || !['=', ',', '(', '{', '['].includes(code.textAt(read.next + 1)))
    return null;
  if (!isKnownType(code, read.type)) return null;
  return { at, type: { ...read.type, pointers }, initializer };
};

const HEADS: ReadonlySet<string> = new Set(['for', 'if', 'while', 'switch', 'catch']);

/** From the end of a parameter list to the `{` of its body; -1 where there is none. */
const bodyBehind = (code: KernelCode, close: number): number => {
  let i = close + 1;
  for (let steps = 0; steps < 24; steps++, i++) {
    const text = code.textAt(i);
    if (text === '{') return i;
    if (text === '[') i = code.closing(i);
    else if (text === ':') {
      // Initialisers of a constructor.
      while (code.isName(i + 1) && '({'.includes(code.textAt(i + 2)) && code.textAt(i + 2) !== '') {
        const end = code.closing(i + 2);
        if (end < 0) return -1;
        if (code.textAt(end + 1) !== ',') return code.textAt(end + 1) === '{' ? end + 1 : -1;
        i = end + 1;
      }
      return -1;
    } else if (
      !['const', 'mutable', 'noexcept', 'override', 'final', '->', '::', '<', '>', '*', '&', ','].includes(text) &&
      !code.isName(i) &&
      !FUNDAMENTAL.has(text)
    )
      return -1;
    if (i < close) return -1;
  }
  return -1;
};

/** Parentheses before an opening brace that are its parameters or its condition: `)`; -1 where there are none. */
const headBefore = (code: KernelCode, brace: number): number => {
  let i = brace - 1;
  for (let steps = 0; steps < 24 && i >= 0; steps++, i--) {
    const text = code.textAt(i);
    if (text === ')') return bodyBehind(code, i) === brace ? i : -1;
    if (text === ']') i = code.opening(i);
    else if (text === ';' || text === '{' || text === '}' || text === '(' || text === '=') return -1;
    if (i < 0) return -1;
  }
  return -1;
};

/** Tokens before one that are in a scope around it, from the nearest on. */
export function* visibleBefore(code: KernelCode, at: number): Iterable<number> {
  for (let i = at - 1; i >= 0; i--) {
    const text = code.textAt(i);
    if (text === '}') {
      const open = code.opening(i);
      if (open < 0) continue;
      const head = headBefore(code, open);
      i = head < 0 ? open : Math.max(code.opening(head), 0);
    } else if (text === ')') {
      const open = code.opening(i);
      const around = bodyBehind(code, i);
      if (open >= 0 && (around < 0 || around >= at) && !HEADS.has(code.textAt(open - 1))) i = open;
    } else yield i;
  }
}

/** The declaration of a name that is in scope at a token. Members of a class around it may stand behind. */
export const declarationOf = (code: KernelCode, name: string, at: number): Declared | null => {
  for (const i of visibleBefore(code, at)) {
    if (code.textAt(i) !== name) continue;
    const found = declaratorAt(code, i);
    if (found !== null) return found;
  }
  for (const body of classesAround(code, at)) {
    const found = memberIn(code, body, name);
    if (found !== null) return found;
  }
  // Where no brace is open there are too many that close: then the nearest one is likely to be meant.
  return isOutside(code, at) ? nearestBefore(code, name, at) : null;
};

const isOutside = (code: KernelCode, at: number): boolean => {
  let depth = 0;
  for (let i = 0; i < at; i++) {
    const text = code.textAt(i);
    if (text === '{') depth++;
    else if (text === '}') depth--;
  }
  return depth < 1;
};

const nearestBefore = (code: KernelCode, name: string, at: number): Declared | null => {
  for (let i = at - 1; i >= 0; i--) {
    const found = code.textAt(i) === name ? declaratorAt(code, i) : null;
    if (found !== null) return found;
  }
  return null;
};

/** The open braces of classes around a token, the innermost first. */
const classesAround = (code: KernelCode, at: number): readonly number[] => {
  const out: number[] = [];
  for (let i = at - 1; i >= 0; i--) {
    const text = code.textAt(i);
    if (text === '}') {
      const open = code.opening(i);
      if (open >= 0) i = open;
    } else if (text === '{' && isClassBody(code, i)) out.push(i);
  }
  return out;
};

const CLASSES: ReadonlySet<string> = new Set(['class', 'struct', 'union']);
const isClassBody = (code: KernelCode, brace: number): boolean => {
  for (let i = brace - 1; i >= 0 && brace - i < 40; i--) {
    const text = code.textAt(i);
    if (CLASSES.has(text)) return true;
    if (text === ';' || text === '}' || text === '{' || text === ')' || text === '=') return false;
  }
  return false;
};

/** The body of a class of the file: its `{`; -1 where it has none. */
const bodyOf = (code: KernelCode, name: string): number => {
  for (let i = 1; i < code.tokens.length; i++) {
    if (code.textAt(i) !== name) continue;
    // `typedef struct { ... } Name;`
    if (code.textAt(i - 1) === '}') {
      const open = code.opening(i - 1);
      if (open >= 0 && isClassBody(code, open)) return open;
    }
    if (!CLASSES.has(code.textAt(i - 1))) continue;
    for (let k = i + 1; k < i + 40; k++) {
      if (code.textAt(k) === '{') return k;
      if ([';', '(', ')', '>', ''].includes(code.textAt(k))) break;
    }
  }
  return -1;
};

/** Members that a class body declares. */
export function* membersIn(code: KernelCode, body: number): Iterable<Declared> {
  const end = code.closing(body);
  for (let i = body + 1; i < (end < 0 ? code.tokens.length : end); i++) {
    const text = code.textAt(i);
    if (text === '{' || text === '(') {
      const close = code.closing(i);
      if (close < 0) return;
      i = close;
    } else {
      const found = code.isName(i) ? declaratorAt(code, i) : null;
      if (found !== null) yield found;
    }
  }
}
const memberIn = (code: KernelCode, body: number, name: string): Declared | null => {
  for (const member of membersIn(code, body)) if (code.textAt(member.at) === name) return member;
  return null;
};

export const membersOfOwn = (code: KernelCode, className: string): readonly Declared[] => {
  const body = code.names.own.has(className) ? bodyOf(code, className) : -1;
  return body < 0 ? [] : [...membersIn(code, body)];
};
