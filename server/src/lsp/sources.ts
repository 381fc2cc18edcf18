/**
 * Every text an answer can point into, as document, lines and cells: open documents, the cells of open notebooks, files
 * on disk, the operator library. The one place where names of files and URIs meet.
 */

import { LIBOP_FILES } from '@athanor/compiler-core/frontends/tensor/libop/index.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { type FileId, isLibraryFile, line0, type Offset, offset, type Span } from '@athanor/compiler-core/text/span.ts';
import type { Location, Position, Range } from 'vscode-languageserver';
import type { EngineHost } from '../ports/editor.ts';
import type { Documents } from './documents.ts';
import { offsetOf, positionOf, rangeOf } from './positions.ts';
import { fileOfUri, uriOfFile, uriOfPath } from './uris.ts';

/** A cell of an open notebook; lines count from 0 in the notebook's joined text. */
export interface CellPlace {
  readonly uri: string;
  readonly firstLine: number;
}

export interface Source {
  readonly file: FileId;
  /** What the client calls it; for a notebook its own URI, answers go to its cells. */
  readonly uri: string;
  readonly lines: LineIndex;
  /** Of an open notebook. */
  readonly cells: readonly CellPlace[];
  /** Null where it is not open. */
  readonly version: number | null;
}

export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
}

export class Sources {
  private readonly open = new Map<FileId, Source>();
  private readonly closed = new Map<FileId, Source | null>();

  constructor(
    private readonly documents: Documents,
    private readonly host: EngineHost,
    /** Whether the client can show documents that stand in no file. */
    private readonly ownDocuments: boolean,
  ) {}

  /** The file a document belongs to: itself, or the notebook of a cell. */
  fileOf(uri: string): FileId {
    return fileOfUri(this.documents.notebookOfCell(uri)?.uri ?? uri);
  }

  isOpen(file: FileId): boolean {
    return this.open.has(file);
  }

  /** The open file a document belongs to. */
  openOf(uri: string): Source | null {
    return this.open.get(this.fileOf(uri)) ?? null;
  }

  get openFiles(): readonly Source[] {
    return [...this.open.values()];
  }

  /** After a document was opened or changed. */
  setDocument(uri: string): Source | null {
    const document = this.documents.get(uri);
    if (document === undefined) return null;
    const { lines, version } = document;
    return this.keep({ file: fileOfUri(uri), uri, lines, cells: [], version });
  }

  /** After anything in a notebook changed: its Python cells joined, magics commented out. */
  setNotebook(uri: string): Source | null {
    const notebook = this.documents.notebook(uri);
    if (notebook === undefined) return null;
    let text = '';
    let firstLine = 0;
    const cells: CellPlace[] = [];
    for (const { kind, document } of notebook.cells) {
      const cell = this.documents.get(document);
      if (kind !== CODE_CELL || cell === undefined || cell.languageId !== 'python') continue;
      cells.push({ uri: document, firstLine });
      const python = this.host.project.pythonOfCell(cell.text);
      const part = python.endsWith('\n') ? python : `${python}\n`;
      text += part;
      firstLine += new LineIndex(part).lineCount - 1;
    }
    return this.keep({ file: fileOfUri(uri), uri, lines: new LineIndex(text), cells, version: notebook.version });
  }

  private keep(source: Source): Source {
    this.open.set(source.file, source);
    this.closed.delete(source.file);
    return source;
  }

  close(file: FileId): void {
    this.open.delete(file);
  }

  /** Files that are not open may have changed. */
  refresh(): void {
    for (const file of this.closed.keys()) if (!isLibraryFile(file)) this.closed.delete(file);
  }

  /** Lets go of the text of a file that is not open. */
  forget(file: FileId): void {
    this.closed.delete(file);
  }

  get(file: FileId): Source | null {
    const known = this.open.get(file) ?? this.closed.get(file);
    if (known !== undefined) return known;
    const text = isLibraryFile(file)
      ? LIBOP_FILES.find((each) => each.file === file)?.source
      : this.host.project.read(file)?.text;
    const source =
      text === undefined
        ? null
        : { file, uri: this.uriOf(file, text), lines: new LineIndex(text), cells: [], version: null };
    this.closed.set(file, source);
    return source;
  }

  /** The operator library stands in no file: where the client cannot show that, in one that is written for it. */
  private uriOf(file: FileId, text: string): string {
    if (!isLibraryFile(file) || this.ownDocuments) return uriOfFile(file);
    const path = this.host.keep(`libop-${file.slice(file.lastIndexOf('/') + 1)}`, text);
    return path === null ? uriOfFile(file) : uriOfPath(path);
  }

  /** A place in a document; null where the document is not open. */
  at(uri: string, position: Position): { readonly source: Source; readonly offset: Offset } | null {
    const source = this.open.get(this.fileOf(uri));
    if (source === undefined) return null;
    const { firstLine, end } = this.extent(source, uri);
    const at = offsetOf(source.lines, position, this.documents.encoding, firstLine);
    // What lies behind a cell is the next one's.
    return { source, offset: at > end ? offset(end) : at };
  }

  /** The part of an open file's text that a document is: all of it, or a cell. */
  extent(source: Source, uri: string): Extent {
    const at = source.cells.findIndex((cell) => cell.uri === uri);
    const cell = source.cells[at];
    if (cell === undefined) return { start: 0, end: source.lines.length, firstLine: 0 };
    const next = source.cells[at + 1];
    const end = next === undefined ? source.lines.length : source.lines.lineStart(line0(next.firstLine));
    return { start: source.lines.lineStart(line0(cell.firstLine)), end, firstLine: cell.firstLine };
  }

  /** A span as a place in a document. Null where nobody knows its text. */
  location(span: Span): Location | null {
    const source = this.get(span.file);
    if (source === null) return null;
    const cell = cellAt(source, span.start);
    const firstLine = cell?.firstLine ?? 0;
    const range = rangeOf(source.lines, span.start, span.end, this.documents.encoding, firstLine);
    return { uri: cell?.uri ?? source.uri, range };
  }

  /** The range of a span in a document of which it is known to be part. */
  range(source: Source, start: Offset, end: Offset): Range {
    const firstLine = cellAt(source, start)?.firstLine ?? 0;
    return rangeOf(source.lines, start, end, this.documents.encoding, firstLine);
  }

  position(source: Source, at: Offset): Position {
    return positionOf(source.lines, at, this.documents.encoding, cellAt(source, at)?.firstLine ?? 0);
  }
}

const CODE_CELL = 2;

const cellAt = (source: Source, at: Offset): CellPlace | undefined => {
  if (source.cells.length === 0) return undefined;
  const { line } = source.lines.position0(at);
  let found = source.cells[0];
  for (const cell of source.cells) if (cell.firstLine <= line) found = cell;
  return found;
};
