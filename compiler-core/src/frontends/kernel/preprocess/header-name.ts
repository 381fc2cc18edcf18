/** The operand of `#include` and `__has_include`. */

import { offset, type Span } from '../../../text/span.ts';
import { FLAG, K, type Token } from '../lex/tokens.ts';
import type { FileReader } from './directive-line.ts';
import { placeInFile } from './expansion.ts';

export interface HeaderName {
  readonly name: string;
  readonly angled: boolean;
  readonly at: Span;
}

/** The name between quotes or angles, taken from the text itself, as its characters need not be tokens; or null. */
export const headerName = (tokens: readonly Token[], reader: FileReader): HeaderName | null => {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return null;
  const { file, start, end } = placeInFile(first);
  if (first.kind === K.string && first.text.startsWith('"')) {
    const close = first.text.indexOf('"', 1);
    return close < 0 ? null : { name: first.text.slice(1, close), angled: false, at: { file, start, end } };
  }
  if (first.kind !== K.punctuator || !first.text.startsWith('<')) return null;
  const { text } = reader.source;
  if (first.expansion === null && first.file === reader.file) {
    const close = text.indexOf('>', first.start + 1);
    if (close < 0 || close > last.end) return null;
    return { name: text.slice(start + 1, close).trim(), angled: true, at: { file, start, end: offset(close + 1) } };
  }
  const stop = tokens.findIndex((token) => token.text === '>');
  if (stop < 0) return null;
  const name = tokens
    .slice(1, stop)
    .map((token, i) => (i > 0 && token.has(FLAG.space) ? ` ${token.spelling}` : token.spelling))
    .join('');
  return { name, angled: true, at: { file, start, end } };
};
