/** From paths on the command line to texts to check, each with the settings that count for it. */

import { isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { FileInput, ReadingProblem } from '../../ports/check-file.ts';
import type { FileFault, Files } from '../../ports/files.ts';
import type { ConfigFinder } from '../config/discover.ts';
import { launchesOf } from '../kernels/configurations.ts';
import { devicesOf } from '../kernels/devices.ts';
import { ancestors, join, parentOf, relativeTo } from '../paths.ts';
import { decode } from './decode.ts';
import { readNotebook } from './notebook.ts';
import { isRelevant } from './relevant.ts';
import { isNotebook, type Walked } from './walk.ts';

export interface Gathered {
  readonly inputs: readonly FileInput[];
  readonly skipped: number;
  /** Inputs that gave no text. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

export interface GatherOptions {
  readonly files: Files;
  readonly config: ConfigFinder;
  readonly binds: ReadonlyMap<string, bigint>;
  /** Kernels: what the command line says of them. */
  readonly kernels?: Pick<FileInput, 'compile' | 'sizes'>;
  /** Kernels: names of devices on the command line. */
  readonly devices?: readonly string[];
}

export const gather = (walked: Walked, options: GatherOptions): Gathered => {
  const { files } = options;
  const inputs: FileInput[] = [];
  const faults = walked.faults.map(({ path, fault }) => ({
    path: relativeTo(files.cwd, path),
    message: remedy(fault),
  }));
  let skipped = 0;
  for (const { path, explicit } of walked.files) {
    const bytes = files.read(path);
    const shown = relativeTo(files.cwd, path);
    if (!bytes.ok) {
      faults.push({ path: shown, message: remedy(bytes.fault) });
      continue;
    }
    const input = toInput(path, bytes.value, options);
    if ('message' in input) {
      if (explicit) faults.push({ path: shown, message: input.message });
      else skipped++;
    } else if (!explicit && !isRelevant(path, input.text)) skipped++;
    else inputs.push(input);
  }
  return { inputs, skipped, faults };
};

/** One file from its bytes; a message where there is no text to check. */
export const toInput = (
  path: string,
  bytes: Uint8Array,
  options: GatherOptions,
): FileInput | { readonly message: string } => {
  const decoded = decode(bytes);
  let { text } = decoded;
  let cells: FileInput['cells'] = [];
  let problems: readonly ReadingProblem[] = decoded.problems;
  if (!decoded.usable) return { message: problems[0]?.message ?? 'the file is no text' };
  if (isNotebook(path)) {
    const notebook = readNotebook(text);
    if (!notebook.ok) return { message: notebook.message };
    ({ text, cells } = notebook);
    // Places in the JSON are not places in the code.
    problems = problems.map(({ message }) => ({ start: 0, end: 0, message }));
  }
  return {
    path: relativeTo(options.files.cwd, path),
    absolute: path,
    text,
    cells,
    problems,
    ...settingsOf(path, options),
  };
};

const settingsOf = (
  path: string,
  { files, config, binds, kernels, devices: named }: GatherOptions,
): Omit<FileInput, 'path' | 'absolute' | 'text' | 'cells' | 'problems'> => {
  const governing = config.governing(path);
  const bindings = [
    ...[...governing.config.bind]
      .filter(([name]) => !binds.has(name))
      .map(([name, value]) => ({ name, value, source: 'athanor.toml' })),
    ...[...binds].map(([name, value]) => ({ name, value, source: '--bind' })),
  ];
  const severity = [...governing.config.severity].filter(([code]) => isDiagnosticCode(code));
  const up = ancestors(parentOf(path));
  const root = up.findIndex((directory) => files.status(join(directory, '.git')).ok);
  // Outside a repository only the working directory is a root.
  const importRoots = root < 0 ? [files.cwd] : up.slice(1, root + 1);
  const launches = launchesOf({ launches: governing.config.launches, root: governing.root }, path);
  const devices = devicesOf(path, config, named ?? []);
  return {
    bindings,
    severity,
    importRoots,
    ...(devices.length > 0 && { devices }),
    ...(launches.length > 0 && { launches: { launches, root: governing.root } }),
    ...kernels,
  };
};

const REMEDY: Readonly<Partial<Record<FileFault['kind'], string>>> = {
  missing: 'Check the spelling; a file may also have vanished during the check',
  denied: 'Give read permission to this user, or leave the path out',
  directory: 'Name a file in it',
  loop: 'Remove one of the links',
  'too-large': 'Leave it out with `exclude` in athanor.toml',
};

export const remedy = (fault: FileFault): string => {
  const hint = REMEDY[fault.kind];
  return `the input could not be read: ${fault.message}${hint === undefined ? '' : `. ${hint}`}`;
};
