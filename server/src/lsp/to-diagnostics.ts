/** Diagnostics in the protocol's words. */

import type { Diagnostic as Finding, Fix, Severity } from '@athanor/compiler-core/diag/diagnostic.ts';
import { compareDiagnostics } from '@athanor/compiler-core/diag/finding.ts';
import { hashOf } from '@athanor/compiler-core/diag/hash.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Source, Sources } from './sources.ts';

/** What the client said it can show. */
export interface DiagnosticSupport {
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly tags: readonly DiagnosticTag[];
  readonly data: boolean;
}

/** Comes back with a code action request: the fixes of the diagnostic, as spans of the text it was found in. */
export interface DiagnosticData {
  readonly fixes: readonly Fix[];
}

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Codes whose text could go away without changing what the program does. */
const UNNECESSARY: ReadonlySet<string> = new Set(['unused-tensor', 'unused-ignore']);

export interface ToDiagnostics {
  readonly source: Source;
  readonly sources: Sources;
  readonly support: DiagnosticSupport;
  readonly helpUrl: (code: string) => string;
}

/** The findings that stand in a file, by document: for a notebook one entry a cell, all others have one. */
export const toDiagnostics = (
  findings: readonly Finding[],
  to: ToDiagnostics,
): ReadonlyMap<string, readonly Diagnostic[]> => {
  const { source, sources } = to;
  const byUri = new Map<string, Diagnostic[]>();
  for (const { uri } of source.cells.length === 0 ? [source] : source.cells) byUri.set(uri, []);
  for (const finding of [...findings].sort(compareDiagnostics)) {
    const shown = inFile(finding, source.file);
    const place = shown === null ? null : sources.location(shown.span);
    if (shown !== null && place !== null) byUri.get(place.uri)?.push(toDiagnostic(shown, place.range, to));
  }
  return byUri;
};

/** A finding inside a helper of another file is shown where this file comes to it; without such a place it is that file's own. */
const inFile = (finding: Finding, file: FileId): Finding | null => {
  if (finding.span.file === file) return finding;
  const here = finding.related.find((related) => related.span.file === file);
  if (here === undefined) return null;
  const there = { span: finding.span, message: finding.message };
  return { ...finding, span: here.span, related: [there, ...finding.related.filter((related) => related !== here)] };
};

export const toDiagnostic = (
  finding: Finding,
  range: Diagnostic['range'],
  to: Omit<ToDiagnostics, 'source'>,
): Diagnostic => {
  const { support, sources } = to;
  const related = finding.related.flatMap(({ span, message }) => {
    const location = sources.location(span);
    return location === null ? [] : [{ location, message }];
  });
  const tags = UNNECESSARY.has(finding.code) && support.tags.includes(DiagnosticTag.Unnecessary);
  const data: DiagnosticData = { fixes: finding.fixes };
  return {
    range,
    severity: SEVERITY[finding.severity],
    code: finding.code,
    source: 'athanor',
    message: messageOf(finding),
    ...(support.codeDescription ? { codeDescription: { href: to.helpUrl(finding.code) } } : {}),
    ...(tags ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(support.relatedInformation && related.length > 0 ? { relatedInformation: related } : {}),
    ...(support.data && finding.fixes.length > 0 ? { data } : {}),
  };
};

/** The message, then a line for the class where it is not proved, the witness and what it rests on. */
const messageOf = ({ message, class: sure, witness, assumptions }: Finding): string =>
  [
    message,
    ...(sure === 'possible' ? ['possible, not proved'] : []),
    ...(witness !== null && !message.includes(witness.text) ? [`for example: ${witness.text}`] : []),
    ...(assumptions.length > 0 ? [`assuming ${assumptions.join(', ')}`] : []),
  ].join('\n');

/** Equal exactly for equal lists: what a client holds for a document. */
export const resultIdOf = (diagnostics: readonly Diagnostic[]): string =>
  hashOf(JSON.stringify(diagnostics)).slice(0, 16);
