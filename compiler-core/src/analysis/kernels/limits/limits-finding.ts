/** How findings about a device are made: which may be errors, and what each of them assumes. */

import { CODES, type DiagnosticCode } from '../../../diag/codes.ts';
import type { Diagnostic, Fix, Related, Witness } from '../../../diag/diagnostic.ts';
import type { Func } from '../../../ir/nodes.ts';
import type { Device, Fact } from '../../../machine/device.ts';
import type { Span } from '../../../text/span.ts';
import type { LaunchSpace } from '../launched.ts';

export interface LimitsQuestion {
  readonly func: Func;
  readonly launch: LaunchSpace & { readonly at: Span };
  /** The source's dimension 0 is the fastest, as in OpenCL; sizes are in the order of the IR all the same. */
  readonly fastestFirst: boolean;
  readonly device: Device;
  /** The text at a place, for fixes; empty where it is not known. */
  readonly textAt: (at: Span) => string;
  /** How the user chose the device, as `--device`; null: nobody did. */
  readonly chosen: string | null;
}

export interface LimitsAnswer {
  readonly diagnostics: readonly Diagnostic[];
  /** What could not be answered, and why: sizes that are not known, numbers that the device's description lacks. */
  readonly open: readonly string[];
}

interface Extra {
  readonly related?: readonly Related[];
  readonly witness?: Witness;
  readonly fixes?: readonly Fix[];
}

const base = (
  { device, chosen, launch }: LimitsQuestion,
  code: DiagnosticCode,
  span: Span,
  message: string,
  extra: Extra,
) => ({
  code,
  span,
  message,
  related: relatedOf(span, launch.at, extra.related ?? []),
  witness: extra.witness ?? null,
  assumptions: chosen === null ? [] : [`device ${device.id} (${chosen})`],
  fixes: extra.fixes ?? [],
});

const isSame = (a: Span, b: Span): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

/** Each place once, and the launch where what is said stands before it. */
const relatedOf = (span: Span, launch: Span, related: readonly Related[]): readonly Related[] => {
  const launched = { span: launch, message: 'in this launch' };
  const all = span.file === launch.file && span.end <= launch.start ? [...related, launched] : related;
  return all.filter((r, n) => !isSame(r.span, span) && all.findIndex((other) => isSame(other.span, r.span)) === n);
};

/** More than the device has, whatever is not known. */
export const exceeded = (
  q: LimitsQuestion,
  code: DiagnosticCode,
  span: Span,
  message: string,
  extra: Extra = {},
): Diagnostic =>
  q.chosen !== null && q.device.numbers === 'exact'
    ? { ...base(q, code, span, message, extra), severity: CODES[code].severity, class: 'proved' }
    : possibly(q, code, span, message, extra);

/** For some values, for some devices, or unless the host does something about it. */
export const possibly = (
  q: LimitsQuestion,
  code: DiagnosticCode,
  span: Span,
  message: string,
  extra: Extra = {},
): Diagnostic => ({ ...base(q, code, span, message, extra), severity: 'information', class: 'possible' });

/** A number that the description lacks is a question that stays open. */
export const openFact = (what: string, fact: Fact<unknown>): readonly string[] =>
  'why' in fact ? [`${what}: ${fact.why}`] : [];
