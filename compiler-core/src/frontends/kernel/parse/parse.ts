/** Expanded tokens to a tree. Any tokens give one, in time that grows with their number. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { Span } from '../../../text/span.ts';
import type { Token } from '../lex/tokens.ts';
import { Problems } from '../preprocess/problems.ts';
import type { Decl, Node } from './ast.ts';
import { parseDeclarations } from './declarations.ts';
import { globalScope } from './library-names.ts';
import { parserTokens } from './parser-tokens.ts';
import { type Guess, Reader, spanOfTokens } from './reader.ts';

export interface SyntaxUnit {
  /** As the nodes' ranges count them: those of the preprocessor, with `>>` in two halves. */
  readonly tokens: readonly Token[];
  readonly body: readonly Decl[];
  /** Where names that are not known left two readings. */
  readonly guesses: readonly Guess[];
  /** `unparsed-code`: error regions, and tokens taken as there. */
  readonly diagnostics: readonly Diagnostic[];
  spanOf(node: Node): Span;
}

export const parseUnit = (tokens: readonly Token[]): SyntaxUnit => {
  const problems = new Problems();
  const reader = new Reader(parserTokens(tokens), problems, globalScope());
  const body = [...parseDeclarations(reader)];
  while (!reader.ended) {
    // A `}` that closes nothing.
    const from = reader.at;
    reader.at++;
    reader.problem(from, reader.at, '`}` closes nothing');
    body.push({ from, to: reader.at, kind: 'error', inner: [] }, ...parseDeclarations(reader));
  }
  return {
    tokens: reader.input.tokens,
    body,
    guesses: reader.guesses,
    diagnostics: problems.list,
    spanOf: (node) => spanOfTokens(reader.input.tokens, node),
  };
};
