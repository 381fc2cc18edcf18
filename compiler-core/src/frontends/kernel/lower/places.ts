/** Lvalues in memory: parts of allocations, flattened to tensors of scalars. */

import { int, load, type Meta } from '../../../ir/build.ts';
import type { Expr, Stmt } from '../../../ir/nodes.ts';
import type { MemType } from '../../../ir/types.ts';
import type { Node } from '../parse/ast.ts';
import { offsetOf, type Part, shapeOf, sizeOf, widestField } from '../types/shape.ts';
import { dtypeOfType, isScalarLike, type Type } from '../types/types.ts';
import type { Machine } from './machine.ts';
import { loadPointer, storePointer } from './pointer-cells.ts';
import { type Access, isRaw, rawAccess } from './raw.ts';
import { mapChoice, rvalue } from './rvalue.ts';
import type { Allocation, Leaf, Place, RecordValue, Value } from './values.ts';

/** A local variable: private, or shared by the work-group. */
export const allocate = (
  m: Machine,
  name: string,
  type: Type,
  node: Node,
  memory: MemType = m.memory,
  extents: readonly Expr[] = [],
  view: Allocation['view'] = null,
  raw = false,
): Allocation => {
  const allocation: Allocation = {
    name: m.fresh(name),
    type,
    extents,
    memory,
    aliasClass: null,
    leaves: new Map(),
    key: `${node.from}@${m.calls.map(({ span }) => span.start).join('.')}:${name}:${memory}`,
    view,
    raw,
    windows: [],
    recipe: null,
    external: false,
  };
  m.allocations.set(allocation.key, allocation);
  const meta = m.meta(node);
  m.block.open((body) => defined(m, allocation, name, body, meta));
  return allocation;
};

/** A body in which the leaves that turned out to be used are there, and the windows on them. */
function defined(m: Machine, allocation: Allocation, spelled: string, body: Stmt, meta: Meta): Stmt {
  const { memory, view, windows } = allocation;
  let inner = body;
  for (const window of windows.toReversed()) inner = defined(m, window, window.name, inner, meta);
  for (const [path, { tensor, dtype, shape, layout, view: own }] of [...allocation.leaves].reverse()) {
    inner = m.builder.varDef(
      {
        name: tensor,
        shape,
        dtype,
        memory,
        view: own ?? view,
        body: inner,
        ...(path.startsWith('#') || tensor === spelled + path ? {} : { spelled: spelled + path }),
        ...(layout === null ? {} : { layout }),
      },
      meta,
    );
  }
  return inner;
}

export const placeOf = (allocation: Allocation): Place => ({
  allocation,
  path: '',
  indices: [],
  type: allocation.type,
});
export const placeValue = (place: Place): Value => ({ kind: 'place', type: place.type, place });

export const fieldPlace = (place: Place, name: string, type: Type): Place => ({
  ...place,
  path: `${place.path}.${name}`,
  type,
});
export const elementPlace = (place: Place, index: Expr, type: Type): Place => ({
  ...place,
  indices: [...place.indices, index],
  type,
});

/** The extents that the indices of a place range over. Field paths and arrays follow the allocation's type. */
export const dimensionsOf = (place: Place, node: Node): Expr[] => {
  const { allocation } = place;
  const dims = [...allocation.extents];
  const names = place.path.split('.').slice(1);
  let { type } = allocation;
  for (;;) {
    const shape = shapeOf(type);
    if (shape.kind === 'elements' && (names.length > 0 || dims.length < place.indices.length)) {
      dims.push(int(shape.count));
      type = shape.of;
    } else if (shape.kind === 'fields' && names.length > 0) {
      const name = names.shift();
      const field = shape.fields.find((part) => part.name === name);
      if (field === undefined) throw new Error(`no field ${name} at ${node.from}`);
      type = field.type;
    } else return dims;
  }
};

/** The tensor that a scalar place is an element of. */
export const leafOf = (m: Machine, place: Place, node: Node): Leaf => {
  const { allocation, path } = place;
  m.use(allocation);
  const known = allocation.leaves.get(path);
  if (known !== undefined) return known;
  if (!isScalarLike(place.type)) return m.fail(node, `memory of ${place.type.kind}`);
  const leaf: Leaf = {
    tensor: allocation.name + path,
    dtype: dtypeOfType(place.type),
    shape: dimensionsOf(place, node),
    layout: layoutOf(allocation.type, path),
  };
  allocation.leaves.set(path, leaf);
  if (allocation.view !== null) m.roots.set(leaf.tensor, m.rootOf(allocation.view.tensor));
  if (allocation.memory === 'gpu/local') m.privates.add(leaf.tensor);
  if (allocation.external) m.externalLeaves.set(leaf.tensor, { allocation, leaf });
  if (allocation.external && allocation.memory === 'byvalue') m.constants.add(leaf.tensor);
  return leaf;
};

/** The element that a scalar place is. */
export const accessOf = (m: Machine, place: Place, node: Node): Access => {
  if (isRaw(m, place.allocation)) return rawAccess(m, place, node);
  const { tensor, dtype } = leafOf(m, place, node);
  return { tensor, dtype, indices: place.indices };
};

/** A vector of three takes the room of four. */
const isPadded = (type: Type, size: ReturnType<typeof sizeOf>): boolean => {
  const shape = shapeOf(type);
  if (shape.kind !== 'elements') return false;
  const of = sizeOf(shape.of);
  return of !== null && size !== null && of.bytes * shape.count !== size.bytes;
};

/** Where a leaf lies in an element of its allocation; null where the element is the leaf. */
function layoutOf(root: Type, path: string): Leaf['layout'] {
  const stride = sizeOf(root);
  if (path === '')
    return isPadded(root, stride) && stride !== null ? { strideBytes: stride.bytes, offsetBytes: 0 } : null;
  let type = root;
  let offset = 0;
  for (const name of path.split('.').slice(1)) {
    let shape = shapeOf(type);
    while (shape.kind === 'elements') {
      type = shape.of;
      shape = shapeOf(type);
    }
    const at = offsetOf(type, name);
    const field = shape.kind === 'fields' ? shape.fields.find((part) => part.name === name) : undefined;
    if (at === null || field === undefined) return null;
    offset += at;
    type = field.type;
  }
  return stride === null ? null : { strideBytes: stride.bytes, offsetBytes: offset };
}

/** More elements than this are copied by a loop. */
const UNROLLED = 16;

/** What lies there, as a value. An array of many elements stays where it is. */
export const loadPlace = (m: Machine, place: Place, node: Node): Value => {
  const { type } = place;
  if (isScalarLike(type)) {
    if (m.host) m.record?.touch(m, place, 'read', node);
    const { tensor, dtype, indices } = accessOf(m, place, node);
    return { kind: 'scalar', type, expr: load(tensor, indices, dtype, m.at(node)) };
  }
  if (type.kind === 'pointer') return loadPointer(m, place, type, node);
  const shape = shapeOf(type);
  if (shape.kind === 'opaque') return m.fail(node, `memory of ${shape.reason}`);
  if (shape.kind === 'elements' && shape.count > UNROLLED) return placeValue(place);
  return { kind: 'record', type, parts: partPlaces(m, place, node).map(loadPart(m, type, node)) };
};

/** Of a union the member that covers it all: the others are the same bytes. */
const loadPart =
  (m: Machine, type: Type, node: Node) =>
  (part: Place, i: number): Value =>
    type.kind !== 'class' || !type.info.isUnion || i === widestField(type.info)
      ? loadPlace(m, part, node)
      : { kind: 'unknown', type: part.type, reason: 'another member of a union' };

/** The places of the parts, elements of an array one by one. */
export const partPlaces = (m: Machine, place: Place, node: Node): Place[] => {
  const shape = shapeOf(place.type);
  if (shape.kind === 'fields') {
    const { fields } = shape;
    return m.parts(node, fields.length, (i) => {
      const { name, type } = fields[i] as Part;
      return fieldPlace(place, name, type);
    });
  }
  if (shape.kind !== 'elements') return [];
  return m.parts(node, shape.count, (i) => elementPlace(place, int(i), shape.of));
};

export const storePlace = (m: Machine, place: Place, given: Value, node: Node): void => {
  const { type } = place;
  const value = given.kind === 'place' ? given : rvalue(m, given, node);
  if (type.kind === 'pointer') {
    storePointer(m, place, value, node);
    return;
  }
  if (isScalarLike(type)) {
    const scalar = value.kind === 'place' ? loadPlace(m, value.place, node) : value;
    if (scalar.kind !== 'scalar') m.fail(node, `a ${scalar.kind} is stored as a number`);
    if (m.host) m.record?.touch(m, place, 'write', node);
    const { tensor, indices } = accessOf(m, place, node);
    const store = m.builder.store(tensor, indices, scalar.expr, m.at(node), m.meta(node));
    m.block.emit(store, m.changed(tensor));
    return;
  }
  const shape = shapeOf(type);
  if (shape.kind === 'opaque') m.fail(node, `${shape.reason} is stored`);
  if (value.kind === 'place' && shape.kind === 'elements' && shape.count > UNROLLED) {
    copyElements(m, place, value.place, shape.count, shape.of, node);
    return;
  }
  const record = value.kind === 'place' ? loadPlace(m, value.place, node) : value;
  if (record.kind === 'choice') {
    mapChoice(m, record, (part) => storePlace(m, place, part, node), node);
    return;
  }
  if (record.kind !== 'record') m.fail(node, `a ${record.kind} is stored as an object`);
  const before = m.block.length;
  const parts = partPlaces(m, place, node);
  // All parts are read before the first is written: `p = {p.y, p.x}`.
  const settled = settle(m, record, parts, before, node);
  for (const [i, part] of parts.entries()) {
    const item = settled.parts[i];
    if (item?.kind === 'unknown' && type.kind === 'class' && type.info.isUnion) continue;
    if (item !== undefined) storePlace(m, part, item, node);
  }
};

/** Scalars of the record that read what is about to be written go to temporaries first. */
function settle(m: Machine, record: RecordValue, parts: readonly Place[], _before: number, node: Node): RecordValue {
  const first = parts[0]?.allocation;
  const target = first?.name;
  if (first !== undefined && isRaw(m, first))
    return { ...record, parts: record.parts.map((part, i) => (i === 0 ? part : temporary(m, part, node))) };
  const settled = record.parts.map((part, i): Value => {
    if (i === 0 || part.kind !== 'scalar' || target === undefined) return part;
    return readsFrom(part.expr, target) && !isSamePlace(m, part.expr, parts[i], node) ? temporary(m, part, node) : part;
  });
  return { ...record, parts: settled };
}

function readsFrom(e: Expr, allocation: string): boolean {
  switch (e.kind) {
    case 'load':
      return (
        e.tensor === allocation ||
        e.tensor.startsWith(`${allocation}.`) ||
        e.indices.some((i) => readsFrom(i, allocation))
      );
    case 'binary':
      return readsFrom(e.lhs, allocation) || readsFrom(e.rhs, allocation);
    case 'unary':
    case 'cast':
      return readsFrom(e.operand, allocation);
    case 'select':
      return [e.cond, e.then, e.else].some((part) => readsFrom(part, allocation));
    case 'intrinsic':
      return e.args.some((arg) => readsFrom(arg, allocation));
    default:
      return false;
  }
}

/** `v.x + 1` going to `v.x` reads nothing that an earlier part has written. */
function isSamePlace(m: Machine, e: Expr, place: Place | undefined, node: Node): boolean {
  if (place === undefined || !isScalarLike(place.type)) return false;
  const { tensor } = leafOf(m, place, node);
  const last = place.indices.at(-1);
  const own = (load: Extract<Expr, { kind: 'load' }>): boolean => {
    if (load.tensor !== tensor) return !readsFrom(load, place.allocation.name);
    const index = load.indices.at(-1);
    return last === undefined || (last.kind === 'int' && index?.kind === 'int' && index.value === last.value);
  };
  const check = (x: Expr): boolean => {
    if (x.kind === 'load') return own(x);
    if (x.kind === 'binary') return check(x.lhs) && check(x.rhs);
    if (x.kind === 'unary' || x.kind === 'cast') return check(x.operand);
    if (x.kind === 'intrinsic') return x.args.every(check);
    return x.kind !== 'select' || (check(x.cond) && check(x.then) && check(x.else));
  };
  return check(e);
}

/** The value in a variable of its own, so that what comes later cannot change it. */
export const temporary = (m: Machine, value: Value, node: Node, name = 't'): Value => {
  if (value.kind !== 'scalar') return value;
  const allocation = allocate(m, name, value.type, node);
  const place = placeOf(allocation);
  storePlace(m, place, value, node);
  m.immutable.add(allocation.name);
  return loadPlace(m, place, node);
};

function copyElements(m: Machine, to: Place, from: Place, count: number, of: Type, node: Node): void {
  const iterator = m.fresh('e');
  const at = m.at(node);
  const body = m.inBlock(() => {
    const index: Expr = { kind: 'var', name: iterator, dtype: 'int32', at };
    storePlace(m, elementPlace(to, index, of), placeValue(elementPlace(from, index, of)), node);
  });
  const meta = m.meta(node);
  m.block.emit(
    m.builder.forLoop(iterator, { end: int(count), at }, body.close(m.builder, meta), {}, meta),
    body.written,
  );
}
