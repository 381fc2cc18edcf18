/** URIs to the session's names of files and back. A file on disk is named by its path, anything else by its URI. */

import { type FileId, fileId, isLibraryFile, LIBRARY_PREFIX } from '@athanor/compiler-core/text/span.ts';

/** Documents of ours that stand in no file. */
export const OWN_SCHEME = 'athanor';

/** Null for what is no file: `untitled:`, `git:`. Drive letters become upper case. */
export const pathOfUri = (uri: string): string | null => {
  const match = /^file:\/\/([^/]*)(\/.*)?$/i.exec(uri);
  if (match === null) return null;
  const path = decode((match[2] ?? '/').replace(/[?#].*$/, ''));
  const drive = /^\/([A-Za-z]):/.exec(path);
  if (drive !== null) return `${(drive[1] ?? '').toUpperCase()}:${path.slice(3)}`;
  const host = match[1] ?? '';
  return host === '' || host === 'localhost' ? path : `//${host}${path}`;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const uriOfPath = (path: string): string => {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const encoded = rooted.split('/').map((part) => encodeURIComponent(part).replaceAll('%3A', ':'));
  return `file://${encoded.join('/')}`;
};

export const fileOfUri = (uri: string): FileId => {
  if (uri.startsWith(`${OWN_SCHEME}:/libop/`)) return fileId(LIBRARY_PREFIX + uri.slice(OWN_SCHEME.length + 2));
  return fileId(pathOfUri(uri) ?? uri);
};

/** `athanor:libop/relu.py` is the document `athanor:/libop/relu.py`. */
export const uriOfFile = (file: FileId): string => {
  if (isLibraryFile(file)) return `${OWN_SCHEME}:/${file.slice(LIBRARY_PREFIX.length)}`;
  return file.startsWith('/') || /^[A-Z]:\//.test(file) ? uriOfPath(file) : file;
};

/** The settings file, by its name. */
export const isConfig = (file: FileId): boolean => /(?:^|\/)athanor\.toml$/.test(file);

export interface OwnDocument {
  readonly kind: 'ir' | 'accesses' | 'run' | 'preview';
  /** The document it is about. */
  readonly about: string;
  readonly unit: string;
}

/** `athanor:/ir/NAME.ir.txt?URI`: a read-only text about one staged function of a document; tabs of editors show the last part. */
export const uriOfOwn = ({ kind, about, unit }: OwnDocument): string =>
  `${OWN_SCHEME}:/${kind}/${encodeURIComponent(unit)}.${kind}.txt?${encodeURIComponent(about)}`;

export const ownOfUri = (uri: string): OwnDocument | null => {
  const match = /^athanor:\/(ir|accesses|run|preview)\/([^?]*)\.\1\.txt\?(.*)$/.exec(uri);
  if (match === null) return null;
  const [, kind, unit = '', about = ''] = match;
  return { kind: kind as OwnDocument['kind'], unit: decode(unit), about: decode(about) };
};
