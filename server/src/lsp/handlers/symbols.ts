/** Symbols: the outline of a document, names in the workspace. */

import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';
import { completeness, launchInWords } from '../../ide/kernels/sites.ts';
import { documentSymbols, type SymbolKind as Kind, type OutlineSymbol, workspaceSymbols } from '../../ide/symbols.ts';
import type { Registry } from '../guard.ts';
import type { Session, Viewed } from '../session.ts';
import { toRange } from '../to-proto.ts';

export const registerSymbols = (registry: Registry): void => {
  registry.request(DocumentSymbolRequest.type, (session, { textDocument }) => {
    const kernels = kernelSymbols(session, textDocument.uri);
    if (kernels !== null) return kernels;
    const viewed = session.view(textDocument.uri);
    if (viewed === null) return null;
    const { extent } = viewed;
    const inside = documentSymbols(viewed.view).filter(({ start }) => start >= extent.start && start < extent.end);
    return session.client.nestedSymbols
      ? inside.map((symbol) => nested(session, viewed, symbol))
      : inside.flatMap((symbol) => flat(session, viewed, textDocument.uri, symbol, null));
  });
  registry.request(WorkspaceSymbolRequest.type, (session, { query }) =>
    workspaceSymbols(session.oneByOne(), query).flatMap(({ name, kind, span, container }) => {
      const location = session.sources.location(span);
      return location === null ? [] : [{ name, kind: KINDS[kind], location, containerName: container }];
    }),
  );
};

const kernelSymbols = (session: Session, uri: string): DocumentSymbol[] | SymbolInformation[] | null => {
  const source = session.sources.openOf(uri);
  const kernels = source && session.kernels.of(source);
  if (source === null || kernels === null) return null;
  const all = kernels.sites.map((site) => ({
    name: site.name === '' ? 'kernel' : site.name,
    detail: site.instances[0] ? `${launchInWords(site.instances[0])}, ${completeness(site)}` : '',
    kind: SymbolKind.Function,
    range: toRange(session, source, site.span),
    selectionRange: toRange(session, source, { start: site.span.start, end: site.span.start }),
  }));
  return session.client.nestedSymbols
    ? all
    : all.map(({ name, kind, range }) => ({ name, kind, location: { uri, range } }));
};

const KINDS: Readonly<Record<Kind, SymbolKind>> = {
  staged: SymbolKind.Function,
  inline: SymbolKind.Function,
  function: SymbolKind.Function,
  class: SymbolKind.Class,
  tensor: SymbolKind.Array,
  loop: SymbolKind.Namespace,
  branch: SymbolKind.Boolean,
  scope: SymbolKind.Namespace,
};

const nested = (session: Session, viewed: Viewed, symbol: OutlineSymbol): DocumentSymbol => ({
  name: symbol.name,
  detail: symbol.detail,
  kind: KINDS[symbol.kind],
  range: toRange(session, viewed.source, symbol),
  selectionRange: toRange(session, viewed.source, { start: symbol.nameStart, end: symbol.nameEnd }),
  children: symbol.children.map((child) => nested(session, viewed, child)),
});

const flat = (
  session: Session,
  viewed: Viewed,
  uri: string,
  symbol: OutlineSymbol,
  container: string | null,
): SymbolInformation[] => [
  {
    name: symbol.name,
    kind: KINDS[symbol.kind],
    location: { uri, range: toRange(session, viewed.source, symbol) },
    ...(container === null ? {} : { containerName: container }),
  },
  ...symbol.children.flatMap((child) => flat(session, viewed, uri, child, symbol.name)),
];
