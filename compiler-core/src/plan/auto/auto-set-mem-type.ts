/**
 * Moves local tensors of a GPU's kernels near to the processor: to registers (`gpu/local`), else to memory that a block
 * shares (`gpu/shared`).
 *
 * Rule of 2022: each local tensor, inner definitions first. Since 1.0, smallest first and within limits: all of a kernel's
 * tensors in registers take fewer than 65,536 words of four bytes per block and 512 bytes per thread, all in shared
 * memory fewer than 49,152 bytes; a tensor that several kernels use stays.
 * @source FreeTensor, `auto_set_mem_type`; `seed-systems.md` 1.10, pass 9. The limits are those of NVIDIA's compute
 *   capability 7.0; FreeTensor asks the device
 */

import type { NodeId, Stmt, VarDef } from '../../ir/nodes.ts';
import { bitsOf, type MemType } from '../../ir/types.ts';
import { childStmts } from '../../ir/walk.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { isOfGpu, isOfKernel } from '../../transforms/cross-parallel.ts';
import { locate } from '../../transforms/tree.ts';
import type { Calls } from './calls.ts';
import { elementsOf, localsIn } from './nests.ts';
import { Undecided } from './trial.ts';

const REGISTERS_PER_BLOCK = 65_536n;
const LOCAL_PER_THREAD = 512n;
const SHARED_PER_BLOCK = 49_152n;
const WORD = 4n;

export const autoSetMemType = (t: Calls): void => {
  if (t.options.target !== 'gpu') t.decided('a CPU has one kind of memory');
  else if (t.options.era === '2022') early(t);
  else withinLimits(t);
};

const early = (t: Calls): void => {
  for (const { id } of localsIn(t.func.body)) {
    const inRegisters = t.tries(() => t.setMemType(id, 'gpu/local', 'the nearest memory'));
    if (!inRegisters) t.tries(() => t.setMemType(id, 'gpu/shared', 'the nearest memory but registers'));
  }
};

const withinLimits = (t: Calls): void => {
  let left: readonly VarDef[] = localsIn(t.func.body).filter((def) => {
    const kernels = kernelAround(t, def.id) === null ? kernelsIn(def.body).length : 1;
    if (kernels > 1) t.decided(`\`${def.name}\` stays: ${kernels} kernels use it`);
    return kernels <= 1;
  });
  for (const memory of ['gpu/local', 'gpu/shared'] as const) {
    const used = new Map<NodeId, Use>();
    const moved = new Set<VarDef>();
    for (const def of [...left].sort(bySize)) {
      const kernel = kernelAround(t, def.id)?.id ?? def.id;
      const before = used.get(kernel) ?? NONE;
      const after = usedWith(t, before, def, memory);
      if (!after) {
        skip(t, def, memory);
        continue;
      }
      if (!t.tries(() => t.setMemType(def.id, memory, `${after.thread} bytes of the kernel's in all`))) continue;
      used.set(kernel, after);
      moved.add(def);
    }
    left = left.filter((def) => !moved.has(def));
  }
};

/** FreeTensor measures a tensor after it is cut to what one thread uses, which may be less than its definition says. */
const skip = (t: Calls, def: VarDef, memory: MemType): void => {
  const why = `\`${def.name}\` is of unknown size or too large for ${memory}`;
  if (t.options.keep === 'accepted' && kernelsIn(def.body).length > 0)
    throw new Undecided(`${why}, as it is defined outside of the loops over threads`);
  t.decided(why);
};

interface Use {
  /** Bytes of one thread, or of the block in shared memory. */
  readonly thread: bigint;
  /** Registers of a block. */
  readonly words: bigint;
}
const NONE: Use = { thread: 0n, words: 0n };

const usedWith = (t: Calls, before: Use, def: VarDef, memory: MemType): Use | null => {
  const size = bytesOf(def);
  if (size === null) return null;
  const thread = before.thread + size;
  if (memory === 'gpu/shared') return thread < SHARED_PER_BLOCK ? { thread, words: 0n } : null;
  const threads = threadsAround(t, def.id);
  if (threads === null) return null;
  // An element takes whole registers.
  const words = before.words + size * threads * ((bytesPerElement(def) + WORD - 1n) / WORD);
  return thread < LOCAL_PER_THREAD && words < REGISTERS_PER_BLOCK ? { thread, words } : null;
};

const bytesPerElement = (def: VarDef): bigint => BigInt(Math.ceil((bitsOf(def.dtype) ?? 64) / 8));
const bytesOf = (def: VarDef): bigint | null => {
  const n = elementsOf(def);
  return n === null ? null : n * bytesPerElement(def);
};
/** Small ones first; those of unknown size last. */
const bySize = (a: VarDef, b: VarDef): number => {
  const [x, y] = [bytesOf(a), bytesOf(b)];
  if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
  return x < y ? -1 : x > y ? 1 : 0;
};

const threadsAround = (t: Calls, id: NodeId): bigint | null =>
  (locate(t.func, id)?.chain ?? []).reduce<bigint | null>((n, s) => {
    if (n === null || s.kind !== 'for' || !s.property.parallel.startsWith('threadIdx')) return n;
    const length = constantLength(s);
    return length === null ? null : n * length;
  }, 1n);

const beginsKernel = (s: Stmt): boolean =>
  (s.kind === 'for' && isOfGpu(s.property.parallel)) || (s.kind === 'varDef' && isOfKernel(s.memory));
const kernelAround = (t: Calls, id: NodeId): Stmt | null =>
  (locate(t.func, id)?.chain ?? []).slice(0, -1).findLast(beginsKernel) ?? null;
const kernelsIn = (s: Stmt): readonly Stmt[] => (beginsKernel(s) ? [s] : childStmts(s).flatMap(kernelsIn));
