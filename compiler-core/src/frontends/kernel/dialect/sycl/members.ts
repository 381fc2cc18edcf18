/** Members and subscripts of the library's objects. */

import { dtypeOf } from '../../../../ir/dtype-of.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import type { Span } from '../../../../text/span.ts';
import { asIndex, convertExpr, foldBinary } from '../../lower/arithmetic.ts';
import { describe, toScalar } from '../../lower/conversions.ts';
import { symbol } from '../../lower/externals.ts';
import type { Machine } from '../../lower/machine.ts';
import { fieldOf, subscript } from '../../lower/members.ts';
import { elementPlace, placeOf, placeValue } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { numberAt } from '../../types/shape.ts';
import { isScalarLike, library, plain, type TemplateArg, typeArg, typeAt } from '../../types/types.ts';
import { relaxedOn } from './atomics.ts';
import { callBuiltin } from './calls.ts';
import { type AccessorData, accessorMemory } from './host-objects.ts';
import { localMemory } from './local-memory.ts';
import { partsOf, swizzle, swizzled } from './vectors.ts';

/** Also `*` of an object that stands for another. */
export const libraryMemberValue = (
  m: Machine,
  object: Value,
  name: string,
  args: readonly TemplateArg[] | null,
  node: Node,
): Value => {
  const type = plain(object.type);
  const bare = object.kind === 'variable' ? object.value : object;
  if (type.kind === 'library') {
    if (type.name === 'pair' && (name === 'first' || name === 'second'))
      return fieldOf(m, object, name, typeAt(type, name === 'first' ? 0 : 1), node);
    if (name === '*') {
      if (bare.kind === 'object' && (type.name === 'accessor' || type.name === 'atomic_ref'))
        return libraryScalarOf(m, bare, node);
      return bare.kind === 'object' ? object : m.fail(node, `\`*\` of ${type.name}`);
    }
    if (m.dialect === 'opencl' && type.name === 'vec') {
      const positions = swizzle(name.replace(/^S(?=[\da-fA-F])/, 's'), numberAt(type, 1) ?? 0);
      if (positions !== null) return swizzled(m, object, positions, node);
    }
    return { kind: 'builtin', type, name, path: `${type.name}.${name}`, self: object, args };
  }
  if (type.kind === 'pointer' || isScalarLike(type)) {
    // `multi_ptr` is a pointer here; `half` has no members of its own.
    return { kind: 'builtin', type, name, path: `pointer.${name}`, self: object, args };
  }
  return m.fail(node, `\`${name}\` of ${describe(object)}`);
};

function libraryScalarOf(m: Machine, object: Value, node: Node): Value {
  return accessorElement(m, object, [], node);
}

export const accessorOf = (value: Value): AccessorData | null => {
  const bare = value.kind === 'variable' ? value.value : value;
  return bare.kind === 'object' && 'isLocal' in bare.data ? (bare.data as AccessorData) : null;
};

const moved = (index: Expr, by: Expr, at: Span): Expr =>
  foldBinary('add', convertExpr(index, dtypeOf(index), 'uint64', at), by, 'uint64', at);

/** The element at these indices; the accessor's own where all dimensions are given. */
export const accessorElement = (m: Machine, value: Value, indices: readonly Expr[], node: Node): Value => {
  const data = accessorOf(value);
  if (data === null) return m.fail(node, `an element of ${describe(value)}`);
  const all = [...data.indices, ...indices];
  if (all.length < data.extents.length) {
    return { kind: 'object', type: plain(value.type) as never, data: { ...data, indices: all } satisfies AccessorData };
  }
  const at = m.at(node);
  const allocation = data.isLocal ? localMemory(m, data, node) : accessorMemory(m, data);
  let place = placeOf(allocation);
  for (const [d, index] of all.entries()) {
    const by = data.offset?.[d];
    place = elementPlace(
      place,
      by === undefined ? index : moved(index, by, at),
      d === data.extents.length - 1 ? data.element : place.type,
    );
  }
  const found = placeValue({ ...place, type: data.element });
  if (!data.isAtomic) return found;
  return { kind: 'object', type: library('atomic', typeArg(data.element)), data: relaxedOn(found) };
};

export const librarySubscript = (m: Machine, object: Value, index: Value, node: Node): Value => {
  const type = plain(object.type);
  const at = m.at(node);
  if (type.kind === 'library' && (type.name === 'accessor' || type.name === 'host_accessor')) {
    if (accessorOf(object)?.extents.length === 0)
      return subscript(m, accessorElement(m, object, [], node), index, node);
    const of = plain(index.type);
    const isList: boolean = of.kind === 'library' && ['id', 'range', 'vec'].includes(of.name);
    if (isList)
      return accessorElement(
        m,
        object,
        partsOf(m, index, node).map(({ expr }) => expr),
        node,
      );
    const item = rvalue(m, index, node);
    if (item.kind === 'list')
      return accessorElement(
        m,
        object,
        item.items.map((one) => asIndex(toScalar(m, one, node), at)),
        node,
      );
    if (item.kind === 'object' && 'group' in item.data && (numberAt(item.type, 0) ?? 1) > 1) {
      return accessorElement(
        m,
        object,
        partsOf(m, globalIdOf(m, item, node), node).map(({ expr }) => expr),
        node,
      );
    }
    return accessorElement(m, object, [asIndex(toScalar(m, index, node), at)], node);
  }
  if (type.kind === 'library' && type.name === 'item')
    return subscript(m, globalIdOf(m, rvalue(m, object, node), node), index, node);
  if (type.kind === 'library' && type.name === 'group')
    return callBuiltin(
      m,
      { kind: 'builtin', type, name: 'get_group_id', path: 'group.get_group_id', self: object, args: null },
      [index],
      node,
    );
  // What a container of the host holds is not known, but what it is.
  if (m.host && type.kind === 'library' && type.name === 'vector') return symbol(m, 'element', typeAt(type, 0), node);
  return m.fail(node, `a subscript of ${describe(object)}`);
};

export const globalIdOf = (m: Machine, item: Value, node: Node): Value =>
  callBuiltin(
    m,
    { kind: 'builtin', type: item.type, name: 'get_global_id', path: 'nd_item.get_global_id', self: item, args: null },
    [],
    node,
  );

/** Where an accessor begins, as a pointer. */
export const accessorPointer = (m: Machine, value: Value, node: Node): Value => {
  const data = accessorOf(value);
  if (data === null) return m.fail(node, `a pointer to ${describe(value)}`);
  const at = m.at(node);
  const allocation = data.isLocal ? localMemory(m, data, node) : accessorMemory(m, data);
  const zero: Expr = { kind: 'int', value: 0n, at };
  const start = [...data.indices];
  while (start.length < data.extents.length) start.push(zero);
  const type = { kind: 'pointer', to: data.element, constant: false } as const;
  if (data.extents.length === 0) return { kind: 'pointer', type, base: placeOf(allocation), index: null };
  const last = start.pop() ?? zero;
  const first = data.offset?.[data.extents.length - 1];
  if (data.extents.length > 1 && data.indices.length === 0)
    return m.fail(node, 'a pointer into an accessor of several dimensions');
  return {
    kind: 'pointer',
    type,
    base: { ...placeOf(allocation), indices: start, type: data.element },
    index: first === undefined ? last : moved(last, first, at),
  };
};
