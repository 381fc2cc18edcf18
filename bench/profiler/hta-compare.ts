/** Tables of the library against ours, cell by cell. */

import { join } from 'node:path';
import { parsedFrame } from '../../profiler/src/analyses/hta/frame.ts';
import { compareTraces } from '../../profiler/src/analyses/hta/stragglers.ts';
import { htaTables } from '../../profiler/src/analyses/hta/tables.ts';
import { loadRank } from '../../profiler/src/analyses/load.ts';
import type { RankData } from '../../profiler/src/analyses/rank-data.ts';
import { ingest } from '../../profiler/src/import/ingest.ts';
import { openRun } from '../../profiler/src/run/open.ts';
import { withTempFolder } from '../lib/process.ts';
import type { Sample, Tables } from './hta-samples.ts';

/** Sums of doubles in another order, and rounding of the fifth digit after the point in text. */
const TOLERANCE = 1e-9;

/** Each file as the rank of its place in the sample, through Parquet and back. */
export async function loadSample({ files }: Sample, folder: string): Promise<readonly RankData[]> {
  const ranks: RankData[] = [];
  for (const [rank, file] of files.entries()) {
    await withTempFolder(async (out) => {
      await ingest([join(folder, 'hta', file)], { out, tool: 'test' });
      const run = await openRun(out);
      const own = run.manifest.parts[0]?.ranks[0]?.rank ?? 0;
      ranks.push({ ...(await loadRank(run, own, { operators: true })), rank });
      run.close();
    });
  }
  return ranks;
}

/** Differences of a set of ranks, each as one line; critical paths are not among the tables compared. */
export function compareRanks(
  wanted: Tables,
  ranks: readonly RankData[],
): { readonly tables: number; readonly differences: readonly string[] } {
  const { idle, launch, ...tables } = htaTables(ranks);
  const ours: Record<string, unknown> = { ...tables };
  for (const rank of ranks.keys()) {
    ours[`idle/${rank}`] = idle[rank];
    ours[`launch/${rank}`] = launch[rank];
  }
  return compareAll(wanted, ours);
}

export function comparePair(wanted: Tables, [control, test]: readonly RankData[]) {
  if (control === undefined || test === undefined) return { tables: 0, differences: ['two traces are wanted'] };
  const diff = compareTraces(parsedFrame(control), parsedFrame(test));
  const counts = { added: 0, deleted: 0, increased: 0, decreased: 0, unchanged: 0 };
  for (const { control_counts: before, test_counts: after } of diff) {
    if (before === 0) counts.added += 1;
    else if (after === 0) counts.deleted += 1;
    // The library has no category for an operator that only the control side has besides `deleted`.
    if (before > 0 && after > before) counts.increased += 1;
    else if (after > 0 && after < before) counts.decreased += 1;
    else if (after > 0 && after === before) counts.unchanged += 1;
  }
  return compareAll(wanted, { diff, ops: counts });
}

function compareAll(wanted: Tables, ours: Readonly<Record<string, unknown>>) {
  const names = Object.keys(wanted).filter((name) => !name.startsWith('critical'));
  return {
    tables: names.length,
    differences: names.flatMap((name) => compareTable(wanted[name], ours[name], name).slice(0, 5)),
  };
}

interface Shortened {
  readonly rows: readonly unknown[];
  readonly count?: number;
  readonly sums?: Readonly<Record<string, number>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isShortened = (value: unknown): value is Shortened => isObject(value) && Array.isArray(value['rows']);

function compareTable(wanted: unknown, own: unknown, name: string): readonly string[] {
  if (isObject(wanted) && typeof wanted['error'] === 'string') {
    const none = own === undefined || (Array.isArray(own) && own.length === 0);
    return none ? [] : [`${name}: the library fails (${wanted['error']}), ours gives rows`];
  }
  if (wanted === null) return own === null || (Array.isArray(own) && own.length === 0) ? [] : [`${name}: wanted none`];
  if (!isShortened(wanted)) return differences(wanted, own, name);
  if (!Array.isArray(own)) return [`${name}: wanted rows`];
  const rows: readonly unknown[] = own;
  if (wanted.count === undefined) return differences(wanted.rows, rows, name);
  const sums = Object.entries(wanted.sums ?? {}).flatMap(([key, sum]) => {
    const total = rows.reduce((of: number, row) => of + (isObject(row) ? Number(row[key]) : 0), 0);
    return differences(sum, total, `${name}.sum(${key})`);
  });
  return [
    ...differences(wanted.count, rows.length, `${name}.count`),
    ...sums,
    ...differences(wanted.rows, rows.slice(0, wanted.rows.length), name),
  ];
}

function differences(wanted: unknown, own: unknown, at: string): readonly string[] {
  const missing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);
  if (missing(wanted) || missing(own)) return missing(wanted) && missing(own) ? [] : [`${at}: ${wanted} and ${own}`];
  if (typeof wanted === 'number' && typeof own === 'number') {
    const near = Math.abs(wanted - own) <= TOLERANCE * Math.max(1, Math.abs(wanted), Math.abs(own));
    return near ? [] : [`${at}: ${wanted} and ${own}`];
  }
  if (Array.isArray(wanted) && Array.isArray(own)) {
    if (wanted.length !== own.length) return [`${at}: ${wanted.length} and ${own.length} rows`];
    return wanted.flatMap((value, index) => differences(value, own[index], `${at}[${index}]`));
  }
  if (isObject(wanted) && isObject(own)) {
    return Object.keys(wanted).flatMap((key) => differences(wanted[key], own[key], `${at}.${key}`));
  }
  return wanted === own ? [] : [`${at}: ${wanted} and ${own}`];
}
