/**
 * The texts that the client has open, as its notifications left them. Both threads keep one: the protocol thread's
 * is what a new analysing thread is started from.
 */

import type { TextChange } from '@athanor/compiler-core/syntax/cst.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type {
  DidChangeNotebookDocumentParams,
  DidChangeTextDocumentParams,
  DidOpenNotebookDocumentParams,
  NotebookCell,
  NotebookDocument,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from 'vscode-languageserver';
import { type Encoding, offsetOf } from './positions.ts';

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineIndex;
}

/** A change of a document: the document after it, and the edits that led there, each on what the one before left. */
export interface Changed {
  readonly document: OpenDocument;
  readonly edits: readonly TextChange[];
}

export class Documents {
  private readonly open = new Map<string, OpenDocument>();
  private readonly books = new Map<string, NotebookDocument>();
  encoding: Encoding = 'utf-16';

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri);
  }

  notebook(uri: string): NotebookDocument | undefined {
    return this.books.get(uri);
  }

  get all(): readonly OpenDocument[] {
    return [...this.open.values()];
  }

  get notebooks(): readonly NotebookDocument[] {
    return [...this.books.values()];
  }

  /** The notebook that a cell belongs to. */
  notebookOfCell(uri: string): NotebookDocument | undefined {
    for (const book of this.books.values()) if (book.cells.some((cell) => cell.document === uri)) return book;
    return undefined;
  }

  /** @throws TypeError where a client sent no text. */
  add({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    if (typeof uri !== 'string' || typeof text !== 'string') throw new TypeError('a document without URI or text');
    const document = { uri, languageId, version, text, lines: new LineIndex(text) };
    this.open.set(uri, document);
    return document;
  }

  remove(uri: string): void {
    this.open.delete(uri);
  }

  /** Null for a document that is not open. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): Changed | null {
    const before = this.open.get(textDocument.uri);
    if (before === undefined) return null;
    let { text, lines } = before;
    const edits: TextChange[] = [];
    for (const change of contentChanges) {
      const edit = editOf(change, lines, this.encoding);
      edits.push(edit);
      text = text.slice(0, edit.start) + edit.newText + text.slice(edit.oldEnd);
      lines = new LineIndex(text);
    }
    const document = { ...before, version: textDocument.version, text, lines };
    this.open.set(document.uri, document);
    return { document, edits };
  }

  openNotebook({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): void {
    this.books.set(notebookDocument.uri, notebookDocument);
    for (const document of cellTextDocuments) this.add(document);
  }

  /** Null for a notebook that is not open. */
  changeNotebook({ notebookDocument, change }: DidChangeNotebookDocumentParams): NotebookDocument | null {
    const before = this.books.get(notebookDocument.uri);
    if (before === undefined) return null;
    const cells: NotebookCell[] = [...before.cells];
    const { structure, data, textContent } = change.cells ?? {};
    if (structure !== undefined) {
      const { start, deleteCount, cells: added } = structure.array;
      cells.splice(start, deleteCount, ...(added ?? []));
      for (const document of structure.didOpen ?? []) this.add(document);
      for (const { uri } of structure.didClose ?? []) this.remove(uri);
    }
    for (const cell of data ?? []) {
      const at = cells.findIndex(({ document }) => document === cell.document);
      if (at >= 0) cells[at] = cell;
    }
    for (const { document, changes } of textContent ?? [])
      this.change({ textDocument: document, contentChanges: changes });
    const after = { ...before, version: notebookDocument.version, cells };
    this.books.set(after.uri, after);
    return after;
  }

  closeNotebook(uri: string, cells: readonly { readonly uri: string }[]): void {
    this.books.delete(uri);
    for (const cell of cells) this.remove(cell.uri);
  }
}

const editOf = (change: TextDocumentContentChangeEvent, lines: LineIndex, encoding: Encoding): TextChange => {
  if (typeof change.text !== 'string') throw new TypeError('a change without text');
  if (!('range' in change)) return { start: 0, oldEnd: lines.length, newText: change.text };
  const start = offsetOf(lines, change.range.start, encoding);
  const end = offsetOf(lines, change.range.end, encoding);
  return { start: Math.min(start, end), oldEnd: Math.max(start, end), newText: change.text };
};
