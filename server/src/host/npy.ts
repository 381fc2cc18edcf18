/**
 * Arrays in files: NumPy's `.npy` (format versions 1 to 3) and plain JSON.
 * Total: any bytes give an array or one sentence that says what is wrong.
 * @source NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
 */

import { halfBits, halfOfBits } from '../../../compiler-core/src/exec/half.ts';
import type { TensorInput, TensorValue } from '../../../compiler-core/src/exec/values.ts';
import type { DType } from '../../../compiler-core/src/ir/types.ts';

export type ReadArray =
  | { readonly kind: 'array'; readonly value: TensorInput }
  | { readonly kind: 'error'; readonly message: string };
const failed = (message: string): ReadArray => ({ kind: 'error', message });

/** More elements than this are refused before anything is allocated. */
const MAX_ELEMENTS = 2 ** 24;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

interface Item {
  readonly dtype: DType;
  readonly bytes: number;
  readonly read: (view: DataView, at: number, little: boolean) => number | bigint;
}
/** NumPy's kind and size, without the byte order. */
const ITEMS: Readonly<Record<string, Item>> = {
  b1: { dtype: 'bool', bytes: 1, read: (v, at) => (v.getUint8(at) === 0 ? 0 : 1) },
  i1: { dtype: 'int8', bytes: 1, read: (v, at) => v.getInt8(at) },
  i2: { dtype: 'int16', bytes: 2, read: (v, at, le) => v.getInt16(at, le) },
  i4: { dtype: 'int32', bytes: 4, read: (v, at, le) => v.getInt32(at, le) },
  i8: { dtype: 'int64', bytes: 8, read: (v, at, le) => v.getBigInt64(at, le) },
  u1: { dtype: 'uint8', bytes: 1, read: (v, at) => v.getUint8(at) },
  u2: { dtype: 'uint16', bytes: 2, read: (v, at, le) => v.getUint16(at, le) },
  u4: { dtype: 'uint32', bytes: 4, read: (v, at, le) => v.getUint32(at, le) },
  u8: { dtype: 'uint64', bytes: 8, read: (v, at, le) => v.getBigUint64(at, le) },
  f2: { dtype: 'float16', bytes: 2, read: (v, at, le) => halfOfBits(v.getUint16(at, le)) },
  f4: { dtype: 'float32', bytes: 4, read: (v, at, le) => v.getFloat32(at, le) },
  f8: { dtype: 'float64', bytes: 8, read: (v, at, le) => v.getFloat64(at, le) },
};

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** The header is a Python dictionary literal with three known keys, in any order. */
const parseHeader = (text: string): Header | string => {
  const descr = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)")/.exec(text);
  if (!descr) return /['"]descr['"]\s*:\s*\[/.test(text) ? 'records are not supported' : 'its header has no descr';
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  if (!fortran) return 'its header has no fortran_order';
  const shape = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(text);
  if (!shape) return 'its header has no shape';
  const parts = (shape[1] ?? '').split(',').map((p) => p.trim().replace(/L$/, ''));
  if (parts.at(-1) === '') parts.pop();
  if (!parts.every((p) => /^\d+$/.test(p))) return `its shape (${shape[1]}) is not a tuple of sizes`;
  return { descr: descr[1] ?? descr[2] ?? '', fortran: fortran[1] === 'True', shape: parts.map(Number) };
};

/** Where element `k` of the row-major order stands in column-major order. */
const columnMajor = (shape: readonly number[], k: number): number => {
  let rest = k;
  let at = 0;
  let stride = shape.reduce((a, b) => a * b, 1);
  for (let d = shape.length - 1; d >= 0; d--) {
    const extent = shape[d] ?? 1;
    stride /= extent;
    at += (rest % extent) * stride;
    rest = Math.floor(rest / extent);
  }
  return at;
};

/** Reads a `.npy` file: integers, floats and booleans of either byte order, in C or Fortran order. O(bytes). */
export const readNpy = (bytes: Uint8Array): ReadArray => {
  if (!MAGIC.every((b, k) => bytes[k] === b))
    return failed('it is not a .npy file: the first bytes are not \\x93NUMPY');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) return failed(`version ${major} of the .npy format is not known`);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) return failed('it ends inside its header');
  const headerBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = start + headerBytes;
  if (bytes.length < from) return failed('it ends inside its header');
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(start, from)));
  if (typeof header === 'string') return failed(header);
  const { descr, shape } = header;
  const item = ITEMS[descr.slice(1)];
  if (!item || !'<>|='.includes(descr[0] ?? '?')) return failed(`its element type ${descr} is not supported`);
  const count = shape.reduce((a, b) => a * b, 1);
  if (count > MAX_ELEMENTS) return failed(`it has ${count} elements, at most ${MAX_ELEMENTS} are read`);
  const have = bytes.length - from;
  if (have < count * item.bytes) return failed(`its shape needs ${count * item.bytes} bytes, it has ${have}`);
  const little = descr[0] !== '>';
  const data = Array.from({ length: count }, (_, k) => {
    const at = header.fortran ? columnMajor(shape, k) : k;
    return item.read(view, from + at * item.bytes, little);
  });
  return { kind: 'array', value: { dtype: item.dtype, shape, data } };
};

const DESCR: Readonly<Partial<Record<DType, string>>> = Object.fromEntries(
  Object.entries(ITEMS).map(([descr, { dtype, bytes }]) => [dtype, `${bytes === 1 ? '|' : '<'}${descr}`]),
);

type Put = (view: DataView, at: number, x: number | bigint) => void;
/** By NumPy's kind and size, little-endian. */
const PUT: Readonly<Record<string, Put>> = {
  b1: (v, at, x) => v.setUint8(at, Number(x)),
  i1: (v, at, x) => v.setInt8(at, Number(x)),
  i2: (v, at, x) => v.setInt16(at, Number(x), true),
  i4: (v, at, x) => v.setInt32(at, Number(x), true),
  i8: (v, at, x) => v.setBigInt64(at, BigInt(x), true),
  u1: (v, at, x) => v.setUint8(at, Number(x)),
  u2: (v, at, x) => v.setUint16(at, Number(x), true),
  u4: (v, at, x) => v.setUint32(at, Number(x), true),
  u8: (v, at, x) => v.setBigUint64(at, BigInt(x), true),
  f2: (v, at, x) => v.setUint16(at, halfBits(Number(x)), true),
  f4: (v, at, x) => v.setFloat32(at, Number(x), true),
  f8: (v, at, x) => v.setFloat64(at, Number(x), true),
};

/** Version 1.0, little-endian, C order, header padded to 64 bytes: what `numpy.save` writes. Null: the type has no form. */
export const writeNpy = (tensor: TensorValue): Uint8Array | null => {
  const descr = DESCR[tensor.dtype];
  const code = descr?.slice(1) ?? '';
  const item = ITEMS[code];
  const put = PUT[code];
  if (!item || !put) return null;
  const shape = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`;
  const out = new Uint8Array(10 + padded.length + tensor.data.length * item.bytes);
  out.set([...MAGIC, 1, 0, padded.length & 255, padded.length >> 8]);
  out.set(new TextEncoder().encode(padded), 10);
  const view = new DataView(out.buffer);
  tensor.data.forEach((x: number | bigint, k: number) => {
    put(view, 10 + padded.length + k * item.bytes, x);
  });
  return out;
};

// ---- JSON ----------------------------------------------------------------------------------------------------------

const SPECIAL: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};
const DTYPE_NAMES: ReadonlySet<string> = new Set(Object.values(ITEMS).map((i) => i.dtype));

type Scalar = number | bigint | boolean;
/** A JSON leaf as an element: numbers, booleans, "inf", "-inf", "nan", and integers in strings beyond 2^53. */
const scalar = (x: unknown): Scalar | null => {
  if (typeof x === 'number' || typeof x === 'boolean') return x;
  if (typeof x !== 'string') return null;
  if (Object.hasOwn(SPECIAL, x)) return SPECIAL[x] ?? null;
  return /^-?\d+$/.test(x) ? BigInt(x) : null;
};

/** Nested lists to a shape and row-major elements. A message where rows differ or a leaf is no number. */
const flatten = (root: unknown): { shape: number[]; data: Scalar[] } | string => {
  const shape: number[] = [];
  for (let at = root; Array.isArray(at); at = at[0]) shape.push(at.length);
  const data: Scalar[] = [];
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, depth } = top;
    if (depth < shape.length) {
      if (!Array.isArray(value) || value.length !== shape[depth]) return `rows of dimension ${depth} differ in length`;
      for (let k = value.length - 1; k >= 0; k--) stack.push({ value: value[k], depth: depth + 1 });
      continue;
    }
    const x = scalar(value);
    if (x === null)
      return Array.isArray(value)
        ? `rows of dimension ${depth - 1} differ in depth`
        : `${JSON.stringify(value)} is no number`;
    data.push(x);
  }
  return { shape, data };
};

const isSizes = (x: unknown): x is number[] => Array.isArray(x) && x.every((n) => Number.isInteger(n) && n >= 0);

/** The type of elements that say none: as Python's literals would be, in FreeTensor's types. */
const guess = (data: readonly Scalar[]): DType => {
  if (data.length > 0 && data.every((x) => typeof x === 'boolean')) return 'bool';
  if (data.some((x) => typeof x === 'bigint')) return 'int64';
  return data.every((x) => Number.isInteger(x)) ? 'int32' : 'float32';
};

/**
 * One array from parsed JSON: a number, nested lists, or `{dtype, shape, data}` with flat or nested data.
 * `declared` is the type that the program declares; it is used where the JSON says none.
 */
export const arrayFromJson = (json: unknown, declared: DType | null = null): ReadArray => {
  const record = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null;
  const fields: { dtype?: unknown; shape?: unknown; data?: unknown } = record ?? { data: json };
  if (record && !('data' in record)) return failed('it has no data');
  const flat = flatten(fields.data);
  if (typeof flat === 'string') return failed(flat);
  const named = fields.dtype;
  if (named !== undefined && !(typeof named === 'string' && DTYPE_NAMES.has(named))) {
    return failed(`its dtype ${JSON.stringify(named)} is not known`);
  }
  if (fields.shape !== undefined && !isSizes(fields.shape)) return failed('its shape is not a list of sizes');
  const shape = fields.shape ?? flat.shape;
  const count = shape.reduce((a, b) => a * b, 1);
  if (count !== flat.data.length) return failed(`its shape has ${count} elements, its data ${flat.data.length}`);
  const dtype = (named as DType | undefined) ?? declared ?? guess(flat.data);
  return { kind: 'array', value: { dtype, shape, data: flat.data } };
};

/** A file of inputs: a JSON object from names of tensors to arrays. */
export const inputsFromJson = (
  text: string,
  declared: (name: string) => DType | null = () => null,
): { readonly inputs: ReadonlyMap<string, TensorInput> } | { readonly message: string } => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { message: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { message: 'it is not an object from names of tensors to arrays' };
  }
  const inputs = new Map<string, TensorInput>();
  for (const [name, value] of Object.entries(json)) {
    const read = arrayFromJson(value, declared(name));
    if (read.kind === 'error') return { message: `${name}: ${read.message}` };
    inputs.set(name, read.value);
  }
  return { inputs };
};
