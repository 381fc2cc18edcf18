/** A summary for pull requests and job pages: a heading with the counts, one table row per finding. */

import { placeInWords } from './excerpt.ts';
import { WORD } from './palette.ts';
import { counted, countsInWords, type Report, shown } from './report.ts';

/** Text inside a table cell: nothing in it may end the cell, start markup or become HTML. */
export const cell = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~<>]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : `\\${char}`));

/** Inline code that survives back ticks inside it, in a table. */
const code = (text: string): string => {
  const flat = text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`;
};

export const renderMarkdown = (report: Report): string => {
  const findings = shown(report);
  const { files, functions } = report.stats;
  const lines = [
    `## ${report.tool.name}: ${countsInWords(findings)}`,
    '',
    `${counted(files, 'file')}, ${counted(functions, 'function')} checked.`,
  ];
  if (findings.length > 0) {
    lines.push('', '| place | severity | code | finding |', '|---|---|---|---|');
    for (const f of findings) {
      const extra = [
        ...(f.witness === null ? [] : [`witness: ${cell(f.witness.text)}`]),
        ...(f.assumptions.length === 0 ? [] : [`assuming: ${cell(f.assumptions.join(', '))}`]),
      ];
      const text = [cell(f.message), ...extra].join('<br>');
      lines.push(`| ${code(placeInWords(f.place))} | ${WORD[f.severity]} | ${code(f.code)} | ${text} |`);
    }
  }
  return `${lines.join('\n')}\n`;
};
