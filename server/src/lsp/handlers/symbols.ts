/** Symbols: the outline of a document, names in the workspace. */

import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';
import { kernelOutline } from '../../ide/kernels/outline.ts';
import { documentSymbols, type SymbolKind as Kind, type OutlineSymbol, workspaceSymbols } from '../../ide/symbols.ts';
import type { Registry } from '../guard.ts';
import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toRange } from '../to-proto.ts';

export const registerSymbols = (registry: Registry): void => {
  registry.request(DocumentSymbolRequest.type, (session, { textDocument }) => {
    const source = session.sources.openOf(textDocument.uri);
    const kernels = source && session.kernels.of(source);
    if (source !== null && kernels !== null) {
      const all = kernelOutline(kernels);
      return session.client.nestedSymbols
        ? all.map((symbol) => nested(session, source, symbol))
        : all.flatMap((symbol) => flat(session, source, textDocument.uri, symbol, null));
    }
    const viewed = session.view(textDocument.uri);
    if (viewed === null) return null;
    const { extent } = viewed;
    const inside = documentSymbols(viewed.view).filter(({ start }) => start >= extent.start && start < extent.end);
    return session.client.nestedSymbols
      ? inside.map((symbol) => nested(session, viewed.source, symbol))
      : inside.flatMap((symbol) => flat(session, viewed.source, textDocument.uri, symbol, null));
  });
  registry.request(WorkspaceSymbolRequest.type, (session, { query }) =>
    workspaceSymbols(session.oneByOne(), query).flatMap(({ name, kind, span, container }) => {
      const location = session.sources.location(span);
      return location === null ? [] : [{ name, kind: KINDS[kind], location, containerName: container }];
    }),
  );
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

const nested = (session: Session, source: Source, symbol: OutlineSymbol): DocumentSymbol => ({
  name: symbol.name,
  detail: symbol.detail,
  kind: KINDS[symbol.kind],
  range: toRange(session, source, symbol),
  selectionRange: toRange(session, source, { start: symbol.nameStart, end: symbol.nameEnd }),
  children: symbol.children.map((child) => nested(session, source, child)),
});

const flat = (
  session: Session,
  source: Source,
  uri: string,
  symbol: OutlineSymbol,
  container: string | null,
): SymbolInformation[] => [
  {
    name: symbol.name,
    kind: KINDS[symbol.kind],
    location: { uri, range: toRange(session, source, symbol) },
    ...(container === null ? {} : { containerName: container }),
  },
  ...symbol.children.flatMap((child) => flat(session, source, uri, child, symbol.name)),
];
