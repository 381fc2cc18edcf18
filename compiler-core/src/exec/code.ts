/** Compiled expressions: closures that give a number, or a bigint for the 64-bit integers. */

import { type DType, isFloat } from '../ir/types.ts';
import { smallFloat } from './small-floats.ts';
import { bigOfNumber, convertBig, convertFloat, convertInt, isBig } from './values.ts';

export interface NumberCode {
  readonly big: false;
  readonly dtype: DType;
  readonly run: () => number;
}
export interface BigCode {
  readonly big: true;
  readonly dtype: DType;
  readonly run: () => bigint;
}
export type Code = NumberCode | BigCode;

export const numberCode = (dtype: DType, run: () => number): NumberCode => ({ big: false, dtype, run });
export const bigCode = (dtype: DType, run: () => bigint): BigCode => ({ big: true, dtype, run });

/** As a double or a JavaScript integer, whatever the type: for subscripts, bounds and conditions. */
export const asNumber = (c: Code): (() => number) => {
  if (!c.big) return c.run;
  const { run } = c;
  return () => Number(run());
};
/** C's truth: anything but zero. */
export const asTruth = (c: Code): (() => boolean) => {
  if (c.big) {
    const { run } = c;
    return () => run() !== 0n;
  }
  const { run } = c;
  return () => run() !== 0;
};

/** The value as an element of `to`, by C's conversions. The same closure where nothing changes. */
export const converted = (c: Code, to: DType): Code => {
  if (c.dtype === to) return c;
  if (isBig(to)) {
    if (c.big) {
      const { run } = c;
      return bigCode(to, () => convertBig(to, run()));
    }
    const { run } = c;
    return bigCode(to, isFloat(c.dtype) ? () => bigOfNumber(to, run()) : () => convertBig(to, BigInt(run())));
  }
  if (c.big) {
    const { run } = c;
    if (to === 'bool') return numberCode(to, () => (run() === 0n ? 0 : 1));
    if (isFloat(to))
      return numberCode(
        to,
        rounded(to, () => Number(run())),
      );
    return numberCode(to, () => convertInt(to, Number(BigInt.asIntN(32, run()))));
  }
  const { run } = c;
  if (isFloat(to)) return numberCode(to, widens(c.dtype, to) ? run : rounded(to, run));
  if (c.dtype === 'bool') return numberCode(to, run);
  if (to === 'bool') return numberCode(to, () => (run() === 0 ? 0 : 1));
  return numberCode(to, isFloat(c.dtype) ? () => convertFloat(to, run()) : () => convertInt(to, run()));
};

/** Every value of `from` is one of the floating-point type `to`. */
const widens = (from: DType, to: DType): boolean => {
  if (to === 'float64') return true;
  if (from === 'bool' || from === 'int8' || from === 'uint8') return true;
  return to === 'float32' && (smallFloat(from) !== null || from === 'int16' || from === 'uint16');
};

/** A computation in doubles, rounded to the floating-point type. */
export const rounded = (to: DType, run: () => number): (() => number) => {
  if (to === 'float32') return () => Math.fround(run());
  const small = smallFloat(to);
  return small ? () => small.round(run()) : run;
};
