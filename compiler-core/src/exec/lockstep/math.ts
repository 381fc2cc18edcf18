/**
 * Builtins on floating-point numbers, by SYCL's and OpenCL's names (SYCL 2020 4.17.5 to 4.17.9; OpenCL C 6.15.2): computed in
 * double and rounded to the type by the caller, so within one unit in the last place of the best answer, mostly it.
 */

import { bitsOf, type DType } from '../../ir/types.ts';
import { greater, lesser } from '../arith.ts';
import { intrinsicOf } from '../intrinsics.ts';
import { smallFloat } from '../small-floats.ts';
import { fmaOf } from './fma.ts';

export type FloatFunction = (a: number, b: number, c: number) => number;
type Table = Readonly<Record<string, FloatFunction>>;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** The exponent of the leading bit: floor(log2 |x|), exactly, for finite numbers but 0. */
const exponent = (x: number): number => {
  double[0] = x;
  const e = ((words[1] as number) >>> 20) & 0x7ff;
  if (e !== 0) return e - 1023;
  double[0] = x * 2 ** 64;
  return (((words[1] as number) >>> 20) & 0x7ff) - 1023 - 64;
};
const scale = (x: number, n: number): number => {
  const k = Math.max(-2200, Math.min(2200, n));
  const third = Math.trunc(k / 3);
  return x * 2 ** third * 2 ** third * 2 ** (k - 2 * third);
};

/** `sin(πx)` and its kind: the argument is reduced before it meets π. */
const sinpi = (x: number): number => {
  const r = x % 2;
  const a = Math.abs(r);
  if (a === 0 || a === 1) return x < 0 ? -0 : 0;
  if (a > 1) return Math.sign(r) * -Math.sin(Math.PI * (a - 1));
  return Math.sign(r) * Math.sin(Math.PI * (a > 0.5 ? 1 - a : a));
};
const cospi = (x: number): number => {
  const a = Math.abs(x) % 2;
  return a === 0.5 || a === 1.5 ? 0 : Math.cos(Math.PI * a);
};
const bool = (x: boolean): number => (x ? 1 : 0);
const clampTo = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
/** C's `pow`: 1 to any power and any number to 0 are 1; so is -1 to an infinite one. */
const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y;
const ieeeRemainder = (x: number, y: number): number => {
  if (!Number.isFinite(x) || y === 0 || Number.isNaN(y)) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const r = Math.abs(x) % Math.abs(y);
  const quotientOdd = Math.floor((Math.abs(x) - r) / Math.abs(y)) % 2 === 1;
  const over = r > Math.abs(y) / 2 || (r === Math.abs(y) / 2 && quotientOdd);
  return (x < 0 || Object.is(x, -0) ? -1 : 1) * (over ? r - Math.abs(y) : r);
};

const ANY_TYPE: Table = {
  ...{ sinpi, cospi, tanpi: (x) => sinpi(x) / cospi(x), exp10: (x) => 10 ** x, pow: power, powr: power, pown: power },
  ...{ asinpi: (x) => Math.asin(x) / Math.PI, acospi: (x) => Math.acos(x) / Math.PI },
  ...{ atanpi: (x) => Math.atan(x) / Math.PI, atan2pi: (y, x) => Math.atan2(y, x) / Math.PI },
  rootn: (x, n) => (x < 0 && Math.abs(n % 2) === 1 ? -((-x) ** (1 / n)) : n === 3 ? Math.cbrt(x) : x ** (1 / n)),
  ...{ logb: (x) => (x === 0 ? -Infinity : Number.isFinite(x) ? exponent(x) : Math.abs(x)) },
  ilogb: (x) => (x === 0 ? -2147483648 : Number.isFinite(x) ? exponent(x) : 2147483647),
  ldexp: scale,
  /** The two answers of `frexp`: `x = mantissa * 2^exponent`, the mantissa in [0.5, 1). */
  frexp_mantissa: (x) => (x === 0 || !Number.isFinite(x) ? x : scale(x, -exponent(x) - 1)),
  frexp_exponent: (x) => (x === 0 || !Number.isFinite(x) ? 0 : exponent(x) + 1),
  ...{ sign: (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), degrees: (x) => (180 / Math.PI) * x },
  ...{ radians: (x) => (Math.PI / 180) * x, recip: (x) => 1 / x, divide: (x, y) => x / y, remainder: ieeeRemainder },
  maxmag: (x, y) => (Math.abs(x) > Math.abs(y) ? x : Math.abs(y) > Math.abs(x) ? y : Math.max(x, y)),
  minmag: (x, y) => (Math.abs(x) < Math.abs(y) ? x : Math.abs(y) < Math.abs(x) ? y : Math.min(x, y)),
  ...{ max: greater<number>, min: lesser<number>, clamp: clampTo },
  step: (edge, x) => (x < edge ? 0 : 1),
  smoothstep: (e0, e1, x) => {
    const t = clampTo((x - e0) / (e1 - e0), 0, 1);
    return t * t * (3 - 2 * t);
  },
  ...{ isnan: (x) => bool(Number.isNaN(x)), isfinite: (x) => bool(Number.isFinite(x)) },
  ...{ isinf: (x) => bool(Math.abs(x) === Infinity), signbit: (x) => bool(x < 0 || Object.is(x, -0)) },
  ...{ isequal: (x, y) => bool(x === y), isnotequal: (x, y) => bool(x !== y), isless: (x, y) => bool(x < y) },
  ...{ isgreater: (x, y) => bool(x > y), isgreaterequal: (x, y) => bool(x >= y), islessequal: (x, y) => bool(x <= y) },
  islessgreater: (x, y) => bool(x < y || x > y),
  isordered: (x, y) => bool(!Number.isNaN(x) && !Number.isNaN(y)),
  isunordered: (x, y) => bool(Number.isNaN(x) || Number.isNaN(y)),
  nan: () => Number.NaN,
};

/** Least positive normal number. */
const normal = (dtype: DType): number =>
  dtype === 'float64' ? 2 ** -1022 : dtype === 'float16' ? 2 ** -14 : 2 ** -126;

const view = new DataView(new ArrayBuffer(8));
interface Bits {
  readonly of: (x: number) => bigint;
  readonly to: (b: bigint) => number;
}
const DOUBLE: Bits = {
  of: (x) => {
    view.setFloat64(0, x);
    return view.getBigUint64(0);
  },
  to: (b) => {
    view.setBigUint64(0, b);
    return view.getFloat64(0);
  },
};
const SINGLE: Bits = {
  of: (x) => {
    view.setFloat32(0, x);
    return BigInt(view.getUint32(0));
  },
  to: (b) => {
    view.setUint32(0, Number(b));
    return view.getFloat32(0);
  },
};
const rawBits = (dtype: DType): Bits => {
  const small = smallFloat(dtype);
  if (small) return { of: (x) => BigInt(small.bits(x)), to: (b) => small.ofBits(Number(b)) };
  return dtype === 'float64' ? DOUBLE : SINGLE;
};
const nextAfter = (dtype: DType): FloatFunction => {
  const { of, to } = rawBits(dtype);
  const least = to(1n);
  return (x, y) => {
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
    if (x === y) return y;
    if (x === 0) return y > 0 ? least : -least;
    return to(of(x) + (y > x === x > 0 ? 1n : -1n));
  };
};
const bitSelect = (dtype: DType): FloatFunction => {
  const { of, to } = rawBits(dtype);
  const all = (1n << BigInt(bitsOf(dtype) ?? 32)) - 1n;
  return (a, b, c) => to((of(a) & ~of(c) & all) | (of(b) & of(c)));
};

/** Rounds every step, as the definitions are written. */
const stepwise = (dtype: DType): Table => {
  const r = smallFloat(dtype)?.round ?? (dtype === 'float64' ? (x: number) => x : Math.fround);
  return {
    mix: (x, y, a) => r(x + r(r(y - x) * a)),
    fract: (x) => Math.min(r(x - Math.floor(x)), dtype === 'float64' ? 1 - 2 ** -53 : r(1 - 2 ** -24)),
    isnormal: (x) => bool(Number.isFinite(x) && Math.abs(x) >= normal(dtype)),
  };
};

/** The function of a name such as `native_sin` for arguments of the type. Null: none of the tables has it. */
export const floatFunction = (name: string, arity: number, dtype: DType): FloatFunction | null => {
  if (name === 'fma' || name === 'mad') return fmaOf(dtype);
  if (name === 'nextafter') return nextAfter(dtype);
  if (name === 'bitselect') return bitSelect(dtype);
  const plain = name.replace(/^(?:native_|half_|half_precision::|native::)/, '');
  const own = stepwise(dtype);
  if (Object.hasOwn(own, plain)) return own[plain] ?? null;
  if (Object.hasOwn(ANY_TYPE, plain)) return ANY_TYPE[plain] ?? null;
  return intrinsicOf(`${plain}(${Array(arity).fill('%').join(', ')})`)?.apply ?? null;
};
