/** Windows: memory as elements of another type. */

import { binary, int, intrinsic } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { bitsOf } from '../../../ir/types.ts';
import type { Node } from '../parse/ast.ts';
import { printType } from '../types/print-type.ts';
import { shapeOf, sizeOf } from '../types/shape.ts';
import { dtypeOfType, isScalarLike, type PointerType, type Type } from '../types/types.ts';
import { convertExpr, foldBinary } from './arithmetic.ts';
import { constantOfExpr } from './constants.ts';
import type { Machine } from './machine.ts';
import { allocate, dimensionsOf, leafOf, placeOf } from './places.ts';
import { linearIndex } from './pointer-cells.ts';
import { byteOffset, bytesOf, bytesTensor, exactly, isRaw, divided as wholeBytes } from './raw.ts';
import type { Allocation, Place, PointerValue, Value, WindowRecipe } from './values.ts';

export function heldType(base: Place, index: IrExpr | null): Type {
  if (index === null) return base.type;
  const { allocation, path, indices } = base;
  let dims = allocation.extents.length;
  let { type } = allocation;
  const names = path.split('.').slice(1);
  for (;;) {
    const shape = shapeOf(type);
    if (shape.kind === 'elements' && (names.length > 0 || dims < indices.length + 1)) {
      dims++;
      type = shape.of;
    } else if (shape.kind === 'fields' && names.length > 0) {
      const name = names.shift();
      type = shape.fields.find((field) => field.name === name)?.type ?? type;
    } else return type;
  }
}

/** The scalar that all of an object consists of; null where it has several kinds, or gaps. */
export const soleScalar = (type: Type): Type | null => {
  if (isScalarLike(type)) return type;
  const shape = shapeOf(type);
  if (shape.kind === 'elements') {
    const isPadded = type.kind === 'library' && type.name === 'vec' && shape.count === 3;
    return isPadded ? null : soleScalar(shape.of);
  }
  return null;
};

/** Memory as elements of another type: a window on the one tensor that it is, or on its bytes. */
export function view(m: Machine, pointer: PointerValue, held: Type, type: PointerType, node: Node): Value {
  const { base, index } = pointer;
  const from = soleScalar(held);
  const to = soleScalar(type.to);
  const size = sizeOf(type.to);
  if (base === null || size === null || sizeOf(held) === null)
    return m.fail(node, `memory of ${printType(held)} as ${printType(type.to)}`);
  if (from === null || to === null || !isScalarLike(from) || isRaw(m, base.allocation))
    return rawView(m, base, index, held, type, node);
  // The scalars themselves are the same: only their grouping differs.
  const at = m.at(node);
  const scalarBytes = (bitsOf(dtypeOfType(from)) ?? 8) / 8;
  const { tensor, linear, total } = flatScalars(m, base, index, from, node);
  const count = foldBinary(
    'roundTowards0Div',
    foldBinary('mul', total, wide(scalarBytes, at), 'int64', at),
    wide(size.bytes, at),
    'int64',
    at,
  );
  // Memory that is read as larger elements is aligned for them, so the quotient is exact: a run sees to it.
  const ratio = size.bytes / scalarBytes;
  if (ratio > 1 && !Number.isInteger(ratio))
    return m.fail(node, `memory of ${printType(held)} as ${printType(type.to)}`);
  const each = wide(Math.max(1, ratio), at);
  const exact = divided(linear, ratio, at);
  if (exact === null && !m.host) {
    const rest = foldBinary('remainder', linear, each, 'int64', at);
    const aligned = intrinsic('is_aligned(%)', [binary('eq', rest, wide(0, at), at)], 'void', true, at);
    m.block.emit(m.builder.evaluate(aligned, m.meta(node)), []);
  }
  const start = exact ?? foldBinary('roundTowards0Div', linear, each, 'int64', at);
  const name = `${base.allocation.name}${base.path}_as_${nameOf(type.to)}`;
  const made = window(m, name, type.to, base.allocation.memory, count, tensor, base.allocation, node);
  return { kind: 'pointer', type, base: placeOf(made), index: start };
}

/** The tensor of a place that is one kind of scalars, where in it the place begins, and how many there are. */
function flatScalars(m: Machine, base: Place, index: IrExpr | null, from: Type, node: Node) {
  const at = m.at(node);
  const whole: Place = { ...base, type: from };
  const dims = dimensionsOf({ ...whole, indices: Array(32).fill(int(0)) as IrExpr[] }, node);
  const flat: Place = { ...whole, indices: Array(dims.length).fill(int(0)) as IrExpr[] };
  // A window on a window is one on what lies below.
  const tensor = base.allocation.view?.tensor ?? leafOf(m, flat, node).tensor;
  const given = index === null ? base.indices : [...base.indices, index];
  const full = [...given, ...(Array(dims.length - given.length).fill(int(0)) as IrExpr[])];
  const total = dims.reduce<IrExpr>(
    (product, dim) => foldBinary('mul', product, asInt64(dim, at), 'int64', at),
    wide(1, at),
  );
  return { tensor, linear: linearIndex(m, full, dims, node), total };
}

/** Where objects consist of several kinds of scalars: the bytes as objects of the other type. */
function rawView(m: Machine, base: Place, index: IrExpr | null, held: Type, type: PointerType, node: Node): Value {
  const { allocation } = base;
  const reason = `memory of ${printType(held)} as ${printType(type.to)}`;
  const size = sizeOf(type.to);
  if (m.host || size === null || hasPointers(type.to) || hasPointers(allocation.type)) return m.fail(node, reason);
  const at = m.at(node);
  const from = soleScalar(held);
  let tensor: string;
  let bytes: IrExpr;
  let total: IrExpr;
  if (isRaw(m, allocation)) {
    const place = index === null ? base : { ...base, indices: [...base.indices, index] };
    tensor = bytesTensor(m, allocation, node);
    bytes = byteOffset(m, place, node);
    total = bytesOf(m, allocation, node);
  } else if (from !== null && isScalarLike(from)) {
    const each = wide((bitsOf(dtypeOfType(from)) ?? 8) / 8, at);
    const flat = flatScalars(m, base, index, from, node);
    ({ tensor } = flat);
    bytes = foldBinary('mul', flat.linear, each, 'int64', at);
    total = foldBinary('mul', flat.total, each, 'int64', at);
  } else {
    // Its leaves are tensors of their own so far: the next execution has its bytes in one.
    if (allocation.view === null && !m.facts.raw.has(allocation.key)) {
      m.facts.raw.add(allocation.key);
      m.facts.grown = true;
    }
    return m.fail(node, reason);
  }
  const exact = exactly(bytes, size.bytes, at);
  // An address of objects that are larger than their alignment says is no multiple of their size.
  if (exact === null && size.align !== size.bytes) return m.fail(node, reason);
  const start = exact ?? wholeBytes(m, bytes, size.bytes, node);
  const count = foldBinary('roundTowards0Div', total, wide(size.bytes, at), 'int64', at);
  const name = `${allocation.name}${base.path}_as_${nameOf(type.to)}`;
  const made = window(m, name, type.to, allocation.memory, count, tensor, allocation, node, true);
  return { kind: 'pointer', type, base: placeOf(made), index: start };
}

const hasPointers = (type: Type): boolean => {
  if (type.kind === 'pointer') return true;
  const shape = shapeOf(type);
  if (shape.kind === 'elements') return hasPointers(shape.of);
  return shape.kind === 'fields' && shape.fields.some((field) => hasPointers(field.type));
};

/** A pointer to one object as one into an array of it. */
export const asArray = (m: Machine, pointer: PointerValue, node: Node): PointerValue => {
  const { base, type } = pointer;
  if (m.host || base === null || soleScalar(base.type) === null)
    return m.fail(node, 'a pointer to one object is moved');
  const made = view(m, pointer, base.type, type, node);
  return made.kind === 'pointer' && made.index !== null ? made : m.fail(node, 'a pointer to one object is moved');
};

/** One window for each type; around the whole kernel where the memory is. */
export function window(
  m: Machine,
  name: string,
  type: Type,
  memory: Allocation['memory'],
  count: IrExpr,
  tensor: string,
  of: Allocation,
  node: Node,
  raw = false,
): Allocation {
  const view = { tensor, byteOffset: int(0, m.at(node)) };
  const outer =
    of.memory === 'gpu/global' || of.memory === 'byvalue'
      ? (m.preamble ?? m.group)
      : of.memory === 'gpu/shared'
        ? m.group
        : null;
  if (outer === null) return privateWindow(m, { of: of.key, name, type, count, raw }, of, tensor, node);
  const key = `view:${tensor}:${printType(type)}:${raw}`;
  const known = m.allocations.get(key);
  if (known !== undefined) return known;
  const { block, calls } = m;
  m.block = outer;
  m.calls = [];
  try {
    const made = { ...allocate(m, name, type, node, memory, [count], view, raw), key };
    m.allocations.set(key, made);
    return made;
  } finally {
    m.block = block;
    m.calls = calls;
  }
}

/** On private memory: it stands where that does, so that pointers through it live as long. */
export const privateWindow = (
  m: Machine,
  recipe: WindowRecipe,
  of: Allocation,
  tensor: string,
  node: Node,
): Allocation => {
  const { name, type, count, raw } = recipe;
  const key = `view:${of.key}:${printType(type)}:${raw}`;
  const known = m.allocations.get(key);
  if (known !== undefined) return known;
  const made: Allocation = {
    name: m.fresh(name),
    type,
    extents: [count],
    memory: of.memory,
    aliasClass: null,
    leaves: new Map(),
    key,
    view: { tensor, byteOffset: int(0, m.at(node)) },
    raw,
    windows: [],
    recipe,
    external: false,
  };
  of.windows.push(made);
  m.allocations.set(key, made);
  return made;
};

/** The window of a recipe in this execution; null where what it lies on is not there. */
export const remade = (m: Machine, recipe: WindowRecipe, node: Node): Allocation | null => {
  const of = m.allocations.get(recipe.of);
  if (of === undefined) return null;
  const { type } = of;
  const tensor =
    of.view?.tensor ??
    (isRaw(m, of)
      ? bytesTensor(m, of, node)
      : isScalarLike(type)
        ? leafOf(m, { ...placeOf(of), indices: of.extents.map(() => int(0)) }, node).tensor
        : null);
  return tensor === null ? null : privateWindow(m, recipe, of, tensor, node);
};

const nameOf = (type: Type): string => printType(type).replace(/\W+/g, '_');
const wide = (value: number, at: IrExpr['at']): IrExpr => convertExpr(int(value, at), 'int32', 'int64', at);
const asInt64 = (e: IrExpr, at: IrExpr['at']): IrExpr =>
  convertExpr(e, e.kind === 'cast' ? e.dtype : e.kind === 'load' ? e.dtype : 'int32', 'int64', at);

/** An index in larger elements; null where it does not divide. */
function divided(linear: IrExpr, by: number, at: IrExpr['at']): IrExpr | null {
  if (by < 1) return foldBinary('mul', linear, wide(Math.round(1 / by), at), 'int64', at);
  if (by === 1) return linear;
  const constant = constantOfExpr(linear);
  if (constant !== null) return Number(constant) % by === 0 ? wide(Number(constant) / by, at) : null;
  if (linear.kind === 'binary' && linear.op === 'mul' && constantOfExpr(linear.rhs) === BigInt(by)) return linear.lhs;
  return null;
}
