/** What is said of a file with kernels: what could not be read, and what of each kernel is not modelled. */

import { about } from '../diag/about.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { KernelText } from '../frontends/kernel/read.ts';

export interface KernelDiagnostic {
  readonly diagnostic: Diagnostic;
  /** The kernel; empty where it is about the file. */
  readonly unit: string;
}

/** Instances of one template meet the same text; it is said once. */
export const kernelDiagnostics = ({ kernels, unread, diagnostics }: KernelText): readonly KernelDiagnostic[] => {
  const seen = new Set<string>();
  const all = [...kernels, { name: '', reasons: unread }];
  const open = all.flatMap(({ name, reasons }) =>
    reasons.flatMap(({ reason, at }): readonly KernelDiagnostic[] => {
      const key = `${at.file} ${at.start} ${at.end} ${reason}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ diagnostic: about('not-modelled', at, reason), unit: name }];
    }),
  );
  return [...diagnostics.map((diagnostic) => ({ diagnostic, unit: '' })), ...open];
};
