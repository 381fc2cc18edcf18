/** One file through a session: what workers and the main thread both do. */

import { about } from '@athanor/compiler-core/diag/about.ts';
import { type Judged, toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { type LogPort, neverCancelled } from '@athanor/compiler-core/session/limits.ts';
import { tensorLanguage } from '@athanor/compiler-core/session/tensor-language.ts';
import { Workspace } from '@athanor/compiler-core/session/workspace.ts';
import type { SyntaxParser } from '@athanor/compiler-core/syntax/cst.ts';
import { type FileId, fileId, span } from '@athanor/compiler-core/text/span.ts';
import type { FileInput, FileResult } from '../ports/check-file.ts';
import type { Files } from '../ports/files.ts';
import { moduleLoader } from './inputs/modules.ts';
import { isKernelSource } from './inputs/relevant.ts';
import { checkKernelFile } from './kernels/check-kernel.ts';
import { libraryView } from './library-view.ts';

/** Milliseconds for one analysis of one function; what is not known by then is said to be unknown. */
const PER_ANALYSIS = 20_000;

export interface CheckerOptions {
  readonly parser: SyntaxParser;
  readonly files: Files;
  readonly clock: () => number;
  readonly log: LogPort;
  /** Files are checked again and again (`--watch`): keep what a second check can use. */
  readonly again: boolean;
}

export type FileChecker = (input: FileInput) => FileResult;

/** The checker keeps caches, so make one per thread and give it all files. */
export const fileChecker = (options: CheckerOptions): FileChecker => {
  const { parser, files, clock, log, again } = options;
  const inputs = new Map<FileId, FileInput>();
  const workspace = new Workspace({
    parser,
    pipeline: tensorLanguage(parser),
    log,
    incremental: again,
    loadModule: moduleLoader(files, (file) => inputs.get(file)),
  });
  const checkTensors = (input: FileInput): Omit<FileResult, 'milliseconds'> => {
    const file = fileId(input.path);
    inputs.set(file, input);
    const settings = {
      bindings: new Map(input.bindings.map(({ name, value, source }) => [name, { value, source }])),
      severity: new Map(input.severity),
    };
    const snapshot = workspace.apply({ kind: 'set', file, text: input.text, settings });
    const result = snapshot.check(file, { cancel: neverCancelled, clock, perAnalysis: PER_ANALYSIS });
    const views = new Map<FileId, SourceView>([[file, sourceView(file, input.path, input.text, input.cells)]]);
    for (const other of result.imported)
      if (!views.has(other.file)) views.set(other.file, sourceView(other.file, other.file, other.text));
    const unreadable = input.problems.map(
      ({ start, end, message }): Judged => ({
        diagnostic: about('unreadable-input', span(file, start, end), message),
        unit: '',
        suppressed: null,
      }),
    );
    const findings = toFindings([...unreadable, ...result.judged], (id) => views.get(id) ?? libraryView(id));
    if (!again) {
      workspace.apply({ kind: 'remove', file });
      inputs.delete(file);
    }
    const { functions, complete, asked, decided, bound } = result;
    return { findings, functions, complete, asked, decided, bound, devices: [] };
  };
  return (input) => {
    const begun = clock();
    const result = isKernelSource(input.path) ? checkKernelFile(input, files) : checkTensors(input);
    return { ...result, milliseconds: clock() - begun };
  };
};
