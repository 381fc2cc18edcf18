/**
 * Small kernels with a fault and their fixed twins: `bench/accept/kernel-diagnostics/cases/CODE/NAME.{cpp,cl}`. Each holds both
 * texts, with labels under the lines (`compiler-core/testkit/fixture.ts`); `related` labels are places that the finding above
 * them links. A first line `// device: ID` chooses a device.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spaceOf } from '../../compiler-core/src/analysis/kernels/launched.ts';
import type { Diagnostic } from '../../compiler-core/src/diag/diagnostic.ts';
import { isOpenClFile } from '../../compiler-core/src/frontends/kernel/dialect/opencl/read.ts';
import { configurationsOf } from '../../compiler-core/src/frontends/kernel/launch-files/launch-comments.ts';
import { NO_OPTIONS } from '../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { type ReadKernel, readKernels } from '../../compiler-core/src/frontends/kernel/read.ts';
import { portable } from '../../compiler-core/src/machine/catalogue.ts';
import { hostFindings } from '../../compiler-core/src/session/host-findings.ts';
import { kernelDiagnostics } from '../../compiler-core/src/session/kernel-check.ts';
import { BATCH, KernelVerdicts } from '../../compiler-core/src/session/kernel-verdicts.ts';
import { deviceLine, limitsOf } from '../../compiler-core/testkit/device-line.ts';
import { type Expectation, type FixtureFile, parseFixture, renderLabels } from '../../compiler-core/testkit/fixture.ts';

export interface KernelCase {
  readonly code: string;
  readonly name: string;
  readonly faulty: FixtureFile;
  readonly fixed: FixtureFile;
}

const FOLDER = join(import.meta.dirname, '../accept/kernel-diagnostics/cases');

/** @throws where a file has not the two texts */
export const kernelCases = (): readonly KernelCase[] =>
  readdirSync(FOLDER).flatMap((code) =>
    readdirSync(join(FOLDER, code)).map((name) => {
      const { files } = parseFixture(readFileSync(join(FOLDER, code, name), 'utf8'));
      const [faulty, fixed] = ['faulty', 'fixed'].map((word) => files.find(({ path }) => path.includes(`/${word}.`)));
      if (faulty === undefined || fixed === undefined)
        throw new Error(`${code}/${name} has no faulty or no fixed text`);
      return { code, name, faulty, fixed };
    }),
  );

const never = (): boolean => false;

/** All that `athanor check` says of a text. */
export const findingsOfText = (path: string, text: string): readonly Diagnostic[] => {
  const read = readKernels({ path, text, options: NO_OPTIONS, read: () => null, siblings: () => [] });
  const { kernels, launches, assumptions, unit } = read;
  const verdicts = new KernelVerdicts(BATCH);
  const places = kernels.map(({ func }) => func.origin.span);
  const device = deviceLine(text)?.device ?? portable(path);
  const judged = kernels.flatMap((kernel: ReadKernel) => {
    const given = configurationsOf(launches, places, kernel.func.origin.span);
    const asked = {
      launches: given.map((sizes) => spaceOf(kernel.func, sizes, isOpenClFile(path))),
      assumptions: assumptions(kernel),
      device,
      textAt: ({ file, start, end }: Diagnostic['span']) => unit.texts.get(file)?.slice(start, end) ?? null,
    };
    return verdicts.judge(kernel, asked, never)?.diagnostics ?? [];
  });
  const rest = [...kernelDiagnostics(read), ...(hostFindings(read, never) ?? [])].map((k) => k.diagnostic);
  const all = [...rest, ...judged, ...limitsOf(path, text)];
  return [...new Map(all.map((d) => [`${d.code} ${d.span.start} ${d.span.end} ${d.message}`, d])).values()];
};

/** What is certain, what the case is about, and what its labels speak of. */
const isCompared = (codes: ReadonlySet<string>, d: Diagnostic): boolean =>
  codes.has(d.code) || (d.severity === 'error' && (d.class === 'proved' || d.class === 'witnessed'));

const asLabel = (d: Diagnostic): Expectation => ({
  ...{ start: d.span.start, end: d.span.end, code: d.code },
  ...{ quality: d.class ?? d.severity, message: d.message },
});

/** The text with what is found as labels, and with what is wanted; equal where all is as wanted. */
export const compared = (code: string, file: FixtureFile): { readonly wanted: string; readonly found: string } => {
  const codes = new Set([code, ...file.expected.map((e) => e.code)]);
  const findings = findingsOfText(file.path, file.text).filter((d) => isCompared(codes, d));
  const labels = file.expected.filter((e) => e.code !== 'related');
  const used = new Set<Expectation>();
  const found = findings.map((d): Expectation => {
    const own = labels.find(
      (e) =>
        !used.has(e) && e.start === d.span.start && e.end === d.span.end && e.code === d.code && fits(e.quality, d),
    );
    if (own === undefined) return asLabel(d);
    used.add(own);
    return own.message === null || d.message.includes(own.message) ? own : asLabel(d);
  });
  const places = findings.flatMap((d) => d.related.map((r) => r.span));
  const related = file.expected.filter((e) => e.code === 'related');
  const linked = related.filter((e) => places.some((at) => at.start === e.start && at.end === e.end));
  return {
    wanted: renderLabels(file.text, file.expected),
    found: renderLabels(file.text, [...found, ...linked]),
  };
};

const fits = (quality: string | null, d: Diagnostic): boolean =>
  quality === null || quality === d.class || quality === d.severity;
