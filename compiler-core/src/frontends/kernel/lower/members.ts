/** Parts of objects: `.`, `->`, `[]`, `*` and `&` ([expr.ref], [expr.sub], [expr.unary.op]). */

import { int } from '../../../ir/build.ts';
import type { Expr as IrExpr } from '../../../ir/nodes.ts';
import { isControlName } from '../dialect/sycl/host.ts';
import { libraryMemberValue, librarySubscript } from '../dialect/sycl/members.ts';
import type { Entity, FunctionEntity } from '../meaning/entities.ts';
import { textOfPart } from '../meaning/lookup.ts';
import { templateArgs } from '../meaning/templates.ts';
import type { Expr, NamePart, Node } from '../parse/ast.ts';
import { shapeOf } from '../types/shape.ts';
import { arrayOf, isScalarLike, pointerTo, type Type } from '../types/types.ts';
import { asIndex, convertExpr, foldBinary } from './arithmetic.ts';
import { bitCast } from './casts.ts';
import { constantOf, constantOfExpr, integerOf, scalarConstant } from './constants.ts';
import { convertTo, toScalar, zeroOf } from './conversions.ts';
import { evaluate } from './expressions.ts';
import { opaque } from './externals.ts';
import { globalVariable, stringTable } from './globals.ts';
import type { Machine } from './machine.ts';
import { functionsValue } from './names.ts';
import { both } from './operands.ts';
import { callOperator, findOperator } from './operator-functions.ts';
import { elementPlace, fieldPlace, placeValue } from './places.ts';
import { overChoice, rvalue } from './rvalue.ts';
import type { PointerValue, Value } from './values.ts';
import { materialise, needStorage } from './variables.ts';
import { asArray } from './views.ts';

export const evaluateMember = (m: Machine, e: Extract<Expr, { kind: 'member' }>): Value => {
  let object = evaluate(m, e.object);
  if (e.arrow) object = arrow(m, object, e);
  const part = e.name.parts.at(-1);
  return part === undefined ? m.fail(e, 'a member without a name') : memberOf(m, object, part, e);
};

function arrow(m: Machine, object: Value, node: Node): Value {
  const bare = object.kind === 'variable' ? object.value : object;
  if (bare.type.kind === 'class') {
    const found = findOperator(m, '->', [object]);
    if (found !== null) return arrow(m, callOperator(m, found, [object], node), node);
  }
  if (bare.kind === 'object' || bare.kind === 'unknown') return object;
  return dereference(m, object, node);
}

export const memberOf = (m: Machine, object: Value, part: NamePart, node: Node): Value =>
  overChoice(m, object, (one) => memberOfOne(m, one, part, node), node);

function memberOfOne(m: Machine, object: Value, part: NamePart, node: Node): Value {
  const { type } = object;
  const name = textOfPart(part);
  if (object.kind === 'unknown') {
    if (m.host && isControlName(name))
      return {
        kind: 'builtin',
        type,
        name,
        path: `handler.${name}`,
        self: object,
        args: part.arguments === null ? null : templateArgs(m, part.arguments),
      };
    return m.fail(node, object.reason);
  }
  if (type.kind === 'class') {
    const field = type.info.field(name);
    if (field !== undefined) {
      const value = fieldOf(m, object, name, field.type, node);
      return value;
    }
    const holder = type.info.nested.get(name);
    if (holder !== undefined) return memberOf(m, fieldOf(m, object, holder.name, holder.type, node), part, node);
    const entities = type.info.scope.find(name);
    const [first] = entities;
    if (first?.kind === 'variable') return globalVariable(m, first, part, node);
    if (first?.kind === 'enumerator') return first.value;
    const functions = entities.filter((entity: Entity): entity is FunctionEntity => entity.kind === 'function');
    const args = part.arguments === null ? null : templateArgs(m, part.arguments);
    if (functions.length > 0) return functionsValue(name, functions, object, args);
    return m.fail(node, type.info.opaque ?? `\`${type.info.name}\` has no member \`${name}\``);
  }
  if (part.form === 'destructor') return { kind: 'builtin', type, name, path: 'destructor', self: object, args: null };
  const args = part.arguments === null ? null : templateArgs(m, part.arguments);
  return libraryMemberValue(m, object, name, args, node);
}

/** A field as an lvalue where the object is one. */
export const fieldOf = (m: Machine, object: Value, name: string, type: Type, node: Node): Value => {
  if (object.kind === 'place') {
    const { info } = object.type.kind === 'class' ? object.type : { info: null };
    if (info?.opaque != null) return m.fail(node, info.opaque);
    const shape = shapeOf(type);
    if (shape.kind === 'opaque' && object.place.allocation.external) {
      const key = `${object.place.allocation.name}.${name}`;
      const known = m.objects.get(key) ?? opaque(m, key, type.kind === 'reference' ? type.to : type, shape.reason);
      m.objects.set(key, known);
      return known;
    }
    return placeValue(fieldPlace(object.place, name, type));
  }
  if (object.kind === 'variable') {
    const value = fieldOf(m, object.value, name, type, node);
    return value.kind === 'place' || value.kind === 'variable'
      ? value
      : { kind: 'variable', type: value.type, binding: object.binding, value };
  }
  if (object.kind === 'record') {
    const shape = shapeOf(object.type);
    const fields = shape.kind === 'fields' ? shape.fields : object.type.kind === 'class' ? object.type.info.fields : [];
    const at = fields.findLastIndex((field) => field.name === name);
    const part = object.parts[at] ?? m.fail(node, `no field \`${name}\``);
    return part.kind === 'unknown' && object.type.kind === 'class' && object.type.info.isUnion
      ? otherMember(m, object.parts, type, node)
      : part;
  }
  if (object.kind === 'unknown') return m.fail(node, object.reason);
  return m.fail(node, `a member of a ${object.kind}`);
};

/** A member of a union that is a value: the bits of the one that is known. */
function otherMember(m: Machine, parts: readonly Value[], type: Type, node: Node): Value {
  const known = parts.find(({ kind }) => kind !== 'unknown');
  return known === undefined ? m.fail(node, 'a union without a value') : bitCast(m, known, type, node);
}

export const evaluateSubscript = (m: Machine, e: Extract<Expr, { kind: 'subscript' }>): Value => {
  const [index, ...more] = e.indices;
  if (index === undefined || more.length > 0) return m.fail(e, 'a subscript with several indices');
  const [object, position] = both(
    m,
    () => evaluate(m, e.object),
    () => evaluate(m, index),
    e,
  );
  return subscript(m, object, position, e);
};

export const subscript = (m: Machine, object: Value, index: Value, node: Node): Value => {
  const bare = object.kind === 'variable' && object.value.kind === 'choice' ? withoutNull(object.value) : object;
  return overChoice(m, withoutNull(bare), (one) => subscriptOne(m, one, index, node), node);
};

function subscriptOne(m: Machine, object: Value, index: Value, node: Node): Value {
  const { type } = object;
  if (type.kind === 'class') {
    const found = findOperator(m, '[]', [object, index]);
    if (found !== null) return callOperator(m, found, [object, index], node);
    return m.fail(node, `\`${type.info.name}\` has no subscript`);
  }
  if (object.kind === 'unknown') return m.fail(node, object.reason);
  if (type.kind === 'pointer') {
    const pointer = withoutNull(rvalue(m, object, node));
    return overChoice(m, pointer, (one) => dereference(m, offset(m, one, index, node, 1), node), node);
  }
  // `2[array]` is as good.
  if (type.kind === 'scalar' && (index.type.kind === 'pointer' || index.type.kind === 'array'))
    return subscriptOne(m, index, object, node);
  const shape = shapeOf(type);
  if (shape.kind === 'elements') return element(m, object, index, shape.of, node);
  if (type.kind === 'library') return librarySubscript(m, object, index, node);
  if (type.kind === 'array') return element(m, object, index, type.of, node);
  return m.fail(node, `a subscript of a ${type.kind}`);
}

/** An element of an array, a vector, an id. */
export const element = (m: Machine, object: Value, index: Value, of: Type, node: Node): Value => {
  if (object.kind === 'place') {
    const at = asIndex(toScalar(m, index, node), m.at(node));
    return placeValue(elementPlace(object.place, at, of));
  }
  if (object.kind === 'variable') {
    const value = element(m, object.value, index, of, node);
    // An element that only a run tells may be written: the variable must be the memory, not a copy of it.
    if (value.kind === 'place' && !m.host && !object.binding.constant) needStorage(m, object.binding);
    return value.kind === 'place' || value.kind === 'variable'
      ? value
      : { kind: 'variable', type: value.type, binding: object.binding, value };
  }
  if (object.kind === 'record') {
    const position = integerOf(rvalue(m, index, node));
    if (position !== null)
      return object.parts[position] ?? m.fail(node, `element ${position} of ${object.parts.length}`);
    return selected(m, object.parts, index, of, node);
  }
  if (object.kind === 'list') {
    const position = integerOf(rvalue(m, index, node));
    if (position === null) return m.fail(node, 'an element of a list');
    const item = object.items[position];
    return item === undefined ? zeroOf(m, of, node) : convertTo(m, item, of, node);
  }
  if (object.kind === 'string') {
    const position = integerOf(rvalue(m, index, node));
    if (position !== null && isScalarLike(of))
      return scalarConstant(BigInt(object.text.charCodeAt(position) || 0), of, m.at(node));
    return element(m, stringTable(m, object, node), index, of, node);
  }
  return m.fail(node, `an element of a ${object.kind}`);
};

/** `record[i]` of an index that is not known: memory, filled with the parts. */
function selected(m: Machine, parts: readonly Value[], index: Value, of: Type, node: Node): Value {
  const type = arrayOf(of, parts.length);
  const place = materialise(m, { kind: 'record', type, parts }, type, node, 'table');
  return placeValue(elementPlace(place, asIndex(toScalar(m, index, node), m.at(node)), of));
}

/** A choice with the null pointer: what is followed is the other one. */
const withoutNull = (value: Value): Value => {
  if (value.kind !== 'choice') return value;
  const [a, b] = [withoutNull(value.then), withoutNull(value.else)];
  const isNull = (side: Value): boolean => side.kind === 'pointer' && side.base === null;
  if (isNull(a)) return b;
  return isNull(b) ? a : { ...value, then: a, else: b };
};

export const dereference = (m: Machine, value: Value, node: Node): Value => {
  const pointer = withoutNull(rvalue(m, value, node));
  return overChoice(
    m,
    pointer,
    (one) => {
      if (one.kind === 'pointer') return target(m, one, node);
      if (one.kind === 'unknown') return m.fail(node, one.reason);
      const { type } = one;
      if (type.kind === 'array') return subscript(m, one, { kind: 'scalar', type: INDEX, expr: int(0) }, node);
      if (type.kind === 'class') {
        const found = findOperator(m, '*', [value]);
        if (found !== null) return callOperator(m, found, [value], node);
      }
      if (one.kind === 'functions' || one.kind === 'closure') return one;
      return type.kind === 'library'
        ? libraryMemberValue(m, one, '*', null, node)
        : m.fail(node, `\`*\` of a ${one.kind}`);
    },
    node,
  );
};
const INDEX = { kind: 'scalar', name: 'int', dtype: 'int32' } as const;

function target(m: Machine, { base, index, type }: PointerValue, node: Node): Value {
  if (base === null) return m.fail(node, 'a null pointer is followed');
  if (type.to.kind === 'void') return m.fail(node, 'a `void *` is followed');
  return index === null ? placeValue({ ...base, type: type.to }) : placeValue(elementPlace(base, index, type.to));
}

export const addressOf = (m: Machine, value: Value, node: Node): Value =>
  overChoice(
    m,
    value,
    (one) => {
      if (one.kind === 'place') {
        const { place } = one;
        const own = ownIndex(place.indices, place.allocation.extents.length, one.type, place);
        const type = pointerTo(one.type);
        return own === null
          ? { kind: 'pointer', type, base: place, index: null }
          : { kind: 'pointer', type, base: { ...place, indices: place.indices.slice(0, -1) }, index: own };
      }
      if (one.kind === 'variable') {
        if (one.value.kind === 'place') return addressOf(m, one.value, node);
        if (one.value.kind === 'object' || one.value.kind === 'closure') {
          return { kind: 'variable', type: one.type, binding: one.binding, value: one.value };
        }
        needStorage(m, one.binding);
        const place = materialise(m, rvalue(m, one, node), one.type, node, 'addressed');
        if (m.host) m.record?.address(m, place, one.binding, node);
        return { kind: 'pointer', type: pointerTo(one.type), base: place, index: null };
      }
      if (one.kind === 'functions') return one;
      if (one.kind === 'record') {
        const place = materialise(m, one, one.type, node, 'object');
        return { kind: 'pointer', type: pointerTo(one.type), base: place, index: null };
      }
      if (one.kind === 'object') return one;
      return m.fail(node, `the address of a ${one.kind}`);
    },
    node,
  );

/** The last index, where it is that of an array element; null where the place is a whole object of its own. */
function ownIndex(indices: readonly IrExpr[], _extents: number, type: Type, place: { path: string }): IrExpr | null {
  // A field of an element (`&a[i].x`) is not an element itself.
  const last = indices.at(-1);
  if (last === undefined || !endsInIndex(place as never, type)) return null;
  return last;
}

function endsInIndex(place: import('./values.ts').Place, _type: Type): boolean {
  // Count the indices that the path before its last field takes.
  const names = place.path.split('.').slice(1);
  let dims = place.allocation.extents.length;
  let { type } = place.allocation;
  for (;;) {
    const shape = shapeOf(type);
    if (shape.kind === 'fields' && names.length > 0) {
      const name = names.shift();
      const field = shape.fields.find((part) => part.name === name);
      if (field === undefined) return false;
      type = field.type;
      if (names.length === 0) return place.indices.length > dims;
    } else if (shape.kind === 'elements' && names.length > 0) {
      dims++;
      type = shape.of;
    } else return names.length === 0 && place.indices.length > 0;
  }
}

/** `pointer + sign * n`. */
export const offset = (m: Machine, pointer: Value, by: Value, node: Node, sign: 1 | -1): Value => {
  if (pointer.kind === 'choice') return overChoice(m, pointer, (one) => offset(m, one, by, node, sign), node);
  if (pointer.kind !== 'pointer') return m.fail(node, `arithmetic on a ${pointer.kind}`);
  const scalar = toScalar(m, by, node);
  if (constantOf(scalar) === 0n) return pointer;
  const { index } = pointer;
  if (pointer.base === null) return m.fail(node, 'arithmetic on a null pointer');
  // One object is an array of one ([expr.add]).
  if (index === null) return offset(m, asArray(m, pointer, node), by, node, sign);
  const at = m.at(node);
  const step = asIndex(scalar, at);
  if (sign === 1 && constantOfExpr(index) === 0n) return { ...pointer, index: step };
  const wide = (e: IrExpr): IrExpr => convertExpr(e, dtypeOf(e), 'int64', at);
  return { ...pointer, index: foldBinary(sign === 1 ? 'add' : 'sub', wide(index), wide(step), 'int64', at) };
};

import { dtypeOf } from '../../../ir/dtype-of.ts';
