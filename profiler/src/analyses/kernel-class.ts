/**
 * What a device slice is for, by its kind and name. The table is versioned: a partial result made with another version is
 * not merged.
 */

import { KIND } from './rank-data.ts';

export const CLASS_RULES = 1;

export const CLASSES = ['computation', 'communication', 'memory', 'synchronisation'] as const;
export type KernelClass = (typeof CLASSES)[number];
export const CLASS: Readonly<Record<KernelClass, number>> = {
  computation: 0,
  communication: 1,
  memory: 2,
  synchronisation: 3,
};
/** Class of a row that is no device activity. */
export const NO_CLASS = 255;

/** Kernels that move data between devices: libraries, and the custom ones of inference servers. */
const COMMUNICATION: readonly RegExp[] = [
  /^(nccl|rccl|mscclpp|msccl)/i,
  /^hccl/i,
  /ncclDevKernel|ncclKernel/,
  // One- and two-shot reductions of inference servers, and fused ones.
  /cross_device_reduce|allreduce_fusion|all_reduce_(one|two)shot|multimem_|(one|two)_shot_all_reduce/,
  /^nvshmem|nvshmemi?_/i,
  /(deep_ep|internode|intranode)::(dispatch|combine)/,
  /^oneccl|ccl_kernel/i,
];
const MEMORY = /^(hip)?mem(cpy|set)|^dma\b|^dma_/i;

/** @param kind Code of `KINDS`. @returns Code of `CLASS`, or `NO_CLASS` for host work. */
export function classOf(kind: number, name: string): number {
  if (kind === KIND.copy || kind === KIND.fill) return CLASS.memory;
  if (kind === KIND.sync) return CLASS.synchronisation;
  if (kind !== KIND.kernel) return NO_CLASS;
  if (COMMUNICATION.some((rule) => rule.test(name))) return CLASS.communication;
  return MEMORY.test(name) ? CLASS.memory : CLASS.computation;
}
