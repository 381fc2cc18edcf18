/** `FILE` or `FILE:FUNC` on a command line, read and staged. */

import { sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { StagedUnit } from '@athanor/compiler-core/session/pipeline.ts';
import type { Snapshot } from '@athanor/compiler-core/session/snapshot.ts';
import { tensorLanguage } from '@athanor/compiler-core/session/tensor-language.ts';
import { Workspace } from '@athanor/compiler-core/session/workspace.ts';
import type { SyntaxParser } from '@athanor/compiler-core/syntax/cst.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { type FileId, fileId } from '@athanor/compiler-core/text/span.ts';
import type { FileInput } from '../ports/check-file.ts';
import type { Ports } from '../ports/ports.ts';
import { configFinder } from './config/discover.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { remedy, toInput } from './inputs/gather.ts';
import { moduleLoader } from './inputs/modules.ts';
import { libraryView } from './library-view.ts';

export interface Target {
  readonly input: FileInput;
  readonly file: FileId;
  readonly parser: SyntaxParser;
  readonly snapshot: Snapshot;
  /** The name after the colon; null: the whole file. */
  readonly func: string | null;
}

/** A colon belongs to a Windows drive or starts the function's name. */
export const splitTarget = (text: string): { readonly path: string; readonly func: string | null } => {
  const match = /^(.*[^:/\\].*?):([\p{L}_][\p{L}\p{N}_.<>-]*)$/u.exec(text);
  return match === null ? { path: text, func: null } : { path: match[1] ?? text, func: match[2] ?? null };
};

/** @throws UsageError when the file cannot be read. */
export const openTarget = async (text: string, binds: ReadonlyMap<string, bigint>, ports: Ports): Promise<Target> => {
  const { files } = ports;
  const { path, func } = splitTarget(text);
  if (path === '-') throw new UsageError('standard input is read by `athanor check` alone: name a file');
  const absolute = files.absolute(path);
  const bytes = files.read(absolute);
  if (!bytes.ok) throw new UsageError(`${path}: ${remedy(bytes.fault)}`, EXIT.unreadable);
  const input = toInput(absolute, bytes.value, { files, config: await configFinder(ports), binds });
  if ('message' in input) throw new UsageError(`${path}: ${input.message}`, EXIT.unreadable);
  const parser = await ports.createParser();
  const file = fileId(input.path);
  const workspace = new Workspace({
    parser,
    pipeline: tensorLanguage(parser),
    log: ports.log,
    loadModule: moduleLoader(files, (id) => (id === file ? input : undefined)),
  });
  const bindings = new Map(input.bindings.map(({ name, value, source }) => [name, { value, source }]));
  const snapshot = workspace.apply({
    kind: 'set',
    file,
    text: input.text,
    settings: { bindings, severity: new Map(input.severity) },
  });
  return { input, file, parser, snapshot, func };
};

/** The functions asked for: all, or those of one name. @throws UsageError when there is none of that name. */
export const unitsOf = ({ snapshot, file, func }: Target): readonly StagedUnit[] => {
  const units = snapshot.staged(file).module.units.filter((unit) => unit.kind !== 'inline');
  if (func === null) return units;
  const found = units.filter((unit) => unit.name === func);
  if (found.length > 0) return found;
  const names = [...new Set(units.map((unit) => unit.name))];
  const hint = nearest(func, names);
  const known = names.length === 0 ? 'it stages no function' : `it stages ${names.join(', ')}`;
  throw new UsageError(
    `${file} stages no function \`${func}\`: ${hint === null ? known : `did you mean \`${hint}\`?`}`,
  );
};

/** Texts by file, for places in what is printed. */
export const lookupIn = ({ file, input }: Target) => {
  const view = sourceView(file, input.path, input.text, input.cells);
  return (id: FileId) => (id === file ? view : libraryView(id));
};
