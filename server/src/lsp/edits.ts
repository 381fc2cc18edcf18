/** Edits of the features as an edit of the workspace, by document, with the versions they were made for. */

import type { Span } from '@athanor/compiler-core/text/span.ts';
import type { AnnotatedTextEdit, ChangeAnnotation, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Session } from './session.ts';

export interface SpanEdit {
  readonly span: Span;
  readonly newText: string;
  /** The name of an annotation. */
  readonly annotation?: string | null;
}

/** Edits of places that no document is known for, and of the operator library, are left out. */
export const toWorkspaceEdit = (
  session: Session,
  edits: readonly SpanEdit[],
  annotations: Readonly<Record<string, ChangeAnnotation>> = {},
): WorkspaceEdit => {
  const { client, documents, sources } = session;
  const byUri = new Map<string, (TextEdit | AnnotatedTextEdit)[]>();
  for (const { span, newText, annotation } of edits) {
    const location = sources.location(span);
    if (location === null || location.uri.startsWith('athanor:')) continue;
    const { uri, range } = location;
    const marked = client.changeAnnotations && annotation !== null && annotation !== undefined;
    const edit = { range, newText, ...(marked ? { annotationId: annotation } : {}) };
    byUri.set(uri, [...(byUri.get(uri) ?? []), edit]);
  }
  if (!client.documentChanges) return { changes: Object.fromEntries(byUri) };
  const documentChanges = [...byUri].map(([uri, list]) => ({
    textDocument: { uri, version: documents.get(uri)?.version ?? null },
    edits: list,
  }));
  const used = client.changeAnnotations && Object.keys(annotations).length > 0;
  return { documentChanges, ...(used ? { changeAnnotations: { ...annotations } } : {}) };
};
