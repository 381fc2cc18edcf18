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

const OPENERS = { ')': '(', ']': '[', '}': '{' } as const;

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
  /** For each brace that is open, and outside of all: how many of the others are open in it. */
  const inside: { '(': number; '[': number }[] = [{ '(': 0, '[': 0 }];
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string;
    if (text.length !== 1) continue;
    const counts = inside.at(-1) as (typeof inside)[number];
    if (text === '{') {
      open.push(i);
      inside.push({ '(': 0, '[': 0 });
    } else if (text === '(' || text === '[') {
      open.push(i);
      counts[text]++;
    } else if (text === '}' || text === ')' || text === ']') {
      const opener = OPENERS[text];
      // Nothing to close: found out by counting, as a search would make a long run of closers slow.
      if (opener === '{' ? inside.length === 1 : counts[opener] === 0) continue;
      for (;;) {
        const at = open.pop() as number;
        const popped = texts[at] as '(' | '[' | '{';
        if (popped === '{') inside.pop();
        else counts[popped]--;
        if (popped !== opener) continue;
        partners[at] = i;
        partners[i] = at;
        break;
      }
    }
  }
  return partners;
}
