/**
 * JUnit XML as Jenkins, GitLab and Ant read it: one suite per file, one case per finding. What is at or above the
 * threshold is a failure; the rest passes and says its message in `system-out`. A file without findings is one passing case.
 */

import type { Severity } from './diagnostic.ts';
import { placeInWords } from './excerpt.ts';
import type { Finding } from './finding.ts';
import { type Report, shown } from './report.ts';
import { atLeast } from './severity.ts';

export const renderJunit = (report: Report, failOn: Severity | 'never'): string => {
  const findings = shown(report);
  const failing = (f: Finding): boolean => failOn !== 'never' && atLeast(f.severity, failOn);
  const files = [...new Set([...report.files, ...findings.map((f) => f.place.file)])].sort();
  const suites = files.map((file) => {
    const own = findings.filter((f) => f.place.file === file);
    const cases =
      own.length === 0
        ? [`    <testcase name="check" classname="${xml(file)}"/>`]
        : own.map((f) => testCase(f, failing(f)));
    const failures = own.filter(failing).length;
    return [
      `  <testsuite name="${xml(file)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  const total = files.reduce((n, file) => n + Math.max(1, findings.filter((f) => f.place.file === file).length), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(report.tool.name)}" tests="${total}" failures="${findings.filter(failing).length}" errors="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
};

const testCase = (f: Finding, failing: boolean): string => {
  const name = xml(
    `${f.code} at ${f.place.cell === null ? '' : `cell ${f.place.cell}:`}${f.place.start.line}:${f.place.start.column}`,
  );
  const details = [
    `${placeInWords(f.place)} ${f.severity}[${f.code}] ${f.message}`,
    ...f.related.map((r) => `${placeInWords(r.place)} ${r.message}`),
    ...(f.witness === null ? [] : [`witness: ${f.witness.text}`]),
    ...(f.assumptions.length === 0 ? [] : [`assuming: ${f.assumptions.join(', ')}`]),
  ].join('\n');
  const body = failing
    ? `<failure message="${xml(f.message)}" type="${f.code}">${xml(details)}</failure>`
    : `<system-out>${xml(details)}</system-out>`;
  return `    <testcase name="${name}" classname="${xml(f.place.file)}">\n      ${body}\n    </testcase>`;
};

/** Escapes for text and attributes; what XML 1.0 cannot hold at all becomes U+FFFD. */
export const xml = (text: string): string => {
  let out = '';
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const legal =
      point === 9 ||
      point === 10 ||
      point === 13 ||
      (point >= 0x20 && point < 0xd800) ||
      (point > 0xdfff && point < 0xfffe) ||
      point > 0xffff;
    if (!legal) out += '\ufffd';
    else if (char === '&') out += '&amp;';
    else if (char === '<') out += '&lt;';
    else if (char === '>') out += '&gt;';
    else if (char === '"') out += '&quot;';
    else out += char;
  }
  return out;
};
