/** The table at the end of text output: what was found, by code and by file. */

import type { DiagnosticCode } from './codes.ts';
import { displayWidth, sanitise, sliceColumns } from './display-width.ts';
import type { Finding } from './finding.ts';
import type { Palette } from './palette.ts';
import { countBySeverity, counted, countsInWords, type KernelReport, type Report, shown, titleOf } from './report.ts';
import { rank } from './severity.ts';

interface Options {
  readonly palette: Palette;
  readonly width: number;
  readonly stats: boolean;
}

export const renderSummary = (report: Report, options: Options): readonly string[] => {
  const { palette } = options;
  const findings = shown(report);
  const lines: string[] = [];
  if (findings.length > 0) lines.push(...codeTable(findings, options), '');
  const byFile = group(findings, (f) => f.place.file);
  if (byFile.size > 1) lines.push(...fileTable(byFile, options), '');
  lines.push(verdict(report, findings, palette));
  const { stats } = report;
  if (stats.suppressed > 0)
    lines.push(palette.dim(`${stats.suppressed} suppressed by ignore comments or the baseline`));
  if (options.stats) lines.push(...statLines(report, palette), ...kernelLines(report, options));
  for (const { phase, milliseconds } of report.timing)
    lines.push(palette.dim(`${phase.padEnd(12)} ${milliseconds.toFixed(1).padStart(9)} ms`));
  return lines;
};

const verdict = (report: Report, findings: readonly Finding[], palette: Palette): string => {
  const { files, functions } = report.stats;
  const where = `in ${counted(files, 'file')} (${counted(functions, 'function')})`;
  const counts = countsInWords(findings);
  const gravest = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity))[0];
  if (gravest === undefined) return `${palette.good(palette.bold(counts))} ${where}`;
  return `${palette.severity[gravest.severity](palette.bold(counts))} ${where}`;
};

const statLines = (report: Report, palette: Palette): readonly string[] => {
  const { functions, complete, asked, decided, skipped } = report.stats;
  const share = (part: number, all: number): string =>
    all === 0 ? 'none asked' : `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;
  return [
    ['functions modelled completely', functions === 0 ? 'no functions' : share(complete, functions)],
    ['questions decided', share(decided, asked)],
    ['files without freetensor, skipped', String(skipped)],
  ].map(([name, value]) => palette.dim(`${name}: ${value}`));
};

/** `races  bounds  barriers  kernel`, a line each, and where the first proof of it stopped. */
const kernelLines = ({ kernels }: Report, { palette, width }: Options): readonly string[] => {
  if (kernels.length === 0) return [];
  const paint = { safe: palette.good, faulty: palette.severity.error, possible: palette.dim, unknown: palette.dim };
  const cell = ({ standing }: KernelReport['races']): string => paint[standing](standing.padEnd(COLUMN));
  const head = palette.dim(`${['races', 'bounds', 'barriers'].map((title) => title.padEnd(COLUMN)).join('')} kernel`);
  return [
    '',
    head,
    ...kernels.flatMap((kernel) => {
      const { races, bounds, barriers, file, line, name } = kernel;
      const place = sanitise(`${file}:${line}${name === '' ? '' : ` ${name}`}`);
      const open = [races, bounds, barriers].flatMap((p) => p.open).at(0);
      const why = open === undefined ? '' : sanitise(`line ${open.line}: ${open.reason}`);
      const room = Math.max(10, width - 3 * COLUMN - 1);
      return [
        `${cell(races)}${cell(bounds)}${cell(barriers)} ${clipLeft(place, room)}`,
        ...(why === '' ? [] : [palette.dim(`${' '.repeat(3 * COLUMN + 3)}${clip(why, room - 2)}`)]),
      ];
    }),
  ];
};

const group = <K>(findings: readonly Finding[], key: (f: Finding) => K): ReadonlyMap<K, readonly Finding[]> => {
  const groups = new Map<K, Finding[]>();
  for (const finding of findings) {
    const list = groups.get(key(finding));
    if (list === undefined) groups.set(key(finding), [finding]);
    else list.push(finding);
  }
  return groups;
};

const gravity = (findings: readonly Finding[]): number => Math.min(...findings.map((f) => rank(f.severity)));

const codeTable = (findings: readonly Finding[], { palette, width }: Options): readonly string[] => {
  const rows = [...group(findings, (f) => f.code)].sort(
    ([a, x], [b, y]) => gravity(x) - gravity(y) || y.length - x.length || (a < b ? -1 : 1),
  );
  const codeWidth = Math.max(4, ...rows.map(([code]) => code.length));
  const room = Math.max(0, width - 7 - codeWidth - 2);
  const head = palette.dim(`${'count'.padStart(5)}  ${'code'.padEnd(codeWidth)}  meaning`);
  return [
    head,
    ...rows.map(([code, list]) => {
      const paint = palette.severity[worst(list)];
      return `${paint(String(list.length).padStart(5))}  ${paint(code.padEnd(codeWidth))}  ${clip(titleOf(code as DiagnosticCode), room)}`;
    }),
  ];
};

const worst = (list: readonly Finding[]): Finding['severity'] =>
  list.reduce<Finding['severity']>((w, f) => (rank(f.severity) < rank(w) ? f.severity : w), 'hint');

const COLUMN = 9;

const fileTable = (byFile: ReadonlyMap<string, readonly Finding[]>, { palette, width }: Options): readonly string[] => {
  const columns = ['error', 'warning', 'information', 'hint'] as const;
  const used = columns.filter((column) => [...byFile.values()].some((list) => countBySeverity(list)[column] > 0));
  const titles = { error: 'errors', warning: 'warnings', information: 'notes', hint: 'hints' };
  const head = palette.dim(`${used.map((column) => titles[column].padStart(COLUMN)).join('')}  file`);
  return [
    head,
    ...[...byFile].map(([file, list]) => {
      const counts = countBySeverity(list);
      const cells = used.map((column) => {
        const text = (counts[column] === 0 ? '-' : String(counts[column])).padStart(COLUMN);
        return counts[column] === 0 ? palette.dim(text) : palette.severity[column](text);
      });
      return `${cells.join('')}  ${clipLeft(sanitise(file), Math.max(10, width - COLUMN * used.length - 2))}`;
    }),
  ];
};

const clip = (text: string, room: number): string =>
  displayWidth(text) <= room ? text : room < 4 ? '' : `${sliceColumns(text, 0, room - 3).trimEnd()}...`;

/** The end of a path says more than its beginning. */
const clipLeft = (text: string, room: number): string => {
  const width = displayWidth(text);
  return width <= room ? text : `...${sliceColumns(text, width - room + 3, width)}`;
};
