/** Memory and values that a kernel gets from the host. */

import { cast, load, param } from '../../../ir/build.ts';
import type { Expr } from '../../../ir/nodes.ts';
import type { MemType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { hostObject } from '../dialect/sycl/host-objects.ts';
import type { Node } from '../parse/ast.ts';
import { shapeOf } from '../types/shape.ts';
import { dtypeOfType, isScalarLike, type PointerType, type Type } from '../types/types.ts';
import type { Machine } from './machine.ts';
import { placeOf, placeValue } from './places.ts';
import type { Allocation, Value } from './values.ts';

/** Memory of the host's, by key; the same key gives the same. */
export const external = (
  m: Machine,
  name: string,
  type: Type,
  memory: MemType,
  extents: readonly Expr[],
  options: { readonly key?: string; readonly aliasClass?: string | null } = {},
): Allocation => {
  const key = options.key ?? `external:${name}`;
  const known = m.externals.get(key);
  if (known !== undefined) return known;
  const made: Allocation = {
    name,
    type,
    extents,
    memory,
    aliasClass: options.aliasClass ?? null,
    leaves: new Map(),
    key,
    view: null,
    raw: false,
    windows: [],
    recipe: null,
    external: true,
  };
  m.externals.set(key, made);
  return made;
};

/** A size that only a launch tells. */
export const sizeParam = (m: Machine, name: string, at: Span): Expr => {
  m.params.set(name, at);
  return cast('uint64', param(name, at), at);
};

/** What a pointer from the host points to: elements of its type, as many as a symbol says. */
export const externalPointer = (m: Machine, name: string, type: PointerType, node: Node): Value => {
  const { to } = type;
  const at = m.at(node);
  if (to.kind === 'function') return m.fail(node, 'a pointer to a function');
  const shape = shapeOf(to);
  if (to.kind !== 'void' && shape.kind === 'opaque') return opaque(m, name, to, `a pointer to ${shape.reason}`);
  const element = to.kind === 'void' ? ({ kind: 'scalar', name: 'unsigned char', dtype: 'uint8' } as const) : to;
  const known = m.externals.get(`external:${name}`);
  const allocation =
    known ?? external(m, name, element, 'gpu/global', [sizeParam(m, `${name}.size`, at)], { aliasClass: 'pointer' });
  const base = { ...placeOf(allocation) };
  return { kind: 'pointer', type, base, index: { kind: 'int', value: 0n, at } };
};

/** A value of the host that is not known: a scalar or an object that the kernel gets by value, memory behind a pointer. */
export const symbol = (m: Machine, name: string, type: Type, node: Node): Value => {
  const unique = m.freshExternal(name);
  if (type.kind === 'pointer') return externalPointer(m, unique, type, node);
  if (isScalarLike(type)) {
    const allocation = external(m, unique, type, 'byvalue', []);
    m.constants.add(unique);
    m.scalars.set(unique, allocation);
    const leaf = { tensor: unique, dtype: dtypeOfType(type), shape: [], layout: null };
    allocation.leaves.set('', leaf);
    m.externalLeaves.set(unique, { allocation, leaf });
    return { kind: 'scalar', type, expr: load(unique, [], dtypeOfType(type), m.at(node)) };
  }
  const shape = shapeOf(type);
  if (shape.kind === 'opaque') return opaque(m, unique, type, shape.reason);
  return placeValue(placeOf(external(m, unique, type, 'byvalue', [])));
};

/** An object of the library that the host made somewhere: what it is is all that is known of it. */
export const opaque = (m: Machine, name: string, type: Type, reason: string): Value => {
  if (type.kind !== 'library') return { kind: 'unknown', type, reason };
  return { kind: 'object', type, data: hostObject(m, name, type) };
};
