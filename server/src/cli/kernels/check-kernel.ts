/**
 * `athanor check` of a file with kernels: what of it could not be read, and which kernels are modelled completely.
 * Bytes that are no UTF-8 are no fault here: compilers take them in comments and literals.
 */

import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import { type Judged, toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { withSeverity } from '@athanor/compiler-core/diag/severity.ts';
import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { Reason } from '@athanor/compiler-core/frontends/kernel/lower/machine.ts';
import { readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { about } from '@athanor/compiler-core/session/problems.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import type { FileInput, FileResult } from '../../ports/check-file.ts';
import type { Files } from '../../ports/files.ts';
import { projectOptions, textOf } from '../kernel-file.ts';
import { relativeTo } from '../paths.ts';

export const checkKernelFile = (input: FileInput, files: Files): Omit<FileResult, 'milliseconds'> => {
  const { kernels, diagnostics, unit } = readKernels({
    path: input.absolute,
    text: input.text,
    options: projectOptions(files, input.absolute),
    read: (file) => textOf(files, file),
  });
  const severity = new Map(input.severity);
  const said = [
    ...diagnostics.map((diagnostic) => ({ diagnostic, unit: '' })),
    ...distinct(kernels.flatMap(({ name, reasons }) => reasons.map((reason) => ({ name, reason })))),
  ];
  const judged = said.flatMap(({ diagnostic, unit: name }): readonly Judged[] => {
    const shown = withSeverity(diagnostic, severity.get(diagnostic.code));
    return shown === null ? [] : [{ diagnostic: shown, unit: name, suppressed: null }];
  });
  const views = new Map<FileId, SourceView>();
  const viewOf = (file: FileId): SourceView | null => {
    const text = unit.texts.get(file);
    const known = views.get(file);
    if (known !== undefined || text === undefined) return known ?? null;
    const made = sourceView(file, file === unit.file ? input.path : relativeTo(files.cwd, file), text);
    views.set(file, made);
    return made;
  };
  return {
    findings: toFindings(judged, viewOf),
    functions: kernels.length,
    complete: kernels.filter(({ reasons }) => reasons.length === 0).length,
    asked: 0,
    decided: 0,
    bound: [],
  };
};

/** Instances of one template meet the same text; it is said once. */
const distinct = (
  all: readonly { readonly name: string; readonly reason: Reason }[],
): readonly { readonly diagnostic: Diagnostic; readonly unit: string }[] => {
  const seen = new Set<string>();
  return all.flatMap(({ name, reason: { reason, at } }) => {
    const key = `${at.file} ${at.start} ${at.end} ${reason}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ diagnostic: about('not-modelled', at, reason), unit: name }];
  });
};
