/** The files below the given paths: `.gitignore` honoured, sorted, each file once, links never followed in circles. */

import type { CompilePatterns, FileFault, Files, PatternSet } from '../../ports/files.ts';
import { ancestors, baseName, join, relativeTo } from '../paths.ts';

export interface Found {
  readonly path: string;
  /** Named by the user: checked whatever it imports. */
  readonly explicit: boolean;
}
export interface Walked {
  readonly files: readonly Found[];
  readonly faults: readonly { readonly path: string; readonly fault: FileFault }[];
}

export interface WalkOptions {
  readonly files: Files;
  readonly compilePatterns: CompilePatterns;
  /** Does `athanor.toml` leave this file or directory out? */
  readonly excluded: (path: string, directory: boolean) => boolean;
  /** Does `athanor.toml` ask for this file? Null: it says nothing. */
  readonly included: (path: string) => boolean | null;
}

const SKIPPED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  'venv',
  '.venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.ipynb_checkpoints',
  'site-packages',
]);

/** Headers are read with what includes them. */
const SOURCE = /\.(?:py|ipynb|cc|cpp|cxx|c\+\+|cl|ocl|clcpp)$/i;

interface Level {
  readonly directory: string;
  readonly patterns: PatternSet;
}

/** `paths` are absolute. Cost: one listing per directory. */
export const walk = (paths: readonly string[], options: WalkOptions): Walked => {
  const { files } = options;
  const found = new Map<string, Found>();
  const faults: { path: string; fault: FileFault }[] = [];
  const visited = new Set<string>();
  /** Links to directories come last: what is reached without a link is named by its own path. */
  const linked: (() => void)[] = [];

  const visit = (directory: string, above: readonly Level[], top: boolean): void => {
    const status = files.status(directory);
    if (!status.ok || visited.has(status.value.identity)) return;
    visited.add(status.value.identity);
    const listing = files.list(directory);
    if (!listing.ok) {
      faults.push({ path: directory, fault: listing.fault });
      return;
    }
    const names = [...listing.value].sort((a, b) => (a.name < b.name ? -1 : 1));
    // A virtual environment is somebody else's code, whatever its name.
    if (!top && names.some((entry) => entry.name === 'pyvenv.cfg')) return;
    const levels = names.some((entry) => entry.name === '.gitignore') ? withLevel(directory, above, options) : above;
    for (const { name, kind } of names) {
      const path = join(directory, name);
      const target = kind === 'link' ? files.status(path) : null;
      const real = target === null ? kind : target.ok ? target.value.kind : 'other';
      if (real === 'directory') {
        if (SKIPPED.has(name) || isIgnored(path, true, levels) || options.excluded(path, true)) continue;
        if (kind === 'link') linked.push(() => visit(path, levels, false));
        else visit(path, levels, false);
      } else if (SOURCE.test(name) && (real === 'file' || target?.ok === false)) {
        if (isIgnored(path, false, levels) || options.excluded(path, false)) continue;
        if (options.included(path) === false || found.has(path)) continue;
        found.set(path, { path, explicit: false });
      }
    }
  };

  for (const path of paths) {
    const status = files.status(path);
    if (!status.ok) faults.push({ path, fault: status.fault });
    else if (status.value.kind === 'directory') visit(path, levelsAbove(path, options), true);
    else found.set(path, { path, explicit: true });
  }
  for (const follow of linked) follow();
  return { files: [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), faults };
};

const withLevel = (
  directory: string,
  above: readonly Level[],
  { files, compilePatterns }: WalkOptions,
): readonly Level[] => {
  const read = files.read(join(directory, '.gitignore'));
  if (!read.ok) return above;
  return [...above, { directory, patterns: compilePatterns(new TextDecoder().decode(read.value)) }];
};

/** The `.gitignore` files above a directory, up to the repository's root; none outside a repository. */
const levelsAbove = (directory: string, options: WalkOptions): readonly Level[] => {
  const up = ancestors(directory);
  const root = up.findIndex((path) => options.files.status(join(path, '.git')).ok);
  if (root <= 0) return [];
  return up
    .slice(1, root + 1)
    .reverse()
    .reduce<readonly Level[]>((levels, path) => withLevel(path, levels, options), []);
};

/** The deepest file that says anything decides. */
const isIgnored = (path: string, directory: boolean, levels: readonly Level[]): boolean => {
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i];
    if (level === undefined) continue;
    const { ignored, unignored } = level.patterns.test(relativeTo(level.directory, path) + (directory ? '/' : ''));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
};

export const isNotebook = (path: string): boolean => /\.ipynb$/i.test(baseName(path));
