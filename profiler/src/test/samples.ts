/** Real traces of other projects, where they are; see `bench/corpora.json` for where they come from. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = new URL('../../../', import.meta.url).pathname;

export const SAMPLES = process.env['ATHANOR_TRACES'] ?? join(ROOT, '../shared/data/traces');

/** Why tests of real traces do not run; null where they do. */
export const missingSamples = (): string | null => (existsSync(SAMPLES) ? null : 'no real traces: set ATHANOR_TRACES');

/** Files below a folder of the samples, by path relative to all of them. */
export const sampleFiles = (folder = '.'): readonly string[] => {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const inner = join(path, name);
      if (statSync(inner).isDirectory()) walk(inner);
      else found.push(relative(SAMPLES, inner));
    }
  };
  if (existsSync(join(SAMPLES, folder))) walk(join(SAMPLES, folder));
  return found;
};

export const samplePath = (name: string): string => join(SAMPLES, name);
