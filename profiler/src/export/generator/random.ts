/**
 * Random numbers without state: the value depends on the seed and on a few integers that name the draw (rank, step,
 * operation), never on how many were drawn before. So two walks over the same run, or one rank alone, agree.
 */

const mix = (hash: number, value: number): number => {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** Uniform in [0, 1), a function of the four integers. */
export function uniform(seed: number, a: number, b: number, c: number): number {
  let h = mix(0x9e3779b9, seed | 0);
  h = mix(h, a | 0);
  h = mix(h, b | 0);
  h = mix(h, c | 0);
  return (mix(h, 0x27d4eb2f) >>> 0) / 4294967296;
}

/** Uniform in [-1, 1). */
export const signed = (seed: number, a: number, b: number, c: number): number => 2 * uniform(seed, a, b, c) - 1;

/** Near normal with mean 0 and deviation 1, bounded by 3.47: the sum of four uniform draws (Irwin-Hall). */
export function normal(seed: number, a: number, b: number, c: number): number {
  let sum = 0;
  for (let draw = 0; draw < 4; draw += 1) sum += uniform(seed + draw * 0x51ed27, a, b, c);
  return (sum - 2) * Math.sqrt(3);
}
