/** Member functions of `item`, `nd_item`, `group`, `sub_group`, `h_item`, `id`, `range`, `nd_range` (SYCL 2020, 4.9.1). */

import type { Expr } from '../../../../ir/nodes.ts';
import { integerOf, scalarConstant } from '../../lower/constants.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import { library } from '../../types/types.ts';
import type { Call, Handler } from './call.ts';
import { groupMethods } from './collectives.ts';
import type { NdRangeData } from './host-objects.ts';
import { valueArg } from './types.ts';
import { partsOf } from './vectors.ts';
import {
  asUint,
  globalId,
  groupCount,
  itemObject,
  linear,
  localLinear,
  product,
  scalarOf,
  subGroupId,
  subGroupObject,
  vectorOf,
  type WorkItem,
} from './work-item.ts';

const itemOf = ({ m, self, node }: Call): WorkItem => {
  const read = self === null ? null : rvalue(m, self, node);
  return read?.kind === 'object' && 'group' in read.data
    ? (read.data as WorkItem)
    : m.fail(node, 'an item that is not known');
};

/** One dimension where the call names it, else all. */
const select = (call: Call, kind: 'id' | 'range', of: (d: number) => Expr, dimensions: number): Value => {
  const { m, args, node } = call;
  const all = Array.from({ length: dimensions }, (_, d) => of(d));
  if (args.length === 0) return vectorOf(kind, all);
  const d = integerOf(rvalue(m, args[0] as Value, node));
  if (d === null) return m.fail(node, 'a dimension that is no constant');
  const one = all[d];
  return one === undefined ? m.fail(node, `dimension ${d} of ${dimensions}`) : scalarOf(one);
};

export const itemMethods: Handler = (call) => {
  const { m, name, self, node, at, args } = call;
  const type = self?.type.kind === 'library' ? self.type.name : '';
  if (name === 'barrier' || name === 'mem_fence') {
    const item = itemOf(call);
    return groupMethods({ ...call, self: type === 'sub_group' ? subGroupObject(item) : itemObject('group', item) });
  }
  if (type === 'sub_group') return subGroupMethods(call) ?? groupMethods(call);
  const item = itemOf(call);
  const { dimensions, local, localSize } = item;
  const locals = (): readonly Expr[] => local ?? m.fail(node, `\`${name}\` of a kernel without work-groups`);
  const sizes = (): readonly Expr[] => localSize ?? m.fail(node, `\`${name}\` of a kernel without work-groups`);
  const isGroup = type === 'group';
  switch (name) {
    case 'get_global':
      if (args.length === 0) return itemObject('item', item);
      return select(call, 'id', (d) => globalId(item, d, at), dimensions);
    case 'get_local':
    case 'get_logical_local':
    case 'get_physical_local': {
      const ids = name === 'get_physical_local' ? (item.physical ?? locals()) : locals();
      const whole = { dimensions, group: ids, local: null, globalSize: sizes(), localSize: null, offset: null };
      return args.length === 0 ? itemObject('item', whole) : select(call, 'id', (d) => ids[d] as Expr, dimensions);
    }
    case 'get_global_id':
      return select(call, 'id', (d) => globalId(item, d, at), dimensions);
    case 'get_id':
      return isGroup
        ? select(call, 'id', (d) => item.group[d] as Expr, dimensions)
        : select(call, 'id', (d) => globalId(item, d, at), dimensions);
    case 'get_local_id':
    case 'get_logical_local_id':
      return select(call, 'id', (d) => locals()[d] as Expr, dimensions);
    case 'get_physical_local_id':
      return select(call, 'id', (d) => (item.physical ?? locals())[d] as Expr, dimensions);
    case 'get_group_id':
      return select(call, 'id', (d) => item.group[d] as Expr, dimensions);
    case 'get_group':
      return args.length === 0
        ? itemObject('group', item)
        : select(call, 'id', (d) => item.group[d] as Expr, dimensions);
    case 'get_global_range':
    case 'get_global_size':
      return select(call, 'range', (d) => item.globalSize[d] as Expr, dimensions);
    case 'get_range':
      return isGroup
        ? select(call, 'range', (d) => sizes()[d] as Expr, dimensions)
        : select(call, 'range', (d) => item.globalSize[d] as Expr, dimensions);
    case 'get_logical_local_range':
    case 'get_local_range':
      return select(call, 'range', (d) => (item.logicalSize ?? sizes())[d] as Expr, dimensions);
    case 'get_physical_local_range':
    case 'get_max_local_range':
      return select(call, 'range', (d) => sizes()[d] as Expr, dimensions);
    case 'get_group_range':
      return select(call, 'range', (d) => groupCount(item, d, at), dimensions);
    case 'get_offset':
      return select(
        call,
        'id',
        (d) =>
          item.offset?.[d] ?? scalarConstant(0n, { kind: 'scalar', name: 'unsigned long', dtype: 'uint64' }, at).expr,
        dimensions,
      );
    case 'get_global_linear_id':
      return scalarOf(linear(globalIds(item, at), item.globalSize, at));
    case 'get_linear_id':
      if (isGroup) return scalarOf(linear(item.group, counts(item, at), at));
      return scalarOf(linear(globalIds(item, at), item.globalSize, at));
    case 'get_local_linear_id':
      return scalarOf(localLinear(m, item, node));
    case 'get_group_linear_id':
      return scalarOf(linear(item.group, counts(item, at), at));
    case 'get_local_linear_range':
      return scalarOf(product(sizes(), at));
    case 'get_global_linear_range':
      return scalarOf(product(item.globalSize, at));
    case 'get_group_linear_range':
      return scalarOf(product(counts(item, at), at));
    case 'get_sub_group':
      sizes();
      return subGroupObject(item);
    case 'get_nd_range':
      return {
        kind: 'object',
        type: library('nd_range', valueArg(dimensions)),
        data: { global: item.globalSize, local: sizes(), offset: item.offset } satisfies NdRangeData,
      };
    case 'get_item':
      return itemObject('item', item);
    case 'async_work_group_copy':
    case 'wait_for':
      return m.fail(node, `\`${name}\``);
    default:
      return isGroup || type === 'nd_item' ? groupMethods({ ...call, self: itemObject('group', item) }) : null;
  }
};

const globalIds = (item: WorkItem, at: Call['at']): Expr[] =>
  Array.from({ length: item.dimensions }, (_, d) => globalId(item, d, at));
const counts = (item: WorkItem, at: Call['at']): Expr[] =>
  Array.from({ length: item.dimensions }, (_, d) => groupCount(item, d, at));

function subGroupMethods(call: Call): Value | null {
  const { m, name, node, at } = call;
  const one = (e: Expr): Value => ({ kind: 'record', type: library('id', valueArg(1)), parts: [asUint(e, at)] });
  const ids = (): ReturnType<typeof subGroupId> => subGroupId(m, itemOf(call), node);
  switch (name) {
    case 'get_local_id':
      return one(ids().lane);
    case 'get_local_linear_id':
      return asUint(ids().lane, at);
    case 'get_group_id':
      return one(ids().group);
    case 'get_group_linear_id':
      return asUint(ids().group, at);
    case 'get_group_range':
      return one(ids().count);
    case 'get_group_linear_range':
      return asUint(ids().count, at);
    case 'get_max_local_range':
      return one(ids().size);
    case 'get_local_range':
      return one(ids().filled);
    case 'get_local_linear_range':
      return asUint(ids().filled, at);
    default:
      return null;
  }
}

/** `id` and `range`. */
export const indexMethods: Handler = (call) => {
  const { m, name, self, node, at, args } = call;
  if (self === null) return null;
  const parts = partsOf(m, self, node).map(({ expr }) => expr);
  if (name === 'size') return scalarOf(product(parts, at));
  if (name !== 'get') return null;
  const d = args[0] === undefined ? null : integerOf(rvalue(m, args[0], node));
  const one = d === null ? undefined : parts[d];
  return one === undefined ? m.fail(node, 'a dimension that is no constant') : scalarOf(one);
};

export const ndRangeMethods: Handler = ({ m, name, self, node, at }) => {
  const read = self === null ? null : rvalue(m, self, node);
  if (read?.kind !== 'object' || !('global' in read.data)) return null;
  const data = read.data as NdRangeData;
  if (name === 'get_global_range') return vectorOf('range', data.global);
  if (name === 'get_local_range') return vectorOf('range', data.local);
  if (name !== 'get_group_range') return null;
  const item: WorkItem = {
    dimensions: data.global.length,
    group: [],
    local: null,
    globalSize: data.global,
    localSize: data.local,
    offset: null,
  };
  return vectorOf('range', counts(item, at));
};
