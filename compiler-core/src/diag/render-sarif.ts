/**
 * SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Hidden findings are there with their
 * `suppressions`, as the standard wants it. Columns count UTF-16 units from 1, as SARIF does by `columnKind`.
 */

import { CODES, type DiagnosticCode } from './codes.ts';
import type { Severity } from './diagnostic.ts';
import type { Finding } from './finding.ts';
import type { Report } from './report.ts';
import type { Place } from './source-view.ts';

const LEVEL: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};
const RULES = Object.keys(CODES) as readonly DiagnosticCode[];

/** The page of a code, as an absolute URI: `athanor explain CODE` prints the same page. */
export const helpUri = (code: DiagnosticCode): string => `urn:athanor:diagnostic:${code}`;

const physical = (place: Place) => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(place.file), uriBaseId: '%SRCROOT%' },
    region: {
      startLine: place.start.line,
      startColumn: place.start.column,
      endLine: place.end.line,
      endColumn: place.end.column,
      ...(place.excerpt.length === 1 && place.excerpt[0]?.from === 0
        ? { snippet: { text: place.excerpt[0].text } }
        : {}),
    },
  },
  // SARIF has no notebook cells; the logical location carries the number, and lines count inside the cell.
  ...(place.cell === null ? {} : { logicalLocations: [{ name: `cell ${place.cell}`, kind: 'module' }] }),
});

const uriOf = (path: string): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');

const result = (finding: Finding) => ({
  ruleId: finding.code,
  ruleIndex: RULES.indexOf(finding.code),
  level: LEVEL[finding.severity],
  message: { text: finding.message },
  locations: [physical(finding.place)],
  ...(finding.related.length === 0
    ? {}
    : {
        relatedLocations: finding.related.map((related, id) => ({
          id,
          message: { text: related.message },
          ...physical(related.place),
        })),
      }),
  partialFingerprints: { 'athanor/v1': finding.fingerprint },
  ...(finding.suppressed === null
    ? {}
    : { suppressions: [{ kind: finding.suppressed.kind, justification: finding.suppressed.reason }] }),
  ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(fixOf) }),
  properties: { class: finding.class, witness: finding.witness, assumptions: finding.assumptions },
});

const fixOf = (fix: Finding['fixes'][number]) => ({
  description: { text: fix.title },
  artifactChanges: fix.edits.map((edit) => ({
    artifactLocation: { uri: uriOf(edit.place.file), uriBaseId: '%SRCROOT%' },
    replacements: [
      {
        deletedRegion: {
          startLine: edit.place.start.line,
          startColumn: edit.place.start.column,
          endLine: edit.place.end.line,
          endColumn: edit.place.end.column,
        },
        insertedContent: { text: edit.newText },
      },
    ],
  })),
});

export const toSarif = (report: Report) => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: report.tool.name,
          semanticVersion: report.tool.version,
          rules: RULES.map((code) => ({
            id: code,
            shortDescription: { text: CODES[code].title },
            helpUri: helpUri(code),
            help: { text: `${CODES[code].title}. The whole page: athanor explain ${code}` },
            defaultConfiguration: { level: LEVEL[CODES[code].severity] },
          })),
        },
      },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The directory in which athanor was started' } } },
      artifacts: report.files.map((file) => ({ location: { uri: uriOf(file), uriBaseId: '%SRCROOT%' } })),
      results: report.findings.map(result),
    },
  ],
});

export const renderSarif = (report: Report): string => `${JSON.stringify(toSarif(report), null, 2)}\n`;
