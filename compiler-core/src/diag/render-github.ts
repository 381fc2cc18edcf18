/** Workflow commands of GitHub Actions: each finding becomes an annotation on its line. */

import type { Severity } from './diagnostic.ts';
import { type Report, shown } from './report.ts';

const COMMAND: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const renderGithub = (report: Report): string =>
  shown(report)
    .map((f) => {
      const { file, cell, start, end } = f.place;
      // Columns are allowed only where the annotation stays on one line; in a notebook lines are those of the cell.
      const columns = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : '';
      const place = `file=${property(file)},line=${start.line},endLine=${end.line}${columns}`;
      const message = [
        `${cell === null ? '' : `cell ${cell}: `}${f.message}`,
        ...(f.witness === null ? [] : [`witness: ${f.witness.text}`]),
        ...(f.assumptions.length === 0 ? [] : [`assuming: ${f.assumptions.join(', ')}`]),
      ].join('\n');
      return `::${COMMAND[f.severity]} ${place},title=${property(`athanor ${f.code}`)}::${data(message)}\n`;
    })
    .join('');
