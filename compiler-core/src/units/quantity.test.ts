import { expect, test } from 'vitest';
import * as u from './quantity.ts';

test('a roofline in units', () => {
  // 256³ matrix product in float32: 2n³ flops, 3n² elements of 4 bytes.
  const n = 256;
  const work = u.flops(2 * n ** 3);
  const traffic = u.times(u.bytes(4), 3 * n ** 2);
  const peak = u.flopsPerSecond(1e12);
  const bandwidth = u.bytesPerSecond(1e11);
  const i = u.intensity(work, traffic);
  expect(i).toBeCloseTo(42.67, 2);
  expect(u.least(peak, u.fed(i, bandwidth))).toBe(1e12);
  const time = u.greatest(u.timeToCompute(work, peak), u.timeToMove(traffic, bandwidth));
  expect(time).toBeCloseTo(3.355e-5, 8);
  expect(u.ratio(u.subtract(u.add(traffic, traffic), traffic), traffic)).toBe(1);
  expect(u.timeOfCycles(u.cycles(3e9), u.hertz(1.5e9))).toBe(2);
});

/** `true` where a value of `A` may stand for one of `B`; checked when the tests are type-checked. */
type Fits<A, B> = A extends B ? true : false;
test('units do not mix', () => {
  const bytesAsFlops: Fits<u.Bytes, u.Flops> = false;
  const bytesAsEither: Fits<u.Bytes, u.Quantity<'byte' | 'flop'>> = false;
  const plainAsBytes: Fits<number, u.Bytes> = false;
  const bytesAsPlain: Fits<u.Bytes, number> = true;
  expect([bytesAsFlops, bytesAsEither, plainAsBytes, bytesAsPlain]).toEqual([false, false, false, true]);
});
