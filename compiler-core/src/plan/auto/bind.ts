/**
 * Binds one loop: on a CPU to threads of OpenMP, on a GPU to blocks and threads.
 *
 * Rule for a GPU of `P` = 80 multiprocessors and at most `T` = 256 threads in a block, 8 where a warp is bound already:
 * a loop of constant length below `P T` is split into `P` blocks, a longer one by `T`; with an unknown length it is split
 * by `P`, the part of `P` iterations goes outside as `blockIdx.y`, and the rest is split by `T`. First every multiprocessor
 * gets work, then blocks stay small. The threads are `threadIdx.x`, or `threadIdx.y` beside a warp.
 * @source FreeTensor, `auto_parallelize`; `seed-systems.md` 1.10, pass 7 (b). 80 is that of the version of 2022; later ones
 *   ask the device, which is not there while a program is read
 */

import type { NodeId } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import type { Calls } from './calls.ts';
import { Invalid } from './trial.ts';
import { WARP } from './warps.ts';

const MULTIPROCESSORS = 80;
const MOST_THREADS = 256;

/** `bound` is called as soon as a part of the loop is bound, even where a later part fails. @throws Invalid */
export const bind = (t: Calls, id: NodeId, insideWarp: boolean, bound: () => void): void => {
  const parallelize = (loop: NodeId, scope: string, why: string): void => {
    t.parallelize(loop, scope, why);
    bound();
  };
  if (t.options.target === 'cpu') {
    parallelize(id, 'openmp', 'an outer loop');
    return;
  }
  const loop = t.loop(id);
  if (!loop) throw new Invalid('statement-not-found', 'nothing is left of the loop');
  const beside = insideWarp || stmtsIn(loop).some((s) => s.kind === 'for' && s.property.parallel !== 'serial');
  const threads = beside ? MOST_THREADS / WARP : MOST_THREADS;
  const thread = beside ? 'threadIdx.y' : 'threadIdx.x';
  const exists = (l: NodeId): boolean => t.find(l) !== null;
  const { blocks, more, rest } = divided(t, id, constantLength(loop), threads);
  if (exists(blocks)) {
    if (more !== null && exists(more)) {
      parallelize(blocks, 'blockIdx.y', 'one part for every multiprocessor');
      parallelize(more, 'blockIdx.x', 'as many blocks as the length needs');
    } else parallelize(blocks, 'blockIdx.x', 'blocks');
  }
  if (exists(rest)) parallelize(rest, thread, 'threads of a block');
};

interface Parts {
  readonly blocks: NodeId;
  readonly more: NodeId | null;
  readonly rest: NodeId;
}

const divided = (t: Calls, id: NodeId, length: bigint | null, threads: number): Parts => {
  if (length !== null) {
    const few = length < BigInt(MULTIPROCESSORS * threads);
    const [blocks, rest] = few
      ? t.split(
          id,
          { nparts: MULTIPROCESSORS },
          `${length} iterations: all ${MULTIPROCESSORS} multiprocessors get some`,
        )
      : t.split(id, { factor: threads }, `${length} iterations: blocks of ${threads} threads`);
    return { blocks, more: null, rest };
  }
  const [rest, blocks] = t.split(id, { factor: MULTIPROCESSORS }, 'unknown length: one part for every multiprocessor');
  t.reorder([blocks, rest], 'blocks stand outside');
  if (t.find(rest) === null) return { blocks, more: null, rest };
  const [more, inner] = t.split(rest, { factor: threads }, `blocks of ${threads} threads`);
  return { blocks, more, rest: inner };
};
