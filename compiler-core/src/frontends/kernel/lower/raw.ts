/**
 * Memory by its bytes: objects with unions in them, and memory that is read as objects of another type. Each scalar type
 * has a window on the bytes, and an index in it ([basic.life], [class.union] as compilers have them).
 */

import { binary, int, intrinsic } from '../../../ir/build.ts';
import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { Expr } from '../../../ir/nodes.ts';
import { bitsOf, type DType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import type { Node } from '../parse/ast.ts';
import { printType } from '../types/print-type.ts';
import { hasUnion, offsetOf, shapeOf, sizeOf } from '../types/shape.ts';
import { dtypeOfType, isScalarLike, type Type } from '../types/types.ts';
import { convertExpr, foldBinary } from './arithmetic.ts';
import { constantExpr, constantOfExpr } from './constants.ts';
import type { Machine } from './machine.ts';
import { leafOf, placeOf } from './places.ts';
import type { Allocation, Leaf, Place } from './values.ts';
import { window } from './views.ts';

export const isRaw = (m: Machine, allocation: Allocation): boolean =>
  allocation.raw || m.facts.raw.has(allocation.key) || hasUnion(allocation.type);

export interface Access {
  readonly tensor: string;
  readonly dtype: DType;
  readonly indices: readonly Expr[];
}

const long = (value: number, at: Span): Expr => constantExpr(BigInt(value), 'int64', at);
const wide = (e: Expr, at: Span): Expr => {
  const from = dtypeOf(e);
  return convertExpr(e, from === 'unknown' ? 'uint64' : from, 'int64', at);
};
const add = (a: Expr, b: Expr, at: Span): Expr => foldBinary('add', a, b, 'int64', at);
const times = (e: Expr, by: number, at: Span): Expr => foldBinary('mul', wide(e, at), long(by, at), 'int64', at);

const sizeIn = (m: Machine, type: Type, node: Node): number =>
  sizeOf(type)?.bytes ?? m.fail(node, `the bytes of ${printType(type)}`);

/** Bytes of all that was allocated. */
export const bytesOf = (m: Machine, { extents, type }: Allocation, node: Node): Expr =>
  extents.reduce<Expr>(
    (product, extent) => foldBinary('mul', product, wide(extent, m.at(node)), 'int64', m.at(node)),
    long(sizeIn(m, type, node), m.at(node)),
  );

/** Where a place begins in its allocation. Indices that are left out are zero. */
export const byteOffset = (m: Machine, { allocation, path, indices }: Place, node: Node): Expr => {
  const at = m.at(node);
  let { type } = allocation;
  let linear: Expr = long(0, at);
  let k = 0;
  for (const extent of allocation.extents) {
    const index = indices[k++];
    linear = foldBinary('mul', linear, wide(extent, at), 'int64', at);
    if (index !== undefined) linear = add(linear, wide(index, at), at);
  }
  let sum = times(linear, sizeIn(m, type, node), at);
  const names = path.split('.').slice(1);
  for (;;) {
    const shape = shapeOf(type);
    if (shape.kind === 'elements' && (names.length > 0 || k < indices.length)) {
      const index = indices[k++];
      if (index !== undefined) sum = add(sum, times(index, sizeIn(m, shape.of, node), at), at);
      type = shape.of;
    } else if (shape.kind === 'fields' && names.length > 0) {
      const name = names.shift() ?? '';
      const field = shape.fields.findLast((part) => part.name === name);
      const offset = offsetOf(type, name);
      if (field === undefined || offset === null) return m.fail(node, `the bytes of \`${name}\``);
      sum = add(sum, long(offset, at), at);
      type = field.type;
    } else return sum;
  }
};

/** The tensor of bytes that the allocation is. */
export const bytesTensor = (m: Machine, allocation: Allocation, node: Node): string => {
  if (allocation.view !== null) return allocation.view.tensor;
  m.use(allocation);
  const known = allocation.leaves.get(BYTES);
  if (known !== undefined) return known.tensor;
  const leaf: Leaf = {
    tensor: `${allocation.name}.bytes`,
    dtype: 'uint8',
    shape: [bytesOf(m, allocation, node)],
    layout: null,
  };
  allocation.leaves.set(BYTES, leaf);
  if (allocation.memory === 'gpu/local') m.privates.add(leaf.tensor);
  if (allocation.external) m.externalLeaves.set(leaf.tensor, { allocation, leaf });
  if (allocation.external && allocation.memory === 'byvalue') m.constants.add(leaf.tensor);
  return leaf.tensor;
};
const BYTES = '#bytes';

/** A scalar in it. */
export const rawAccess = (m: Machine, place: Place, node: Node): Access => {
  const { allocation, type } = place;
  if (m.host) return m.fail(node, 'the bytes of an object of the host');
  if (!isScalarLike(type)) return m.fail(node, `memory of ${type.kind}`);
  const dtype = dtypeOfType(type);
  const size = (bitsOf(dtype) ?? 8) / 8;
  const indices = [divided(m, byteOffset(m, place, node), size, node)];
  const base = bytesTensor(m, allocation, node);
  if (allocation.external) {
    if (dtype === 'uint8') return { tensor: base, dtype, indices };
    const count = foldBinary(
      'roundTowards0Div',
      bytesOf(m, allocation, node),
      long(size, m.at(node)),
      'int64',
      m.at(node),
    );
    const name = `${allocation.name}_as_${dtype}`;
    const made = window(
      m,
      name,
      { kind: 'scalar', name: dtype, dtype },
      allocation.memory,
      count,
      base,
      allocation,
      node,
    );
    return { tensor: leafOf(m, { ...placeOf(made), type: made.type }, node).tensor, dtype, indices };
  }
  const path = `#${dtype}`;
  const known = allocation.leaves.get(path);
  if (known !== undefined) return { tensor: known.tensor, dtype, indices };
  const at = m.at(node);
  const leaf: Leaf = {
    tensor: `${allocation.name}.${dtype}`,
    dtype,
    shape: [foldBinary('roundTowards0Div', bytesOf(m, allocation, node), long(size, at), 'int64', at)],
    layout: null,
    view: { tensor: base, byteOffset: int(0, at) },
  };
  allocation.leaves.set(path, leaf);
  m.roots.set(leaf.tensor, m.rootOf(base));
  if (allocation.memory === 'gpu/local') m.privates.add(leaf.tensor);
  return { tensor: leaf.tensor, dtype, indices };
};

/** `bytes / by`, where its terms say it; else memory that is used so is aligned, which a run sees to. */
export const divided = (m: Machine, bytes: Expr, by: number, node: Node): Expr => {
  const exact = exactly(bytes, by, m.at(node));
  if (exact !== null) return exact;
  const at = m.at(node);
  const rest = foldBinary('remainder', bytes, long(by, at), 'int64', at);
  const aligned = intrinsic('is_aligned(%)', [binary('eq', rest, long(0, at), at)], 'void', true, at);
  m.block.emit(m.builder.evaluate(aligned, m.meta(node)), []);
  return foldBinary('roundTowards0Div', bytes, long(by, at), 'int64', at);
};

export const exactly = (e: Expr, by: number, at: Span): Expr | null => {
  if (by === 1) return e;
  const constant = constantOfExpr(e);
  if (constant !== null) return Number(constant) % by === 0 ? long(Number(constant) / by, at) : null;
  if (e.kind !== 'binary') return null;
  if (e.op === 'add' || e.op === 'sub') {
    const [a, b] = [exactly(e.lhs, by, at), exactly(e.rhs, by, at)];
    return a === null || b === null ? null : foldBinary(e.op, a, b, 'int64', at);
  }
  if (e.op !== 'mul') return null;
  for (const [factor, other] of [
    [e.rhs, e.lhs],
    [e.lhs, e.rhs],
  ] as const) {
    const known = constantOfExpr(factor);
    if (known !== null && Number(known) % by === 0)
      return foldBinary('mul', other, long(Number(known) / by, at), 'int64', at);
  }
  return null;
};
