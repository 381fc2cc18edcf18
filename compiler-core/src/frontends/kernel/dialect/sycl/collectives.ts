/** Barriers, fences and group algorithms (SYCL 2020, 4.17.3, 4.17.4): all items of a group take part. */

import type { CollectiveOp, Expr } from '../../../../ir/nodes.ts';
import { foldBinary } from '../../lower/arithmetic.ts';
import { SHARED } from '../../lower/block.ts';
import { scalarConstant } from '../../lower/constants.ts';
import { castTo, toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import type { Machine } from '../../lower/machine.ts';
import { callValue } from '../../lower/methods.ts';
import { allocate, leafOf, loadPlace, placeOf } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL } from '../../types/fundamental.ts';
import { shapeOf } from '../../types/shape.ts';
import { isScalarLike, plain, type ScalarType } from '../../types/types.ts';
import { orderOf, scopeOf } from './atomics.ts';
import { arg, type Call, type Handler } from './call.ts';
import { partsOf } from './vectors.ts';
import { linear, localLinear, subGroupId, type WorkItem } from './work-item.ts';

type Scope = 'subGroup' | 'workGroup';
export const groupOf = (m: Machine, value: Value, node: Node): { scope: Scope; item: WorkItem } => {
  const read = rvalue(m, value, node);
  if (read.kind !== 'object' || !('group' in read.data)) return m.fail(node, 'a group that is not known');
  const item = read.data as WorkItem;
  if (item.local === null) return m.fail(node, 'a work-group of a kernel that has none');
  return { scope: read.type.name === 'sub_group' ? 'subGroup' : 'workGroup', item };
};

export const barrier = (m: Machine, scope: Scope, space: Value | undefined, node: Node): Value => {
  const names = { local_space: 'local', global_space: 'global' } as const;
  const memory = space?.kind === 'token' ? names[space.name as keyof typeof names] : undefined;
  m.block.emit(m.builder.barrier(scope, m.meta(node), memory), [SHARED]);
  return VOID_VALUE;
};

/** The answer of one collective operation for one scalar. */
const collect = (
  m: Machine,
  op: CollectiveOp,
  scope: Scope,
  value: Expr,
  argument: Expr | null,
  type: ScalarType,
  node: Node,
): Value => {
  const result = allocate(m, 'collected', type, node, 'gpu/local');
  const { tensor } = leafOf(m, placeOf(result), node);
  const at = m.at(node);
  m.block.emit(
    m.builder.collective({ op, scope, value, argument, result: tensor, at }, m.meta(node)),
    scope === 'workGroup' ? [tensor, SHARED] : [tensor],
  );
  m.immutable.add(tensor);
  m.results.add(tensor);
  return loadPlace(m, placeOf(result), node);
};

/** Vectors and objects go element by element: all lanes take part in each. */
const collectAll = (call: Call, op: CollectiveOp, scope: Scope, value: Value, argument: Expr | null): Value => {
  const { m, node } = call;
  const type = plain(value.type);
  if (isScalarLike(type)) {
    const scalar = toScalar(m, value, node);
    const of = scalar.type.kind === 'enum' ? scalar.type.underlying : scalar.type;
    return collect(m, op, scope, scalar.expr, argument, of, node);
  }
  const shape = shapeOf(type);
  if (shape.kind === 'elements') {
    const parts = partsOf(m, value, node).map((part) => collectAll(call, op, scope, part, argument));
    return { kind: 'record', type, parts };
  }
  const read = rvalue(m, value, node);
  if (read.kind === 'record')
    return { ...read, parts: read.parts.map((part) => collectAll(call, op, scope, part, argument)) };
  return m.fail(node, `\`${call.name}\` of an object`);
};

const OPS: Readonly<Record<string, string>> = {
  plus: 'add',
  multiplies: 'mul',
  minimum: 'min',
  maximum: 'max',
  bit_and: 'bitAnd',
  bit_or: 'bitOr',
  bit_xor: 'bitXor',
  logical_and: 'lAnd',
  logical_or: 'lOr',
};
const operation = (call: Call, value: Value | undefined): string => {
  const name = value !== undefined && value.type.kind === 'library' ? OPS[value.type.name] : undefined;
  return name ?? call.m.fail(call.node, 'a group algorithm with an operation of its own');
};

const LANES: Readonly<Record<string, CollectiveOp>> = {
  select_from_group: 'shuffle',
  shift_group_left: 'shiftLeft',
  shift_group_right: 'shiftRight',
  permute_group_by_xor: 'permuteXor',
  shuffle: 'shuffle',
  shuffle_down: 'shiftLeft',
  shuffle_up: 'shiftRight',
  shuffle_xor: 'permuteXor',
};

export const groupFunctions: Handler = (call) => {
  const { m, name, args, node, at } = call;
  const algorithm = /^(reduce|inclusive_scan|exclusive_scan)(?:_over_group)?$/.exec(name)?.[1];
  if (algorithm !== undefined && args.length >= 3 && isGroup(args[0])) {
    const { scope } = groupOf(m, arg(call, 0), node);
    const value = arg(call, 1);
    const op = operation(call, args.at(-1) === value ? undefined : opArgument(args));
    const initial = args.length > 3 ? args.find((one, i) => i >= 2 && isScalarLike(plain(one.type))) : undefined;
    const kind = { reduce: 'reduce', inclusive_scan: 'inclusiveScan', exclusive_scan: 'exclusiveScan' }[algorithm];
    const type = plain(value.type);
    const init = initial === undefined || type.kind !== 'scalar' ? null : castTo(m, initial, type, node).expr;
    return collectAll(call, `${kind}.${op}` as CollectiveOp, scope, value, init);
  }
  const votes = /^(any|all|none)_of(?:_group)?$/.exec(name)?.[1];
  if (votes !== undefined && args.length >= 2 && isGroup(args[0])) {
    const { scope } = groupOf(m, arg(call, 0), node);
    const asked = args[2] === undefined ? arg(call, 1) : callValue(m, args[2], [arg(call, 1)], node);
    const vote = castTo(m, asked, BOOL, node);
    return collect(m, votes as CollectiveOp, scope, vote.expr, null, BOOL, node);
  }
  if ((name === 'group_broadcast' || name === 'broadcast') && isGroup(args[0])) {
    const { scope, item } = groupOf(m, arg(call, 0), node);
    return collectAll(call, 'broadcast', scope, arg(call, 1), laneOf(call, args[2], item));
  }
  const lanes = LANES[name];
  if (lanes !== undefined && isGroup(args[0])) {
    const { scope } = groupOf(m, arg(call, 0), node);
    const by =
      args[2] === undefined
        ? scalarConstant(1n, { kind: 'scalar', name: 'unsigned int', dtype: 'uint32' }, at)
        : toScalar(m, args[2], node);
    return collectAll(call, lanes, scope, arg(call, 1), by.expr);
  }
  if (name === 'group_barrier') {
    const { scope } = groupOf(m, arg(call, 0), node);
    return barrier(m, scope, undefined, node);
  }
  if (name === 'atomic_fence') {
    const order = orderOf(args[0], 'seq_cst');
    m.block.emit(m.builder.fence(order, scopeOf(args[1], 'device'), m.meta(node)), [SHARED]);
    return VOID_VALUE;
  }
  return null;
};

export const isGroup = (value: Value | undefined): boolean =>
  value !== undefined && value.type.kind === 'library' && ['group', 'sub_group'].includes(value.type.name);
const opArgument = (args: readonly Value[]): Value | undefined =>
  args.findLast(({ type }) => type.kind === 'library' && OPS[type.name] !== undefined);

function laneOf(call: Call, value: Value | undefined, item: WorkItem): Expr {
  const { m, node, at } = call;
  if (value === undefined) return { kind: 'int', value: 0n, at };
  if (isScalarLike(plain(value.type))) return toScalar(m, value, node).expr;
  const parts = partsOf(m, value, node).map(({ expr }) => expr);
  return parts.length === 1 ? (parts[0] as Expr) : linear(parts, item.localSize ?? [], at);
}

/** Member functions of `sub_group` before SYCL 2020, and of `nd_item` and `group`. */
export const groupMethods: Handler = (call) => {
  const { m, name, self, args, node } = call;
  if (self === null) return null;
  const lanes = LANES[name];
  if (lanes !== undefined || name === 'any' || name === 'all')
    return groupFunctions({
      ...call,
      name: name === 'any' || name === 'all' ? `${name}_of` : name,
      args: [self, ...args],
      self: null,
    });
  if (['reduce', 'inclusive_scan', 'exclusive_scan', 'broadcast'].includes(name))
    return groupFunctions({ ...call, args: [self, ...args], self: null });
  if (name === 'barrier') {
    const read = rvalue(m, self, node);
    const { scope } = groupOf(m, read.kind === 'object' && read.type.name === 'sub_group' ? read : self, node);
    return barrier(m, scope, args[0], node);
  }
  if (name === 'mem_fence') {
    m.block.emit(m.builder.fence('acq_rel', 'workGroup', m.meta(node)), [SHARED]);
    return VOID_VALUE;
  }
  if (name === 'leader') {
    const { scope, item } = groupOf(m, self, node);
    const at = m.at(node);
    const id = scope === 'subGroup' ? subGroupId(m, item, node).lane : localLinear(m, item, node);
    return {
      kind: 'scalar',
      type: BOOL,
      expr: foldBinary(
        'eq',
        id,
        scalarConstant(0n, { kind: 'scalar', name: 'unsigned long', dtype: 'uint64' }, at).expr,
        'uint64',
        at,
      ),
    };
  }
  return null;
};
