/** What is said of the host's code around kernels, and of device code by the rules of its language. */

import { programFindings } from '../analysis/program/program-findings.ts';
import type { KernelText } from '../frontends/kernel/read.ts';
import { ruleFindings } from '../frontends/kernel/rules/rule-findings.ts';
import type { KernelDiagnostic } from './kernel-check.ts';

/** Null where `shouldStop` ended it. Asks for the programs, which takes as long as reading the text did. */
export const hostFindings = (text: KernelText, shouldStop: () => boolean): readonly KernelDiagnostic[] | null => {
  const rules = ruleFindings(text);
  const gaps = text.diagnostics.filter(({ code }) => code === 'missing-include').map(({ span }) => span);
  const around = { kernels: text.kernels, gaps };
  const programs = text.programs().flatMap((p) => programFindings(p, around, shouldStop).diagnostics);
  if (shouldStop()) return null;
  return [...rules, ...programs].map((diagnostic) => ({ diagnostic, unit: '' }));
};
