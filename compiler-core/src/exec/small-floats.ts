/** The two 16-bit floating-point formats, stored by their bits and computed with as doubles. */

import type { DType } from '../ir/types.ts';
import { halfBits, halfOfBits, roundHalf } from './half.ts';

export interface SmallFloat {
  /** The nearest number of the format, ties to even. */
  readonly round: (x: number) => number;
  /** Bits of a number that `round` gives back unchanged. */
  readonly bits: (x: number) => number;
  readonly ofBits: (bits: number) => number;
}

const single = new Float32Array(1);
const word = new Uint32Array(single.buffer);

/** bfloat16 is the upper half of a float32; a double becomes a float32 first, as SYCL's and CUDA's types take one. */
const bfloatBits = (x: number): number => {
  single[0] = x;
  if (Number.isNaN(x)) return 0x7fc0;
  const w = word[0] as number;
  const tie = (w >>> 16) & 1;
  return ((w + 0x7fff + tie) >>> 16) & 0xffff;
};
const bfloatOfBits = (bits: number): number => {
  word[0] = bits << 16;
  return single[0] as number;
};

const HALF: SmallFloat = { round: roundHalf, bits: halfBits, ofBits: halfOfBits };
const BRAIN: SmallFloat = { round: (x) => bfloatOfBits(bfloatBits(x)), bits: bfloatBits, ofBits: bfloatOfBits };

/** Null for every type that is stored as it is computed with. */
export const smallFloat = (t: DType): SmallFloat | null => (t === 'float16' ? HALF : t === 'bfloat16' ? BRAIN : null);
