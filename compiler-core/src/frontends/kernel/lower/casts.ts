/** Explicit conversions ([expr.cast]), reinterpretation of memory among them. */

import { int, intrinsic, load } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { bitsOf } from '../../../ir/types.ts';
import { visitExpr } from '../../../ir/walk.ts';
import { vectorLiteral } from '../dialect/opencl/functions.ts';
import type { RawMemory } from '../dialect/sycl/host-objects.ts';
import { typeOfTypeId } from '../meaning/types.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { LONG, UCHAR, UINT, ULONG } from '../types/fundamental.ts';
import { printType, sameType } from '../types/print-type.ts';
import { shapeOf, sizeOf } from '../types/shape.ts';
import {
  dtypeOfType,
  type EnumType,
  isScalarLike,
  type PointerType,
  plain,
  pointerTo,
  type ScalarType,
  type Type,
} from '../types/types.ts';
import { convert, convertExpr, foldBinary } from './arithmetic.ts';
import { constantExpr, constantOfExpr, scalarConstant } from './constants.ts';
import { construct } from './construct.ts';
import { convertTo, toPointer } from './conversions.ts';
import { evaluate, evaluateDiscarded, evaluateList, VOID_VALUE } from './expressions.ts';
import { external, sizeParam, symbol } from './externals.ts';
import type { Machine } from './machine.ts';
import { dereference, offset } from './members.ts';
import { placeOf } from './places.ts';
import { positionOf } from './pointer-cells.ts';
import { overChoice, rvalue } from './rvalue.ts';
import type { Place, Value } from './values.ts';
import { heldType, view } from './views.ts';

export const evaluateCast = (m: Machine, e: Extract<Expr, { kind: 'cast' }>): Value => {
  const { type } = typeOfTypeId(m, e.type);
  if (type.kind === 'void') {
    evaluateDiscarded(m, e.operand);
    return VOID_VALUE;
  }
  if (m.dialect === 'opencl' && e.operand.kind === 'paren' && type.kind === 'library') {
    const literal = vectorLiteral(m, type, evaluateList(m, commas(e.operand.inner)), e);
    if (literal !== null) return literal;
  }
  return explicitly(m, evaluate(m, e.operand), type, e);
};

const commas = (e: Expr): readonly Expr[] =>
  e.kind === 'binary' && e.operator === ',' ? [...commas(e.left), e.right] : [e];

export const explicitly = (m: Machine, value: Value, type: Type, node: Node): Value => {
  if (type.kind === 'pointer') {
    const read =
      value.type.kind === 'array' ? toPointer(m, value, pointerTo(value.type.of), node) : rvalue(m, value, node);
    return overChoice(m, read, (one) => pointerCast(m, one, type, node), node);
  }
  if (type.kind === 'reference') {
    if (value.kind === 'place' && !sameType(value.type, type.to)) {
      const cast = explicitly(m, addressOfPlace(value.place), pointerTo(type.to), node);
      return dereference(m, cast, node);
    }
    return value.kind === 'place' || value.kind === 'variable' || value.kind === 'choice'
      ? value
      : convertTo(m, value, type, node);
  }
  if (isScalarLike(type) && plain(value.type).kind === 'pointer' && !(type.kind === 'scalar' && type.dtype === 'bool'))
    return addressAsNumber(m, rvalue(m, value, node), type, node);
  if (type.kind === 'class' || type.kind === 'library') {
    if (sameType(type, value.type)) return value;
    return construct(m, type, [value], node, false);
  }
  return convertTo(m, value, type, node);
};

const addressOfPlace = (place: Place): Value => {
  const isElement = place.path === '' && place.indices.length > 0;
  const type = pointerTo(place.type);
  return isElement
    ? {
        kind: 'pointer',
        type,
        base: { ...place, indices: place.indices.slice(0, -1) },
        index: place.indices.at(-1) ?? null,
      }
    : { kind: 'pointer', type, base: place, index: null };
};

function pointerCast(m: Machine, value: Value, type: PointerType, node: Node): Value {
  if (value.kind === 'object' && value.type.name === 'raw_memory')
    return typedMemory(m, value.data as RawMemory, type, node);
  if (value.kind === 'scalar' && !m.host && constantOfExpr(value.expr) === null)
    return fromAddress(m, value.expr, type, node);
  if (value.kind !== 'pointer' || value.base === null || type.to.kind === 'void')
    return toPointer(m, value, type, node);
  const { base, index } = value;
  // What the memory really holds, whatever it was called on the way (`void *`).
  const held = heldType(base, index);
  if (sameType(held, type.to)) return { ...value, type };
  if (held.kind === 'class' && type.to.kind === 'class' && held.info.derivesFrom(type.to.info))
    return { ...value, type };
  if (m.host) return retyped(m, base, type, node);
  return view(m, value, held, type, node);
}

/** The address of memory of the host's or the group's: a number that only a run tells, and the offset in it. */
export function addressAsNumber(m: Machine, value: Value, type: ScalarType | EnumType, node: Node): Value {
  return overChoice(
    m,
    value,
    (one) => {
      if (one.kind !== 'pointer') return m.fail(node, 'an address as a number');
      const position = positionOf(m, one, node);
      const of = one.type.to.kind === 'void' && one.base !== null ? heldType(one.base, one.index) : one.type.to;
      const size = sizeOf(of);
      if (position === null) return scalarConstant(0n, type, m.at(node));
      const allocation = one.base?.allocation;
      if (
        allocation === undefined ||
        (!allocation.external && allocation.view === null && allocation.memory !== 'gpu/shared') ||
        allocation.memory === 'gpu/local' ||
        size === null
      )
        return m.fail(node, 'an address of device memory as a number');
      const name = `${allocation.view?.tensor ?? allocation.name}.address`;
      const known = m.scalars.get(name);
      const start =
        known === undefined
          ? symbol(m, name, ULONG, node)
          : ({ kind: 'scalar', type: ULONG, expr: load(name, [], 'uint64', m.at(node)) } as const);
      const at = m.at(node);
      if (start.kind === 'scalar' && start.expr.kind === 'load') m.addresses.set(start.expr.tensor, allocation);
      const bytes = foldBinary('mul', position.linear, wide(size.bytes, at), 'int64', at);
      const sum =
        start.kind === 'scalar'
          ? foldBinary('add', start.expr, convertExpr(bytes, 'int64', 'uint64', at), 'uint64', at)
          : null;
      return sum === null
        ? m.fail(node, 'an address as a number')
        : convert({ kind: 'scalar', type: ULONG, expr: sum }, type, at);
    },
    node,
  );
}

/** A number that was made of one address: a pointer into that memory, as far from its start as the number says. */
function fromAddress(m: Machine, e: IrExpr, type: PointerType, node: Node): Value {
  const starts = new Set<Extract<IrExpr, { kind: 'load' }>>();
  visitExpr(e, (x) => {
    if (x.kind === 'load' && m.addresses.has(x.tensor)) starts.add(x);
    return true;
  });
  const [start] = starts;
  const allocation = start === undefined ? undefined : m.addresses.get(start.tensor);
  if (start === undefined || allocation === undefined || [...starts].some(({ tensor }) => tensor !== start.tensor))
    return m.fail(node, 'a pointer is wanted, there is a number');
  const at = m.at(node);
  const zeros = allocation.extents.map((): IrExpr => int(0, at));
  const index = zeros.pop() ?? null;
  const base: Place = { ...placeOf(allocation), indices: zeros };
  const whole: Value = { kind: 'pointer', type: pointerTo(allocation.type), base, index };
  const bytes = explicitly(m, whole, pointerTo(UCHAR), node);
  const by: Value = { kind: 'scalar', type: LONG, expr: convertExpr(without(e, start, at), 'uint64', 'int64', at) };
  return explicitly(m, offset(m, bytes, by, node, 1), type, node);
}

/** `e - start`, where a sum says it. */
function without(e: IrExpr, start: IrExpr, at: IrExpr['at']): IrExpr {
  if (e === start) return constantExpr(0n, 'uint64', at);
  if (e.kind === 'binary' && e.op === 'add') {
    if (contains(e.lhs, start) && !contains(e.rhs, start))
      return foldBinary('add', without(e.lhs, start, at), e.rhs, 'uint64', at);
    if (contains(e.rhs, start) && !contains(e.lhs, start))
      return foldBinary('add', e.lhs, without(e.rhs, start, at), 'uint64', at);
  }
  return foldBinary('sub', e, start, 'uint64', at);
}

const contains = (e: IrExpr, part: IrExpr): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    if (x.kind === 'load' && part.kind === 'load' && x.tensor === part.tensor) found = true;
    return !found;
  });
  return found;
};

/** What `malloc(bytes)` gave is memory of what it is cast to. */
function typedMemory(m: Machine, { name, bytes }: RawMemory, type: PointerType, node: Node): Value {
  const size = sizeOf(type.to);
  const at = m.at(node);
  if (shapeOf(type.to).kind === 'opaque')
    return { kind: 'unknown', type, reason: 'memory of an object without a layout' };
  const count = bytes === null || size === null ? null : quotient(bytes, size.bytes, at);
  const made = external(m, name, type.to, 'gpu/global', [count ?? sizeParam(m, `${name}.size`, at)], {});
  m.record?.retype(name, type.to, made.extents);
  return { kind: 'pointer', type, base: placeOf(made), index: int(0, at) };
}

/** `bytes / size`, where the product says it. */
function quotient(bytes: IrExpr, size: number, at: IrExpr['at']): IrExpr {
  const constant = constantOfExpr(bytes);
  if (constant !== null) return constantExpr(BigInt(constant) / BigInt(size), 'uint64', at);
  if (bytes.kind === 'binary' && bytes.op === 'mul') {
    const [left, right] = [constantOfExpr(bytes.lhs), constantOfExpr(bytes.rhs)];
    const divides = (c: typeof left): c is NonNullable<typeof left> => c !== null && Number(c) % size === 0;
    if (divides(right))
      return foldBinary('mul', bytes.lhs, constantExpr(BigInt(right) / BigInt(size), 'uint64', at), 'uint64', at);
    if (divides(left))
      return foldBinary('mul', constantExpr(BigInt(left) / BigInt(size), 'uint64', at), bytes.rhs, 'uint64', at);
  }
  return foldBinary('roundTowards0Div', bytes, constantExpr(BigInt(size), 'uint64', at), 'uint64', at);
}

/** On the host a cast says what the memory is: it gets a parameter of that type. */
function retyped(m: Machine, base: Place, type: PointerType, node: Node): Value {
  const { allocation } = base;
  const name = `${allocation.name}_as_${nameOf(type.to)}`;
  if (shapeOf(type.to).kind === 'opaque')
    return { kind: 'unknown', type, reason: 'memory of an object without a layout' };
  const extents = [sizeParam(m, `${allocation.name}.size`, m.at(node))];
  m.record?.same(name, allocation.name);
  const made = external(m, name, type.to, allocation.memory, extents, {
    aliasClass: allocation.aliasClass ?? allocation.name,
  });
  return { kind: 'pointer', type, base: placeOf(made), index: int(0, m.at(node)) };
}

const wide = (value: number, at: IrExpr['at']): IrExpr => convertExpr(int(value, at), 'int32', 'int64', at);
const nameOf = (type: Type): string => printType(type).replace(/\W+/g, '_');

/** One element of 64 bits as two of 32, the low half first, or the other way round; null: other sizes. */
function regroup(m: Machine, parts: readonly Value[], of: Type, count: number, node: Node): Value[] | null {
  const at = m.at(node);
  const bits = isScalarLike(of) ? bitsOf(dtypeOfType(of)) : null;
  const as = (value: Value, type: ScalarType): IrExpr => {
    const made = bitCast(m, value, type, node);
    return made.kind === 'scalar' ? made.expr : m.fail(node, 'a bit cast');
  };
  const [first, second] = parts;
  if (first === undefined) return null;
  const shift = constantExpr(32n, 'uint64', at);
  if (parts.length === 1 && count === 2 && bits === 32) {
    const whole = as(first, ULONG);
    const halves = [whole, foldBinary('shr', whole, shift, 'uint64', at)];
    return halves.map((half) =>
      bitCast(m, { kind: 'scalar', type: UINT, expr: convertExpr(half, 'uint64', 'uint32', at) }, of, node),
    );
  }
  if (parts.length !== 2 || second === undefined || count !== 1 || bits !== 64) return null;
  const wideHalf = (value: Value): IrExpr => convertExpr(as(value, UINT), 'uint32', 'uint64', at);
  const high = foldBinary('shl', wideHalf(second), shift, 'uint64', at);
  return [
    bitCast(
      m,
      { kind: 'scalar', type: ULONG, expr: foldBinary('bitOr', wideHalf(first), high, 'uint64', at) },
      of,
      node,
    ),
  ];
}

/** The same bits as another type of the same size (`sycl::bit_cast`, `as`). */
export const bitCast = (m: Machine, value: Value, type: Type, node: Node): Value => {
  const read = rvalue(m, value, node);
  if (read.kind === 'scalar' && isScalarLike(type)) {
    const from = dtypeOfType(read.type);
    const to = dtypeOfType(type);
    if (bitsOf(from) !== bitsOf(to)) return m.fail(node, 'a bit cast between sizes');
    return {
      kind: 'scalar',
      type,
      expr: from === to ? read.expr : intrinsic('bitcast(%)', [read.expr], to, false, m.at(node)),
    };
  }
  const shape = shapeOf(type);
  const parts = read.kind === 'record' ? read.parts : null;
  if (parts !== null && shape.kind === 'elements' && parts.length === shape.count) {
    return { kind: 'record', type, parts: parts.map((part) => bitCast(m, part, shape.of, node)) };
  }
  if (parts !== null && shape.kind === 'elements') {
    const regrouped = regroup(m, parts, shape.of, shape.count, node);
    if (regrouped !== null) return { kind: 'record', type, parts: regrouped };
  }
  return m.fail(node, `a bit cast to ${printType(type)}`);
};
