/** What one `athanor check` has to say: the value that every output format prints. */

import { CODES, type DiagnosticCode } from './codes.ts';
import type { DeviceRow } from './device-table.ts';
import type { Severity } from './diagnostic.ts';
import type { Finding } from './finding.ts';

/** Counts of one check. `decided` and `asked` count the questions put to the analyses (is this index inside?). */
export interface CheckStats {
  readonly files: number;
  /** Python files under the given directories that do not import freetensor, and so were left alone. */
  readonly skipped: number;
  readonly functions: number;
  /** Functions in which everything was modelled. */
  readonly complete: number;
  readonly asked: number;
  readonly decided: number;
  readonly suppressed: number;
}

export interface Timing {
  readonly phase: string;
  readonly milliseconds: number;
}

/** How it stands with one property of a kernel. */
export interface PropertyReport {
  readonly standing: 'safe' | 'faulty' | 'possible' | 'unknown';
  /** `proof`: for all sizes. `run`: for the launch that is among the assumptions. */
  readonly by: 'proof' | 'run' | null;
  readonly assumptions: readonly string[];
  /** Where the proof stopped: line from 1, and why. */
  readonly open: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

export interface KernelReport {
  readonly file: string;
  /** Of its launch. */
  readonly line: number;
  /** Empty where the launch gives none. */
  readonly name: string;
  readonly races: PropertyReport;
  readonly bounds: PropertyReport;
  readonly barriers: PropertyReport;
}

export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** Suppressed ones too: SARIF shows them as such, every other format leaves them out. */
  readonly findings: readonly Finding[];
  readonly files: readonly string[];
  readonly stats: CheckStats;
  readonly kernels: readonly KernelReport[];
  /** Kernels by devices; empty unless devices were named. */
  readonly devices: readonly DeviceRow[];
  /** Empty unless asked for: times differ from run to run, results do not. */
  readonly timing: readonly Timing[];
}

export const shown = (report: Report): readonly Finding[] => report.findings.filter((f) => f.suppressed === null);

export const countBySeverity = (findings: readonly Finding[]): Readonly<Record<Severity, number>> => {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
};

/** `1 file`, `2 files`. */
export const counted = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** `2 errors, 1 warning, 3 notes`; what is zero is left out, all zero is `no findings`. */
export const countsInWords = (findings: readonly Finding[]): string => {
  const { error, warning, information, hint } = countBySeverity(findings);
  const parts = [
    error > 0 ? counted(error, 'error') : '',
    warning > 0 ? counted(warning, 'warning') : '',
    information > 0 ? counted(information, 'note') : '',
    hint > 0 ? counted(hint, 'hint') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no findings' : parts.join(', ');
};

export const titleOf = (code: DiagnosticCode): string => CODES[code].title;
