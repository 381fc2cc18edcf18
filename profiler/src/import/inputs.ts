/** From what the user names to the files to read. */

import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface InputFile {
  readonly path: string;
  /** How it is called in the run: relative to what was given. */
  readonly label: string;
  readonly bytes: number;
}

export interface Skipped {
  readonly label: string;
  readonly code: 'not-a-file' | 'unreadable-input';
  readonly text: string;
}

/** Names that no trace has. */
const IGNORED = /^(?:\.|README|LICENSE|run\.json$|part\.json$|truth\.json$)|\.(?:md|py|txt\.swp|yaml|yml)$/i;

const natural = new Intl.Collator('en', { numeric: true });

/** Files in natural order. Links that are named are followed, links inside directories are not. */
export const findInputs = (
  paths: readonly string[],
): { readonly files: readonly InputFile[]; readonly skipped: readonly Skipped[] } => {
  const files: InputFile[] = [];
  const skipped: Skipped[] = [];
  for (const path of paths) {
    try {
      const found = statSync(path);
      if (found.isDirectory()) walk(path, '', files, skipped);
      else if (found.isFile()) files.push({ path, label: basename(path), bytes: found.size });
      else skipped.push({ label: path, code: 'not-a-file', text: 'it is no regular file' });
    } catch (error) {
      skipped.push({ label: path, code: 'unreadable-input', text: message(error) });
    }
  }
  return { files, skipped };
};

const walk = (root: string, below: string, files: InputFile[], skipped: Skipped[]): void => {
  const names = readdirSync(join(root, below)).sort(natural.compare);
  for (const name of names) {
    if (IGNORED.test(name)) continue;
    const label = below === '' ? name : `${below}/${name}`;
    const path = join(root, below, name);
    try {
      const found = lstatSync(path);
      if (found.isDirectory()) walk(root, label, files, skipped);
      else if (found.isFile()) files.push({ path, label, bytes: found.size });
      else skipped.push({ label, code: 'not-a-file', text: found.isSymbolicLink() ? 'a link' : 'a special file' });
    } catch (error) {
      skipped.push({ label, code: 'unreadable-input', text: message(error) });
    }
  }
};

export const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
