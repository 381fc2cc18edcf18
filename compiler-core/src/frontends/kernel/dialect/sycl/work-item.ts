/** The work-item that executes: its place in the index space, as expressions over the loops (SYCL 2020, 4.9.1). */

import { cast, int, param } from '../../../../ir/build.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import type { Span } from '../../../../text/span.ts';
import { foldBinary } from '../../lower/arithmetic.ts';
import { constantExpr } from '../../lower/constants.ts';
import type { Machine } from '../../lower/machine.ts';
import type { RecordValue, ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { UINT, ULONG } from '../../types/fundamental.ts';
import { library, type ScalarType } from '../../types/types.ts';
import { valueArg } from './types.ts';

/** All in the source's order of dimensions, 64 bits unsigned. Null: the launch has no work-groups. */
export interface WorkItem {
  readonly dimensions: number;
  readonly group: readonly Expr[];
  readonly local: readonly Expr[] | null;
  readonly globalSize: readonly Expr[];
  readonly localSize: readonly Expr[] | null;
  readonly offset: readonly Expr[] | null;
  /** In `parallel_for_work_item(range, ...)`: the item that does the work of `local`, which then counts within the range. */
  readonly physical?: readonly Expr[];
  readonly logicalSize?: readonly Expr[];
}

const mul = (a: Expr, b: Expr, at: Span): Expr => foldBinary('mul', a, b, 'uint64', at);
const add = (a: Expr, b: Expr, at: Span): Expr => foldBinary('add', a, b, 'uint64', at);

export const globalId = (item: WorkItem, d: number, at: Span): Expr => {
  const group = item.group[d] as Expr;
  const local = item.local?.[d];
  const size = item.localSize?.[d];
  let id = local === undefined || size === undefined ? group : add(mul(group, size, at), local, at);
  const offset = item.offset?.[d];
  if (offset !== undefined) id = add(id, offset, at);
  return id;
};

export const groupCount = (item: WorkItem, d: number, at: Span): Expr => {
  const global = item.globalSize[d] as Expr;
  const local = item.localSize?.[d];
  return local === undefined ? global : foldBinary('roundTowards0Div', global, local, 'uint64', at);
};

/** Row-major, the last dimension fastest. */
export const linear = (ids: readonly Expr[], sizes: readonly Expr[], at: Span): Expr =>
  ids.reduce((sum, id, d) => (d === 0 ? id : add(mul(sum, sizes[d] as Expr, at), id, at)));

/** Of none: 1. */
export const product = (sizes: readonly Expr[], at: Span): Expr =>
  sizes.length === 0 ? int(1, at) : sizes.reduce((a, b) => mul(a, b, at));

export const scalarOf = (expr: Expr, type: ScalarType = ULONG): ScalarValue => ({ kind: 'scalar', type, expr });

/** An `id` or `range`. */
export const vectorOf = (name: 'id' | 'range', parts: readonly Expr[]): RecordValue => ({
  kind: 'record',
  type: library(name, valueArg(parts.length)),
  parts: parts.map((expr) => scalarOf(expr)),
});

export const itemObject = (name: string, item: WorkItem): Value => ({
  kind: 'object',
  type: library(name, valueArg(item.dimensions)),
  data: item,
});
export const subGroupObject = (item: WorkItem): Value => ({ kind: 'object', type: library('sub_group'), data: item });

export const subGroupSize = (m: Machine, at: Span): Expr => {
  m.params.set('sub_group_size', at);
  return cast('uint64', param('sub_group_size', at), at);
};

/** The linear id in the group, and what it is in the sub-group: consecutive ids share one. */
export const localLinear = (m: Machine, item: WorkItem, node: Node): Expr => {
  const { local, localSize } = item;
  if (local === null || localSize === null) return m.fail(node, 'a work-group of a kernel that has none');
  return linear(local, localSize, m.at(node));
};

export const subGroupId = (
  m: Machine,
  item: WorkItem,
  node: Node,
): { lane: Expr; group: Expr; count: Expr; size: Expr; filled: Expr } => {
  const at = m.at(node);
  const id = localLinear(m, item, node);
  const size = subGroupSize(m, at);
  const total = product(item.localSize ?? [], at);
  const one = constantExpr(1n, 'uint64', at);
  const rounded = foldBinary('sub', add(total, size, at), one, 'uint64', at);
  const group = foldBinary('roundTowards0Div', id, size, 'uint64', at);
  return {
    // The last one has fewer items where the group is no multiple.
    filled: foldBinary('min', size, foldBinary('sub', total, mul(group, size, at), 'uint64', at), 'uint64', at),
    lane: foldBinary('remainder', id, size, 'uint64', at),
    group,
    count: foldBinary('roundTowards0Div', rounded, size, 'uint64', at),
    size,
  };
};

export const asUint = (e: Expr, at: Span): ScalarValue => scalarOf(cast('uint32', e, at), UINT);
