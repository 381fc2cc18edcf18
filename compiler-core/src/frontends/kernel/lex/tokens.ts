/** The tokens of C++ text: what the tokeniser makes, the preprocessor rewrites and the parser reads. */

import type { FileId, Offset, Span } from '../../../text/span.ts';
import type { Expansion } from '../preprocess/expansion.ts';

export const K = {
  end: 0,
  name: 1,
  keyword: 2,
  /** A preprocessing number, read only when it is used: `1'000u`, `0x1p3f`, `1.e`. */
  number: 3,
  char: 4,
  string: 5,
  /** Operators and separators, alternative spellings included: `and` has the text `&&`. */
  punctuator: 6,
  /** A character that begins no token. */
  other: 7,
  /** Left by an empty operand of `##`; none reaches the parser. */
  placemarker: 8,
} as const;
export type TokenKind = (typeof K)[keyof typeof K];

export const FLAG = {
  /** White space or a comment stands before it. */
  space: 1,
  /** First of its line, after splices are taken out. */
  lineStart: 2,
  /** A macro's own name met in its expansion: it is never expanded again. */
  noExpand: 4,
  /** First half of a `>>` that was split. */
  joined: 8,
  /** A literal without its closing quote. */
  unterminated: 16,
} as const;

/**
 * One token. `[start, end)` of `file` is where it is spelled; for a token that a macro made, `expansion` says how it
 * came to stand where it does.
 */
export class Token implements Span {
  constructor(
    readonly kind: TokenKind,
    /** In its primary spelling, splices taken out, universal character names in identifiers resolved. */
    readonly text: string,
    readonly file: FileId,
    readonly start: Offset,
    readonly end: Offset,
    readonly flags: number,
    readonly expansion: Expansion | null,
    /** As it stands in the source, splices taken out: what `#` makes a string of. */
    readonly spelling: string,
  ) {}

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  with(flags: number, expansion: Expansion | null): Token {
    return new Token(this.kind, this.text, this.file, this.start, this.end, flags, expansion, this.spelling);
  }
}

/** Whether the preprocessor takes it for an identifier. */
export const isWord = (token: Token): boolean => token.kind === K.name || token.kind === K.keyword;

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'alignas alignof asm auto bool break case catch char char8_t char16_t char32_t class concept const consteval ' +
    'constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double ' +
    'dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace ' +
    'new noexcept nullptr operator private protected public register reinterpret_cast requires return short signed ' +
    'sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid ' +
    'typename union unsigned using virtual void volatile wchar_t while'
  ).split(' '),
);

/** Operators that are spelled as words. */
export const ALTERNATIVES: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['and_eq', '&='],
  ['bitand', '&'],
  ['bitor', '|'],
  ['compl', '~'],
  ['not', '!'],
  ['not_eq', '!='],
  ['or', '||'],
  ['or_eq', '|='],
  ['xor', '^'],
  ['xor_eq', '^='],
  ['<:', '['],
  [':>', ']'],
  ['<%', '{'],
  ['%>', '}'],
  ['%:', '#'],
  ['%:%:', '##'],
]);

export const PUNCTUATORS: readonly string[] = (
  '%:%: <<= >>= <=> ->* ... <: :> <% %> %: :: .* -> += -= *= /= %= ^= &= |= == != <= >= && || << >> ++ -- ## ' +
  '{ } [ ] ( ) ; : ? . ~ ! + - * / % ^ & | = < > , #'
).split(' ');
