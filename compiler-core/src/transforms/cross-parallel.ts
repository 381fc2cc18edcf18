/**
 * Memory that belongs to one thread or one block cannot carry a value to another.
 *
 * Legality of memory `m` for tensor `t`: no dependence through `t` between instances that differ along a scope which has
 * an `m` of its own: a thread or a block for `gpu/local`, a block for `gpu/shared` and `gpu/warp`.
 */

import { analyse } from '../analysis/dependences/index.ts';
import type { Func, NodeId, ParallelScope } from '../ir/nodes.ts';
import type { MemType } from '../ir/types.ts';
import type { Span } from '../text/span.ts';
import { type Judgement, judge } from './legality.ts';
import { foundIn } from './rewrite.ts';

const BLOCKS: readonly ParallelScope[] = ['blockIdx.x', 'blockIdx.y', 'blockIdx.z'];
const THREADS: readonly ParallelScope[] = ['threadIdx.x', 'threadIdx.y', 'threadIdx.z'];

/** Scopes each of which has a memory of this type to itself. */
const owners = (memory: MemType): readonly ParallelScope[] => {
  if (memory === 'gpu/local') return [...THREADS, ...BLOCKS];
  return memory === 'gpu/shared' || memory === 'gpu/warp' ? BLOCKS : [];
};
/** Whether the work-items of a scope on a GPU use one memory of this type together. */
export const isSharedAmong = (memory: MemType, scope: ParallelScope): boolean =>
  (memory === 'gpu/global' || memory === 'gpu/shared' || memory === 'gpu/warp') &&
  isOfGpu(scope) &&
  !owners(memory).includes(scope);
export const isOfKernel = (memory: MemType): boolean => owners(memory).length > 0;
export const isOfGpu = (scope: ParallelScope): boolean => BLOCKS.includes(scope) || THREADS.includes(scope);

/** `func` is the program with the tensor in its new memory. */
export const crossParallel = (func: Func, def: NodeId, memory: MemType, at: Span): Judgement => {
  const scopes = owners(memory);
  if (scopes.length === 0) return { kind: 'accepted', caveats: [] };
  const rule = {
    directions: scopes.map((parallel) => [{ parallel, direction: 'different' as const }]),
    parallel: 'serial' as const,
    earlier: (p: { readonly definition: { readonly id: NodeId } }): boolean => p.definition.id === def,
  };
  const judged = judge({ func, deps: analyse(func), rule }, at);
  if (judged.kind === 'refused') return { ...judged, witness: foundIn(func, judged.witness) };
  return {
    ...judged,
    caveats: judged.caveats.map((c) => ({ ...c, witness: foundIn(func, c.witness) })),
  };
};
