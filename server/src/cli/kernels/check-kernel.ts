/**
 * `athanor check` of a file with kernels: what of it could not be read, and which kernels are modelled completely.
 * Bytes that are no UTF-8 are no fault here: compilers take them in comments and literals.
 */

import { type Judged, toFindings } from '@athanor/compiler-core/diag/finding.ts';
import type { KernelReport, PropertyReport } from '@athanor/compiler-core/diag/report.ts';
import { withSeverity } from '@athanor/compiler-core/diag/severity.ts';
import { type SourceView, sourceView } from '@athanor/compiler-core/diag/source-view.ts';
import { NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import { type KernelText, type ReadKernel, readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import { type KernelVerdict, PROPERTIES, type PropertyVerdict } from '@athanor/compiler-core/plan/kernels/judge.ts';
import { kernelDiagnostics } from '@athanor/compiler-core/session/kernel-check.ts';
import { kernelLimits } from '@athanor/compiler-core/session/kernel-limits.ts';
import { BATCH, KernelVerdicts, launchesOf } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import { type FileId, fileId, type Span } from '@athanor/compiler-core/text/span.ts';
import { configuredLaunches } from '../../ide/kernels/launch-sizes.ts';
import type { FileInput, FileResult } from '../../ports/check-file.ts';
import type { Files } from '../../ports/files.ts';
import { CONFIG_NAME } from '../config/discover.ts';
import { joined, projectOptions, siblingSources, textOf } from '../kernel-file.ts';
import { join, relativeTo } from '../paths.ts';
import { DEVICE_FLAG, deviceRows, portableDevice } from './devices.ts';
import { launchProblems } from './launch-problems.ts';

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
  const verdicts = verdictsOf(text);
  const said = verdicts.flatMap(({ kernel, verdict }) =>
    verdict.diagnostics.map((diagnostic) => ({ diagnostic, unit: kernel.name })),
  );
  const choices = input.devices ?? [portableDevice(input.path)];
  const device = kernelLimits(text, choices, configuredLaunches(text, input.launches?.launches ?? [], input.sizes));
  const judged = [...kernelDiagnostics(text), ...said, ...problems, ...device.findings].flatMap(
    ({ diagnostic, unit: name }): readonly Judged[] => {
      const shown = withSeverity(diagnostic, severity.get(diagnostic.code));
      return shown === null ? [] : [{ diagnostic: shown, unit: name, suppressed: null }];
    },
  );
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
    ...questionsOf(verdicts.map(({ verdict }) => verdict)),
    bound: [],
    devices: choices.some(({ chosen }) => chosen === DEVICE_FLAG) ? deviceRows(device.rows, viewOf) : [],
    kernels: verdicts.map(({ kernel, verdict }) => kernelReport(kernel, verdict, viewOf)),
  };
};

interface Verdict {
  readonly kernel: ReadKernel;
  readonly verdict: KernelVerdict;
}

const never = (): boolean => false;

/** Instances of a template are judged each for itself. */
const verdictsOf = (text: KernelText): readonly Verdict[] => {
  const verdicts = new KernelVerdicts(BATCH);
  return text.kernels.flatMap((kernel) => {
    const verdict = verdicts.judge(kernel, launchesOf(text, kernel), never);
    return verdict === null ? [] : [{ kernel, verdict }];
  });
};

const questionsOf = (verdicts: readonly KernelVerdict[]): Pick<FileResult, 'asked' | 'decided'> => {
  const all = verdicts.flatMap(({ properties }) => PROPERTIES.map((p) => properties[p].standing));
  return { asked: all.length, decided: all.filter((s) => s === 'safe' || s === 'faulty').length };
};

type ViewOf = (file: FileId) => SourceView | null;

const kernelReport = (kernel: ReadKernel, { properties }: KernelVerdict, viewOf: ViewOf): KernelReport => {
  const placeOf = ({ file, start }: Span): { readonly file: string; readonly line: number } => {
    const view = viewOf(file);
    return { file: view?.path ?? file, line: view?.lines.position1(start).line ?? 1 };
  };
  const one = ({ standing, by, assumptions, open }: PropertyVerdict): PropertyReport => ({
    ...{ standing, by, assumptions },
    open: open.map(({ reason, at }) => ({ ...placeOf(at), reason })),
  });
  const { races, bounds, barriers } = properties;
  return {
    ...placeOf(kernel.at),
    name: kernel.name,
    ...{ races: one(races), bounds: one(bounds), barriers: one(barriers) },
  };
};
