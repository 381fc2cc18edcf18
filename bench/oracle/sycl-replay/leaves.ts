/** A tensor of a kernel in the bytes of the array that holds it: a leaf of a structure lies with a stride, a vector has parts. */

import { smallFloat } from '../../../compiler-core/src/exec/small-floats.ts';
import { bytesOf, type StoredDType, windowOn } from '../../../compiler-core/src/exec/values.ts';
import type { VarDef } from '../../../compiler-core/src/ir/nodes.ts';

interface Lie {
  readonly strideBytes: number;
  readonly offsetBytes: number;
  /** Bytes of one element's parts. */
  readonly own: number;
  /** Elements. */
  readonly count: number;
}
const lieOf = (bytes: Uint8Array, dtype: StoredDType, def: VarDef, each: number): Lie => {
  const own = bytesOf(dtype) * each;
  const { strideBytes, offsetBytes } = def.layout ?? { strideBytes: own, offsetBytes: 0 };
  const count = Math.max(0, Math.floor((bytes.length - offsetBytes - own) / strideBytes) + 1);
  return { strideBytes, offsetBytes, own, count };
};

/** Elements of a leaf: one each `strideBytes`, `each` parts in one. */
export const elementsOf = (
  bytes: Uint8Array,
  dtype: StoredDType,
  def: VarDef,
  each: number,
): ArrayLike<number | bigint> => {
  const { strideBytes, offsetBytes, own, count } = lieOf(bytes, dtype, def, each);
  const packed = new Uint8Array(count * own);
  if (strideBytes === own) packed.set(bytes.subarray(offsetBytes, offsetBytes + packed.length));
  else {
    for (let k = 0; k < count; k++) {
      const from = k * strideBytes + offsetBytes;
      packed.set(bytes.subarray(from, from + own), k * own);
    }
  }
  const window = windowOn(dtype, packed.buffer, 0, count * each);
  const small = smallFloat(dtype);
  return small ? Float64Array.from(window as ArrayLike<number>, (bits) => small.ofBits(bits)) : window;
};

/** Writes what `elementsOf` reads. */
export const putElements = (
  bytes: Uint8Array,
  dtype: StoredDType,
  def: VarDef,
  each: number,
  values: ArrayLike<number | bigint>,
): void => {
  const { strideBytes, offsetBytes, own, count } = lieOf(bytes, dtype, def, each);
  const packed = new Uint8Array(count * own);
  const window = windowOn(dtype, packed.buffer, 0, count * each);
  const small = smallFloat(dtype);
  for (let k = 0; k < window.length; k++) {
    const x = values[k] ?? 0;
    window[k] = small ? small.bits(Number(x)) : x;
  }
  for (let k = 0; k < Math.min(count, values.length / each); k++)
    bytes.set(packed.subarray(k * own, (k + 1) * own), k * strideBytes + offsetBytes);
};
