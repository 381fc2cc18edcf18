/** Operators of the library's classes. */

import { unaryScalar } from '../../lower/arithmetic.ts';
import { assignValues, write } from '../../lower/assign.ts';
import { intConstant, scalarConstant } from '../../lower/constants.ts';
import { construct } from '../../lower/construct.ts';
import type { Machine } from '../../lower/machine.ts';
import { binaryValues } from '../../lower/operators.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL } from '../../types/fundamental.ts';
import { isScalarLike, plain, type Type } from '../../types/types.ts';
import { complexBinary } from '../std/complex.ts';
import { atomicOperator } from './atomics.ts';
import { accessorElement, accessorOf } from './members.ts';
import { reduceInto } from './reductions.ts';
import { byElements, indexBinary, isIndex, isVector, vectorBinary } from './vectors.ts';

const nameOf = (type: Type): string => (type.kind === 'library' ? type.name : '');

export const libraryBinary = (m: Machine, operator: string, a: Value, b: Value, node: Node): Value | null => {
  const [x, y] = [nameOf(plain(a.type)), nameOf(plain(b.type))];
  if (x === '' && y === '') return null;
  if (x === 'vec' || y === 'vec' || x === 'marray' || y === 'marray') return vectorBinary(m, operator, a, b, node);
  if (x === 'complex' || y === 'complex') return complexBinary(m, operator, a, b, node);
  if (x === 'token' && y === 'token') {
    const [p, q] = [rvalue(m, a, node), rvalue(m, b, node)];
    if (p.kind === 'token' && q.kind === 'token')
      return scalarConstant((p.name === q.name) === (operator === '=='), BOOL, m.at(node));
  }
  // `stream << value`: nothing that other memory sees.
  if (['stream', 'ostream', 'ofstream', 'stringstream'].includes(x)) return a;
  return indexBinary(m, operator, a, b, node);
};

export const libraryUnary = (m: Machine, operator: string, value: Value, node: Node): Value | null => {
  const type = plain(value.type);
  if (!isVector(type) && !isIndex(type)) return null;
  if (isIndex(type) && operator === '!') return null;
  // `!v` is `v == 0`, so all bits are set where it is true.
  if (operator === '!') return vectorBinary(m, '==', value, intConstant(0, m.at(node)), node);
  return byElements(
    m,
    [value],
    type,
    node,
    ([part]) => unaryScalar(operator, part as ScalarValue, m.at(node)) ?? m.fail(node, `\`${operator}\` of a vector`),
  );
};

/** `=` and its kin on the library's objects; null: as on others. */
export const libraryAssign = (m: Machine, operator: string, left: Value, right: Value, node: Node): Value | null => {
  const type = plain(left.type);
  if (type.kind !== 'library') return null;
  if (type.name === 'atomic_ref' || type.name === 'atomic') return atomicOperator(m, operator, left, right, node);
  if (type.name === 'reducer') return reduceInto(m, left, operator, right, node);
  if (accessorOf(left)?.extents.length === 0)
    return assignValues(m, operator, accessorElement(m, left, [], node), right, node);
  const { name } = type;
  if (name === 'vec' || name === 'marray') {
    const by = right.kind === 'list' && operator !== '=' ? construct(m, type, right.items, node, false) : right;
    const value = operator === '=' ? right : binaryValues(m, operator.slice(0, -1), left, by, node);
    const whole =
      isScalarLike(plain(value.type)) || value.kind === 'list'
        ? construct(m, type, value.kind === 'list' ? value.items : [value], node, false)
        : value;
    write(m, left, whole, node);
    return left;
  }
  if (name === 'id' || name === 'range' || name === 'complex') {
    if (operator !== '=') {
      const value = binaryValues(m, operator.slice(0, -1), left, right, node);
      write(m, left, isScalarLike(value.type) ? construct(m, type, [value], node, false) : value, node);
      return left;
    }
  }
  return null;
};
