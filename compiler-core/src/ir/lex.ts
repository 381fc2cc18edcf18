/** Tokens of the text form of IR (docs/ir.md). Any text gives tokens; what is none becomes a `bad` token. */

export type TokenKind = 'name' | 'int' | 'float' | 'string' | 'punct' | 'bad' | 'end';
export interface Token {
  readonly kind: TokenKind;
  /** The decoded name or string; the source text of the rest. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** First on its line: no infix operator may stand there. */
  readonly first: boolean;
  /** Written in backticks, so never a keyword. */
  readonly quoted: boolean;
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED = /`((?:[^`\\\n]|\\[^\n])*)`/y;
const FLOAT = /\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)/y;
const INT = /\d+/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const PUNCT =
  /<Any>|@!(?:min|max)=|@!\w+|@[A-Za-z_]\w*(?:[/.][A-Za-z_]\w*)*|&&=|\|\|=|&&|\|\||<=|>=|==|!=|\+=|\*=|%%|->|[-+*/%<>!?:=,()[\]{}$#]/y;

const unquote = (body: string): string =>
  body.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c));

const decodeString = (text: string): string | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
};

/** In the order they are tried. */
const KINDS: readonly (readonly [TokenKind, RegExp])[] = [
  ['name', NAME],
  ['name', QUOTED],
  ['float', FLOAT],
  ['int', INT],
  ['string', STRING],
  ['punct', PUNCT],
];

const matchAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** Kind, decoded value and length of what stands at `at`. */
const scan = (text: string, at: number): { kind: TokenKind; value: string; length: number } => {
  for (const [kind, pattern] of KINDS) {
    const source = matchAt(pattern, text, at);
    if (source === null) continue;
    const value = kind === 'string' ? decodeString(source) : pattern === QUOTED ? unquote(source.slice(1, -1)) : source;
    if (value !== null) return { kind, value, length: source.length };
  }
  return { kind: 'bad', value: text[at] ?? '', length: 1 };
};

export const tokenise = (text: string): Token[] => {
  const out: Token[] = [];
  let at = 0;
  while (true) {
    const space = matchAt(SPACE, text, at) ?? '';
    const first = at === 0 || space.includes('\n');
    at += space.length;
    if (at >= text.length) {
      out.push({ kind: 'end', text: '', start: at, end: at, first, quoted: false });
      return out;
    }
    const { kind, value, length } = scan(text, at);
    out.push({ kind, text: value, start: at, end: at + length, first, quoted: text[at] === '`' });
    at += length;
  }
};
