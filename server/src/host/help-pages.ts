/** Help pages: beside the bundle, or in the repository's `docs`. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLACES = ['diagnostics/', '../../../docs/diagnostics/'].map((place) => new URL(place, import.meta.url));

export const helpPage = (code: string): string | null => {
  if (!/^[a-z][a-z0-9-]*$/.test(code)) return null;
  for (const place of PLACES) {
    try {
      return readFileSync(fileURLToPath(new URL(`${code}.md`, place)), 'utf8');
    } catch {
      // Not there: the next place.
    }
  }
  return null;
};

/** Where an editor finds the page: a `file:` URL; the name of the code where there is no page. */
export const helpUrl = (code: string): string => {
  const url = PLACES.map((place) => new URL(`${code}.md`, place)).find((each) => existsSync(fileURLToPath(each)));
  return url?.href ?? `urn:athanor:diagnostic:${code}`;
};
