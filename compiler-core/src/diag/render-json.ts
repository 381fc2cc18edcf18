/** The JSON of `--format json`: fixed by `docs/schema/check.schema.json`. Two-space indent, a line break at the end. */

import { type Report, shown } from './report.ts';
import type { Place } from './source-view.ts';

/** Raised when a field changes its meaning or goes; a new field does not raise it. */
export const JSON_VERSION = 1;

const where = (place: Place) => ({
  file: place.file,
  ...(place.cell === null ? {} : { cell: place.cell }),
  range: { start: place.start, end: place.end },
});

export const toJson = (report: Report) => ({
  version: JSON_VERSION,
  tool: report.tool,
  diagnostics: shown(report).map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    class: finding.class,
    ...where(finding.place),
    message: finding.message,
    related: finding.related.map((related) => ({ ...where(related.place), message: related.message })),
    witness: finding.witness,
    assumptions: finding.assumptions,
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit) => ({ ...where(edit.place), newText: edit.newText })),
    })),
    fingerprint: finding.fingerprint,
  })),
  ...(report.kernels.length === 0 ? {} : { kernels: report.kernels }),
  ...(report.devices.length === 0
    ? {}
    : {
        devices: report.devices.map(({ kernel, place, cells }) => ({
          kernel,
          ...where(place),
          cells: cells.map(({ device, verdict, faults, open }) => ({
            device,
            verdict,
            faults: faults.map((fault) => ({
              code: fault.code,
              severity: fault.severity,
              ...where(fault.place),
              message: fault.message,
            })),
            open,
          })),
        })),
      }),
  stats: {
    ...report.stats,
    ...(report.timing.length === 0
      ? {}
      : { timing: Object.fromEntries(report.timing.map(({ phase, milliseconds }) => [phase, milliseconds])) }),
  },
});

export const renderJson = (report: Report): string => `${JSON.stringify(toJson(report), null, 2)}\n`;
