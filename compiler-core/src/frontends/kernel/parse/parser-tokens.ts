/** The tokens as the parser reads them: in columns, `>>` in two halves, every bracket with its partner. */

import { FLAG, K, type Token, type TokenKind } from '../lex/tokens.ts';

export interface ParserTokens {
  readonly tokens: readonly Token[];
  readonly kinds: readonly TokenKind[];
  /** The text of names, keywords and operators; empty for literals, so that a comparison with an operator is safe. */
  readonly texts: readonly string[];
  /** Index of the bracket that closes or opens the one here; -1 for the others and for those without a partner. */
  readonly partners: Int32Array;
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** O(tokens). */
export const parserTokens = (input: readonly Token[]): ParserTokens => {
  const tokens: Token[] = [];
  for (const token of input) {
    if (token.kind !== K.punctuator || token.text !== '>>') {
      tokens.push(token);
      continue;
    }
    // Templates close with `>>` as with `> >`; the shift operator is put together again where it is one.
    const half = (flags: number, from: number): Token => {
      const { kind, file, start, end, expansion } = token;
      const at = (start + from) as Token['start'];
      const stop = from === 0 && end - start === 2 ? ((start + 1) as Token['end']) : end;
      return new (token.constructor as typeof Token)(kind, '>', file, at, stop, flags, expansion, '>');
    };
    tokens.push(half(token.flags | FLAG.joined, 0), half(0, token.end - token.start === 2 ? 1 : 0));
  }
  const kinds: TokenKind[] = [];
  const texts: string[] = [];
  for (const { kind, text } of tokens) {
    kinds.push(kind);
    texts.push(kind === K.name || kind === K.keyword || kind === K.punctuator ? text : '');
  }
  return { tokens, kinds, texts, partners: pairBrackets(texts) };
};

/**
 * Pairs brackets. A closer that fits none of the open ones has no partner; one that fits an outer one leaves those
 * inside without. A brace is stronger than a parenthesis: `}` closes its `{` over open parentheses, `)` never a `{`.
 */
function pairBrackets(texts: readonly string[]): Int32Array {
  const partners = new Int32Array(texts.length).fill(-1);
  const open: number[] = [];
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string;
    if (text.length !== 1) continue;
    if (text === '(' || text === '[' || text === '{') open.push(i);
    else if (text === ')' || text === ']' || text === '}') {
      let k = open.length - 1;
      for (; k >= 0; k--) {
        const opener = texts[open[k] as number] as string;
        if (CLOSERS[opener] === text) break;
        if (opener === '{') k = 0;
      }
      const at = k < 0 ? undefined : open[k];
      if (at === undefined) continue;
      partners[at] = i;
      partners[i] = at;
      open.length = k;
    }
  }
  return partners;
}
