/** What is said of the host's code around kernels, and of device code by the rules of its language. */

import { programFindings } from '../analysis/program/program-findings.ts';
import type { KernelText } from '../frontends/kernel/read.ts';
import { withWaits } from '../frontends/kernel/rules/insert-wait.ts';
import { ruleFindings } from '../frontends/kernel/rules/rule-findings.ts';
import type { FileId } from '../text/span.ts';
import type { KernelDiagnostic } from './kernel-check.ts';

/** Null where `shouldStop` ended it. Asks for the programs, which takes as long as reading the text did. */
export const hostFindings = (text: KernelText, shouldStop: () => boolean): readonly KernelDiagnostic[] | null => {
  const rules = ruleFindings(text);
  const gaps = text.diagnostics.filter(({ code }) => code === 'missing-include').map(({ span }) => span);
  const around = { kernels: text.kernels, gaps };
  const programs = text.programs().flatMap((p) => programFindings(p, around, shouldStop).diagnostics);
  if (shouldStop()) return null;
  const textOf = (file: FileId): string | null => text.unit.texts.get(file) ?? null;
  const seen = new Set<string>();
  // Instances of one template meet the same text; it is said once.
  return [...rules, ...withWaits({ syntax: text.syntax, textOf }, programs)].flatMap((diagnostic) => {
    const { code, span, class: of } = diagnostic;
    const key = `${code} ${of} ${span.file} ${span.start} ${span.end}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ diagnostic, unit: '' }];
  });
};
