/** Tensors as values: what goes into a run and what comes out. Row-major, elements of the tensor's own type. */

import { bitsOf, type DType } from '../ir/types.ts';
import { smallFloat } from './small-floats.ts';

export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;
export type BigArray = BigInt64Array | BigUint64Array;

/** `bool` is 0 or 1 in a `Uint8Array`; `float16` and `bfloat16` are decoded, in a `Float32Array`. */
export interface TensorValue {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: NumberArray | BigArray;
}
/** What a caller may hand in: any list of numbers; it is converted to the element type as C would. */
export interface TensorInput {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint | boolean>;
}

/** Element types that can be stored; the others have no values here. */
export type StoredDType = Exclude<DType, 'void' | 'custom' | 'unknown'>;
export const isStored = (t: DType): t is StoredDType => t !== 'void' && t !== 'custom' && t !== 'unknown';
export const isBig = (t: DType): boolean => t === 'int64' || t === 'uint64';
export const bytesOf = (t: StoredDType): number => (bitsOf(t) ?? 8) / 8;

const WINDOWS = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** A typed window on memory, as the machine stores it: `float16` and `bfloat16` by their bits. `byteStart` must be aligned. */
export const windowOn = (
  dtype: StoredDType,
  buffer: ArrayBuffer,
  byteStart: number,
  length: number,
): NumberArray | BigArray => new WINDOWS[dtype](buffer, byteStart, length);

export const elementsIn = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** An integer-valued number as an element of `dtype`; integers wrap. */
export const convertInt = (dtype: DType, x: number): number => {
  switch (dtype) {
    case 'int32':
      return x | 0;
    case 'int8':
      return (x << 24) >> 24;
    case 'int16':
      return (x << 16) >> 16;
    case 'uint8':
      return x & 0xff;
    case 'uint16':
      return x & 0xffff;
    case 'uint32':
      return x >>> 0;
    case 'bool':
      return x === 0 ? 0 : 1;
    case 'float32':
      return Math.fround(x);
    default:
      return smallFloat(dtype)?.round(x) ?? x;
  }
};

/**
 * A floating-point number as an element of `dtype`: truncated towards zero for an integer.
 * What does not fit is undefined in C; the answer here is that of x86, the least integer of the conversion's width.
 */
export const convertFloat = (dtype: DType, x: number): number => {
  switch (dtype) {
    case 'int32':
    case 'int16':
    case 'int8':
    case 'uint16':
    case 'uint8': {
      const t = Math.trunc(x);
      return convertInt(dtype, t >= -2147483648 && t <= 2147483647 ? t : -2147483648);
    }
    case 'uint32':
      return Math.abs(x) < 2 ** 63 ? Math.trunc(x) >>> 0 : 0;
    default:
      return convertInt(dtype, x);
  }
};

export const convertBig = (dtype: DType, x: bigint): bigint =>
  dtype === 'uint64' ? BigInt.asUintN(64, x) : BigInt.asIntN(64, x);

/** A double as a 64-bit integer. */
export const bigOfNumber = (dtype: DType, x: number): bigint =>
  Number.isFinite(x) && Math.abs(x) < 2 ** 64 ? convertBig(dtype, BigInt(Math.trunc(x))) : -(2n ** 63n);

/** Writes element `k` of a stored window from a list of a caller's. */
export const writeElement = (
  dtype: StoredDType,
  data: NumberArray | BigArray,
  k: number,
  x: number | bigint | boolean,
): void => {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    data[k] = typeof x === 'bigint' ? convertBig(dtype, x) : bigOfNumber(dtype, Number(x));
  } else {
    const value = typeof x === 'bigint' ? Number(BigInt.asIntN(64, x)) : Number(x);
    const small = smallFloat(dtype);
    data[k] = small
      ? small.bits(small.round(value))
      : Number.isInteger(value)
        ? convertInt(dtype, value)
        : convertFloat(dtype, value);
  }
};

/** The stored window as a value of its own. O(elements). */
export const tensorValue = (
  dtype: StoredDType,
  shape: readonly number[],
  data: NumberArray | BigArray,
): TensorValue => {
  const small = smallFloat(dtype);
  return {
    dtype,
    shape: [...shape],
    data: small ? Float32Array.from(data as Uint16Array, small.ofBits) : data.slice(),
  };
};
