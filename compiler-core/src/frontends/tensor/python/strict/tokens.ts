/** The tokens of Python text, as parallel lists, and what makes the text no tokens at all. */

export const T = {
  end: 0,
  newline: 1,
  indent: 2,
  dedent: 3,
  name: 4,
  keyword: 5,
  number: 6,
  string: 7,
  op: 8,
  /** An f-string is `fstart`, its fields as operators and expressions, `fend`; its literal parts are no tokens. */
  fstart: 9,
  fend: 10,
} as const;
export type TokenKind = (typeof T)[keyof typeof T];

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

export interface Fault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Tokens {
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The text of names, keywords and operators; empty for the others. */
  readonly texts: readonly string[];
  /** How many brackets are open around the token. */
  readonly levels: readonly number[];
  /** The first thing that is no token. No tokens follow it. */
  readonly fault: Fault | null;
  /** The fault is one of indentation: CPython says it only when the parser has found nothing before it. */
  readonly faultIsLayout: boolean;
  /** Starts of the line ends and comments inside brackets, which mean nothing, and where each ends. */
  readonly layoutInBrackets: readonly (readonly [number, number])[];
  /** The bracket that is open at the end of the text. */
  readonly unclosed: Fault | null;
}
