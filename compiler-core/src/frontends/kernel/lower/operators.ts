/** Unary and binary operators: the program's, the library's, pointers', the built-in ones. */

import type { Span } from '../../../text/span.ts';
import { libraryBinary, libraryUnary } from '../dialect/sycl/operators.ts';
import { isIndex } from '../dialect/sycl/vectors.ts';
import { readElement } from '../host/follow.ts';
import { expandPack, packLength } from '../meaning/templates.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { BOOL, LONG, ULONG } from '../types/fundamental.ts';
import { sizeOf } from '../types/shape.ts';
import { isScalarLike, type Type } from '../types/types.ts';
import { and, binaryScalars, foldBinary, isComparison, not, or, truth, unaryScalar } from './arithmetic.ts';
import { addressAsNumber } from './casts.ts';
import { scalarConstant } from './constants.ts';
import { describe, toPointer, toScalar } from './conversions.ts';
import { evaluate, VOID_VALUE } from './expressions.ts';
import type { Machine } from './machine.ts';
import { offset } from './members.ts';
import { both } from './operands.ts';
import { callOperator, findOperator } from './operator-functions.ts';
import { positionOf } from './pointer-cells.ts';
import { overChoice, rvalue } from './rvalue.ts';
import type { Allocation, PointerValue, ScalarValue, Value } from './values.ts';

export const evaluateBinary = (m: Machine, operator: string, left: Expr, right: Expr, node: Node): Value => {
  const [a, b] = both(
    m,
    () => operand(m, left),
    () => operand(m, right),
    node,
  );
  return binaryValues(m, operator, a, b, node);
};

/** Scalars are read at once, so that what the other operand does cannot change them. */
function operand(m: Machine, e: Expr): Value {
  const value = evaluate(m, e);
  if (m.host) readElement(m, e, value);
  return isScalarLike(value.type) || value.type.kind === 'pointer' ? rvalue(m, value, e) : value;
}

export const binaryValues = (m: Machine, operator: string, a: Value, b: Value, node: Node): Value => {
  if (a.kind === 'unknown') return m.fail(node, a.reason);
  if (b.kind === 'unknown') return m.fail(node, b.reason);
  const found = findOperator(m, operator, [a, b], node);
  if (found !== null) return callOperator(m, found, [a, b], node);
  if (isPointerLike(a) || isPointerLike(b)) {
    const result = pointerOperation(m, operator, a, b, node);
    if (result !== null) return result;
  }
  const ofLibrary = libraryBinary(m, operator, a, b, node);
  if (ofLibrary !== null) return ofLibrary;
  const x = toScalar(m, a, node);
  const y = toScalar(m, b, node);
  if (operator === '&&' || operator === '||') {
    const join = operator === '&&' ? and : or;
    return { kind: 'scalar', type: BOOL, expr: join(truth(x, m.at(node)), truth(y, m.at(node)), m.at(node)) };
  }
  return (
    binaryScalars(operator, x, y, m.at(node)) ?? m.fail(node, `\`${operator}\` of ${describe(a)} and ${describe(b)}`)
  );
};

const isPointerLike = ({ type }: Value): boolean => type.kind === 'pointer' || type.kind === 'array';

/** An `id` of one dimension is one, too. */
const isNumber = (type: Type): boolean => isScalarLike(type) || isIndex(type);

function pointerOperation(m: Machine, operator: string, a: Value, b: Value, node: Node): Value | null {
  const read = (value: Value): Value =>
    value.type.kind === 'array'
      ? toPointer(m, value, { kind: 'pointer', to: value.type.of, constant: false }, node)
      : rvalue(m, value, node);
  if (isNumber(b.type) && (operator === '+' || operator === '-') && isPointerLike(a)) {
    return overChoice(m, read(a), (one) => offset(m, one, b, node, operator === '+' ? 1 : -1), node);
  }
  if (isNumber(a.type) && operator === '+') return overChoice(m, read(b), (one) => offset(m, one, a, node, 1), node);
  const [x, y] = [read(a), read(b)];
  if (x.kind !== 'pointer' || y.kind !== 'pointer') {
    if (x.kind === 'choice') return overChoice(m, x, (one) => binaryValues(m, operator, one, y, node), node);
    if (y.kind === 'choice') return overChoice(m, y, (one) => binaryValues(m, operator, x, one, node), node);
    return null;
  }
  return isComparison(operator) || operator === '-' ? comparePointers(m, operator, x, y, node) : null;
}

function comparePointers(m: Machine, operator: string, a: PointerValue, b: PointerValue, node: Node): Value {
  const at = m.at(node);
  const [x, y] = [positionOf(m, a, node), positionOf(m, b, node)];
  if (x === null || y === null) {
    // Against the null pointer.
    const given = x === null ? (y === null ? null : b) : a;
    if (operator !== '==' && operator !== '!=') return m.fail(node, 'an order of null pointers');
    if (given === null) return scalarConstant(operator === '==', BOOL, at);
    const isSet = toScalar(m, given, node).expr;
    return { kind: 'scalar', type: BOOL, expr: operator === '!=' ? isSet : not(isSet, at) };
  }
  if (x.key !== y.key) {
    const bytes = bytesApart(m, a, b, at);
    if (bytes !== null && operator !== '-') return binaryScalars(operator, ...bytes, at) ?? m.fail(node, operator);
    if (operator === '==' || operator === '!=') {
      const isShared = a.base?.allocation.aliasClass !== null && b.base?.allocation.aliasClass !== null;
      if (!isShared) return scalarConstant(operator === '!=', BOOL, at);
      // Only a run tells whether the host gave the same memory twice.
      const [one, other] = [addressAsNumber(m, a, ULONG, node), addressAsNumber(m, b, ULONG, node)];
      return binaryValues(m, operator, one, other, node);
    }
    return m.fail(node, 'pointers into different memory are compared');
  }
  if (operator === '-') return { kind: 'scalar', type: LONG, expr: foldBinary('sub', x.linear, y.linear, 'int64', at) };
  const long = (expr: typeof x.linear): Extract<Value, { kind: 'scalar' }> => ({ kind: 'scalar', type: LONG, expr });
  return binaryScalars(operator, long(x.linear), long(y.linear), at) ?? m.fail(node, 'a comparison of pointers');
}

/** Positions in bytes, of pointers to elements of different types in one memory; null: they are not. */
function bytesApart(m: Machine, a: PointerValue, b: PointerValue, at: Span): [ScalarValue, ScalarValue] | null {
  const [p, q] = [a.base?.allocation, b.base?.allocation];
  const root = ({ view, name }: Allocation): string => view?.tensor ?? name;
  if (p === undefined || q === undefined || root(p) !== root(q) || a.base?.path !== '' || b.base?.path !== '')
    return null;
  const place = (pointer: PointerValue): ScalarValue | null => {
    const position = positionOf(m, pointer, { from: 0, to: 0 });
    const size = sizeOf(pointer.type.to);
    if (position === null || size === null) return null;
    const bytes = scalarConstant(BigInt(size.bytes), LONG, at).expr;
    return { kind: 'scalar', type: LONG, expr: foldBinary('mul', position.linear, bytes, 'int64', at) };
  };
  const [x, y] = [place(a), place(b)];
  return x === null || y === null ? null : [x, y];
}

export const evaluateUnary = (m: Machine, operator: string, operandExpr: Expr, node: Node): Value => {
  const value = evaluate(m, operandExpr);
  if (value.kind === 'unknown') return m.fail(node, value.reason);
  const found = findOperator(m, operator, [value], node);
  if (found !== null) return callOperator(m, found, [value], node);
  const ofLibrary = libraryUnary(m, operator, value, node);
  if (ofLibrary !== null) return ofLibrary;
  if (operator === '+' && value.type.kind === 'array')
    return toPointer(m, value, { kind: 'pointer', to: value.type.of, constant: false }, node);
  return (
    unaryScalar(operator, toScalar(m, value, node), m.at(node)) ?? m.fail(node, `\`${operator}\` of ${describe(value)}`)
  );
};

/** Fold expressions ([expr.prim.fold]). */
export const foldPack = (m: Machine, e: Extract<Expr, { kind: 'fold' }>): Value => {
  const { operator, left, right } = e;
  const isPack = (side: Expr | null): side is Expr => side !== null && hasPack(m, side);
  const packSide = isPack(left) ? left : right;
  if (packSide === null) return m.fail(e, 'a fold without a pack');
  const start = packSide === left ? right : left;
  const items = expandPack(m, packSide, () => () => evaluate(m, packSide)).map((_, i) => i);
  const fromLeft = packSide === right;
  const order = fromLeft ? items : [...items].reverse();
  const itemValue = (index: number): Value => {
    let value: Value = VOID_VALUE;
    expandPack(m, packSide, (i) => {
      if (i === index) value = evaluate(m, packSide);
    });
    return value;
  };
  if (operator === ',') {
    let last: Value = VOID_VALUE;
    for (const i of items) last = itemValue(i);
    return last;
  }
  let value: Value | null = start === null ? null : operand(m, start);
  for (const i of order) {
    if (value === null) value = rvalue(m, itemValue(i), e);
    else {
      const before: Value = value;
      const [x, y] = both(
        m,
        () => before,
        () => rvalue(m, itemValue(i), e),
        e,
      );
      value = fromLeft ? binaryValues(m, operator, x, y, e) : binaryValues(m, operator, y, x, e);
    }
  }
  if (value !== null) return value;
  if (operator === '&&' || operator === '||') return scalarConstant(operator === '&&', BOOL, m.at(e));
  return m.fail(e, 'a fold over an empty pack');
};

const hasPack = (m: Machine, e: Expr): boolean => packLength(m, e) !== null;
