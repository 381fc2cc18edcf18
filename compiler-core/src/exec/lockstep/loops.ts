/**
 * The inner loops of the commonest operators, once per kind of array: an engine keeps a loop over one kind of typed array
 * free of allocation, and a loop over many kinds not. What is not here runs through a function per element.
 */

import type { BinaryOp } from '../../ir/nodes.ts';
import type { Lanes } from './lanes.ts';

type Loop<A> = (x: A, y: A, out: A, lanes: Lanes) => void;

const SINGLE: Readonly<Partial<Record<BinaryOp, Loop<Float32Array>>>> = {
  add: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) + (y[l] as number);
    }
  },
  sub: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) - (y[l] as number);
    }
  },
  mul: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) * (y[l] as number);
    }
  },
  realDiv: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) / (y[l] as number);
    }
  },
};
const DOUBLE: Readonly<Partial<Record<BinaryOp, Loop<Float64Array>>>> = {
  add: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) + (y[l] as number);
    }
  },
  sub: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) - (y[l] as number);
    }
  },
  mul: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) * (y[l] as number);
    }
  },
};
const INT: Readonly<Partial<Record<BinaryOp, Loop<Int32Array>>>> = {
  add: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) + (y[l] as number);
    }
  },
  sub: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = (x[l] as number) - (y[l] as number);
    }
  },
  mul: (x, y, out, { list, count }) => {
    for (let k = 0; k < count; k++) {
      const l = list[k] as number;
      out[l] = Math.imul(x[l] as number, y[l] as number);
    }
  },
};

/** Null: there is no loop of its own for these arrays. */
export const fastLoop = (op: BinaryOp, x: unknown, y: unknown, out: unknown): ((lanes: Lanes) => void) | null => {
  if (out instanceof Float32Array && x instanceof Float32Array && y instanceof Float32Array) {
    const loop = SINGLE[op];
    return loop ? (lanes) => loop(x, y, out, lanes) : null;
  }
  if (out instanceof Float64Array && x instanceof Float64Array && y instanceof Float64Array) {
    const loop = DOUBLE[op];
    return loop ? (lanes) => loop(x, y, out, lanes) : null;
  }
  if (out instanceof Int32Array && x instanceof Int32Array && y instanceof Int32Array) {
    const loop = INT[op];
    return loop ? (lanes) => loop(x, y, out, lanes) : null;
  }
  return null;
};

/** Moves elements of single precision, the commonest ones, from addresses to lanes; -1 reads 0. */
export const gatherSingle = (from: Float32Array, at: Int32Array, out: Float32Array, { list, count }: Lanes): void => {
  for (let k = 0; k < count; k++) {
    const l = list[k] as number;
    const e = at[l] as number;
    out[l] = e < 0 ? 0 : (from[e] as number);
  }
};
export const scatterSingle = (to: Float32Array, at: Int32Array, from: Float32Array, { list, count }: Lanes): void => {
  for (let k = 0; k < count; k++) {
    const l = list[k] as number;
    const e = at[l] as number;
    if (e >= 0) to[e] = from[l] as number;
  }
};
