/** Which file of the user's project an import means: beside the importing file, then below the project's root. */

import type { ModuleLoader } from '@athanor/compiler-core/session/workspace.ts';
import { type FileId, fileId } from '@athanor/compiler-core/text/span.ts';
import type { FileInput } from '../../ports/check-file.ts';
import type { Files } from '../../ports/files.ts';
import { join, parentOf, relativeTo } from '../paths.ts';
import { decode } from './decode.ts';

/** Installed packages are not looked for: only what stands in the project itself is read. */
export const moduleLoader = (files: Files, inputOf: (file: FileId) => FileInput | undefined): ModuleLoader => {
  const read = new Map<string, string | null>();
  const textAt = (path: string): string | null => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const bytes = files.read(path);
    const decoded = bytes.ok ? decode(bytes.value) : null;
    const text = decoded?.usable === true ? decoded.text : null;
    read.set(path, text);
    return text;
  };
  return (from, module) => {
    const input = inputOf(from);
    const absolute = input?.absolute ?? files.absolute(from);
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module
      .slice(dots)
      .split('.')
      .filter((part) => part !== '');
    if (parts.some((part) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(part))) return null;
    let home = parentOf(absolute);
    for (let up = 1; up < dots; up++) home = parentOf(home);
    const roots = dots > 0 ? [home] : [home, ...(input?.importRoots ?? [])];
    for (const root of roots) {
      const base = [root, ...parts].reduce(join);
      for (const path of [`${base}.py`, `${base}/__init__.py`]) {
        const text = textAt(path);
        if (text !== null) return { file: fileId(relativeTo(files.cwd, path)), text };
      }
    }
    return null;
  };
};
