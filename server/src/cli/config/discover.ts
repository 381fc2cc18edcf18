/** The `athanor.toml` that governs a file: the nearest upward, not beyond the root of its repository. */

import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { fileId } from '@athanor/compiler-core/text/span.ts';
import type { CompilePatterns, Files, PatternSet } from '../../ports/files.ts';
import type { ParseToml } from '../../ports/toml.ts';
import { decode } from '../inputs/decode.ts';
import { ancestors, join, parentOf, relativeTo } from '../paths.ts';
import { type Config, defaultConfig, readConfig } from './read.ts';

export const CONFIG_NAME = 'athanor.toml';

/** The settings for the files below one directory. */
export interface Governing {
  readonly config: Config;
  /** Where patterns count from; null without a file. */
  readonly root: string | null;
  readonly include: PatternSet | null;
  readonly exclude: PatternSet | null;
  readonly devices: readonly { readonly set: PatternSet; readonly name: string }[];
}

export interface ConfigFinder {
  governing(path: string): Governing;
  excluded(path: string, directory: boolean): boolean;
  /** Null: no file says anything about it. */
  included(path: string): boolean | null;
  /** The device that a file is meant for, by its name; null: nothing says which. */
  deviceOf(path: string): string | null;
  /** Mistakes in all files read so far, and the views to show them. */
  problems(): { readonly diagnostics: readonly Diagnostic[]; readonly views: readonly SourceView[] };
}

const NOTHING: Governing = { config: defaultConfig, root: null, include: null, exclude: null, devices: [] };

export interface FinderOptions {
  readonly files: Files;
  readonly compilePatterns: CompilePatterns;
  readonly loadToml: () => Promise<ParseToml>;
}

/** `paths` are where the search may start: if none has an `athanor.toml` above or below, TOML is never loaded. */
export const configFinder = async ({ files, compilePatterns, loadToml }: FinderOptions): Promise<ConfigFinder> => {
  const parse = await loadToml();
  const byDirectory = new Map<string, Governing>();
  const diagnostics: Diagnostic[] = [];
  const views: SourceView[] = [];

  const read = (directory: string): Governing | null => {
    const path = join(directory, CONFIG_NAME);
    const bytes = files.read(path);
    if (!bytes.ok) return null;
    const shown = relativeTo(files.cwd, path);
    const { text } = decode(bytes.value);
    const { config, problems } = readConfig(fileId(shown), text, parse);
    diagnostics.push(...problems);
    views.push(sourceView(fileId(shown), shown, text));
    return {
      config,
      root: directory,
      include: compilePatterns(config.include.join('\n')),
      exclude: compilePatterns(config.exclude.join('\n')),
      devices: config.device.map(({ pattern, name }) => ({ set: compilePatterns(pattern), name })),
    };
  };

  const governingDirectory = (start: string): Governing => {
    const passed: string[] = [];
    let result = NOTHING;
    for (const directory of ancestors(start)) {
      const known = byDirectory.get(directory);
      if (known !== undefined) {
        result = known;
        break;
      }
      passed.push(directory);
      const own = read(directory);
      if (own !== null) {
        result = own;
        break;
      }
      if (files.status(join(directory, '.git')).ok) break;
    }
    for (const directory of passed) byDirectory.set(directory, result);
    return result;
  };

  const governing = (path: string): Governing => governingDirectory(parentOf(path));
  return {
    governing,
    excluded: (path, directory) => {
      const { root, exclude } = governing(path);
      if (root === null || exclude === null) return false;
      return exclude.test(relativeTo(root, path) + (directory ? '/' : '')).ignored;
    },
    included: (path) => {
      const { root, include } = governing(path);
      return root === null || include === null ? null : include.test(relativeTo(root, path)).ignored;
    },
    deviceOf: (path) => {
      const { root, devices } = governing(path);
      if (root === null) return null;
      return devices.findLast(({ set }) => set.test(relativeTo(root, path)).ignored)?.name ?? null;
    },
    problems: () => ({ diagnostics, views }),
  };
};
