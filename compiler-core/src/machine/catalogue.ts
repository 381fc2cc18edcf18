/** All devices that are described, and how one is found by what a user calls it. */

import { nearest } from '../text/nearest.ts';
import type { Device } from './device.ts';
import { MI250, MI300X } from './devices/amd.ts';
import { ASCEND_910B, BR100, MLU370_X8, SW26010_PRO } from './devices/china.ts';
import { GENERIC_OPENCL, GENERIC_SYCL } from './devices/generic.ts';
import { ARC_A770, GPU_MAX } from './devices/intel-gpu.ts';
import { A100, A100_80GB, H100, V100 } from './devices/nvidia.ts';
import { AVX2, AVX512 } from './devices/x86.ts';

export const DEVICES: readonly Device[] = [
  GENERIC_SYCL,
  GENERIC_OPENCL,
  AVX2,
  AVX512,
  GPU_MAX,
  ARC_A770,
  V100,
  A100,
  A100_80GB,
  H100,
  MI250,
  MI300X,
  ASCEND_910B,
  SW26010_PRO,
  MLU370_X8,
  BR100,
];

/** What is assumed where nobody chose. */
export const DEFAULT_DEVICE: Device = GENERIC_SYCL;

/** The same by the language of a file. */
export const portable = (path: string): Device => (/\.(?:cl|ocl|clcpp)$/i.test(path) ? GENERIC_OPENCL : DEFAULT_DEVICE);

/** Items of a work-group that at least one of them holds. */
export const LARGEST_WORK_GROUP: number = Math.max(...DEVICES.map(({ limits }) => limits.workGroup.value ?? 0));

export type FoundDevice =
  | { readonly kind: 'found'; readonly device: Device }
  | { readonly kind: 'unknown'; readonly nearest: string | null };

/** By id or alias, in any case, with `_` or blanks for hyphens; `own` are the user's, and win. */
export const findDevice = (word: string, own: readonly Device[] = []): FoundDevice => {
  const key = plain(word);
  const all = [...own, ...DEVICES];
  const device =
    all.find(({ id }) => plain(id) === key) ?? all.find(({ aliases }) => aliases.some((alias) => plain(alias) === key));
  if (device !== undefined) return { kind: 'found', device };
  return {
    kind: 'unknown',
    nearest: nearest(
      key,
      all.flatMap(({ id, aliases }) => [id, ...aliases]),
    ),
  };
};

const plain = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-');
