/** The public programs for SP-04 and SP-05: those of the manifest that lie, unchanged, below the folder `ATHANOR_CORPORA`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles, checkoutOf, type FileReport, readManifest, sha256 } from './corpus.ts';

export interface PublicPrograms {
  readonly reports: readonly FileReport[];
  /** One line per file that could not be used. */
  readonly left: readonly string[];
}

/** A sentence when there is nothing to check. */
export async function publicPrograms(): Promise<PublicPrograms | string> {
  const folder = process.env['ATHANOR_CORPORA'];
  if (folder === undefined) return 'ATHANOR_CORPORA names no folder with the checkouts of bench/corpora.json';
  const files: { path: string; text: string }[] = [];
  const left: string[] = [];
  for (const source of readManifest().sources) {
    const checkout = checkoutOf(source, folder);
    for (const { path, sha256: recorded } of source.files) {
      const at = checkout === null ? null : join(checkout, path);
      const text = at !== null && existsSync(at) ? readFileSync(at, 'utf8') : null;
      if (text === null) left.push(`missing: ${source.folders[0]}/${path}`);
      else if (sha256(text) !== recorded) left.push(`not the recorded text: ${source.folders[0]}/${path}`);
      else files.push({ path, text });
    }
  }
  if (files.length === 0) return 'no file of bench/corpora.json lies below ATHANOR_CORPORA';
  return { reports: await checkFiles(files), left };
}
