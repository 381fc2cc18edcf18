/** What the protocol thread follows of a session, and says again to a new analysing thread: documents, settings, folders. */

import type {
  DidChangeNotebookDocumentParams,
  DidChangeTextDocumentParams,
  DidCloseNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import type { Documents } from './documents.ts';

const FOLLOW: Readonly<Record<string, (documents: Documents, params: never) => unknown>> = {
  'textDocument/didOpen': (documents, { textDocument }: DidOpenTextDocumentParams) => documents.add(textDocument),
  'textDocument/didChange': (documents, params: DidChangeTextDocumentParams) => documents.change(params),
  'textDocument/didClose': (documents, { textDocument }: DidOpenTextDocumentParams) =>
    documents.remove(textDocument.uri),
  'notebookDocument/didOpen': (documents, params: DidOpenNotebookDocumentParams) => documents.openNotebook(params),
  'notebookDocument/didChange': (documents, params: DidChangeNotebookDocumentParams) =>
    documents.changeNotebook(params),
  'notebookDocument/didClose': (documents, { notebookDocument, cellTextDocuments }: DidCloseNotebookDocumentParams) =>
    documents.closeNotebook(notebookDocument.uri, cellTextDocuments),
};

export const isDocumentMethod = (method: string): boolean => Object.hasOwn(FOLLOW, method);

/** False where the parameters have another form than the protocol's: such a notification changes nothing. */
export const follow = (documents: Documents, method: string, params: unknown): boolean => {
  try {
    FOLLOW[method]?.(documents, params as never);
    return true;
  } catch {
    return false;
  }
};

/** What a client says once and means for the rest of the session, beside the documents. */
export class Remembered {
  private readonly last = new Map<string, unknown>();
  private readonly folders: unknown[] = [];

  follow(method: string, params: unknown): void {
    if (method === 'workspace/didChangeConfiguration' || method === '$/setTrace') this.last.set(method, params);
    if (method === 'workspace/didChangeWorkspaceFolders') this.folders.push(params);
  }

  get all(): readonly (readonly [string, unknown])[] {
    const changes = this.folders.map((params) => ['workspace/didChangeWorkspaceFolders', params] as const);
    return [...changes, ...this.last];
  }
}

export interface Replayed {
  readonly kind: 'request' | 'edit' | 'other';
  readonly message: object;
}

/** An id that no client uses, for the second `initialize`: its answer is dropped. */
const REPLAY_ID = 'athanor-replay';

export interface Begun {
  /** Of `initialize`. */
  readonly params: unknown;
  readonly initialized: boolean;
  readonly remembered: Remembered;
}

export const replay = ({ params, initialized, remembered }: Begun, documents: Documents): readonly Replayed[] => {
  const notification = (kind: Replayed['kind'], method: string, own: unknown): Replayed => ({
    kind,
    message: { jsonrpc: '2.0', method, params: own },
  });
  const item = (uri: string): object[] => {
    const document = documents.get(uri);
    if (document === undefined) return [];
    const { languageId, version, text } = document;
    return [{ uri, languageId, version, text }];
  };
  const cells = new Set(documents.notebooks.flatMap((book) => book.cells.map((cell) => cell.document)));
  return [
    { kind: 'request', message: { jsonrpc: '2.0', id: REPLAY_ID, method: 'initialize', params } },
    ...(initialized ? [notification('other', 'initialized', {})] : []),
    ...remembered.all.map(([method, own]) => notification('other', method, own)),
    ...documents.notebooks.map((notebookDocument) =>
      notification('edit', 'notebookDocument/didOpen', {
        notebookDocument,
        cellTextDocuments: notebookDocument.cells.flatMap((cell) => item(cell.document)),
      }),
    ),
    ...documents.all
      .filter(({ uri }) => !cells.has(uri))
      .flatMap(({ uri }) => item(uri))
      .map((textDocument) => notification('edit', 'textDocument/didOpen', { textDocument })),
  ];
};
