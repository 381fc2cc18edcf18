/** Reduction variables (SYCL 2020, 4.9.2): what items give is combined into the target, in any order. */

import type { ReduceOp } from '../../../../ir/nodes.ts';
import { write } from '../../lower/assign.ts';
import { scalarConstant } from '../../lower/constants.ts';
import { castTo } from '../../lower/conversions.ts';
import type { Machine } from '../../lower/machine.ts';
import { accessOf } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { isFloating } from '../../types/fundamental.ts';
import { isArithmetic, plain, type ScalarType } from '../../types/types.ts';
import { numericLimit } from '../std/traits.ts';
import { atomic } from './atomics.ts';
import type { Handler } from './call.ts';
import { arg } from './call.ts';
import type { ReductionData } from './host-objects.ts';

const OPS: Readonly<Record<string, ReduceOp>> = {
  plus: 'add',
  multiplies: 'mul',
  minimum: 'min',
  maximum: 'max',
  logical_and: 'lAnd',
  logical_or: 'lOr',
};
const BITS: Readonly<Record<string, 'bitAnd' | 'bitOr' | 'bitXor'>> = {
  bit_and: 'bitAnd',
  bit_or: 'bitOr',
  bit_xor: 'bitXor',
};
const SYMBOLS: Readonly<Record<string, string>> = {
  '+=': 'plus',
  '*=': 'multiplies',
  '&=': 'bit_and',
  '|=': 'bit_or',
  '^=': 'bit_xor',
};

/** What changes nothing (SYCL 2020, 4.17.2); null: the operation has none that is known. */
export const identityOf = (op: string, type: ScalarType): number | bigint | boolean | null => {
  const limit = (name: 'max' | 'lowest'): number | bigint | boolean | null =>
    isFloating(type)
      ? name === 'max'
        ? Number.POSITIVE_INFINITY
        : Number.NEGATIVE_INFINITY
      : numericLimit(type, name);
  switch (op) {
    case 'plus':
    case 'bit_or':
    case 'bit_xor':
    case 'logical_or':
      return isFloating(type) ? 0 : 0n;
    case 'multiplies':
    case 'logical_and':
      return isFloating(type) ? 1 : 1n;
    case 'bit_and':
      return -1n;
    case 'minimum':
      return limit('max');
    case 'maximum':
      return limit('lowest');
    default:
      return null;
  }
};

/** Before the kernel, where the reduction leaves out what is there (`initialize_to_identity`). */
export const initialize = (m: Machine, reducer: Value, node: Node): void => {
  if (reducer.kind !== 'object' || !('op' in reducer.data)) return;
  const { op, target, isFresh } = reducer.data as ReductionData;
  if (!isFresh) return;
  const type = plain(target.type);
  const identity = isArithmetic(type) ? identityOf(op, type) : null;
  if (identity === null || !isArithmetic(type)) m.fail(node, `a reduction with ${op} from its identity`);
  else write(m, target, scalarConstant(identity, type, m.at(node)), node);
};

export const reduceInto = (m: Machine, self: Value, operator: string, value: Value, node: Node): Value => {
  const object = rvalue(m, self, node);
  if (object.kind !== 'object' || !('op' in object.data)) return m.fail(node, 'a reducer that is not known');
  const data = object.data as ReductionData;
  if (operator !== 'combine' && SYMBOLS[operator] !== data.op)
    return m.fail(node, `\`${operator}\` of a reducer of ${data.op}`);
  const { target } = data;
  if (target.kind !== 'place' || !isArithmetic(target.type)) return m.fail(node, 'a reduction into what is no number');
  const bits = BITS[data.op];
  if (bits !== undefined) {
    atomic(m, { target, order: 'relaxed', scope: 'device' }, bits, value, null, node);
    return self;
  }
  const op = OPS[data.op];
  if (op === undefined) return m.fail(node, `a reduction with ${data.op}`);
  const { tensor, indices } = accessOf(m, target.place, node);
  const { expr } = castTo(m, value, target.type, node);
  const options = { atomic: true, at: m.at(node) };
  m.block.emit(m.builder.reduceTo(tensor, indices, op, expr, options, m.meta(node)), m.changed(tensor));
  return self;
};

export const reducerMethods: Handler = (call) =>
  call.name === 'combine' && call.self !== null
    ? reduceInto(call.m, call.self, 'combine', arg(call, 0), call.node)
    : null;
