/** The rows of a rank that a critical path is built on: linked, in exact nanoseconds, as columns. */

import { ENQUEUES } from '../hta/device.ts';
import { LOADER } from '../idle.ts';
import { HOST, KIND, NONE, type RankData, rowsByNumber, type Slices } from '../rank-data.ts';

/** What the name of a row says of it, as bits. */
export const NAMED = {
  /** Calls that hold the runtime's lock. */
  locked: 1,
  /** Calls whose own time is waiting for the device: the time is that of what they wait for. */
  blocking: 2,
  /** Calls that put work on a stream. */
  enqueues: 4,
  loading: 8,
  /** Rows of synchronisation, by what waits. */
  eventSync: 16,
  contextSync: 32,
  streamWait: 64,
  /** Calls that record an event, and that make a stream wait for one. */
  records: 128,
  awaits: 256,
  /** Names that tell the forward thread and the backward thread. */
  forward: 512,
  backward: 1024,
} as const;

const BITS = new Map<string, number>([
  ['cudaHostAlloc', NAMED.locked],
  ['cudaLaunchKernel', NAMED.locked],
  ['cudaMemcpyAsync', NAMED.locked | NAMED.blocking],
  ['cudaDeviceSynchronize', NAMED.blocking],
  ['cudaStreamSynchronize', NAMED.blocking],
  ['cudaEventQuery', NAMED.blocking],
  ['cudaEventSynchronize', NAMED.blocking],
  ['cudaMemcpy', NAMED.blocking],
  ['Event Sync', NAMED.eventSync],
  ['Context Sync', NAMED.contextSync],
  ['Stream Wait Event', NAMED.streamWait],
  ['cudaEventRecord', NAMED.records],
  ['cudaStreamWaitEvent', NAMED.awaits],
]);

const bitsOf = (name: string): number =>
  (BITS.get(name) ?? 0) |
  (ENQUEUES.has(name) ? NAMED.enqueues : 0) |
  (LOADER.test(name) ? NAMED.loading : 0) |
  (name.startsWith('ProfilerStep#') ? NAMED.forward : 0) |
  (name.startsWith('autograd::') ? NAMED.backward : 0);

/** Stream of host rows here, as in the library: a device row with that stream is one of them. */
export const NO_STREAM = -1;

/** Columns by the position of the slice. */
export interface PathRows {
  readonly data: RankData;
  readonly slices: Slices;
  /** The rows that have a category, in file order; the others take no part. */
  readonly known: Int32Array;
  /** `NO_STREAM` for the host. */
  readonly stream: Float64Array;
  /** `NAMED` bits. */
  readonly named: Uint16Array;
  /** Label (number of the event) of the linked row; 0: linked to nothing that was recorded; -1: not linked. */
  readonly link: Int32Array;
  /** Position of the row with that label, or NONE. Label 0 may be a row too: the library takes it for the linked one. */
  readonly linked: Int32Array;
}

/** @cost O(n). */
export function pathRows(data: RankData): PathRows {
  const { slices, names } = data;
  const { count, kind, name, stream: streams } = slices;
  const bits = Uint16Array.from(names, bitsOf);
  const known = new Int32Array(count);
  const stream = new Float64Array(count);
  const named = new Uint16Array(count);
  let rows = 0;
  for (let row = 0; row < count; row += 1) {
    const at = streams[row] as number;
    stream[row] = at === HOST ? NO_STREAM : at;
    named[row] = bits[name[row] as number] as number;
    if (kind[row] !== KIND.uncategorised) known[rows++] = row;
  }
  const partial = { data, slices, known: known.subarray(0, rows), stream, named };
  return { ...partial, ...linksOf(partial) };
}

/** Every host row of a correlation leads to its last device row, every device row to its last host row. */
function linksOf({
  slices,
  known,
  stream,
  named,
}: Pick<PathRows, 'slices' | 'known' | 'stream' | 'named'>): Pick<PathRows, 'link' | 'linked'> {
  const { correlation, id } = slices;
  const link = new Int32Array(slices.count).fill(NONE);
  const linked = new Int32Array(slices.count).fill(NONE);
  const host = rowsByNumber(correlation);
  const device = rowsByNumber(correlation);
  const sync = NAMED.eventSync | NAMED.contextSync;
  const isDevice = (row: number): boolean => (stream[row] as number) >= 0 || ((named[row] as number) & sync) !== 0;
  for (let at = 0; at < known.length; at += 1) {
    const row = known[at] as number;
    const number = correlation[row] as number;
    if (number >= 0 && !isDevice(row)) host.set(number, row);
  }
  for (let at = 0; at < known.length; at += 1) {
    const row = known[at] as number;
    const number = correlation[row] as number;
    if (number < 0) continue;
    link[row] = 0;
    if (!isDevice(row)) continue;
    const call = host.get(number);
    if (call === NONE) continue;
    linked[row] = call;
    device.set(number, row);
  }
  const zero = known.find((row) => id[row] === 0) ?? NONE;
  for (let at = 0; at < known.length; at += 1) {
    const row = known[at] as number;
    const number = correlation[row] as number;
    if (number < 0) continue;
    if (!isDevice(row)) linked[row] = device.get(number);
    const other = linked[row] as number;
    if (other === NONE) linked[row] = zero;
    else link[row] = id[other] as number;
  }
  return { link, linked };
}
