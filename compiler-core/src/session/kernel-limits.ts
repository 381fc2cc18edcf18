/** The kernels of a file on devices: what is said of them, and the verdict for each device. */

import { type LaunchSpace, printSpace } from '../analysis/kernels/launched.ts';
import { type LimitsQuestion, limits } from '../analysis/kernels/limits/limits.ts';
import { lacksMemory, missingMemoryKinds } from '../analysis/kernels/limits/limits-program.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import { rank } from '../diag/severity.ts';
import { isOpenClFile } from '../frontends/kernel/dialect/opencl/read.ts';
import type { KernelText, ReadKernel } from '../frontends/kernel/read.ts';
import type { Device } from '../machine/device.ts';
import { moveSpans, readMoved } from '../text/move-spans.ts';
import type { Span } from '../text/span.ts';
import type { KernelDiagnostic } from './kernel-check.ts';

export interface DeviceChoice {
  readonly device: Device;
  /** How the user chose it, as `--device`; null: nobody did, and it is what portable code may rely on. */
  readonly chosen: string | null;
}

/** The launches to look at beside the host's own: those that comments, settings and flags configure; empty: none. */
export type Configured = (kernel: ReadKernel) => readonly LaunchSpace[];

/** What one kernel meets on one device. */
export interface LimitsCell {
  readonly device: string;
  /** `breaks`: certain; `possible`: for some values, or unless the host does something; `unknown` has its reasons in `open`. */
  readonly verdict: 'ok' | 'possible' | 'breaks' | 'unknown';
  readonly diagnostics: readonly Diagnostic[];
  readonly open: readonly string[];
}
export interface LimitsRow {
  readonly kernel: ReadKernel;
  readonly cells: readonly LimitsCell[];
}

/** The last answer about each kernel, so that an edit elsewhere asks nothing again. */
export type LimitsMemo = WeakMap<
  ReadKernel,
  { readonly key: string; readonly choice: DeviceChoice; readonly cell: LimitsCell }
>;

export interface LimitsOptions {
  readonly memo?: LimitsMemo;
  /** False: the host's programs, which take as long as reading the text, are not asked for. */
  readonly host?: boolean;
}

export interface KernelLimits {
  readonly findings: readonly KernelDiagnostic[];
  readonly rows: readonly LimitsRow[];
}

export const kernelLimits = (
  text: KernelText,
  choices: readonly DeviceChoice[],
  configured: Configured,
  { memo = new WeakMap(), host = true }: LimitsOptions = {},
): KernelLimits => {
  const about = {
    fastestFirst: isOpenClFile(text.unit.file),
    textAt: ({ file, start, end }: Span) => text.unit.texts.get(file)?.slice(start, end) ?? '',
  };
  const rows = text.kernels.map((kernel) => ({
    kernel,
    cells: choices.map((choice) => keptCell(kernel, about, choice, configured(kernel), memo)),
  }));
  const ofKernels = rows.flatMap(({ kernel, cells }) =>
    cells.flatMap(({ diagnostics }) => diagnostics.map((diagnostic) => ({ diagnostic, unit: kernel.name }))),
  );
  // What the host does is found out where a device is chosen: nothing is asked of it otherwise.
  const asked = choices.filter(({ device, chosen }) => host && chosen !== null && lacksMemory(device));
  const ofHost = asked.flatMap(({ device, chosen }) =>
    text.programs().flatMap((program) => missingMemoryKinds(program, device, chosen)),
  );
  return { findings: together([...ofKernels, ...ofHost.map((diagnostic) => ({ diagnostic, unit: '' }))]), rows };
};

type About = Pick<LimitsQuestion, 'fastestFirst' | 'textAt'>;

/** A kernel that only moved has the answer of before, moved. */
const keptCell = (
  kernel: ReadKernel,
  about: About,
  choice: DeviceChoice,
  configured: readonly LaunchSpace[],
  memo: LimitsMemo,
): LimitsCell => {
  const { from, by } = kernel.moved ?? { from: kernel, by: null };
  const key = `${choice.chosen} ${configured.map(printSpace).join('; ')}`;
  const known = memo.get(from);
  if (known?.key === key && known.choice.device === choice.device)
    return by === null ? known.cell : moveSpans(known.cell, by);
  const textAt = by === null ? about.textAt : readMoved(about.textAt, by);
  const cell = cellOf(from, { ...about, textAt }, choice, configured);
  memo.set(from, { key, choice, cell });
  return by === null ? cell : moveSpans(cell, by);
};

const cellOf = (
  kernel: ReadKernel,
  { fastestFirst, textAt }: About,
  { device, chosen }: DeviceChoice,
  configured: readonly LaunchSpace[],
): LimitsCell => {
  const spaces = configured.length > 0 ? configured : [kernel.sizes];
  const answers = spaces.map((space) =>
    limits({ func: kernel.func, launch: { ...space, at: kernel.spelled }, fastestFirst, textAt, device, chosen }),
  );
  const diagnostics = answers.flatMap((a) => a.diagnostics);
  const gaps = kernel.reasons.length > 0 ? ['the kernel is not modelled completely'] : [];
  const open = [...new Set([...gaps, ...answers.flatMap((a) => a.open)])];
  const verdict = diagnostics.some((d) => d.severity === 'error')
    ? 'breaks'
    : diagnostics.some((d) => d.class === 'possible')
      ? 'possible'
      : open.length > 0
        ? 'unknown'
        : 'ok';
  return { device: device.id, verdict, diagnostics, open };
};

/**
 * One finding for each fault: what several devices or instances have in common is said once, of the gravest; what
 * portable code may not rely on is said once in a file.
 */
const together = (all: readonly KernelDiagnostic[]): readonly KernelDiagnostic[] => {
  const groups = new Map<string, KernelDiagnostic[]>();
  for (const finding of all) {
    const { code, span, message, assumptions } = finding.diagnostic;
    const key = assumptions.length === 0 ? `${code} ${message}` : `${code} ${span.file} ${span.start} ${span.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = [...group].sort((a, b) => rank(a.diagnostic.severity) - rank(b.diagnostic.severity));
    if (first === undefined) return [];
    const messages = new Set(group.map(({ diagnostic }) => diagnostic.message));
    const others = messages.size - 1;
    if (others === 0) return [first];
    const { diagnostic } = first;
    const assumptions = [...new Set(group.flatMap((other) => other.diagnostic.assumptions))];
    const more = `${diagnostic.message}; ${others} other ${others === 1 ? 'device' : 'devices'} too`;
    return [{ ...first, diagnostic: { ...diagnostic, message: more, assumptions } }];
  });
};
