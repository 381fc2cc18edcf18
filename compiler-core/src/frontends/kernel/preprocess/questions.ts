/** Questions that a condition may ask before it is a number: `defined X`, `__has_include(...)` and their kind. */

import { FLAG, isWord, K, Token } from '../lex/tokens.ts';
import { ATTRIBUTES, QUESTIONS } from './predefined.ts';

export interface Oracle {
  isDefined(name: string): boolean;
  hasInclude(operand: readonly Token[]): boolean;
}

/** The tokens with every question replaced by its answer; names asked for that nothing defines go to `unknown`. */
export const answerQuestions = (tokens: readonly Token[], oracle: Oracle, unknown: Token[]): readonly Token[] => {
  if (!tokens.some((token) => isWord(token) && (token.text === 'defined' || token.text.startsWith('__'))))
    return tokens;
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const answer = (value: bigint): void => {
      const { file, start, end, flags, expansion } = token;
      out.push(new Token(K.number, String(value), file, start, end, flags & FLAG.space, expansion, String(value)));
    };
    const hasOperand = tokens[i + 1]?.text === '(';
    if (token.text === 'defined' && token.kind === K.name) {
      const name = tokens[i + (hasOperand ? 2 : 1)];
      const closed = !hasOperand || tokens[i + 3]?.text === ')';
      if (name === undefined || !isWord(name) || !closed) {
        out.push(token);
        continue;
      }
      const defined = oracle.isDefined(name.text);
      if (!defined) unknown.push(name);
      answer(defined ? 1n : 0n);
      i += hasOperand ? 3 : 1;
    } else if (hasOperand && (token.text === '__has_include' || QUESTIONS.has(token.text))) {
      const end = closingAt(tokens, i + 1);
      answer(answerTo(token.text, tokens.slice(i + 2, end), oracle));
      i = end;
    } else out.push(token);
  }
  return out;
};

/** Of what only a compiler knows nothing is there, so that the portable branch is read. */
function answerTo(question: string, operand: readonly Token[], oracle: Oracle): bigint {
  if (question === '__has_include') return oracle.hasInclude(operand) ? 1n : 0n;
  if (question === '__has_cpp_attribute') return ATTRIBUTES[operand.at(-1)?.text ?? ''] ?? 0n;
  return question === '__is_identifier' ? 1n : 0n;
}

/** The parenthesis that closes the one at `open`; the last token where none does. */
function closingAt(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { text } = tokens[i] as Token;
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) return i;
  }
  return tokens.length - 1;
}
