/** The files of the repository, as git knows them, so that build products and editors' leavings are not checked. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const ROOT = resolve(import.meta.dirname, '../..');

/** Paths of committed files and of new ones that are not ignored; without git or its folder, of every file outside build products. */
export function repositoryPaths(root = ROOT): readonly string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...new Set(listed.split('\0').filter((path) => path !== ''))].sort();
  } catch {
    return walk(root, '').sort();
  }
}

const walk = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git', 'coverage'].includes(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(root, path) : [path];
  });

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // deleted in the work tree, still in the index
  }
};

/** TypeScript and JavaScript sources, generated ones left out (their first lines say `Generated`). */
export function sourceFiles(root = ROOT): readonly SourceFile[] {
  return repositoryPaths(root)
    .filter((path) => /\.(ts|mts|js|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts'))
    .flatMap((path) => {
      const text = readIfThere(join(root, path));
      return text === null || isGenerated(text) ? [] : [{ path, text }];
    });
}

const isGenerated = (text: string): boolean => /\bgenerated (by|from)\b/i.test(text.slice(0, 300));
