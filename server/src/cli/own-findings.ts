/** Findings about the tool's own input: its configuration, and files that could not be read. */

import { CODES } from '@athanor/compiler-core/diag/codes.ts';
import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import { type Finding, toFindings } from '@athanor/compiler-core/diag/finding.ts';
import { hashOf } from '@athanor/compiler-core/diag/hash.ts';
import type { SourceView } from '@athanor/compiler-core/diag/source-view.ts';

export const configFindings = (found: {
  readonly diagnostics: readonly Diagnostic[];
  readonly views: readonly SourceView[];
}): readonly Finding[] =>
  toFindings(
    found.diagnostics.map((diagnostic) => ({ diagnostic, unit: '', suppressed: null })),
    (file) => found.views.find((view) => view.file === file) ?? null,
  );

export const faultFindings = (
  faults: readonly { readonly path: string; readonly message: string }[],
): readonly Finding[] =>
  faults.map(({ path, message }) => ({
    code: 'unreadable-input',
    severity: CODES['unreadable-input'].severity,
    class: null,
    place: { file: path, cell: null, start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, excerpt: [] },
    message,
    related: [],
    witness: null,
    assumptions: [],
    fixes: [],
    fingerprint: hashOf('unreadable-input', path).slice(0, 16),
    suppressed: null,
  }));
