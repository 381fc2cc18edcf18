/**
 * What the analyses see of one rank: columns of the slices that matter, in file order. A map step gets one of these and
 * nothing else, so it runs wherever that rank's Parquet lies.
 *
 * Times are nanoseconds relative to `base` and exact in a double. `NONE` stands for what a slice has not.
 */

export const NONE = -1;
/** A slice without a stream: work of the host. Streams themselves may be any number, -1 among them. */
export const HOST = Number.MIN_SAFE_INTEGER;

/** Kinds of slices, by the category the profiler wrote. */
export const KINDS = [
  'other',
  'kernel',
  'copy',
  'fill',
  'sync',
  'runtime',
  'operator',
  'annotation',
  'device-annotation',
  'python',
  'uncategorised',
] as const;
export type Kind = (typeof KINDS)[number];
export const KIND: Readonly<Record<Kind, number>> = Object.fromEntries(
  KINDS.map((kind, code) => [kind, code]),
) as Record<Kind, number>;

/** The kind of a category, lower case. Legacy spellings differ in capitals and in a few words. */
export const KIND_OF_CATEGORY: Readonly<Record<string, Kind>> = {
  kernel: 'kernel',
  mtia_ccp_events: 'kernel',
  gpu_memcpy: 'copy',
  memcpy: 'copy',
  gpu_memset: 'fill',
  memset: 'fill',
  cuda_sync: 'sync',
  xpu_sync: 'sync',
  cuda_runtime: 'runtime',
  cuda_driver: 'runtime',
  runtime: 'runtime',
  xpu_runtime: 'runtime',
  xpu_driver: 'runtime',
  mtia_runtime: 'runtime',
  cpu_op: 'operator',
  operator: 'operator',
  user_annotation: 'annotation',
  gpu_user_annotation: 'device-annotation',
  python_function: 'python',
};

export interface Slices {
  readonly count: number;
  /** Number of the event in the file. */
  readonly id: Int32Array;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  /** Index into `RankData.names`. */
  readonly name: Int32Array;
  readonly kind: Uint8Array;
  /** The stream, or `HOST`. */
  readonly stream: Float64Array;
  /** Correlation of a launch and what it launched, or `NONE`. */
  readonly correlation: Float64Array;
  readonly track: Int32Array;
  /** Graph that the kernel is part of, or `NONE`. */
  readonly graph: Float64Array;
  /** Bytes of a copy or fill, or `NONE`. */
  readonly bytes: Float64Array;
  /** Bandwidth as the profiler wrote it, GB/s, or NaN. */
  readonly bandwidth: Float64Array;
}

/** A device slice that carries the fields of a collective. */
export interface Collective {
  /** Row of the slice. */
  readonly row: number;
  readonly op: string;
  /** Name and members of the process group, the same text on all its ranks. */
  readonly group: string;
  readonly groupSize: number;
  /** Number of the collective in its group; NONE where the trace does not say. */
  readonly seq: number;
  readonly dtype: string;
  readonly inElements: number;
  readonly outElements: number;
  /** Elements to and from each peer of an all-to-all; empty where not written or elided. */
  readonly inSplit: readonly number[];
  readonly outSplit: readonly number[];
}

/** State of an allocator after one event. */
export interface MemorySamples {
  readonly time: Float64Array;
  readonly allocated: Float64Array;
  readonly reserved: Float64Array;
  readonly bytes: Float64Array;
  /** `c10::DeviceType` times 1,024, plus the device's number, plus 1: the host's is -1. */
  readonly device: Int32Array;
}

export interface ExpertLoad {
  readonly step: number;
  readonly layer: number;
  readonly expert: number;
  readonly tokens: number;
}

export interface RankData {
  readonly rank: number;
  readonly worldSize: number;
  /** Nanoseconds to add to times of this rank; since the epoch where the trace says so. */
  readonly base: bigint;
  readonly host: string | null;
  /** Nanoseconds to add to times of this rank to get those that stand in the file: 0 where the file has a base of its own. */
  readonly printedBase: bigint;
  /** What the writer resolved. */
  readonly resolution: 'ns' | 'us';
  readonly names: readonly string[];
  readonly slices: Slices;
  readonly collectives: readonly Collective[];
  readonly memory: MemorySamples;
  readonly experts: readonly ExpertLoad[];
}

/** A training step, by the annotation of its host thread. */
export interface Step {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const STEP_NAME = /^ProfilerStep\s*#\s*(\d+)/;

/** Steps in the order of their starts. A step annotated on several threads counts once, with its widest span. */
export function stepsOf({ names, slices }: RankData): readonly Step[] {
  const byNumber = new Map<number, Step>();
  const numbers = names.map((name) => Number(STEP_NAME.exec(name)?.[1] ?? NONE));
  for (let row = 0; row < slices.count; row += 1) {
    const number = numbers[slices.name[row] ?? 0] ?? NONE;
    if (number === NONE || slices.kind[row] === KIND['device-annotation'] || slices.stream[row] !== HOST) continue;
    const start = slices.start[row] ?? 0;
    const end = start + (slices.duration[row] ?? 0);
    const known = byNumber.get(number);
    const step = { number, start: Math.min(start, known?.start ?? start), end: Math.max(end, known?.end ?? end) };
    byNumber.set(number, step);
  }
  return [...byNumber.values()].sort((a, b) => a.start - b.start);
}

/** Rows of device activity (kernels, copies, fills; synchronisation is none), by start, then by file order. */
export function deviceRows({ slices }: RankData): Int32Array {
  const { kind, count } = slices;
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const code = kind[row];
    if (code === KIND.kernel || code === KIND.copy || code === KIND.fill) rows.push(row);
  }
  return sortByStart(slices, rows);
}

/** Positions in the order of their times, which are integers; ties in their own order. */
export function orderOf(times: Float64Array): Int32Array {
  const count = times.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let inOrder = true;
  for (let at = 0; at < count; at += 1) {
    const time = times[at] as number;
    if (time < high) inOrder = false;
    else high = time;
    if (time < low) low = time;
  }
  const order = new Int32Array(count);
  if (inOrder) {
    for (let at = 0; at < count; at += 1) order[at] = at;
    return order;
  }
  // Time and position as one number, where that is exact: numbers sort much faster than by a comparison.
  if ((high - low + 1) * count <= Number.MAX_SAFE_INTEGER) {
    const keys = new Float64Array(count);
    for (let at = 0; at < count; at += 1) keys[at] = ((times[at] as number) - low) * count + at;
    keys.sort();
    for (let at = 0; at < count; at += 1) order[at] = (keys[at] as number) % count;
    return order;
  }
  for (let at = 0; at < count; at += 1) order[at] = at;
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
}

/** Rows in the order of their starts, ties in file order. */
export function sortByStart({ start, id }: Slices, rows: readonly number[]): Int32Array {
  const sorted = Int32Array.from(rows);
  // Files are mostly in order already, and a sort with a comparison is dear.
  let inOrder = true;
  for (let at = 1; at < sorted.length && inOrder; at += 1)
    inOrder = (start[sorted[at - 1] as number] as number) <= (start[sorted[at] as number] as number);
  if (inOrder) return sorted;
  let ascending = true;
  for (let at = 1; at < sorted.length && ascending; at += 1)
    ascending = (id[sorted[at - 1] as number] as number) <= (id[sorted[at] as number] as number);
  if (!ascending) return sorted.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || (id[a] ?? 0) - (id[b] ?? 0));
  const starts = new Float64Array(sorted.length);
  for (let at = 0; at < sorted.length; at += 1) starts[at] = start[sorted[at] as number] as number;
  const order = orderOf(starts);
  for (let at = 0; at < order.length; at += 1) order[at] = sorted[order[at] as number] as number;
  return order;
}

/**
 * For each slice the row of the runtime call that launched it, or NONE. One call may launch many slices (a graph).
 * Correlation 0 links nothing.
 */
export function launchesOf({ slices }: RankData): Int32Array {
  const { count, kind, correlation, stream } = slices;
  const isCall = (row: number): boolean =>
    (correlation[row] ?? NONE) > 0 && kind[row] === KIND.runtime && stream[row] === HOST;
  const calls = rowsByNumber(correlation);
  for (let row = 0; row < count; row += 1) if (isCall(row)) calls.set(correlation[row] ?? NONE, row);
  const launches = new Int32Array(count).fill(NONE);
  for (let row = 0; row < count; row += 1) {
    const link = correlation[row] ?? NONE;
    if (link > 0 && kind[row] !== KIND.runtime) launches[row] = calls.get(link);
  }
  return launches;
}

/** A map from numbers, those of `keys` that are not negative, to rows; NONE where there is none. */
export interface RowsByNumber {
  set(key: number, row: number): void;
  get(key: number): number;
}

/** Writers count correlations and events up, so they are mostly close together: then an array does. */
export function rowsByNumber(keys: ArrayLike<number>): RowsByNumber {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as number;
    if (key < 0) continue;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  if (high - low > 16 * keys.length) {
    const map = new Map<number, number>();
    return { set: (key, row) => void map.set(key, row), get: (key) => map.get(key) ?? NONE };
  }
  const rows = new Int32Array(Math.max(0, high - low + 1)).fill(NONE);
  return {
    set: (key, row) => {
      rows[key - low] = row;
    },
    get: (key) => rows[key - low] ?? NONE,
  };
}

/**
 * For each slice the position in `steps` it belongs to, or NONE: host work by its start, device work by its launch,
 * or by its own start where the launch was not recorded.
 */
export function stepOfRows(rank: RankData, steps: readonly Step[], launches: Int32Array): Int32Array {
  const { count, start } = rank.slices;
  const starts = Float64Array.of(...steps.map((step) => step.start), Number.POSITIVE_INFINITY);
  const ends = Float64Array.from(steps, (step) => step.end);
  const result = new Int32Array(count).fill(NONE);
  if (steps.length === 0) return result;
  // Rows come mostly in the order of their times, so the step of the one before is tried first.
  let at = -1;
  for (let row = 0; row < count; row += 1) {
    const launch = launches[row] as number;
    const time = start[launch === NONE ? row : launch] as number;
    const isSame = at >= 0 && (starts[at] as number) <= time && time < (starts[at + 1] as number);
    if (!isSame) at = lastNotAfter(starts, time);
    if (at >= 0 && (launch !== NONE || time < (ends[at] as number) || rank.slices.stream[row] !== HOST))
      result[row] = at;
  }
  return result;
}

/** Position of the last of some ascending numbers that is not above `value`, or -1. */
export function lastNotAfter(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
