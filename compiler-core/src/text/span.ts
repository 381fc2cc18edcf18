/**
 * Places in source text. Offsets count UTF-16 code units from 0, as JavaScript strings and LSP do.
 * The three position types cannot be confused: each is made by its own constructor only.
 */

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** The name of a file as the workspace knows it: a path with forward slashes, or `athanor:libop/NAME.py` for our own library. */
export type FileId = Brand<string, 'FileId'>;
/** UTF-16 code units from the start of the file. */
export type Offset = Brand<number, 'Offset'>;
/** A line counted from 0. */
export type Line0 = Brand<number, 'Line0'>;
/** A line counted from 1, as people read it. */
export type Line1 = Brand<number, 'Line1'>;

export const fileId = (path: string): FileId => path as FileId;
export const offset = (units: number): Offset => units as Offset;
export const line0 = (line: number): Line0 => line as Line0;
export const line1 = (line: number): Line1 => line as Line1;

/** A half-open range `[start, end)` of one file. */
export interface Span {
  readonly file: FileId;
  readonly start: Offset;
  readonly end: Offset;
}

export const span = (file: FileId, start: number, end: number): Span => ({
  file,
  start: offset(start),
  end: offset(end),
});

/** Files whose name begins so are ours (the operator library), never the user's. */
export const LIBRARY_PREFIX = 'athanor:';
export const isLibraryFile = (file: FileId): boolean => file.startsWith(LIBRARY_PREFIX);
