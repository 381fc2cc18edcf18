/** Answers of the features in the protocol's words. */

import { offset, type Span } from '@athanor/compiler-core/text/span.ts';
import { type Location, type LocationLink, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import type { Links } from '../ide/links.ts';
import type { Session } from './session.ts';
import type { Source } from './sources.ts';

export const toRange = (
  session: Session,
  source: Source,
  at: { readonly start: number; readonly end: number },
): Range => session.sources.range(source, offset(at.start), offset(at.end));

export const toLocations = (session: Session, spans: readonly Span[]): Location[] =>
  spans.flatMap((span) => session.sources.location(span) ?? []);

/** @param linked Whether the client shows the text that is linked. */
export const toLinks = (
  session: Session,
  source: Source,
  links: Links | null,
  linked: boolean,
): Location[] | LocationLink[] | null => {
  if (links === null) return null;
  const to = toLocations(session, links.to);
  if (!linked) return to;
  const originSelectionRange = toRange(session, source, links);
  return to.map(({ uri, range }) => ({
    originSelectionRange,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
};

/** Clients without Markdown get the text without its marks. */
export const toMarkup = (session: Session, markdown: string): MarkupContent =>
  session.client.markdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plain(markdown) };

const plain = (markdown: string): string =>
  markdown
    .split('\n')
    .filter((line) => !/^(?:```|---$)/.test(line))
    .join('\n')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`/g, '');
