/** One value per lane: what expressions compute in lock step. Typed arrays wrap and round as the element type does. */

import type { DType } from '../../ir/types.ts';
import { smallFloat } from '../small-floats.ts';
import { convertFloat, type NumberArray } from '../values.ts';
import type { Lanes } from './lanes.ts';
import { isWide, lowBits, type Wide, type WideType, wideOf, wideOfNumber } from './wide.ts';

export interface NumberVector {
  readonly wide: false;
  readonly dtype: DType;
  readonly data: NumberArray;
}
export interface WideVector {
  readonly wide: true;
  readonly dtype: WideType;
  readonly data: Wide[];
}
export type Vector = NumberVector | WideVector;
/** A vector that is computed for some lanes when it is run. */
export type Node = Vector & { readonly run: (lanes: Lanes) => void };

const ARRAYS = {
  float32: Float32Array,
  float16: Float32Array,
  bfloat16: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const;
export type NumberType = keyof typeof ARRAYS;
export const isNumberType = (t: DType): t is NumberType => Object.hasOwn(ARRAYS, t);

/** Zeros. Null for a type that has no values. */
export const newVector = (dtype: DType, width: number): Vector | null => {
  if (isWide(dtype)) return { wide: true, dtype, data: new Array<Wide>(width).fill(0) };
  return isNumberType(dtype) ? { wide: false, dtype, data: new ARRAYS[dtype](width) } : null;
};

export const withRun = (v: Vector, run: (lanes: Lanes) => void): Node => ({ ...v, run });
const nothing = (): void => {};
/** A vector that is kept up to date by somebody else. */
export const standing = (v: Vector): Node => ({ ...v, run: nothing });

/** Rounding that storing into the type's array does not do by itself: the 16-bit floats, and truth. */
export const settle = (dtype: DType): ((x: number) => number) | null =>
  dtype === 'bool' ? (x) => (x !== 0 ? 1 : 0) : (smallFloat(dtype)?.round ?? null);

const HALF = 1n << 11n;
/** The nearest float32 of a 64-bit integer, rounded once: the bits that a double would lose are kept as one sticky bit. */
const singleOfWide = (x: Wide): number => {
  if (typeof x === 'number') return Math.fround(x);
  const kept = x / HALF;
  const sticky = x % HALF === 0n || kept % 2n !== 0n ? 0n : x < 0n ? -1n : 1n;
  return Math.fround(Number(kept + sticky) * 2048);
};

const floatOfWide = (to: DType): ((x: Wide) => number) => {
  if (to === 'float64') return Number;
  const small = smallFloat(to);
  return small ? (x) => small.round(singleOfWide(x)) : singleOfWide;
};

/** One value of type `from` as one of `to`, by C's conversions. */
export const convertValue = (from: DType, to: DType): ((x: Wide) => Wide) => {
  if (from === to) return (x) => x;
  if (isWide(to)) return (x) => (typeof x === 'number' ? wideOfNumber(to, x) : wideOf(to, x));
  if (to === 'bool') return (x) => (Number(x) !== 0 ? 1 : 0);
  const float = to.includes('float');
  if (isWide(from)) return float ? floatOfWide(to) : lowBits;
  const round = smallFloat(to)?.round;
  if (float) return round ? (x) => round(Number(x)) : (x) => x;
  return from.includes('float') ? (x) => convertFloat(to, Number(x)) : (x) => x;
};

/** `v` as a vector of `to`; `v` itself where it is one. */
export const cast = (v: Node, to: DType, width: number): Node | null => {
  if (v.dtype === to) return v;
  const out = newVector(to, width);
  if (out === null) return null;
  const one = convertValue(v.dtype, to);
  const from: ArrayLike<Wide> = v.data;
  const data: { [lane: number]: Wide } = out.data;
  return withRun(out, (lanes) => {
    v.run(lanes);
    for (let k = 0; k < lanes.count; k++) {
      const l = lanes.list[k] as number;
      data[l] = one(from[l] as Wide);
    }
  });
};
