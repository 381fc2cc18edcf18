/**
 * `athanor check` of a file with kernels: what of it could not be read, and which kernels are modelled completely.
 * Bytes that are no UTF-8 are no fault here: compilers take them in comments and literals.
 */

import { type Judged, toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { withSeverity } from '@athanor/compiler-core/diag/severity.ts';
import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import { readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { portable } from '@athanor/compiler-core/machine/catalogue.ts';
import { hostFindings } from '@athanor/compiler-core/session/host-findings.ts';
import { kernelDiagnostics } from '@athanor/compiler-core/session/kernel-check.ts';
import { kernelLimits } from '@athanor/compiler-core/session/kernel-limits.ts';
import { type FileId, fileId } from '@athanor/compiler-core/text/span.ts';
import { configuredLaunches } from '../../ide/kernels/launch-sizes.ts';
import type { FileInput, FileResult } from '../../ports/check-file.ts';
import type { Files } from '../../ports/files.ts';
import { CONFIG_NAME } from '../config/discover.ts';
import { joined, projectOptions, siblingSources, textOf } from '../kernel-file.ts';
import { join, relativeTo } from '../paths.ts';
import { DEVICE_FLAG, deviceRows, portableDevice } from './devices.ts';
import { launchProblems } from './launch-problems.ts';
import { findingsOf, judgeAll, kernelReport, never, questionsOf } from './verdicts.ts';

export const checkKernelFile = (input: FileInput, files: Files): Omit<FileResult, 'milliseconds'> => {
  const text = readKernels({
    path: input.absolute,
    text: input.text,
    options: joined(projectOptions(files, input.absolute), input.compile ?? NO_OPTIONS),
    read: (file) => textOf(files, file),
    siblings: () => siblingSources(files, input.absolute),
  });
  const { kernels, unit } = text;
  const severity = new Map(input.severity);
  const config = input.launches?.root == null ? null : join(input.launches.root, CONFIG_NAME);
  const problems = launchProblems(text, input, config === null ? null : fileId(config));
  const choices = input.devices ?? [portableDevice(input.path)];
  const configured = configuredLaunches(text, input.launches?.launches ?? [], input.sizes);
  const device = kernelLimits(text, choices, configured);
  const verdicts = judgeAll(text, configured, choices[0]?.device ?? portable(input.path));
  const host = hostFindings(text, never) ?? [];
  const all = [...kernelDiagnostics(text), ...host, ...findingsOf(verdicts), ...problems, ...device.findings];
  const judged = all.flatMap(({ diagnostic, unit: name }): readonly Judged[] => {
    const shown = withSeverity(diagnostic, severity.get(diagnostic.code));
    return shown === null ? [] : [{ diagnostic: shown, unit: name, suppressed: null }];
  });
  const views = new Map<FileId, SourceView>();
  const viewOf = (file: FileId): SourceView | null => {
    const own = unit.texts.get(file) ?? (file === config ? (textOf(files, file) ?? undefined) : undefined);
    const known = views.get(file);
    if (known !== undefined || own === undefined) return known ?? null;
    const made = sourceView(file, file === unit.file ? input.path : relativeTo(files.cwd, file), own);
    views.set(file, made);
    return made;
  };
  return {
    findings: toFindings(judged, viewOf),
    functions: kernels.length + text.unread.length,
    complete: kernels.filter(({ reasons }) => reasons.length === 0).length,
    ...questionsOf(verdicts),
    bound: [],
    kernels: verdicts.map((judged) => kernelReport(judged, viewOf)),
    devices: choices.some(({ chosen }) => chosen === DEVICE_FLAG) ? deviceRows(device.rows, viewOf) : [],
  };
};
