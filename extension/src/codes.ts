/** Help pages of diagnostic codes, which are packed beside the server. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const helpFolder = (extension: string): string => join(extension, 'dist/server/diagnostics');

export const helpFile = (extension: string, code: string): string => join(helpFolder(extension), `${code}.md`);

/** All codes, sorted. */
export const codesOf = (extension: string): readonly string[] =>
  readdirSync(helpFolder(extension))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();

/** The first sentence of a code's page. */
export const titleOf = (extension: string, code: string): string =>
  /^#.*\n\n(.*?)\.(?: |\n)/.exec(readFileSync(helpFile(extension, code), 'utf8'))?.[1] ?? '';
