/** The files of one translation unit: read through the host, cut into tokens once, found by the rules of `#include`. */

import { type FileId, fileId } from '../../../text/span.ts';
import { tokenize } from '../lex/tokenize.ts';
import type { Token } from '../lex/tokens.ts';

/** What the host gives: the text of a file by absolute path, null when there is none. */
export interface IncludeHost {
  read(path: string): string | null;
}

export interface SourceText {
  readonly file: FileId;
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** The folder of a path with forward slashes. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** `name` as it is seen from `folder`, without `.` and `..`. Absolute names (`/a`, `C:/a`) stay where they are. */
export const resolvePath = (folder: string, name: string): string => {
  const slashed = name.replaceAll('\\', '/');
  const path = /^(?:\/|[A-Za-z]:\/)/.test(slashed) || folder === '' ? slashed : `${folder}/${slashed}`;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && out.length > 0)) continue;
    if (part === '..' && out.length > 0 && out.at(-1) !== '..' && out.at(-1) !== '') out.pop();
    else out.push(part);
  }
  return out.join('/');
};

export class SourceFiles {
  private readonly known = new Map<string, SourceText | null>();

  constructor(private readonly host: IncludeHost) {}

  /** A text that the caller has, such as the open document. */
  put(path: string, text: string): SourceText {
    const file = fileId(path);
    const source = { file, text, tokens: tokenize(file, text) };
    this.known.set(path, source);
    return source;
  }

  get(path: string): SourceText | null {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const text = this.host.read(path);
    if (text !== null) return this.put(path, text);
    this.known.set(path, null);
    return null;
  }

  /** The first folder that has the file: for a quoted name that of the file with the directive, then the paths. */
  find(name: string, from: string | null, paths: readonly string[]): SourceText | null {
    for (const folder of from === null ? paths : [from, ...paths]) {
      const found = this.get(resolvePath(folder, name));
      if (found !== null) return found;
      if (name.startsWith('/')) return null;
    }
    return null;
  }

  /** All texts that were read, by file. */
  texts(): ReadonlyMap<FileId, string> {
    const out = new Map<FileId, string>();
    for (const source of this.known.values()) if (source !== null) out.set(source.file, source.text);
    return out;
  }
}
