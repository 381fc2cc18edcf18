/** Documents and notebooks: opened, changed, saved, closed. */

import {
  DidChangeNotebookDocumentNotification,
  DidChangeTextDocumentNotification,
  DidCloseNotebookDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenNotebookDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveNotebookDocumentNotification,
  DidSaveTextDocumentNotification,
} from 'vscode-languageserver';
import type { Registry } from '../guard.ts';
import type { Session } from '../session.ts';
import { fileOfUri } from '../uris.ts';

export const registerDocuments = (registry: Registry): void => {
  registry.notification(DidOpenTextDocumentNotification.type, (session, { textDocument }) => {
    session.documents.add(textDocument);
    session.opened(session.sources.setDocument(textDocument.uri));
  });
  registry.notification(DidChangeTextDocumentNotification.type, (session, params) => {
    const changed = session.documents.change(params);
    if (changed === null) return;
    session.edited(session.sources.setDocument(changed.document.uri), changed.edits);
  });
  registry.notification(DidCloseTextDocumentNotification.type, (session, { textDocument }) => {
    session.documents.remove(textDocument.uri);
    session.closed(fileOfUri(textDocument.uri));
    forgotten(session, [textDocument.uri]);
  });
  registry.notification(DidSaveTextDocumentNotification.type, (session, { textDocument }) =>
    saved(session, textDocument.uri),
  );
  registry.notification(DidOpenNotebookDocumentNotification.type, (session, params) => {
    session.documents.openNotebook(params);
    session.opened(session.sources.setNotebook(params.notebookDocument.uri));
  });
  registry.notification(DidChangeNotebookDocumentNotification.type, (session, params) => {
    const notebook = session.documents.changeNotebook(params);
    if (notebook === null) return;
    session.opened(session.sources.setNotebook(notebook.uri));
    forgotten(session, params.change.cells?.structure?.didClose?.map(({ uri }) => uri) ?? []);
  });
  registry.notification(DidCloseNotebookDocumentNotification.type, (session, params) => {
    const { notebookDocument, cellTextDocuments } = params;
    session.documents.closeNotebook(notebookDocument.uri, cellTextDocuments);
    session.closed(fileOfUri(notebookDocument.uri));
    forgotten(
      session,
      cellTextDocuments.map(({ uri }) => uri),
    );
  });
  registry.notification(DidSaveNotebookDocumentNotification.type, (session, { notebookDocument }) =>
    saved(session, notebookDocument.uri),
  );
};

/** What was pushed for a document stays until it is taken back. */
const forgotten = (session: Session, uris: readonly string[]): void => {
  if (session.client.pulls) return;
  for (const uri of uris) void session.connection.sendDiagnostics({ uri, diagnostics: [] });
};

/** What ran out of time is looked at with patience; without watchers, settings and modules on disk are read again. */
const saved = async (session: Session, uri: string): Promise<void> => {
  if (!session.client.registersWatchers) await session.refresh();
  session.checks.deepen(session.sources.fileOf(uri));
};
