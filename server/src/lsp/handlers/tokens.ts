/** Semantic tokens: all, what changed since, those of a range. */

import { offset } from '@athanor/compiler-core/text/span.ts';
import {
  type SemanticTokens,
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import { encodeTokens, semanticTokens, tokenEdits } from '../../ide/semantic-tokens.ts';
import type { Registry } from '../guard.ts';
import { lengthIn } from '../positions.ts';
import type { Session, Viewed } from '../session.ts';

export const registerTokens = (registry: Registry): void => {
  registry.request(SemanticTokensRequest.type, (session, { textDocument }) => full(session, textDocument.uri));
  registry.request(SemanticTokensDeltaRequest.type, (session, { textDocument, previousResultId }) => {
    const { uri } = textDocument;
    const before = session.tokens.get(uri);
    const after = full(session, uri);
    return before?.resultId === previousResultId ? delta(before, after) : after;
  });
  registry.request(SemanticTokensRangeRequest.type, (session, { textDocument, range }) => {
    const viewed = session.view(textDocument.uri);
    const start = session.sources.at(textDocument.uri, range.start)?.offset;
    const end = session.sources.at(textDocument.uri, range.end)?.offset;
    if (viewed === null || start === undefined || end === undefined) return { data: [] };
    return { data: encoded(session, viewed, start, end) };
  });
};

const full = (session: Session, uri: string): SemanticTokens & { readonly resultId: string } => {
  const viewed = session.view(uri);
  const data = viewed === null ? [] : encoded(session, viewed, viewed.extent.start, viewed.extent.end);
  const tokens = { resultId: String(++session.tokenCount), data };
  session.tokens.set(uri, tokens);
  return tokens;
};

const delta = (before: SemanticTokens, after: SemanticTokens & { readonly resultId: string }): SemanticTokensDelta => ({
  resultId: after.resultId,
  edits: tokenEdits(before.data, after.data).map(({ start, deleteCount, data }) => ({
    start,
    deleteCount,
    data: [...data],
  })),
});

const encoded = (session: Session, { view, source, extent }: Viewed, start: number, end: number): number[] => {
  const inside = semanticTokens(view, { start, end }).filter((token) => token.start >= extent.start);
  const { encoding } = session.documents;
  const data = encodeTokens(inside, source.lines, (text) => lengthIn(text, encoding));
  // The first line counts from the beginning of the document, which may be a cell.
  const [first] = data;
  if (first !== undefined) data[0] = first - source.lines.position0(offset(extent.start)).line;
  return data;
};
