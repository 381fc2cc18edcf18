/** Findings against a fixture's labels, exhaustively both ways: by code and exact range, and by what else the label says. */

import { expect } from 'vitest';
import type { Diagnostic } from '../src/diag/diagnostic.ts';
import { type Expectation, type Fixture, renderLabels } from './fixture.ts';

const asLabel = (diagnostic: Diagnostic): Expectation => ({
  start: diagnostic.span.start,
  end: diagnostic.span.end,
  code: diagnostic.code,
  quality: diagnostic.class ?? diagnostic.severity,
  message: diagnostic.message,
});

const samePlace = (a: Expectation, b: Expectation): boolean =>
  a.start === b.start && a.end === b.end && a.code === b.code;

const sameQuality = (label: Expectation, diagnostic: Diagnostic): boolean =>
  label.quality === null || label.quality === diagnostic.class || label.quality === diagnostic.severity;

/**
 * The label a finding should be shown as: where the fixture has a label for the same code and range that leaves out its class
 * or message, so does this; so that only real differences show.
 */
function shown(diagnostic: Diagnostic, open: Expectation[]): Expectation {
  const label = asLabel(diagnostic);
  const fits = (e: Expectation): boolean => samePlace(e, label) && sameQuality(e, diagnostic);
  const exact = open.findIndex((e) => fits(e) && e.message === label.message);
  const at = exact >= 0 ? exact : open.findIndex((e) => samePlace(e, label));
  const [match] = at < 0 ? [] : open.splice(at, 1);
  if (match === undefined) return label;
  return {
    ...label,
    quality: sameQuality(match, diagnostic) ? match.quality : label.quality,
    message: match.message === null ? null : label.message,
  };
}

/** @throws An assertion error that shows both texts, labels under their lines, when they differ. */
export function compareFindings(fixture: Fixture, diagnostics: readonly Diagnostic[]): void {
  const paths = new Set(fixture.files.map((file) => file.path));
  const elsewhere = diagnostics.filter((d) => !paths.has(d.span.file));
  expect(elsewhere, 'findings in files that are not in the fixture').toEqual([]);
  const render = (labels: (path: string) => readonly Expectation[]): string =>
    fixture.files.map((file) => `#- ${file.path}\n${renderLabels(file.text, labels(file.path))}`).join('\n');
  const wanted = render((path) => fixture.files.find((file) => file.path === path)?.expected ?? []);
  const found = render((path) => {
    const open = [...(fixture.files.find((file) => file.path === path)?.expected ?? [])];
    return diagnostics.filter((d) => d.span.file === path).map((d) => shown(d, open));
  });
  expect(found).toBe(wanted);
}
