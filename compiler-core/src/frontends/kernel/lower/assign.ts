/** Assignment, `++` and `--` ([expr.ass], [expr.pre.incr], [expr.post.incr]). */

import { atomicIncrement } from '../dialect/sycl/atomics.ts';
import { libraryAssign } from '../dialect/sycl/operators.ts';
import { readElement } from '../host/follow.ts';
import type { Binding } from '../meaning/entities.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { INT } from '../types/fundamental.ts';
import { isScalarLike, plain } from '../types/types.ts';
import { intConstant } from './constants.ts';
import { construct } from './construct.ts';
import { convertTo, describe } from './conversions.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { preserved, settled } from './operands.ts';
import { callOperator, findOperator } from './operator-functions.ts';
import { binaryValues } from './operators.ts';
import { storePlace, temporary } from './places.ts';
import { mapChoice, rvalue } from './rvalue.ts';
import type { Value } from './values.ts';
import { initializePlace, needStorage } from './variables.ts';

/** The right side first, as C++17 has it. */
export const assign = (m: Machine, e: Extract<Expr, { kind: 'assign' }>): Value => {
  if (m.host && (e.left.kind === 'name' || e.left.kind === 'member')) m.hint = e.left.name.parts.at(-1)?.text ?? '';
  const given = evaluate(m, e.right);
  if (m.host) readElement(m, e.right, given);
  const right = isScalarLike(given.type) || given.type.kind === 'pointer' ? rvalue(m, given, e.right) : given;
  const mark = m.block.length;
  if (m.record !== null) m.record.target = e.left;
  const left = evaluate(m, e.left);
  const value = m.block.length === mark ? right : preserved(m, right, mark, e);
  return assignValues(m, e.operator, left, value, e);
};

export const assignValues = (m: Machine, operator: string, left: Value, right: Value, node: Node): Value => {
  if (left.kind === 'unknown') return m.fail(node, left.reason);
  if (right.kind === 'unknown') return m.fail(node, right.reason);
  const found = findOperator(m, operator, [left, right], node);
  if (found !== null) return callOperator(m, found, [left, right], node);
  const ofLibrary = libraryAssign(m, operator, left, right, node);
  if (ofLibrary !== null) return ofLibrary;
  if (operator === '=') {
    const value =
      right.kind === 'list' && left.type.kind === 'class'
        ? construct(m, left.type, right.items, node, true, right.designators)
        : convertTo(m, right, left.type, node);
    write(m, left, value, node);
    return left;
  }
  // The place is evaluated once: `a[i++] += 1`.
  const place = left.kind === 'place' || left.kind === 'choice' ? settled(m, left, node) : left;
  const by =
    right.kind === 'list' ? construct(m, plain(place.type), right.items, node, true, right.designators) : right;
  const result = binaryValues(m, operator.slice(0, -1), rvalueOrSelf(m, place, node), by, node);
  write(m, place, convertTo(m, result, place.type, node), node);
  return place;
};

const rvalueOrSelf = (m: Machine, value: Value, node: Node): Value =>
  isScalarLike(value.type) || value.type.kind === 'pointer' ? rvalue(m, value, node) : value;

/** A variable of the host that is declared without a value and assigned once, in a statement of its own, is what it gets. */
const settleOnce = (m: Machine, binding: Binding, value: Value): void => {
  const isOnly = m.assigned.get(binding.name) === 1 && m.unset.has(binding);
  if (!isOnly) return;
  m.unset.delete(binding);
  const isKnown =
    value.kind === 'pointer' || value.kind === 'object' || (value.kind === 'scalar' && m.isStable(value.expr));
  if (isKnown) binding.value = value;
};

/** Stores to an lvalue. A variable that stood for its value becomes memory when the kernel is executed again. */
export const write = (m: Machine, target: Value, value: Value, node: Node): void => {
  switch (target.kind) {
    case 'place':
      if (value.kind === 'list') initializePlace(m, target.place, value, node);
      else storePlace(m, target.place, value, node);
      break;
    case 'variable':
      if (m.host) m.record?.assign(target.value, value);
      if (target.value.kind === 'place') write(m, target.value, value, node);
      else if (m.host) settleOnce(m, target.binding, value);
      else if (target.value.kind === 'object' || target.value.kind === 'closure')
        m.fail(node, `${describe(target.value)} is assigned to`);
      else needStorage(m, target.binding);
      break;
    case 'choice':
      mapChoice(m, target, (side) => write(m, side, value, node), node);
      break;
    case 'record': {
      // All elements are read before the first is written: `v.yx = v.xy`.
      const given = rvalue(m, value, node);
      const read = given.kind === 'record' ? settled(m, given, node) : given;
      if (read.kind !== 'record') m.fail(node, 'an assignment to several elements');
      else
        for (const [i, part] of target.parts.entries())
          write(m, part, read.parts[i] ?? m.fail(node, 'an assignment of fewer elements'), node);
      break;
    }
    default:
      m.fail(node, `an assignment to a ${target.kind}`);
  }
};

export const incrementValue = (
  m: Machine,
  operand: Expr,
  operator: '++' | '--',
  which: 'before' | 'after',
  node: Node,
): Value => {
  const target = evaluate(m, operand);
  return incrementBy(m, target, operator, which, node);
};

export const incrementBy = (
  m: Machine,
  target: Value,
  operator: '++' | '--',
  which: 'before' | 'after',
  node: Node,
): Value => {
  const args =
    which === 'after'
      ? [target, { kind: 'scalar', type: INT, expr: intConstant(0, m.at(node)).expr } as Value]
      : [target];
  const found = findOperator(m, operator, args, node);
  if (found !== null) return callOperator(m, found, args, node);
  const compound = operator === '++' ? '+=' : '-=';
  const one = intConstant(1, m.at(node));
  if (which === 'before') return assignValues(m, compound, target, one, node);
  const fetched = atomicIncrement(m, compound, target, one, node);
  if (fetched !== null) return fetched;
  const place = target.kind === 'place' || target.kind === 'choice' ? settled(m, target, node) : target;
  const read = rvalue(m, place, node);
  const old =
    read.kind === 'scalar' && place.kind !== 'variable'
      ? temporary(m, read, node, 'old')
      : settled(m, read, node, 'old');
  assignValues(m, compound, place, one, node);
  return old;
};
