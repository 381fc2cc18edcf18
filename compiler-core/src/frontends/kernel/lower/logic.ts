/** `&&`, `||` and `?:`: the second operand is evaluated where it is wanted only ([expr.log.and], [expr.cond]). */

import { bool, load } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { visitExpr } from '../../../ir/walk.ts';
import { libraryBinary } from '../dialect/sycl/operators.ts';
import { isVector } from '../dialect/sycl/vectors.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { BOOL, common } from '../types/fundamental.ts';
import { sameType } from '../types/print-type.ts';
import { isScalarLike, plain, type Type } from '../types/types.ts';
import { and, convert, not, or, truth } from './arithmetic.ts';
import type { Block } from './block.ts';
import { convertTo, toScalar } from './conversions.ts';
import { evaluate, VOID_VALUE } from './expressions.ts';
import type { Machine } from './machine.ts';
import { settledExpr } from './operands.ts';
import { callOperator, findOperator } from './operator-functions.ts';
import { allocate, loadPlace, placeOf, storePlace } from './places.ts';
import { joinValues, rvalue } from './rvalue.ts';
import type { Value } from './values.ts';

/** The condition as a truth value. */
export const evaluateTruth = (m: Machine, e: Expr): IrExpr => truth(toScalar(m, evaluate(m, e), e), m.at(e));

export const evaluateLogical = (m: Machine, e: Extract<Expr, { kind: 'binary' }>): Value => {
  const at = m.at(e);
  const isAnd = e.operator === '&&';
  const first = evaluate(m, e.left);
  if (first.type.kind === 'class' || first.type.kind === 'library') {
    const second = evaluate(m, e.right);
    const found = findOperator(m, e.operator, [first, second], e);
    if (found !== null) return callOperator(m, found, [first, second], e);
    const ofLibrary = isVector(plain(first.type)) ? libraryBinary(m, e.operator, first, second, e) : null;
    if (ofLibrary !== null) return ofLibrary;
  }
  const left = truth(toScalar(m, first, e.left), at);
  const scalar = (expr: IrExpr): Value => ({ kind: 'scalar', type: BOOL, expr });
  if (left.kind === 'bool' && left.value !== isAnd) return scalar(left);
  let right: IrExpr = bool(isAnd, at);
  const block = m.inBlock(() => {
    right = evaluateTruth(m, e.right);
  });
  if (block.length === 0) {
    // The first decides nothing where the second is known, unless it finds something out about memory of others.
    if (right.kind === 'bool' && right.value !== isAnd && readsPrivateOnly(m, left)) return scalar(right);
    return scalar(isAnd ? and(left, right, at) : or(left, right, at));
  }
  if (left.kind === 'bool') {
    // The first is known to ask for the second.
    return scalar(evaluateTruth(m, e.right));
  }
  const flag = placeOf(allocate(m, 'cond', BOOL, e));
  storePlace(m, flag, scalar(left), e);
  const inner = m.inBlock(() => storePlace(m, flag, scalar(evaluateTruth(m, e.right)), e));
  const meta = m.meta(e);
  const tensor = flag.allocation.name;
  const asked = load(tensor, [], 'bool', at);
  m.block.emit(
    m.builder.ifThen(isAnd ? asked : not(asked, at), inner.close(m.builder, meta), null, meta),
    inner.written,
  );
  m.immutable.add(tensor);
  return loadPlace(m, flag, e);
};

const readsPrivateOnly = (m: Machine, root: IrExpr): boolean => {
  let own = true;
  visitExpr(root, (e) => {
    if ((e.kind === 'load' && !m.isPrivate(e.tensor) && !m.isConstant(e.tensor)) || e.kind === 'intrinsic') own = false;
    return own;
  });
  return own;
};

export const evaluateConditional = (m: Machine, e: Extract<Expr, { kind: 'conditional' }>): Value => {
  const at = m.at(e);
  const test = rvalue(m, evaluate(m, e.test), e.test);
  const cond = truth(toScalar(m, test, e.test), at);
  if (cond.kind === 'bool') {
    if (cond.value) return e.then === null ? test : evaluate(m, e.then);
    return evaluate(m, e.else);
  }
  const { then } = e;
  const sides: [Value, Value] = [VOID_VALUE, VOID_VALUE];
  const yes = m.inBlock(() => {
    sides[0] = then === null ? test : evaluate(m, then);
  });
  const no = m.inBlock(() => {
    sides[1] = evaluate(m, e.else);
  });
  const [a, b] = sides;
  if (yes.length === 0 && no.length === 0) {
    if (isPlaceLike(a) && isPlaceLike(b) && sameType(a.type, b.type)) {
      return isScalarLike(a.type) || a.type.kind === 'pointer'
        ? joinValues(m, cond, rvalue(m, a, e), rvalue(m, b, e), e)
        : { kind: 'choice', type: a.type, cond: settledExpr(m, cond, e), then: a, else: b };
    }
    const type = commonType(m, a, b);
    return joinValues(m, cond, asType(m, a, type, e), asType(m, b, type, e), e);
  }
  if (a.kind === 'void' || b.kind === 'void') {
    emitIf(m, cond, yes, no, e);
    return VOID_VALUE;
  }
  // Effects in a branch: both write one variable.
  const type = commonType(m, a, b);
  const place = placeOf(allocate(m, 'chosen', type, e));
  const branch = (side: Expr | null): Block =>
    m.inBlock(() => storePlace(m, place, asType(m, side === null ? test : evaluate(m, side), type, e), e));
  emitIf(m, cond, branch(then), branch(e.else), e);
  for (const { tensor } of place.allocation.leaves.values()) m.immutable.add(tensor);
  return loadPlace(m, place, e);
};

const isPlaceLike = (value: Value): boolean => value.kind === 'place';

const asType = (m: Machine, value: Value, type: Type, node: Node): Value => {
  const read = rvalue(m, value, node);
  if (read.kind === 'scalar' && isScalarLike(type)) return convert(read, type, m.at(node));
  return rvalue(m, convertTo(m, read, type, node), node);
};

function commonType(m: Machine, a: Value, b: Value): Type {
  const [x, y] = [plain(a.type), plain(b.type)];
  if (sameType(x, y)) return x;
  if (isScalarLike(x) && isScalarLike(y)) return common(x, y);
  if (x.kind === 'pointer' && y.kind === 'pointer') return x.to.kind === 'nullptr' ? y : x;
  if (x.kind === 'array') return { kind: 'pointer', to: x.of, constant: false };
  // An object and what it is made from: the object.
  if (x.kind === 'class' || (x.kind === 'library' && isScalarLike(y))) return x;
  if (y.kind === 'class' || (y.kind === 'library' && isScalarLike(x))) return y;
  return x.kind === 'pointer' ? x : m.host ? x : y.kind === 'pointer' ? y : x;
}

/** `if` with what was emitted for both sides. */
export const emitIf = (m: Machine, cond: IrExpr, yes: Block, no: Block | null, node: Node): void => {
  const meta = m.meta(node);
  const otherwise = no === null || no.length === 0 ? null : no.close(m.builder, meta);
  const written = [...yes.written, ...(no?.written ?? [])];
  m.block.emit(m.builder.ifThen(cond, yes.close(m.builder, meta), otherwise, meta), written);
};
