/**
 * What SGLang's expert-distribution recorder writes with `torch.save`: a zip archive with a pickle and one file for each storage.
 * Source: `sglang/srt/eplb/expert_distribution.py`; `torch/serialization.py`. The pickle is read as data and never executed.
 */

import { dataOffset, type ReadAt, type ZipEntry } from '../containers/zip.ts';
import { Global, type Pickled, PickleError, unpickle } from '../pickle/unpickle.ts';
import type { ReadContext, ReadResult } from '../reader.ts';
import { ExpertRows } from './rows.ts';

const LARGEST_PICKLE = 256 << 20;
/** Elements of one tensor. */
const MOST_ELEMENTS = 64 << 20;

interface Storage {
  readonly type: string;
  readonly key: string;
}

interface Tensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly size: readonly number[];
  readonly stride: readonly number[];
}

export const torchPickle = (entries: readonly ZipEntry[]): ZipEntry | null =>
  entries.find(({ name, method }) => /(?:^|\/)data\.pkl$/.test(name) && method === 0) ?? null;

const opaque = (value: unknown): Pickled => ({ opaque: value });
const inside = (value: Pickled | undefined): unknown =>
  typeof value === 'object' && value !== null && 'opaque' in value ? value.opaque : null;

const calls = (name: string, args: readonly Pickled[]): Pickled | undefined => {
  switch (name) {
    case 'torch._utils._rebuild_tensor_v2':
    case 'torch._utils._rebuild_tensor':
      return opaque({
        storage: inside(args[0]),
        offset: Number(args[1]),
        size: (args[2] as Pickled[]).map(Number),
        stride: (args[3] as Pickled[]).map(Number),
      });
    case 'collections.OrderedDict':
      return new Map();
    case 'torch.Size':
      return args[0] ?? [];
    case 'torch.device':
      return args[0] ?? null;
    default:
      return undefined;
  }
};

const storageOf = (id: Pickled): Pickled => {
  if (!Array.isArray(id) || id[0] !== 'storage' || !(id[1] instanceof Global))
    throw new PickleError('it refers to what is no storage');
  return opaque({ type: id[1].name, key: String(id[2]) });
};

/** Null when the archive holds something else. */
export const readTorch = (
  { begin, diags }: Pick<ReadContext, 'begin' | 'diags'>,
  at: ReadAt,
  entries: readonly ZipEntry[],
  pickle: ZipEntry,
): ReadResult | null => {
  const from = dataOffset(at, pickle);
  if (from === null || pickle.bytes > LARGEST_PICKLE) return null;
  let root: Pickled;
  try {
    root = unpickle(at(from, pickle.bytes), calls, storageOf);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    diags.add('unreadable-input', `the pickle is not read: ${error.message}`);
    return null;
  }
  if (!(root instanceof Map)) return null;
  const prefix = pickle.name.slice(0, -'data.pkl'.length);
  const load = (
    value: Pickled | undefined,
  ): { readonly size: readonly number[]; readonly data: Float64Array } | null => {
    const tensor = inside(value) as Tensor | null;
    if (tensor?.storage == null) return null;
    const entry = entries.find(({ name }) => name === `${prefix}data/${tensor.storage.key}`);
    const start = entry === undefined ? null : dataOffset(at, entry);
    if (entry === undefined || start === null) return null;
    const data = elements(tensor, at(start, entry.bytes));
    return data === null ? null : { size: tensor.size, data };
  };
  const rows = new ExpertRows(begin(false), diags);
  const rank = typeof root.get('rank') === 'number' ? Number(root.get('rank')) : 0;
  const counts = load(root.get('logical_count'));
  const records = root.get('records');
  if (counts !== null) addCounts(rows, rank, 0, 'logical', counts);
  else if (Array.isArray(records)) {
    for (const record of records) if (record instanceof Map) addRecord(rows, record, load);
  } else return null;
  return rows.result(null);
};

/** `[step][layer][expert]`, or without the steps. */
const addCounts = (
  rows: ExpertRows,
  rank: number,
  step: number,
  space: string,
  { size, data }: { readonly size: readonly number[]; readonly data: Float64Array },
): void => {
  const experts = size.at(-1) ?? 0;
  const layers = size.at(-2) ?? 1;
  for (const [at, tokens] of data.entries()) {
    const row = Math.floor(at / Math.max(1, experts));
    rows.row(rank, step + Math.floor(row / layers), row % layers, at % experts, space, Math.round(tokens));
  }
};

/** One forward pass: counts for each physical expert, or the experts that each token chose, `[layer][token][choice]`. */
const addRecord = (
  rows: ExpertRows,
  record: Map<Pickled, Pickled>,
  load: (value: Pickled | undefined) => { readonly size: readonly number[]; readonly data: Float64Array } | null,
): void => {
  const rank = Number(record.get('rank') ?? 0);
  const step = Number(record.get('forward_pass_id') ?? 0);
  const counts = load(record.get('global_physical_count'));
  if (counts !== null) {
    addCounts(rows, rank, step, 'physical', counts);
    return;
  }
  const chosen = load(record.get('topk_ids_of_layer'));
  if (chosen === null) return;
  const layers = chosen.size[0] ?? 0;
  const each = layers === 0 ? 0 : chosen.data.length / layers;
  for (let layer = 0; layer < layers; layer++) {
    const tokens = new Map<number, number>();
    // -1 pads a token that chose fewer.
    for (const expert of chosen.data.subarray(layer * each, (layer + 1) * each))
      if (expert >= 0) tokens.set(expert, (tokens.get(expert) ?? 0) + 1);
    for (const [expert, count] of [...tokens].sort(([a], [b]) => a - b))
      rows.row(rank, step, layer, expert, 'physical', count);
  }
};

const WIDTHS: Readonly<Record<string, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  LongStorage: [8, (view, at) => Number(view.getBigInt64(at, true))],
  IntStorage: [4, (view, at) => view.getInt32(at, true)],
  ShortStorage: [2, (view, at) => view.getInt16(at, true)],
  CharStorage: [1, (view, at) => view.getInt8(at)],
  ByteStorage: [1, (view, at) => view.getUint8(at)],
  FloatStorage: [4, (view, at) => view.getFloat32(at, true)],
  DoubleStorage: [8, (view, at) => view.getFloat64(at, true)],
};

/** Elements in the order of their indices; null for a type that holds no counts, and where the storage is too short. */
const elements = ({ storage, offset, size, stride }: Tensor, bytes: Uint8Array): Float64Array | null => {
  const width = WIDTHS[storage.type.split('.').at(-1) ?? ''];
  const count = size.reduce((product, n) => product * n, 1);
  if (width === undefined || !(count >= 0 && count <= MOST_ELEMENTS)) return null;
  const [each, read] = width;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float64Array(count);
  const index = size.map(() => 0);
  for (let i = 0; i < count; i++) {
    const at = (offset + index.reduce((sum, n, axis) => sum + n * (stride[axis] ?? 0), 0)) * each;
    if (!(at >= 0 && at + each <= bytes.length)) return null;
    out[i] = read(view, at);
    for (let axis = size.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === size[axis] ? 0 : next;
      if (next !== size[axis]) break;
    }
  }
  return out;
};
