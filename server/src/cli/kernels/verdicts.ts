/** Verdicts on the kernels of a file, for the outputs of `athanor check`. */

import type { KernelReport, PropertyReport } from '@athanor/compiler-core/diag/report.ts';
import type { SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { KernelText, ReadKernel } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { Device } from '@athanor/compiler-core/machine/device.ts';
import { type KernelVerdict, PROPERTIES, type PropertyVerdict } from '@athanor/compiler-core/plan/kernels/judge.ts';
import type { KernelDiagnostic } from '@athanor/compiler-core/session/kernel-check.ts';
import type { Configured } from '@athanor/compiler-core/session/kernel-limits.ts';
import { BATCH, judgedOf, KernelVerdicts } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';
import type { FileResult } from '../../ports/check-file.ts';

export interface Judged {
  readonly kernel: ReadKernel;
  readonly verdict: KernelVerdict;
}

export const never = (): boolean => false;

/** Instances of a template are judged each for itself, the first of them. */
export const judgeAll = (
  { kernels, assumptions, unit }: KernelText,
  configured: Configured,
  device: Device,
): readonly Judged[] => {
  const textAt = ({ file, start, end }: Span): string | null => unit.texts.get(file)?.slice(start, end) ?? null;
  const verdicts = new KernelVerdicts(BATCH);
  return judgedOf(kernels).flatMap((kernel) => {
    const asked = { launches: configured(kernel), assumptions: assumptions(kernel), device, textAt };
    const verdict = verdicts.judge(kernel, asked, never);
    return verdict === null ? [] : [{ kernel, verdict }];
  });
};

export const findingsOf = (judged: readonly Judged[]): readonly KernelDiagnostic[] =>
  judged.flatMap(({ kernel, verdict }) => verdict.diagnostics.map((diagnostic) => ({ diagnostic, unit: kernel.name })));

export const questionsOf = (judged: readonly Judged[]): Pick<FileResult, 'asked' | 'decided'> => {
  const all = judged.flatMap(({ verdict: { properties } }) => PROPERTIES.map((p) => properties[p].standing));
  return { asked: all.length, decided: all.filter((s) => s === 'safe' || s === 'faulty').length };
};

type ViewOf = (file: FileId) => SourceView | null;

export const kernelReport = ({ kernel, verdict: { properties } }: Judged, viewOf: ViewOf): KernelReport => {
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
