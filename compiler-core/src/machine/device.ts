/**
 * What a device is, as data: limits of a launch, features, memories and rates. Every number names the document it is
 * from, or is absent with the reason. Sizes are those of the whole device as a program sees one, unless a field says
 * otherwise; rates are peaks.
 */

import type { Bytes, BytesPerSecond, FlopsPerSecond, Hertz } from '../units/quantities.ts';

/** A document that numbers are from. */
export interface Source {
  readonly title: string;
  /** An address, or the number by which its publisher knows it. */
  readonly where: string;
  /** When it was published or, of a page that changes, read; as its publisher writes it. */
  readonly date: string;
  /** Its numbers are known from it, but were not held against its text again when they were written down here. */
  readonly compared?: false;
}

/** A number with its source; `section` says where in it, and the arithmetic where the source gives only the factors. */
export interface Cited<T> {
  readonly value: T;
  readonly source: Source;
  readonly section: string;
}
/** No number is known: never read as zero, unlimited or enough. */
export interface Absent {
  readonly value: null;
  readonly why: string;
}
export type Fact<T> = Cited<T> | Absent;

export const FEATURES = {
  fp16: 'half precision (`half`, aspect fp16, cl_khr_fp16)',
  fp64: 'double precision (`double`, aspect fp64, cl_khr_fp64)',
  atomic64: '64-bit atomics (aspect atomic64, cl_khr_int64_base_atomics)',
  floatAtomics: 'addition of floats as one atomic instruction',
  doubleAtomics: 'addition of doubles as one atomic instruction',
  images: 'images and samplers (aspect image)',
  subGroupProgress: 'independent forward progress of sub-groups',
  usmDevice: 'device allocations (aspect usm_device_allocations)',
  usmHost: 'host allocations (aspect usm_host_allocations)',
  usmShared: 'shared allocations (aspect usm_shared_allocations)',
  usmSystem: 'any memory of the host (aspect usm_system_allocations)',
} as const;
export type Feature = keyof typeof FEATURES;

/** By dimension, the fastest one first: OpenCL's order, the reverse of SYCL's. */
export type PerDimension = readonly [number, number, number];

export interface Limits {
  /** Work-items of one work-group. */
  readonly workGroup: Fact<number>;
  /** Work-items of one work-group along each dimension. */
  readonly workItems: Fact<PerDimension>;
  /** Work-groups of a launch along each dimension. */
  readonly groups: Fact<PerDimension>;
  /** Sizes that a kernel may require, rising. */
  readonly subGroups: Fact<readonly number[]>;
  /** Local memory of one work-group that a launch gets without asking. */
  readonly localMemory: Fact<Bytes>;
  /** The same where the host asks the driver for more; equal where there is nothing to ask for. */
  readonly localMemoryAsked: Fact<Bytes>;
  /** Register space of one work-item at most; what does not fit is spilled to memory. */
  readonly registers: Fact<Bytes>;
  /** Memory for constant arguments. */
  readonly constantMemory: Fact<Bytes>;
}

export interface MemoryLevel {
  /** The vendor's word: `L1`, `local memory`, `HBM2e`. */
  readonly name: string;
  /** Who shares one. */
  readonly of: 'work-item' | 'compute unit' | 'device';
  /** Of one: of each compute unit, or of the device. */
  readonly size: Fact<Bytes>;
  /** What one tag of the cache stands for. */
  readonly line: Fact<Bytes>;
  /** The least that is moved at once: a part of a line, or the line. */
  readonly sector: Fact<Bytes>;
  /** Between this level and the compute units, of all of them together. */
  readonly bandwidth: Fact<BytesPerSecond>;
}

/** How local memory is divided: address `a` is in bank `floor(a / width) mod count`. */
export interface Banks {
  readonly count: number;
  readonly width: Bytes;
}

/** Types that rates are published for; `tfloat32` is 19 bits in the memory of 32. */
export type RateType = 'float64' | 'float32' | 'tfloat32' | 'float16' | 'bfloat16' | 'int8';
export interface Peak {
  readonly dtype: RateType;
  /** `vector`: any code; `matrix`: multiplication of matrices in units of its own, dense. */
  readonly unit: 'vector' | 'matrix';
  /** A fused multiply-add is two. */
  readonly rate: Fact<FlopsPerSecond>;
}

export interface Device {
  /** How a user names it: lower case, digits and hyphens. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly name: string;
  /** Which product, and whose limits where they are those of a driver. */
  readonly about: string;
  readonly kind: 'any' | 'cpu' | 'gpu' | 'npu' | 'manycore';
  /**
   * `exact`: a number is what the device has. `least`: what every device of the kind has; one of it may have more, and
   * a feature that is false may be there.
   */
  readonly numbers: 'exact' | 'least';
  readonly limits: Limits;
  readonly features: Readonly<Record<Feature, Fact<boolean>>>;
  /** From the nearest to the farthest; the last is global memory. */
  readonly memory: readonly [MemoryLevel, ...MemoryLevel[]];
  readonly localBanks: Fact<Banks>;
  /** Each runs whole work-groups: SM, CU, Xe-core, core. */
  readonly computeUnits: Fact<number>;
  /** The highest that rates are computed with. */
  readonly clock: Fact<Hertz>;
  readonly peaks: readonly Peak[];
}

/** The level that all work-items share and a launch's buffers are in. */
export const globalMemory = (device: Device): MemoryLevel => device.memory.at(-1) ?? device.memory[0];
