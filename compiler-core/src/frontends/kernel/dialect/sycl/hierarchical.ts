/** `parallel_for_work_item` in a hierarchical kernel (SYCL 2020, 4.9.4.2.3, deprecated): a nest of work-items, then a barrier. */

import { SHARED } from '../../lower/block.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { callValue } from '../../lower/methods.ts';
import { threadLoops } from '../../lower/nest.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Handler } from './call.ts';
import { itemObject, type WorkItem } from './work-item.ts';

export const hierarchicalMethods: Handler = (call) => {
  const { m, name, self, args, node } = call;
  if (name !== 'parallel_for_work_item' || self === null) return null;
  const group = rvalue(m, self, node);
  const kernel = args.at(-1);
  if (group.kind !== 'object' || kernel === undefined || args.length > 1)
    return m.fail(node, '`parallel_for_work_item` with a range');
  const item = group.data as WorkItem;
  const { memory } = m;
  const { stmt, written } = threadLoops(m, item, node, (local) => {
    m.memory = 'gpu/local';
    try {
      callValue(m, kernel, [itemObject('h_item', { ...item, local })], node);
    } finally {
      m.memory = memory;
    }
  });
  m.block.emit(stmt, written);
  m.block.emit(m.builder.barrier('workGroup', m.meta(node)), [SHARED]);
  return VOID_VALUE;
};
