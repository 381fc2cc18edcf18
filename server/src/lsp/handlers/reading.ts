/** What a reader of the text gets: hover, places, ranges, outline. */

import { offset } from '@athanor/compiler-core/text/span.ts';
import type { ReferenceParams, TextDocumentPositionParams } from 'vscode-languageserver';
import {
  DeclarationRequest,
  DefinitionRequest,
  type DocumentHighlight,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type DocumentLink,
  DocumentLinkRequest,
  type FoldingRange,
  FoldingRangeRequest,
  type Hover,
  HoverRequest,
  ImplementationRequest,
  type Location,
  type Position,
  ReferencesRequest,
  type SelectionRange,
  SelectionRangeRequest,
  TypeDefinitionRequest,
} from 'vscode-languageserver';
import { documentLinks } from '../../ide/document-links.ts';
import { foldingRanges } from '../../ide/folding.ts';
import { hover } from '../../ide/hover.ts';
import { kernelHover } from '../../ide/kernels/hover.ts';
import { kernelHighlights, kernelLinks, kernelReferences, type LinkKind } from '../../ide/kernels/names.ts';
import { declaration, definition, implementation, type Links, typeDefinition } from '../../ide/links.ts';
import { highlights, references } from '../../ide/references.ts';
import { selectionRanges } from '../../ide/selection.ts';
import { staleHover } from '../../ide/stale.ts';
import { tomlHover } from '../../ide/toml.ts';
import type { FileView } from '../../ide/view.ts';
import type { Registry, RequestHandler } from '../guard.ts';
import type { Session } from '../session.ts';
import { toLinks, toLocations, toMarkup, toRange } from '../to-proto.ts';
import { isConfig } from '../uris.ts';

export const registerReading = (registry: Registry): void => {
  registry.request(HoverRequest.type, hovered);
  registry.request(DefinitionRequest.type, linked('definition', definition));
  registry.request(DeclarationRequest.type, linked('declaration', declaration));
  registry.request(TypeDefinitionRequest.type, linked('typeDefinition', typeDefinition));
  registry.request(ImplementationRequest.type, linked('implementation', implementation));
  registry.request(ReferencesRequest.type, ofReferences);
  registry.request(DocumentHighlightRequest.type, ofHighlights);
  registry.request(DocumentLinkRequest.type, (session, { textDocument }) => linksIn(session, textDocument.uri));
  registry.request(FoldingRangeRequest.type, (session, { textDocument }) => folded(session, textDocument.uri));
  registry.request(SelectionRangeRequest.type, (session, { textDocument, positions }) =>
    positions.flatMap((position) => selected(session, { textDocument, position }) ?? []),
  );
};

const hovered = (session: Session, { textDocument, position }: TextDocumentPositionParams): Hover | null => {
  const place = session.sources.at(textDocument.uri, position);
  if (place === null) return null;
  const kernels = session.kernelsAt(textDocument.uri, position);
  const found = isConfig(place.source.file)
    ? tomlHover(place.source.lines.text, place.offset, session.host.project.settingsTable)
    : kernels === null
      ? hoverOf(session, textDocument.uri, position)
      : kernelHover(kernels.view, kernels.offset, kernels.names);
  if (found === null) return null;
  return { contents: toMarkup(session, found.markdown), range: toRange(session, place.source, found) };
};

/** While a new text is analysed, the hover of the old one where nothing changed. */
const hoverOf = (session: Session, uri: string, position: Position): ReturnType<typeof hover> => {
  const place = session.sources.at(uri, position);
  const before = place === null ? null : session.before(place.source);
  const old = place === null || before === null ? null : staleHover(before, place.source.lines.text, place.offset);
  if (old !== null) return old;
  const at = session.at(uri, position);
  return at === null ? null : hover(at.view, at.offset);
};

const linked =
  (
    method: LinkKind,
    find: (view: FileView, at: number) => Links | null,
  ): RequestHandler<TextDocumentPositionParams, ReturnType<typeof toLinks>> =>
  (session, { textDocument, position }) => {
    const kernels = session.kernelsAt(textDocument.uri, position);
    if (kernels !== null) {
      const links = kernels.names ? kernelLinks(kernels.view, kernels.offset, method) : null;
      return toLinks(session, kernels.source, links, session.client.locationLinks.has(method));
    }
    const at = session.at(textDocument.uri, position);
    if (at === null) return null;
    return toLinks(session, at.source, find(at.view, at.offset), session.client.locationLinks.has(method));
  };

/** A place in a document is a fragment of its address: `#L4,7`, lines and columns from 1. */
const linksIn = (session: Session, uri: string): DocumentLink[] | null => {
  const viewed = session.view(uri);
  if (viewed === null) return null;
  return documentLinks(viewed.view).flatMap(({ start, end, to, tooltip }) => {
    const place = session.sources.location(to);
    if (place === null) return [];
    const { line, character } = place.range.start;
    const target = `${place.uri}#L${line + 1},${character + 1}`;
    return [{ range: toRange(session, viewed.source, { start, end }), target, tooltip }];
  });
};

const ofReferences = (session: Session, params: ReferenceParams): Location[] | null => {
  const { textDocument, position, context } = params;
  const kernels = session.kernelsAt(textDocument.uri, position);
  if (kernels !== null) {
    if (!kernels.names) return null;
    return toLocations(session, kernelReferences(kernels.view, kernels.offset, context.includeDeclaration));
  }
  return session.among(textDocument.uri, position, ({ view, offset: at, others }) => {
    const { includeDeclaration } = context;
    const found = references(view, at, { includeDeclaration, others });
    return toLocations(
      session,
      found.map(({ span }) => span),
    );
  });
};

const KINDS = {
  read: DocumentHighlightKind.Read,
  write: DocumentHighlightKind.Write,
  text: DocumentHighlightKind.Text,
} as const;

const ofHighlights = (
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): DocumentHighlight[] | null => {
  const kernels = session.kernelsAt(textDocument.uri, position);
  if (kernels?.names === true)
    return kernelHighlights(kernels.view, kernels.offset).map(({ span, use }) => ({
      range: toRange(session, kernels.source, span),
      kind: KINDS[use],
    }));
  const at = session.at(textDocument.uri, position);
  if (at === null) return null;
  return highlights(at.view, at.offset)
    .filter(({ span }) => span.start >= at.extent.start && span.start < Math.max(at.extent.end, 1))
    .map(({ span, use }) => ({ range: toRange(session, at.source, span), kind: KINDS[use] }));
};

const folded = (session: Session, uri: string): FoldingRange[] | null => {
  const viewed = session.view(uri);
  if (viewed === null) return null;
  const { view, extent } = viewed;
  const { firstLine } = extent;
  const lastLine = view.lines.position0(offset(extent.end)).line;
  return foldingRanges(view)
    .filter(({ startLine, endLine }) => startLine >= firstLine && endLine <= lastLine)
    .map(({ startLine, endLine, kind }) => ({
      startLine: startLine - firstLine,
      endLine: endLine - firstLine,
      ...(kind === null ? {} : { kind }),
    }));
};

/** Innermost first; each knows the one around it. */
const selected = (session: Session, { textDocument, position }: TextDocumentPositionParams): SelectionRange | null => {
  const at = session.at(textDocument.uri, position);
  if (at === null) return { range: { start: position, end: position } };
  const inside = selectionRanges(at.view, at.offset).filter(
    ({ start, end }) => start >= at.extent.start && end <= at.extent.end,
  );
  return inside.reduceRight<SelectionRange | null>((parent, each) => {
    const range = toRange(session, at.source, each);
    return parent === null ? { range } : { range, parent };
  }, null);
};
