/** `std::complex` ([complex.numbers]): a pair of floats. */

import { binaryScalars, convert, unaryScalar } from '../../lower/arithmetic.ts';
import { scalarConstant } from '../../lower/constants.ts';
import { toScalar } from '../../lower/conversions.ts';
import type { Machine } from '../../lower/machine.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { RecordValue, ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL, DOUBLE } from '../../types/fundamental.ts';
import { isArithmetic, isScalarLike, type LibraryType, plain, type ScalarType, typeAt } from '../../types/types.ts';

/** Real and imaginary part. */
export const complexParts = (m: Machine, value: Value, type: ScalarType, node: Node): [ScalarValue, ScalarValue] => {
  const at = m.at(node);
  if (isScalarLike(plain(value.type)))
    return [convert(toScalar(m, value, node), type, at), scalarConstant(0, type, at)];
  const read = rvalue(m, value, node);
  if (read.kind !== 'record') return m.fail(node, 'a complex number');
  const [re, im] = read.parts.map((part) => convert(toScalar(m, part, node), type, at));
  return re === undefined || im === undefined ? m.fail(node, 'a complex number') : [re, im];
};
export const elementOf = (type: LibraryType): ScalarType => {
  const of = typeAt(type, 0);
  return isArithmetic(of) ? of : DOUBLE;
};
export const complexOf = (type: LibraryType, re: Value, im: Value): RecordValue => ({
  kind: 'record',
  type,
  parts: [re, im],
});

export const complexBinary = (m: Machine, operator: string, a: Value, b: Value, node: Node): Value | null => {
  const [x, y] = [plain(a.type), plain(b.type)];
  const type = x.kind === 'library' && x.name === 'complex' ? x : (y as LibraryType);
  const of = elementOf(type);
  const at = m.at(node);
  const op = (symbol: string, p: ScalarValue, q: ScalarValue): ScalarValue =>
    binaryScalars(symbol, p, q, at) ?? m.fail(node, 'a complex number');
  const [ar, ai] = complexParts(m, a, of, node);
  const [br, bi] = complexParts(m, b, of, node);
  switch (operator) {
    case '+':
    case '-':
      return complexOf(type, op(operator, ar, br), op(operator, ai, bi));
    case '*':
      if (isScalarLike(y)) return complexOf(type, op('*', ar, br), op('*', ai, br));
      return complexOf(type, op('-', op('*', ar, br), op('*', ai, bi)), op('+', op('*', ar, bi), op('*', ai, br)));
    case '/': {
      if (isScalarLike(y)) return complexOf(type, op('/', ar, br), op('/', ai, br));
      const norm = op('+', op('*', br, br), op('*', bi, bi));
      const re = op('+', op('*', ar, br), op('*', ai, bi));
      const im = op('-', op('*', ai, br), op('*', ar, bi));
      return complexOf(type, op('/', re, norm), op('/', im, norm));
    }
    case '==':
    case '!=': {
      const both = { kind: 'binary', op: 'lAnd', lhs: op('==', ar, br).expr, rhs: op('==', ai, bi).expr, at } as const;
      const equal: ScalarValue = { kind: 'scalar', type: BOOL, expr: both };
      return operator === '==' ? equal : unaryScalar('!', equal, at);
    }
    default:
      return null;
  }
};
