/** Types as text writes them: `const sycl::vec<float, 4> &`, read from tokens without knowing what the names are. */

import { K, Token } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';

export interface TypeRef {
  /** With its scopes: `sycl::nd_item`; the words of a fundamental type: `unsigned int`; else the text of an argument. */
  readonly name: string;
  readonly args: readonly TypeRef[];
  readonly pointers: number;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Words around a type that say nothing about its members. */
export const QUALIFIERS = words(
  'const volatile static inline constexpr consteval constinit extern register mutable thread_local typename class struct enum union virtual explicit friend restrict __restrict __restrict__ ' +
    'global __global local __local constant __constant private __private generic __generic kernel __kernel read_only __read_only write_only __write_only read_write __read_write SYCL_EXTERNAL __forceinline __inline__ __inline',
);
export const FUNDAMENTAL = words(
  'void bool char char8_t char16_t char32_t wchar_t short int long float double signed unsigned',
);
const BEHIND = words(
  '* & && const volatile restrict __restrict __restrict__ global __global local __local constant __constant private __private generic __generic',
);

export const typeOf = (name: string, ...args: readonly TypeRef[]): TypeRef => ({ name, args, pointers: 0 });
export const pointee = (type: TypeRef): TypeRef => ({ ...type, pointers: Math.max(0, type.pointers - 1) });

const MAX_DEPTH = 12;

/** A type from a token on, and the token behind it; null where none stands. */
export const parseType = (
  tokens: readonly Token[],
  from: number,
  to = tokens.length,
  depth = 0,
): { readonly type: TypeRef; readonly next: number } | null => {
  let i = from;
  const text = (at: number): string => (at < to ? (tokens[at]?.text ?? '') : '');
  while (QUALIFIERS.has(text(i))) i++;
  let type: TypeRef;
  if (FUNDAMENTAL.has(text(i)) || text(i) === 'auto') {
    const begin = i;
    while (FUNDAMENTAL.has(text(i)) || text(i) === 'auto' || (text(i) === 'const' && FUNDAMENTAL.has(text(i + 1)))) i++;
    const name = tokens.slice(begin, i).flatMap((t) => (t.text === 'const' ? [] : [t.text]));
    type = typeOf(name.join(' '));
  } else {
    let path = '';
    let args: readonly TypeRef[] = [];
    if (text(i) === '::') i++;
    for (;;) {
      if (text(i) === 'template') i++;
      if (i >= to || tokens[i]?.kind !== K.name) return null;
      path += text(i);
      args = [];
      i++;
      if (text(i) === '<') {
        const list = depth < MAX_DEPTH ? parseArguments(tokens, i, to, depth + 1) : null;
        if (list === null) break;
        ({ args, next: i } = list);
      }
      if (text(i) !== '::' || tokens[i + 1]?.kind === K.punctuator) break;
      path += '::';
      i++;
    }
    type = typeOf(path, ...args);
  }
  let pointers = 0;
  while (BEHIND.has(text(i))) {
    if (text(i) === '*') pointers++;
    i++;
  }
  return { type: { ...type, pointers }, next: i };
};

/** `<...>`: types where they read so, else the text of an expression; null where it has no end. */
export const parseArguments = (
  tokens: readonly Token[],
  open: number,
  to = tokens.length,
  depth = 0,
): { readonly args: readonly TypeRef[]; readonly next: number } | null => {
  const args: TypeRef[] = [];
  let i = open + 1;
  if (tokens[i]?.text === '>' && i < to) return { args, next: i + 1 };
  while (i < to) {
    const type = parseType(tokens, i, to, depth);
    const behind = type === null ? '' : tokens[type.next]?.text;
    if (type !== null && type.next < to && (behind === ',' || behind === '>')) {
      args.push(type.type);
      i = type.next;
    } else {
      const begin = i;
      let nested = 0;
      for (; i < to; i++) {
        const { text } = tokens[i] as Token;
        if (text === '(' || text === '[') nested++;
        else if (text === ')' || text === ']') nested--;
        else if (text === ';' || text === '{' || text === '}') return null;
        if (nested < 0) return null;
        if (nested === 0 && (text === ',' || text === '>')) break;
      }
      if (i >= to) return null;
      args.push(
        typeOf(
          tokens
            .slice(begin, i)
            .map((t) => t.text)
            .join(''),
        ),
      );
    }
    if (tokens[i]?.text === '>') return { args, next: i + 1 };
    i++;
  }
  return null;
};

/** `>>` as two brackets: what ends two template argument lists is never told from a shift by one token alone. */
export const splitAngles = (tokens: readonly Token[]): readonly Token[] => {
  const out: Token[] = [];
  for (const t of tokens) {
    if (t.kind === K.punctuator && t.text === '>>') {
      const middle = offset(t.start + 1);
      out.push(new Token(t.kind, '>', t.file, t.start, middle, t.flags, null, '>'));
      out.push(new Token(t.kind, '>', t.file, middle, t.end, 0, null, '>'));
    } else out.push(t);
  }
  return out;
};

/** As a person writes it. */
export const typeText = ({ name, args, pointers }: TypeRef): string =>
  `${name.replace(/^@/, '')}${args.length === 0 ? '' : `<${args.map(typeText).join(', ')}>`}${'*'.repeat(pointers)}`;
