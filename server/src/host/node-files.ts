/** `Files` on Node. */

import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  watch as watchPath,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Entry, FileFault, Files, Outcome, Status } from '../ports/files.ts';

/** A source file larger than this is no source file; reading it would cost the memory of everything else. */
const LARGEST = 64 * 1024 * 1024;

const slashes = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

const FAULTS: Readonly<Record<string, FileFault>> = {
  ENOENT: { kind: 'missing', message: 'no such file or directory' },
  ENOTDIR: { kind: 'missing', message: 'no such file or directory' },
  EACCES: { kind: 'denied', message: 'permission denied' },
  EPERM: { kind: 'denied', message: 'permission denied' },
  EISDIR: { kind: 'directory', message: 'it is a directory' },
  EEXIST: { kind: 'exists', message: 'it exists already' },
  ELOOP: { kind: 'loop', message: 'its symbolic links go round in a circle' },
  ENAMETOOLONG: { kind: 'missing', message: 'the path is too long' },
};

const attempt = <T>(work: () => T): Outcome<T> => {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, fault: FAULTS[code] ?? { kind: 'other', message: code === '' ? message : code } };
  }
};

/** `mkdirSync` with `recursive` never returns where a parent exists and refuses new entries with ENOENT, as in /proc. */
const makeDirectory = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) throw error;
  }
};

export const nodeFiles = (): Files => {
  const cwd = slashes(process.cwd());
  return {
    cwd,
    absolute: (path) => slashes(resolve(cwd, path)),
    read(path): Outcome<Uint8Array> {
      const status = this.status(path);
      if (!status.ok) return status;
      if (status.value.kind === 'directory')
        return { ok: false, fault: { kind: 'directory', message: 'it is a directory' } };
      if (status.value.kind === 'other')
        return { ok: false, fault: { kind: 'other', message: 'it is no regular file' } };
      if (status.value.size > LARGEST)
        return { ok: false, fault: { kind: 'too-large', message: `it is larger than ${LARGEST / 1024 / 1024} MiB` } };
      return attempt(() => readFileSync(path));
    },
    list: (path) =>
      attempt(() =>
        readdirSync(path, { withFileTypes: true }).map((entry): Entry => {
          const kind = entry.isFile()
            ? 'file'
            : entry.isDirectory()
              ? 'directory'
              : entry.isSymbolicLink()
                ? 'link'
                : 'other';
          return { name: entry.name, kind };
        }),
      ),
    status: (path) =>
      attempt((): Status => {
        const found = statSync(path, { bigint: true });
        const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
        return { kind, identity: `${found.dev}:${found.ino}`, size: Number(found.size) };
      }),
    write: (path, data, { exclusive }) =>
      attempt(() => {
        makeDirectory(dirname(path));
        writeFileSync(path, data, { flag: exclusive ? 'wx' : 'w' });
      }),
    watch: watchAll,
  };
};

/**
 * A recursive watch of a directory follows new files. A file is watched through its directory: editors replace a file by
 * another one, and a watch of the first would go on with what nobody sees any more.
 */
const watchAll = (paths: readonly string[], changed: (path: string) => void): (() => void) | null => {
  const watchers: FSWatcher[] = [];
  for (const path of paths) {
    const opened = attempt(() => {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
        return watchPath(path, { recursive: true }, (_event, name) =>
          changed(name === null ? path : `${path}/${slashes(name)}`),
        );
      return watchPath(dirname(path), (_event, name) => {
        if (name === null || name === basename(path)) changed(path);
      });
    });
    if (!opened.ok) continue;
    opened.value.on('error', () => undefined);
    watchers.push(opened.value);
  }
  if (watchers.length === 0) return null;
  return () => {
    for (const watcher of watchers) watcher.close();
  };
};
