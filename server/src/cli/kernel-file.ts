/** A C++ file on a command line: its text, what it includes, and the flags with which the project compiles it. */

import { readCMake } from '@athanor/compiler-core/frontends/kernel/build/cmake.ts';
import { readCompileCommands } from '@athanor/compiler-core/frontends/kernel/build/compile-commands.ts';
import { readMakefile } from '@athanor/compiler-core/frontends/kernel/build/makefile.ts';
import { type CompileOptions, NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import { preprocess } from '@athanor/compiler-core/frontends/kernel/preprocess/preprocess.ts';
import type { Preprocessed } from '@athanor/compiler-core/frontends/kernel/preprocess/unit.ts';
import type { Files } from '../ports/files.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { decode } from './inputs/decode.ts';
import { remedy } from './inputs/gather.ts';
import { ancestors, join, parentOf } from './paths.ts';

export const isKernelFile = (path: string): boolean => /\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|ipp|tpp)$/i.test(path);

/** The text of a file; null where there is none or it is no text. */
export const textOf = (files: Files, path: string): string | null => {
  const bytes = files.read(path);
  if (!bytes.ok) return null;
  const { text, usable } = decode(bytes.value);
  return usable ? text : null;
};

export const joined = (first: CompileOptions, second: CompileOptions): CompileOptions => ({
  macros: [...first.macros, ...second.macros],
  includePaths: [...first.includePaths, ...second.includePaths],
  forcedIncludes: [...first.forcedIncludes, ...second.forcedIncludes],
});

/** The flags of the project, without any setting: a compile database, else the Makefile or CMake list that is nearest. */
export const projectOptions = (files: Files, path: string): CompileOptions => {
  const folders = ancestors(parentOf(path));
  const root = folders.findIndex((folder) => files.status(join(folder, '.git')).ok);
  const inside = folders.slice(0, root < 0 ? 1 : root + 1);
  for (const folder of inside) {
    for (const place of [folder, join(folder, 'build')]) {
      const text = textOf(files, join(place, 'compile_commands.json'));
      const options = text === null ? undefined : readCompileCommands(text, place)?.get(path);
      if (options !== undefined) return options;
    }
  }
  for (const folder of inside) {
    const makefile = textOf(files, join(folder, 'Makefile')) ?? textOf(files, join(folder, 'makefile'));
    if (makefile !== null) return readMakefile(makefile, folder);
    const lists = textOf(files, join(folder, 'CMakeLists.txt'));
    if (lists !== null) return readCMake(lists, folder, path);
  }
  return NO_OPTIONS;
};

/** The other C++ sources in the folder of a file: where its program may define what it only declares. */
export const siblingSources = (files: Files, path: string): readonly string[] => {
  const folder = parentOf(path);
  const entries = files.list(folder);
  if (!entries.ok) return [];
  const names = entries.value.flatMap(({ name, kind }) => (kind === 'directory' ? [] : [name]));
  return names
    .filter((name) => /\.(?:cc|cpp|cxx|c\+\+)$/i.test(name))
    .map((name) => join(folder, name))
    .filter((sibling) => sibling !== path)
    .toSorted();
};

export interface KernelFile {
  readonly unit: Preprocessed;
  /** Whether all its bytes were text. */
  readonly whole: boolean;
}

/**
 * @param given The options of the command line; they come after those of the project, so that they win.
 * @throws UsageError when the file cannot be read.
 */
export const openKernelFile = (name: string, given: CompileOptions, files: Files): KernelFile => {
  const path = files.absolute(name);
  const bytes = files.read(path);
  if (!bytes.ok) throw new UsageError(`${name}: ${remedy(bytes.fault)}`, EXIT.unreadable);
  const { text, problems, usable } = decode(bytes.value);
  if (!usable) throw new UsageError(`${name}: ${problems[0]?.message ?? 'the file is no text'}`, EXIT.unreadable);
  const options = joined(projectOptions(files, path), given);
  const unit = preprocess({ path, text, options, host: { read: (file) => textOf(files, file) } });
  return { unit, whole: problems.length === 0 };
};
