/**
 * A diagnostic as it is shown: offsets resolved to lines, source excerpts taken, a fingerprint attached.
 * Plain data, so that it crosses threads, and every output format is a function of it.
 */

import type { FileId, Span } from '../text/span.ts';
import type { DiagnosticCode } from './codes.ts';
import type { Diagnostic, FindingClass, Severity, Witness } from './diagnostic.ts';
import { hashOf } from './hash.ts';
import { type Place, placeOf, type SourceView } from './source-view.ts';

/** Why a finding is not shown: an ignore comment, or a baseline that knows it. */
export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly reason: string;
}

export interface FindingFix {
  readonly title: string;
  readonly edits: readonly { readonly place: Place; readonly newText: string }[];
}

export interface Finding {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly class: FindingClass | null;
  readonly place: Place;
  readonly message: string;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  readonly witness: Witness | null;
  readonly assumptions: readonly string[];
  readonly fixes: readonly FindingFix[];
  /** Equal for the same mistake in the same function after lines moved. */
  readonly fingerprint: string;
  readonly suppressed: Suppression | null;
}

/** A diagnostic with the name of the staged function it is about (empty: none), and why it is hidden, if it is. */
export interface Judged {
  readonly diagnostic: Diagnostic;
  readonly unit: string;
  readonly suppressed: Suppression | null;
}

export type SourceLookup = (file: FileId) => SourceView | null;

const NOWHERE: Omit<Place, 'file'> = {
  cell: null,
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
  excerpt: [],
};

/**
 * Findings in order of file, place and code. The fingerprint is a hash of code, unit, the text of the line with
 * its white space normalised, and how many equal ones stand before it; no line number and no path goes in.
 */
export const toFindings = (judged: readonly Judged[], lookup: SourceLookup): readonly Finding[] => {
  const sorted = [...judged].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
  const seen = new Map<string, number>();
  const place = (span: Span): Place => {
    const view = lookup(span.file);
    return view === null ? { file: span.file, ...NOWHERE } : placeOf(view, span.start, span.end);
  };
  return sorted.map(({ diagnostic, unit, suppressed }) => {
    const at = place(diagnostic.span);
    const line = (at.excerpt[0]?.text ?? '').replace(/\s+/g, ' ').trim();
    const base = `${diagnostic.span.file}\n${diagnostic.code}\n${unit}\n${line}`;
    const occurrence = seen.get(base) ?? 0;
    seen.set(base, occurrence + 1);
    return {
      code: diagnostic.code,
      severity: diagnostic.severity,
      class: diagnostic.class,
      place: at,
      message: diagnostic.message,
      related: diagnostic.related.map((r) => ({ place: place(r.span), message: r.message })),
      witness: diagnostic.witness,
      assumptions: diagnostic.assumptions,
      fixes: diagnostic.fixes.map((fix) => ({
        title: fix.title,
        edits: fix.edits.map((edit) => ({ place: place(edit.span), newText: edit.newText })),
      })),
      fingerprint: hashOf(diagnostic.code, unit, line, String(occurrence)).slice(0, 16),
      suppressed,
    };
  });
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  order(a.span.file, b.span.file) ||
  a.span.start - b.span.start ||
  a.span.end - b.span.end ||
  order(a.code, b.code) ||
  order(a.message, b.message);
