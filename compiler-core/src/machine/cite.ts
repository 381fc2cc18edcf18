/** Short words for writing descriptions down; each file of `devices/` is made of them. */

import {
  type Bytes,
  type BytesPerSecond,
  bytes,
  bytesPerSecond,
  type FlopsPerSecond,
  flopsPerSecond,
  type Hertz,
  hertz,
} from '../units/quantities.ts';
import type { Absent, Cited, Fact, Feature, MemoryLevel, Peak, RateType, Source } from './device.ts';

/** Facts of one document: `const guide = from(GUIDE); guide(1024, 'table 30')`. */
export const from =
  (source: Source) =>
  <T>(value: T, section: string): Cited<T> => ({ value, source, section });
export const absent = (why: string): Absent => ({ value: null, why });

export const B = (n: number): Bytes => bytes(BigInt(n));
export const KiB = (n: number): Bytes => bytes(BigInt(n * 1024));
export const MiB = (n: number): Bytes => bytes(BigInt(n * 1024 ** 2));
export const GiB = (n: number): Bytes => bytes(BigInt(n) * 1024n ** 3n);
export const MHz = (n: number): Hertz => hertz(BigInt(Math.round(n * 1e6)));
export const GBps = (n: number): BytesPerSecond => bytesPerSecond(BigInt(Math.round(n * 1e9)));
export const GFlops = (n: number): FlopsPerSecond => flopsPerSecond(BigInt(Math.round(n * 1e9)));
export const TFlops = (n: number): FlopsPerSecond => GFlops(n * 1e3);

const UNPUBLISHED = absent('not published in the sources read');

/** A level of which only some things are known. */
export const level = (
  name: string,
  of: MemoryLevel['of'],
  { size = UNPUBLISHED, line = UNPUBLISHED, sector = line, bandwidth = UNPUBLISHED }: Partial<MemoryLevel>,
): MemoryLevel => ({ name, of, size, line, sector, bandwidth });

export const peak = (dtype: RateType, unit: Peak['unit'], rate: Fact<FlopsPerSecond>): Peak => ({ dtype, unit, rate });

/** One fact for several features. */
export const features = (
  list: readonly (readonly [readonly Feature[], Fact<boolean>])[],
  rest: Fact<boolean>,
): Readonly<Record<Feature, Fact<boolean>>> => {
  const out: Record<Feature, Fact<boolean>> = {
    fp16: rest,
    fp64: rest,
    atomic64: rest,
    floatAtomics: rest,
    doubleAtomics: rest,
    images: rest,
    subGroupProgress: rest,
    usmDevice: rest,
    usmHost: rest,
    usmShared: rest,
    usmSystem: rest,
  };
  for (const [names, fact] of list) for (const name of names) out[name] = fact;
  return out;
};
