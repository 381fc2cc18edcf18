/** Findings for people: place, message, source with carets, related places, witness, assumptions, fix; then a table. */

import { renderDeviceTable } from './device-table.ts';
import { displayWidth, sanitise, wrap } from './display-width.ts';
import { gutterOf, placeInWords, renderExcerpt } from './excerpt.ts';
import type { Finding } from './finding.ts';
import { type Palette, WORD } from './palette.ts';
import { renderSummary } from './render-summary.ts';
import { type Report, shown } from './report.ts';
import type { Place } from './source-view.ts';

export interface TextOptions {
  readonly palette: Palette;
  readonly width: number;
  /** Print the counts of `stats` under the summary. */
  readonly stats: boolean;
}

export const renderText = (report: Report, options: TextOptions): string => {
  const blocks = shown(report).map((finding) => renderFinding(finding, options).join('\n'));
  const table = renderDeviceTable(report.devices, options.palette, options.width);
  if (report.devices.length > 0) blocks.push(table.join('\n'));
  return `${[...blocks, renderSummary(report, options).join('\n')].join('\n\n')}\n`;
};

/** One finding, line by line. */
export const renderFinding = (finding: Finding, { palette, width }: TextOptions): readonly string[] => {
  const { place } = finding;
  const paint = palette.severity[finding.severity];
  const excerptPlaces = [place, ...finding.related.map((related) => related.place)];
  const gutter = gutterOf(excerptPlaces);
  const blank = ' '.repeat(gutter);
  const bar = palette.dim('|');
  const style = { palette, width, gutter };
  const lines = [...heading(finding, palette, width)];
  if (place.excerpt.length > 0) {
    lines.push(`${blank} ${bar}`);
    lines.push(...renderExcerpt(place, '', { ...style, mark: paint, markChar: '^' }));
  }
  let last: Place = place;
  for (const related of finding.related) {
    if (related.place.excerpt.length === 0) {
      lines.push(...note('where', `${placeInWords(related.place)} ${related.message}`, palette, width, gutter));
      continue;
    }
    // Another file, or far away: say where. Next to the last one the line number tells.
    const near = related.place.file === last.file && related.place.cell === last.cell;
    lines.push(
      near
        ? `${blank} ${palette.dim('...')}`
        : `${blank} ${palette.dim(':::')} ${palette.place(placeInWords(related.place))}`,
    );
    lines.push(
      ...renderExcerpt(related.place, sanitise(related.message), { ...style, mark: palette.accent, markChar: '-' }),
    );
    last = related.place;
  }
  const notes: string[] = [];
  if (finding.witness !== null) notes.push(...note('witness', finding.witness.text, palette, width, gutter));
  if (finding.class === 'possible')
    notes.push(...note('class', 'possible: not for every admissible size, or not decided', palette, width, gutter));
  if (finding.assumptions.length > 0)
    notes.push(...note('assuming', finding.assumptions.join(', '), palette, width, gutter));
  for (const fix of finding.fixes) notes.push(...note('fix', fix.title, palette, width, gutter));
  if (notes.length > 0) lines.push(`${blank} ${bar}`, ...notes);
  return lines;
};

/** `file:line:column error[code] message`; what does not fit goes on, indented. */
const heading = (finding: Finding, palette: Palette, width: number): readonly string[] => {
  const where = placeInWords(finding.place);
  const kind = `${WORD[finding.severity]}[${finding.code}]`;
  const used = displayWidth(where) + 1 + displayWidth(kind) + 1;
  const paint = palette.severity[finding.severity];
  const lead = `${palette.place(where)} ${paint(palette.bold(kind))}`;
  const message = sanitise(finding.message);
  const rest = wrap(message, width - 2, width - used);
  const first = rest[0] ?? '';
  if (displayWidth(first) > width - used) {
    return [lead, ...wrap(message, width - 2).map((line) => `  ${palette.bold(line)}`)];
  }
  return [`${lead} ${palette.bold(first)}`, ...rest.slice(1).map((line) => `  ${palette.bold(line)}`)];
};

const note = (label: string, text: string, palette: Palette, width: number, gutter: number): readonly string[] => {
  const lead = `${' '.repeat(gutter)} ${palette.dim('=')} ${palette.bold(`${label}:`)} `;
  const indent = gutter + 3 + label.length + 2;
  return wrap(sanitise(text), width - indent).map((line, i) => (i === 0 ? lead + line : ' '.repeat(indent) + line));
};
