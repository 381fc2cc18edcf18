/** Kernels by devices: what breaks where, as data and as a table for a terminal. */

import { displayWidth } from './display-width.ts';
import { placeInWords } from './excerpt.ts';
import type { Palette } from './palette.ts';
import type { Place } from './source-view.ts';

export interface DeviceFault {
  readonly code: string;
  readonly severity: string;
  readonly place: Place;
  readonly message: string;
}
export interface DeviceCell {
  readonly device: string;
  readonly verdict: 'ok' | 'possible' | 'breaks' | 'unknown';
  readonly faults: readonly DeviceFault[];
  /** Why it is not known, or not all of it. */
  readonly open: readonly string[];
}
export interface DeviceRow {
  /** Empty where the text gives it no name. */
  readonly kernel: string;
  readonly place: Place;
  readonly cells: readonly DeviceCell[];
}

/** `ok`, `unknown`, or the code of what breaks with its line; what is only possible ends in a question mark. */
const cellText = ({ verdict, faults }: DeviceCell): string => {
  if (verdict === 'ok' || verdict === 'unknown') return verdict;
  const wanted = faults.filter(({ severity }) => (verdict === 'breaks' ? severity === 'error' : severity !== 'hint'));
  const [first] = wanted;
  if (first === undefined) return verdict;
  const more = wanted.length > 1 ? ` +${wanted.length - 1}` : '';
  return `${first.code}:${first.place.start.line}${verdict === 'possible' ? '?' : ''}${more}`;
};

const GAP = '  ';

/** Columns that do not fit beside each other go into a table of their own below. */
export const renderDeviceTable = (rows: readonly DeviceRow[], palette: Palette, width: number): readonly string[] => {
  const devices = rows[0]?.cells.map(({ device }) => device) ?? [];
  const names = rows.map(({ kernel, place }) => `${placeInWords(place)}${kernel === '' ? '' : ` ${kernel}`}`);
  const first = Math.max(0, ...['kernel', ...names].map(displayWidth));
  const columns = devices.map((device, d) => {
    const cells = rows.map(({ cells: all }) => all[d]).filter((cell) => cell !== undefined);
    const texts = cells.map(cellText);
    return { device, cells, texts, width: Math.max(displayWidth(device), ...texts.map(displayWidth)) };
  });
  const out: string[] = [];
  for (let d = 0; d < columns.length; ) {
    const part = [columns[d] as (typeof columns)[number]];
    let used = first + GAP.length + (part[0]?.width ?? 0);
    for (let next = columns[++d]; next !== undefined && used + GAP.length + next.width <= width; next = columns[++d]) {
      part.push(next);
      used += GAP.length + next.width;
    }
    if (out.length > 0) out.push('');
    out.push([pad('kernel', first), ...part.map((c) => pad(c.device, c.width))].join(GAP).trimEnd());
    for (const [r, name] of names.entries()) {
      const cells = part.map(({ cells: all, texts, width: w }) => {
        const [text, verdict] = [pad(texts[r] ?? '', w), all[r]?.verdict];
        if (verdict === 'breaks') return palette.severity.error(text);
        return verdict === 'ok' ? text : palette.dim(text);
      });
      out.push([pad(name, first), ...cells].join(GAP).trimEnd());
    }
  }
  return [...out, ...reasons(rows)];
};

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/** Why cells are unknown, once for each device. */
const reasons = (rows: readonly DeviceRow[]): readonly string[] => {
  const byReason = new Map<string, Set<string>>();
  for (const { cells } of rows)
    for (const { device, verdict, open } of cells)
      if (verdict === 'unknown')
        for (const why of open) byReason.set(why, (byReason.get(why) ?? new Set()).add(device));
  if (byReason.size === 0) return [];
  return ['', ...[...byReason].map(([why, devices]) => `unknown on ${[...devices].join(', ')}: ${why}`)];
};
