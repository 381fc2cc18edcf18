/** `parallel_for_work_item` and `private_memory` in a hierarchical kernel (SYCL 2020, 4.9.4.2.3, 4.10.7.3, deprecated): nests of work-items, each followed by a barrier. */

import type { Expr } from '../../../../ir/nodes.ts';
import { SHARED } from '../../lower/block.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import type { Machine } from '../../lower/machine.ts';
import { callValue } from '../../lower/methods.ts';
import { iterators, threadLoops } from '../../lower/nest.ts';
import { elementPlace, placeOf, placeValue } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import { nested } from '../../lower/statements.ts';
import type { Node } from '../../parse/ast.ts';
import type { Type } from '../../types/types.ts';
import { arg, type Handler } from './call.ts';
import { sizesOf } from './construct.ts';
import { groupMemory } from './local-memory.ts';
import { itemObject, type WorkItem } from './work-item.ts';

/** An item does the positions of the range that are its own, and each that is a multiple of the group's size further on. */
const overRange = (
  m: Machine,
  local: readonly Expr[],
  sizes: readonly Expr[],
  range: readonly Expr[],
  node: Node,
  run: (ids: readonly Expr[]) => void,
): void => {
  const names = iterators(m, 'l', range.length, node);
  const ids = names.map(({ expr }) => expr);
  const meta = m.meta(node);
  const level = (d: number): void => {
    const name = names[d]?.name;
    if (name === undefined) {
      run(ids);
      return;
    }
    const block = nested(m, () => level(d + 1));
    const bounds = { begin: local[d] as Expr, end: range[d] as Expr, step: sizes[d] as Expr, at: m.at(node) };
    m.block.emit(m.builder.forLoop(name, bounds, block.close(m.builder, meta), {}, meta), block.written);
  };
  level(0);
};

export const hierarchicalMethods: Handler = (call) => {
  const { m, name, self, args, node } = call;
  if (name !== 'parallel_for_work_item' || self === null) return null;
  const group = rvalue(m, self, node);
  const kernel = args.at(-1);
  if (group.kind !== 'object' || kernel === undefined) return m.fail(node, '`parallel_for_work_item` of these');
  const item = group.data as WorkItem;
  const range = args.length > 1 ? sizesOf(m, arg(call, 0), node) : null;
  const { memory } = m;
  const { stmt, written } = threadLoops(m, item, node, (local) => {
    const work = (own: WorkItem): void => {
      callValue(m, kernel, [itemObject('h_item', own)], node);
    };
    m.memory = 'gpu/local';
    try {
      if (range === null) work({ ...item, local });
      else {
        overRange(m, local, item.localSize ?? [], range, node, (ids) =>
          work({ ...item, local: ids, logicalSize: range, physical: local }),
        );
      }
    } finally {
      m.memory = memory;
    }
  });
  m.block.emit(stmt, written);
  m.block.emit(m.builder.barrier('workGroup', m.meta(node)), [SHARED]);
  return VOID_VALUE;
};

/** What each item of a group keeps between the nests: memory of the group with one element for each. */
export interface PrivateMemory {
  readonly key: string;
  readonly name: string;
  readonly element: Type;
}
export const privateMemoryMethods: Handler = (call) => {
  const { m, name, self, node } = call;
  const memory = self === null ? null : rvalue(m, self, node);
  const given = rvalue(m, arg(call, 0), node);
  if (name !== 'operator()' || memory?.kind !== 'object' || given.kind !== 'object' || !('group' in given.data))
    return null;
  const { key, name: spelled, element } = memory.data as PrivateMemory;
  const item = given.data as WorkItem;
  const allocation = groupMemory(m, key, spelled, element, item.localSize ?? [], node);
  const ids = item.physical ?? item.local ?? m.fail(node, 'private memory without work-items');
  return placeValue(ids.reduce((place, id) => elementPlace(place, id, element), placeOf(allocation)));
};
