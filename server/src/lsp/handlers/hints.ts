/** Inlay hints, their rest when one is looked at. */

import { offset } from '@athanor/compiler-core/text/span.ts';
import { type InlayHint, InlayHintKind, InlayHintRequest, InlayHintResolveRequest } from 'vscode-languageserver';
import { type InlayHint as Hint, inlayHints, resolveInlayHint } from '../../ide/inlay-hints.ts';
import { kernelHints } from '../../ide/kernels/hints.ts';
import type { Registry } from '../guard.ts';
import { isRecord } from '../json-rpc.ts';
import type { Session } from '../session.ts';
import type { Source } from '../sources.ts';
import { toMarkup } from '../to-proto.ts';

export const registerHints = (registry: Registry): void => {
  registry.request(InlayHintRequest.type, (session, { textDocument, range }) => {
    const { uri } = textDocument;
    const kernels = session.kernelsAt(uri, range.start);
    const viewed = kernels === null ? session.view(uri) : null;
    const start = session.sources.at(uri, range.start)?.offset;
    const end = session.sources.at(uri, range.end)?.offset;
    const source = kernels?.source ?? viewed?.source;
    if (source === undefined || start === undefined || end === undefined) return null;
    const { shown } = session.editorSettings(source.file);
    const all =
      kernels === null ? viewed && inlayHints(viewed.view, { start, end }) : kernelHints(kernels.view, { start, end });
    return (all ?? [])
      .filter(({ kind }) => shown.get(`inlayHints.${kind}`) !== false && shown.get('inlayHints.enable') !== false)
      .map((hint) => toHint(session, source, uri, hint));
  });
  registry.request(InlayHintResolveRequest.type, resolved);
};

const toHint = (session: Session, source: Source, uri: string, hint: Hint): InlayHint => ({
  position: session.sources.position(source, offset(hint.offset)),
  label: hint.label,
  kind: InlayHintKind.Type,
  ...(hint.padLeft ? { paddingLeft: true } : {}),
  data: { uri, version: source.version, hint },
});

/** A hint of a text that is no more keeps what it has. */
const resolved = (session: Session, hint: InlayHint): InlayHint => {
  const data: unknown = hint.data;
  if (!isRecord(data) || typeof data['uri'] !== 'string') return hint;
  const viewed = session.view(data['uri']);
  if (viewed === null || viewed.source.version !== data['version']) return hint;
  const about: unknown = data['hint'];
  if (!isRecord(about) || typeof about['about'] !== 'number') return hint;
  const { tooltip, location } = resolveInlayHint(viewed.view, about as unknown as Hint);
  const place = location === null ? null : session.sources.location(location);
  const { label } = hint;
  return {
    ...hint,
    ...(tooltip === null ? {} : { tooltip: toMarkup(session, tooltip) }),
    ...(place === null || typeof label !== 'string' ? {} : { label: [{ value: label, location: place }] }),
  };
};
