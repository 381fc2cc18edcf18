/** Memory of the work-group: `local_accessor`, `group_local_memory` (SYCL 2020, 4.7.6.8; its extension). */

import type { Expr } from '../../../../ir/nodes.ts';
import type { Machine } from '../../lower/machine.ts';
import { allocate } from '../../lower/places.ts';
import type { Allocation } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import type { Type } from '../../types/types.ts';
import type { AccessorData } from './host-objects.ts';

/** One definition around the work-items of a group, whoever asks first. */
export const groupMemory = (
  m: Machine,
  key: string,
  name: string,
  type: Type,
  extents: readonly Expr[],
  node: Node,
): Allocation => {
  const known = m.allocations.get(key);
  if (known !== undefined) return known;
  const { block, calls } = m;
  if (m.group === null) return m.fail(node, 'local memory of a kernel without work-groups');
  m.block = m.group;
  m.calls = [];
  try {
    const made = { ...allocate(m, name, type, node, 'gpu/shared', extents), key };
    m.allocations.set(key, made);
    return made;
  } finally {
    m.block = block;
    m.calls = calls;
  }
};

export const localMemory = (m: Machine, data: AccessorData, node: Node): Allocation =>
  groupMemory(m, `local:${data.id}`, data.name, data.element, data.extents, node);
