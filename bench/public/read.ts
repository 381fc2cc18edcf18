/** Files of the public corpora by their path in the repository. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf, readManifest, sha256 } from '../lib/corpus.ts';

/** Paths of all files that `bench/corpora.json` records. */
export const publicPaths = (): readonly string[] =>
  readManifest().sources.flatMap((source) => source.files.map((file) => file.path));

/** A reader of files below `folder` that have the recorded text; null for the others. */
export const publicReader = (folder: string): ((path: string) => string | null) => {
  const { sources } = readManifest();
  return (path) => {
    for (const source of sources) {
      const file = source.files.find((f) => f.path === path);
      const checkout = file === undefined ? null : checkoutOf(source, folder);
      const at = checkout === null ? null : join(checkout, path);
      const text = at !== null && existsSync(at) ? readFileSync(at, 'utf8') : null;
      if (text !== null && sha256(text) === file?.sha256) return text;
    }
    return null;
  };
};
