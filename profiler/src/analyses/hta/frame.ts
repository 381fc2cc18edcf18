/**
 * Traces as HolisticTraceAnalysis 0.5.0 sees them, for `--compat=hta`: whole microseconds, its links between launches and
 * kernels, its iterations, its trimming of the last step. What differs from our own definitions is listed in
 * docs/analyses/hta.md. Nothing here is used without that switch.
 */

import { HOST, KIND, NONE, type RankData, rowsByNumber } from '../rank-data.ts';

/** One row of a trace; the fields carry the library's names. */
export interface HtaRow {
  /** Number of the event: the label of the row. */
  readonly index: number;
  /** Position in `RankData.slices`. */
  readonly row: number;
  readonly name: string;
  readonly kind: number;
  readonly ts: number;
  readonly dur: number;
  /** -1 for the host. */
  readonly stream: number;
  readonly correlation: number;
  /** Label of the linked row; 0: linked to nothing that was recorded; -1: not linked. */
  readonly link: number;
  readonly iteration: number;
  readonly bandwidth: number;
}

export interface HtaFrame {
  readonly rank: number;
  readonly rows: readonly HtaRow[];
}

type Draft = { -readonly [key in keyof HtaRow]: HtaRow[key] };

const ITERATION = /^ProfilerStep\s*#\s*(\d+)/;

/**
 * Time as the library reads it: a double of microseconds, so that absolute times keep a quarter of a microsecond.
 * @param base Nanoseconds that the file's own times lie after `ns`.
 */
function microseconds(ns: number, base: bigint): number {
  if (base === 0n) return ns / 1000;
  const whole = base + BigInt(ns);
  return Number(whole / 1000n) + Number(whole % 1000n) / 1000;
}

/** The same number, as an integer to the engine where it is small: as a key of a map it is then found ten times as fast. */
const plain = (value: number): number => (value === (value | 0) ? value | 0 : value);

/** The library's rows of one rank before alignment and trimming. */
function draft(rank: RankData): Draft[] {
  const { slices, names, printedBase } = rank;
  const rows: Draft[] = [];
  for (let row = 0; row < slices.count; row += 1) {
    if (slices.kind[row] === KIND.uncategorised) continue;
    const start = slices.start[row] ?? 0;
    const duration = slices.duration[row] ?? 0;
    const printed = microseconds(start, printedBase);
    const whole = rank.resolution === 'us';
    const ts = whole ? Math.round(printed) : Math.ceil(printed);
    const dur = whole ? Math.round(duration / 1000) : Math.floor(printed + duration / 1000) - ts;
    const stream = slices.stream[row] ?? HOST;
    rows.push({
      index: slices.id[row] ?? 0,
      row,
      name: names[slices.name[row] ?? 0] ?? '',
      kind: slices.kind[row] ?? 0,
      ts,
      dur,
      stream: stream === HOST ? -1 : plain(stream),
      correlation: plain(slices.correlation[row] ?? NONE),
      link: -1,
      iteration: -1,
      bandwidth: slices.bandwidth[row] ?? Number.NaN,
    });
  }
  return rows;
}

/** Whether the library takes the row for device work. */
export const isDevice = (row: Pick<HtaRow, 'stream' | 'correlation' | 'name'>): boolean =>
  (row.stream >= 0 && row.correlation >= 0) || row.name === 'Event Sync' || row.name === 'Context Sync';

/** Every host row of a correlation leads to its last device row, every device row to its last host row. */
function link(rows: readonly Draft[]): void {
  const correlations = Float64Array.from(rows, ({ correlation }) => correlation);
  const host = rowsByNumber(correlations);
  const device = rowsByNumber(correlations);
  const devices: Draft[] = [];
  const hosts: Draft[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Draft;
    row.link = Math.min(row.correlation, 0);
    if (row.correlation < 0) continue;
    if (isDevice(row)) devices.push(row);
    else {
      hosts.push(row);
      host.set(row.correlation, row.index);
    }
  }
  for (const row of devices) {
    const label = host.get(row.correlation);
    if (label === NONE) continue;
    row.link = label;
    device.set(row.correlation, row.index);
  }
  for (const row of hosts) {
    const label = device.get(row.correlation);
    if (label !== NONE) row.link = label;
  }
}

/** The iteration that a row announces, if it does. */
export function iterationOf({ name }: Pick<HtaRow, 'name'>): readonly number[] {
  const number = ITERATION.exec(name)?.[1];
  return number === undefined ? [] : [Number(number)];
}

function addIterations(rows: readonly Draft[]): void {
  const steps = rows.flatMap((row) =>
    iterationOf(row).map((number) => ({ start: row.ts, end: row.ts + row.dur, number })),
  );
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  for (const row of rows) {
    if (row.stream >= 0) continue;
    for (const step of steps) if (step.start <= row.ts && row.ts < step.end) row.iteration = step.number;
  }
  for (const row of rows) {
    if (row.stream > 0 && row.link > 0) row.iteration = byIndex.get(row.link)?.iteration ?? -1;
  }
}

/** Parsed and linked, neither aligned nor trimmed: what the library compares two traces on. */
export function parsedFrame(rank: RankData): HtaFrame {
  const rows = draft(rank);
  link(rows);
  addIterations(rows);
  return { rank: rank.rank, rows };
}

/** Time 0 is the earliest row of all ranks, and the last of several steps is gone: what all other tables are made from. */
export function htaFrames(ranks: readonly RankData[]): readonly HtaFrame[] {
  const frames = [...ranks].sort((a, b) => a.rank - b.rank).map(parsedFrame);
  let earliest = Number.POSITIVE_INFINITY;
  const stepNames = new Set<string>();
  for (const { rows } of frames) {
    for (const row of rows) {
      earliest = Math.min(earliest, row.ts);
      if (row.name.includes('ProfilerStep')) stepNames.add(row.name);
    }
  }
  return frames.map(({ rank, rows }) => {
    const aligned = rows.map((row) => ({ ...row, ts: row.ts - earliest }));
    return { rank, rows: stepNames.size < 2 ? aligned : trim(aligned) };
  });
}

/** Host rows that start before the last step, and device rows that they launched, once for each of them. */
function trim(rows: readonly HtaRow[]): readonly HtaRow[] {
  let last = Number.NaN;
  for (const row of rows) {
    if (row.name.includes('ProfilerStep') && !isDevice(row))
      last = Number.isNaN(last) ? row.ts : Math.max(last, row.ts);
  }
  const host = rows.filter((row) => !isDevice(row) && row.ts < last);
  const launches = new Map<number, number>();
  for (const row of host) launches.set(row.correlation, (launches.get(row.correlation) ?? 0) + 1);
  const device = rows.flatMap((row) =>
    isDevice(row) ? Array.from({ length: launches.get(row.correlation) ?? 0 }, () => row) : [],
  );
  return [...device, ...host];
}
