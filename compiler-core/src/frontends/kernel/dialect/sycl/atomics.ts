/** `atomic_ref` and `atomic` (SYCL 2020, 4.15.3; 1.2.1, 4.11): read, modify and write at once. */

import { binary } from '../../../../ir/build.ts';
import type { AtomicRMW, Expr, MemoryOrder, SyncScope } from '../../../../ir/nodes.ts';
import { binaryScalars, convert, not } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { scalarConstant } from '../../lower/constants.ts';
import { castTo } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { emitIf } from '../../lower/logic.ts';
import type { Machine } from '../../lower/machine.ts';
import { settled } from '../../lower/operands.ts';
import { accessOf, allocate, leafOf, loadPlace, placeOf } from '../../lower/places.ts';
import { mapChoice, rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL, isFloating } from '../../types/fundamental.ts';
import { isArithmetic, plain, type ScalarType } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';

export interface AtomicData {
  readonly target: Value;
  readonly order: MemoryOrder;
  readonly scope: SyncScope;
}

/** What `atomic` of SYCL 1.2.1 does where nothing else is said. */
export const relaxedOn = (target: Value): AtomicData => ({ target, order: 'relaxed', scope: 'device' });

const ORDERS: ReadonlySet<string> = new Set(['relaxed', 'acquire', 'release', 'acq_rel', 'seq_cst']);
const SCOPES: Readonly<Record<string, SyncScope>> = {
  work_item: 'workItem',
  sub_group: 'subGroup',
  work_group: 'workGroup',
  device: 'device',
  system: 'system',
};
export const orderOf = (value: Value | undefined, standard: MemoryOrder): MemoryOrder =>
  value?.kind === 'token' && ORDERS.has(value.name) ? (value.name as MemoryOrder) : standard;
export const scopeOf = (value: Value | undefined, standard: SyncScope): SyncScope =>
  (value?.kind === 'token' ? SCOPES[value.name] : undefined) ?? standard;

/** The object of what is a reference to atomic memory. */
const dataOf = (m: Machine, self: Value | null, node: Node): AtomicData => {
  const value = self === null ? null : rvalue(m, self, node);
  if (value?.kind === 'object' && 'target' in value.data) return value.data as AtomicData;
  return m.fail(node, 'an atomic object that is not known');
};

type Op = AtomicRMW['op'];
export const FETCH: Readonly<Record<string, Op>> = {
  fetch_add: 'add',
  fetch_sub: 'sub',
  fetch_min: 'min',
  fetch_max: 'max',
  fetch_and: 'bitAnd',
  fetch_or: 'bitOr',
  fetch_xor: 'bitXor',
  exchange: 'exchange',
};

/** The operation on the memory; its old value. */
export const atomic = (
  m: Machine,
  data: AtomicData,
  op: Op,
  operand: Value | null,
  expected: ScalarValue | null,
  node: Node,
): ScalarValue => {
  const element = data.target.type;
  if (!isArithmetic(element)) return m.fail(node, 'an atomic operation on what is no number');
  const at = m.at(node);
  if (op.startsWith('bit') && isFloating(element)) return m.fail(node, 'a bit operation on a float');
  const value: Expr = operand === null ? scalarConstant(0n, element, at).expr : castTo(m, operand, element, node).expr;
  const result = op === 'store' ? null : allocate(m, 'old', element, node, 'gpu/local');
  const emit = (target: Value): void => {
    if (target.kind !== 'place') m.fail(node, 'an atomic operation on a variable without memory');
    const { tensor, indices } = accessOf(m, target.place, node);
    const resultName = result === null ? null : leafOf(m, placeOf(result), node).tensor;
    const { order, scope } = data;
    const rmw = m.builder.atomicRMW(
      {
        tensor,
        indices,
        op,
        value,
        expected: expected?.expr ?? null,
        result: resultName,
        order,
        scope,
        at,
      },
      m.meta(node),
    );
    m.block.emit(rmw, resultName === null ? m.changed(tensor) : [...m.changed(tensor), resultName]);
  };
  if (data.target.kind === 'choice') mapChoice(m, data.target, emit, node);
  else if (data.target.kind === 'variable') {
    m.facts.change(data.target.binding.declaration);
    return m.facts.grown ? scalarConstant(0n, element, at) : m.fail(node, 'an atomic operation on a value');
  } else emit(data.target);
  if (result === null) return scalarConstant(0n, element, at);
  m.immutable.add(result.name);
  m.results.add(result.name);
  const old = loadPlace(m, placeOf(result), node);
  return old.kind === 'scalar' ? old : m.fail(node, 'an atomic operation');
};

const methods: Handler = (call) => {
  const { m, name, self, args, node } = call;
  const data = dataOf(m, self, node);
  const op = FETCH[name];
  const ordered = (i: number): AtomicData => ({
    ...data,
    order: orderOf(args[i], data.order),
    scope: scopeOf(args[i + 1], data.scope),
  });
  if (op !== undefined) return atomic(m, ordered(1), op, arg(call, 0), null, node);
  if (name === 'load') return atomic(m, ordered(0), 'load', null, null, node);
  if (name === 'store') {
    atomic(m, ordered(1), 'store', arg(call, 0), null, node);
    return VOID_VALUE;
  }
  if (name === 'compare_exchange_strong' || name === 'compare_exchange_weak') return compareExchange(call, data);
  if (name === 'is_lock_free') return scalarConstant(true, BOOL, call.at);
  return null;
};

/** True where the memory held what was expected; else that gets what it held. */
function compareExchange(call: Call, data: AtomicData): Value {
  const { m, args, node, at } = call;
  const { type } = data.target;
  if (!isArithmetic(type)) return m.fail(node, 'an atomic operation on what is no number');
  const place = arg(call, 0);
  const expected = settled(m, castTo(m, place, type, node), node, 'expected');
  if (expected.kind !== 'scalar') return m.fail(node, 'an expected value');
  const old = atomic(
    m,
    { ...data, order: orderOf(args[2], data.order) },
    'compareExchange',
    arg(call, 1),
    expected,
    node,
  );
  const success: ScalarValue = { kind: 'scalar', type: BOOL, expr: binary('eq', old.expr, expected.expr, at) };
  const failed = m.inBlock(() => write(m, place, old, node));
  emitIf(m, not(success.expr, at), failed, null, node);
  return success;
}
export const atomicMethods = methods;

const COMPOUND: Readonly<Record<string, Op>> = {
  '+=': 'add',
  '-=': 'sub',
  '&=': 'bitAnd',
  '|=': 'bitOr',
  '^=': 'bitXor',
};

/** `ref++` gives the old value; null: it is no atomic object. */
export const atomicIncrement = (m: Machine, operator: string, self: Value, one: Value, node: Node): Value | null => {
  const type = plain(self.type);
  const op = COMPOUND[operator];
  if (op === undefined || type.kind !== 'library' || (type.name !== 'atomic_ref' && type.name !== 'atomic'))
    return null;
  return atomic(m, dataOf(m, self, node), op, one, null, node);
};

/** `ref += x` gives the new value, `ref = x` stores. */
export const atomicOperator = (m: Machine, operator: string, self: Value, operand: Value, node: Node): Value | null => {
  const data = dataOf(m, self, node);
  if (operator === '=') {
    atomic(m, data, 'store', operand, null, node);
    return operand;
  }
  const op = COMPOUND[operator];
  if (op === undefined) return null;
  const at = m.at(node);
  const type = data.target.type as ScalarType;
  const by = settled(m, castTo(m, operand, type, node), node);
  const old = atomic(m, data, op, by, null, node);
  const result = by.kind === 'scalar' ? binaryScalars(operator.slice(0, -1), old, by, at) : null;
  return result === null ? null : convert(result, type, at);
};

/** Functions of SYCL 1.2.1: `atomic_fetch_add(object, x)`. */
export const atomicFunctions: Handler = (call) => {
  const op = FETCH[call.name.replace(/^atomic_/, '')];
  const isOther = call.name === 'atomic_load' || call.name === 'atomic_store';
  const [self] = call.args;
  if ((op === undefined && !isOther) || !call.name.startsWith('atomic_') || self === undefined) return null;
  return methods({ ...call, name: call.name.slice('atomic_'.length), self, args: call.args.slice(1) });
};
