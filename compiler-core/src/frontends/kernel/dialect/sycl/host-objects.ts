/** Objects of the host: buffers, ranges of launches, reductions, allocations. */

import { NO_SPAN } from '../../../../ir/build.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import { external, sizeParam } from '../../lower/externals.ts';
import type { Machine } from '../../lower/machine.ts';
import type { Allocation, Value } from '../../lower/values.ts';
import { rankAt } from '../../types/shape.ts';
import { type LibraryType, type Type, typeAt } from '../../types/types.ts';

export interface BufferData {
  readonly name: string;
  readonly element: Type;
  readonly extents: readonly Expr[];
}
/** What an accessor reaches: memory of the device, or of the work-group, which is made in the kernel. */
export interface AccessorData {
  readonly name: string;
  readonly element: Type;
  readonly extents: readonly Expr[];
  readonly isLocal: boolean;
  readonly aliasClass: string | null;
  readonly id: number;
  /** Indices that are given already: `a[i]` of a two-dimensional one. */
  readonly indices: readonly Expr[];
  readonly offset: readonly Expr[] | null;
  /** What of the extents it reaches, from the offset on. */
  readonly reach: readonly Expr[];
  /** Of mode `atomic` (SYCL 1.2.1): its elements are `atomic`. */
  readonly isAtomic: boolean;
}
export interface NdRangeData {
  readonly global: readonly Expr[];
  readonly local: readonly Expr[];
  readonly offset: readonly Expr[] | null;
}
export interface ReductionData {
  readonly target: Value;
  readonly op: string;
  /** Starts from the operation's identity, not from what the target holds. */
  readonly isFresh: boolean;
}
/** `malloc_device(bytes, q)`: memory whose type a cast gives. */
export interface RawMemory {
  readonly name: string;
  readonly bytes: Expr | null;
}
let accessors = 0;
export const nextAccessor = (): number => ++accessors;

/** The data of an object that comes from somewhere on the host. */
export const hostObject = (m: Machine, name: string, type: LibraryType): object => {
  const dimensions = rankAt(type, 1, 0);
  const sizes = (): Expr[] => Array.from({ length: dimensions }, (_, d) => sizeParam(m, `${name}.size_${d}`, NO_SPAN));
  if (type.name === 'buffer') {
    return { name, element: typeAt(type, 0), extents: sizes() } satisfies BufferData;
  }
  if (type.name === 'accessor' || type.name === 'host_accessor') {
    const target = type.args[3];
    const isLocal = target?.kind === 'value' && target.value.kind === 'token' && target.value.name === 'local';
    return accessorData(name, typeAt(type, 0), sizes(), { isLocal, aliasClass: isLocal ? null : 'pointer' });
  }
  return { name };
};

export const accessorData = (
  name: string,
  element: Type,
  extents: readonly Expr[],
  options: Partial<AccessorData> = {},
): AccessorData => ({
  name,
  element,
  extents,
  isLocal: false,
  aliasClass: null,
  id: nextAccessor(),
  indices: [],
  offset: null,
  reach: extents,
  isAtomic: false,
  ...options,
});

/** The memory of an accessor to a buffer. */
export const accessorMemory = (m: Machine, data: AccessorData): Allocation =>
  external(m, data.name, data.element, 'gpu/global', data.extents, {
    key: `accessor:${data.id}`,
    aliasClass: data.aliasClass,
  });
