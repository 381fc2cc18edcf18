/** IEEE binary16 on doubles: rounding to nearest even, and its bits. */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const LARGEST = 65504;

/** Exponent of the leading bit of a finite non-zero double that is normal (all that matter here are). */
const exponentOf = (x: number): number => {
  double[0] = x;
  return (((words[1] as number) >>> 20) & 0x7ff) - 1023;
};

const nearestEven = (q: number): number => {
  const low = Math.floor(q);
  const rest = q - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
};

/** The nearest half-precision number, ties to even; beyond 65504 by half a step or more is infinite. */
export const roundHalf = (x: number): number => {
  if (x === 0 || !Number.isFinite(x)) return x;
  const step = 2 ** (Math.max(exponentOf(x), -14) - 10);
  const r = Math.sign(x) * nearestEven(Math.abs(x) / step) * step;
  return Math.abs(r) > LARGEST ? Math.sign(x) * Infinity : r;
};

/** Bits of a number that `roundHalf` gives back unchanged. */
export const halfBits = (x: number): number => {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const a = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (a === Infinity) return sign | 0x7c00;
  if (a < 2 ** -14) return sign | (a * 2 ** 24);
  const e = exponentOf(a);
  return sign | ((e + 15) << 10) | ((a / 2 ** e - 1) * 1024);
};

export const halfOfBits = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const e = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (e === 31) return fraction ? Number.NaN : sign * Infinity;
  return e === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (e - 15);
};
