/** Order of severities, and what a finding may be raised to. */

import type { Diagnostic, Severity } from './diagnostic.ts';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** 0 is the gravest. */
export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
export const atLeast = (severity: Severity, threshold: Severity): boolean => rank(severity) <= rank(threshold);

/** What `athanor.toml` may set a code to. */
export const SEVERITY_SETTINGS = ['off', ...SEVERITIES] as const;
export type SeveritySetting = (typeof SEVERITY_SETTINGS)[number];

/**
 * The diagnostic at the severity the user asked for, or null where it is off.
 * A *possible* finding is not proved, so it becomes a warning at most, whatever is asked.
 */
export const withSeverity = (diagnostic: Diagnostic, setting: SeveritySetting | undefined): Diagnostic | null => {
  if (setting === undefined) return diagnostic;
  if (setting === 'off') return null;
  const capped = diagnostic.class === 'possible' && setting === 'error' ? 'warning' : setting;
  return capped === diagnostic.severity ? diagnostic : { ...diagnostic, severity: capped };
};
