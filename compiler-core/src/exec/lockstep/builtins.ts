/** Calls of builtin functions in lock step: `name(%, %)` by the type of the first argument. */

import { type DType, isFloat } from '../../ir/types.ts';
import { bytesOf, isStored, windowOn } from '../values.ts';
import { integerFunction } from './integers.ts';
import { floatFunction } from './math.ts';
import { Storage } from './storage.ts';
import { convertValue, type Node, newVector, settle, withRun } from './vector.ts';
import { isWide, lowBits, type Wide, wideOf } from './wide.ts';

type Call = (a: Wide, b: Wide, c: Wide) => Wide;

const CALL = /^\s*(?:std::|sycl::|::)?([A-Za-z_]\w*(?:::\w+)?)\s*\(\s*((?:%\s*(?:,\s*%\s*)*)?)\)\s*$/;

/** The same bits as another type of the same size; null where the sizes differ. */
const bitcast = (from: DType, to: DType): Call | null => {
  if (!isStored(from) || !isStored(to) || bytesOf(from) !== bytesOf(to)) return null;
  const cell = new Storage(0, '', '', from, 'private', 1);
  cell.allocate([1], 1);
  const [put, take] = [cell.port(from), cell.port(to)];
  return (a) => {
    put.set(0, a);
    return take.get(0);
  };
};

/** To the nearest value of an integer type; NaN gives 0. */
const saturating = (to: DType): Call | null => {
  if (!isStored(to) || isFloat(to)) return null;
  const bytes = bytesOf(to);
  const signed = !to.startsWith('u');
  const high = 2n ** BigInt(bytes * 8 - (signed ? 1 : 0)) - 1n;
  const low = signed ? -high - 1n : 0n;
  return (a) => {
    if (typeof a === 'number' && Number.isNaN(a)) return 0;
    if (Number(a) >= Number(high)) return isWide(to) ? wideOf(to, high) : Number(high);
    if (Number(a) <= Number(low)) return isWide(to) ? wideOf(to, low) : Number(low);
    return isWide(to) ? wideOf(to, BigInt(typeof a === 'number' ? Math.trunc(a) : a)) : Math.trunc(Number(a));
  };
};

const callOf = (name: string, args: readonly Node[], to: DType): Call | null => {
  const from = args[0]?.dtype ?? to;
  if (name === 'bitcast') return bitcast(from, to);
  if (name === 'convert_sat') return saturating(to);
  if (isFloat(from) || !args.length) {
    const f = floatFunction(name, args.length, from);
    if (!f) return null;
    const round = settle(to);
    const plain: Call = (a, b, c) => f(Number(a), Number(b), Number(c));
    if (isWide(to)) return (a, b, c) => convertValue('float64', to)(plain(a, b, c));
    return round ? (a, b, c) => round(Number(plain(a, b, c))) : plain;
  }
  const g = integerFunction(name, from);
  if (!g) return null;
  const whole = (a: Wide, b: Wide, c: Wide): bigint => g(BigInt(a), BigInt(b), BigInt(c));
  if (isWide(to)) return (a, b, c) => wideOf(to, whole(a, b, c));
  return (a, b, c) => lowBits(wideOf('int64', whole(a, b, c)));
};

/** Null: no such builtin for these types. */
export const builtin = (format: string, args: readonly Node[], dtype: DType, width: number): Node | null => {
  const name = CALL.exec(format)?.[1];
  const out = newVector(dtype, width);
  const call = name === undefined || !out || args.length > 3 ? null : callOf(name, args, dtype);
  if (!call || !out) return null;
  const data: { [lane: number]: Wide } = out.data;
  const zero: ArrayLike<Wide> = windowOn('uint8', new ArrayBuffer(width), 0, width) as Uint8Array;
  const [x = zero, y = zero, z = zero] = args.map((a): ArrayLike<Wide> => a.data);
  return withRun(out, (lanes) => {
    for (const a of args) a.run(lanes);
    for (let k = 0; k < lanes.count; k++) {
      const l = lanes.list[k] as number;
      data[l] = call(x[l] as Wide, y[l] as Wide, z[l] as Wide);
    }
  });
};
