/** `vec`, `marray`, `id` and `range` ([SYCL 4.14.2, 4.9.1]): parts, swizzles, arithmetic by elements. */

import { select } from '../../../../ir/build.ts';
import { binaryScalars, convert, isComparison, unaryScalar } from '../../lower/arithmetic.ts';
import { intConstant } from '../../lower/constants.ts';
import { describe, toScalar } from '../../lower/conversions.ts';
import type { Machine } from '../../lower/machine.ts';
import { element } from '../../lower/members.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { RecordValue, ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL, bitsOfScalar, INT, LONG, SCHAR, SHORT } from '../../types/fundamental.ts';
import { numberAt, shapeOf } from '../../types/shape.ts';
import {
  isScalarLike,
  type LibraryType,
  library,
  plain,
  type ScalarType,
  type Type,
  typeArg,
  typeAt,
} from '../../types/types.ts';
import { valueArg } from './types.ts';

export const isVector = (type: Type): type is LibraryType =>
  type.kind === 'library' && (type.name === 'vec' || type.name === 'marray');
export const isIndex = (type: Type): type is LibraryType =>
  type.kind === 'library' && (type.name === 'id' || type.name === 'range');
export const vecOf = (element: Type, count: number): LibraryType => library('vec', typeArg(element), valueArg(count));

/** The elements as scalars. */
export const partsOf = (m: Machine, value: Value, node: Node): ScalarValue[] => {
  const read = rvalue(m, value, node);
  if (read.kind === 'record') return read.parts.map((part) => toScalar(m, part, node));
  const shape = shapeOf(read.type);
  if (read.kind === 'place' && shape.kind === 'elements') {
    return m.parts(node, shape.count, (i) =>
      toScalar(m, element(m, read, intConstant(i, m.at(node)), shape.of, node), node),
    );
  }
  return m.fail(node, `elements of a ${describe(read)}`);
};

/** The same operation on every element; scalars go to each. */
export const byElements = (
  m: Machine,
  values: readonly Value[],
  type: Type,
  node: Node,
  each: (parts: readonly ScalarValue[]) => Value,
): RecordValue => {
  const shape = shapeOf(type);
  const count = shape.kind === 'elements' ? shape.count : 1;
  const lists = values.map((value) =>
    shapeOf(plain(value.type)).kind === 'elements' ? partsOf(m, value, node) : null,
  );
  const scalars = values.map((value, i) => (lists[i] === null ? toScalar(m, value, node) : null));
  const parts = m.parts(node, count, (k) =>
    each(values.map((_value, i) => lists[i]?.[k] ?? scalars[i] ?? m.fail(node, 'vectors of different sizes'))),
  );
  return { kind: 'record', type, parts };
};

const LETTERS: Readonly<Record<string, number>> = { x: 0, y: 1, z: 2, w: 3, r: 0, g: 1, b: 2, a: 3 };

/** The positions that a swizzle names (`xyz`, `s03`, `lo`); null: it is none. */
export const swizzle = (name: string, count: number): readonly number[] | null => {
  if (count > 16) return null;
  const half = Math.ceil((count === 3 ? 4 : count) / 2);
  const all = Array.from({ length: count }, (_, i) => i);
  if (name === 'lo') return all.slice(0, half);
  if (name === 'hi') return all.slice(half);
  if (name === 'even') return all.filter((i) => i % 2 === 0);
  if (name === 'odd') return all.filter((i) => i % 2 === 1);
  const digits = /^s([0-9a-fA-F]+)$/.exec(name)?.[1];
  const positions =
    digits !== undefined
      ? [...digits].map((digit) => Number.parseInt(digit, 16))
      : /^[xyzw]+$|^[rgba]+$/.test(name)
        ? [...name].map((letter) => LETTERS[letter] ?? 99)
        : null;
  return positions === null || positions.some((position) => position >= count) ? null : positions;
};

/** `v.x()`: an lvalue; of several elements a vector of lvalues. */
export const swizzled = (m: Machine, value: Value, positions: readonly number[], node: Node): Value => {
  const type = plain(value.type) as LibraryType;
  const of = typeAt(type, 0);
  const parts = positions.map((position) => element(m, value, intConstant(position, m.at(node)), of, node));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'record', type: vecOf(of, parts.length), parts };
};

const SIGNED: Readonly<Record<number, ScalarType>> = { 8: SCHAR, 16: SHORT, 32: INT, 64: LONG };

/** `a op b` where one is a vector. */
export const vectorBinary = (m: Machine, operator: string, a: Value, b: Value, node: Node): Value | null => {
  const type = isVector(plain(a.type)) ? plain(a.type) : plain(b.type);
  if (!isVector(type)) return null;
  const of = typeAt(type, 0);
  const count = numberAt(type, 1);
  if (!isScalarLike(of) || of.kind === 'enum' || count === null) return m.fail(node, 'a vector of what is no number');
  const at = m.at(node);
  const isLogic = operator === '&&' || operator === '||';
  if (isComparison(operator) || isLogic) {
    const result = type.name === 'marray' ? BOOL : (SIGNED[bitsOfScalar(of)] ?? INT);
    const made = byElements(m, [a, b], type, node, ([x, y]) => {
      const test = isLogic
        ? logical(operator, x as ScalarValue, y as ScalarValue, m, node)
        : binaryScalars(operator, convert(x as ScalarValue, of, at), convert(y as ScalarValue, of, at), at);
      if (test === null) return m.fail(node, `\`${operator}\` of vectors`);
      if (result === BOOL) return test;
      const minusOne = convert(intConstant(-1, at), result, at).expr;
      return {
        kind: 'scalar',
        type: result,
        expr: select(test.expr, minusOne, convert(intConstant(0, at), result, at).expr, at),
      };
    });
    return { ...made, type: library(type.name, typeArg(result), valueArg(count)) };
  }
  return byElements(m, [a, b], type, node, ([x, y]) => {
    const result = binaryScalars(operator, convert(x as ScalarValue, of, at), convert(y as ScalarValue, of, at), at);
    // Elements are no wider than their type says, whatever arithmetic promotes them to.
    return result === null ? m.fail(node, `\`${operator}\` of vectors`) : convert(result, of, at);
  });
};

function logical(operator: string, x: ScalarValue, y: ScalarValue, m: Machine, node: Node): ScalarValue {
  const at = m.at(node);
  const [a, b] = [convert(x, BOOL, at).expr, convert(y, BOOL, at).expr];
  return {
    kind: 'scalar',
    type: BOOL,
    expr: { kind: 'binary', op: operator === '&&' ? 'lAnd' : 'lOr', lhs: a, rhs: b, at },
  };
}

/** `id` and `range`: one-dimensional ones are numbers beside numbers. */
export const indexBinary = (m: Machine, operator: string, a: Value, b: Value, node: Node): Value | null => {
  const [x, y] = [plain(a.type), plain(b.type)];
  const type = isIndex(x) ? x : isIndex(y) ? y : null;
  if (type === null) return null;
  const dimensions = numberAt(type, 0);
  if (dimensions === 1) return null;
  const at = m.at(node);
  if (operator === '==' || operator === '!=') {
    const [p, q] = [partsOf(m, a, node), partsOf(m, b, node)];
    let all: ScalarValue | null = null;
    for (const [i, part] of p.entries()) {
      const one = binaryScalars('==', part, q[i] ?? m.fail(node, 'indices of different dimensions'), at);
      if (one === null) return null;
      all = all === null ? one : { ...one, expr: { kind: 'binary', op: 'lAnd', lhs: all.expr, rhs: one.expr, at } };
    }
    return all !== null && operator === '!=' ? unaryScalar('!', all, at) : all;
  }
  return byElements(m, [a, b], type, node, ([p, q]) => {
    const result = binaryScalars(operator, p as ScalarValue, q as ScalarValue, at);
    const of = shapeOf(type);
    return result === null || of.kind !== 'elements' || !isScalarLike(of.of)
      ? m.fail(node, `\`${operator}\` of ids`)
      : convert(result, of.of, at);
  });
};
