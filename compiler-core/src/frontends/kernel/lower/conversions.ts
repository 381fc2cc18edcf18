/** Implicit conversions ([conv], [over.best.ics]): of a value to the type that its place asks for. */

import { libraryScalar } from '../dialect/sycl/convert.ts';
import { accessorElement, accessorOf } from '../dialect/sycl/members.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import { typeOfTypeId } from '../meaning/types.ts';
import type { Node } from '../parse/ast.ts';
import { INT, LONG } from '../types/fundamental.ts';
import { printType, sameType } from '../types/print-type.ts';
import { shapeOf } from '../types/shape.ts';
import {
  type ClassType,
  isScalarLike,
  type PointerType,
  plain,
  pointerTo,
  type ScalarType,
  type Type,
} from '../types/types.ts';
import { convert } from './arithmetic.ts';
import { constantOf, scalarConstant } from './constants.ts';
import { construct } from './construct.ts';
import { symbol } from './externals.ts';
import { stringTable } from './globals.ts';
import type { Machine } from './machine.ts';
import { callMethod } from './methods.ts';
import { joinValues, overChoice, rvalue } from './rvalue.ts';
import type { PointerValue, ScalarValue, Value } from './values.ts';

export const zeroOf = (m: Machine, type: Type, node: Node): Value => {
  m.step(node);
  if (isScalarLike(type)) return scalarConstant(0n, type, m.at(node));
  if (type.kind === 'pointer') return { kind: 'pointer', type, base: null, index: null };
  const shape = shapeOf(type);
  if (type.kind === 'class' && type.info.isUnion) return construct(m, type, [], node, true);
  if (shape.kind === 'fields')
    return { kind: 'record', type, parts: shape.fields.map((field) => zeroOf(m, field.type, node)) };
  if (shape.kind === 'elements') {
    if (shape.count > 4096) return m.fail(node, 'a large array as a value');
    return { kind: 'record', type, parts: m.parts(node, shape.count, () => zeroOf(m, shape.of, node)) };
  }
  return m.fail(node, `zero of ${shape.kind === 'opaque' ? shape.reason : 'a value'}`);
};

/** The number that a value is where one is wanted: loads, calls conversion functions. */
export const toScalar = (m: Machine, value: Value, node: Node, wanted: Type | null = null): ScalarValue => {
  const read = rvalue(m, value, node);
  if (read.kind === 'scalar') return read;
  if (read.kind === 'pointer') return truthOfPointer(m, read, node);
  if (read.kind === 'choice') {
    const joined = overChoice(m, read, (side) => toScalar(m, side, node), node);
    if (joined.kind === 'scalar') return joined;
  }
  if (read.kind === 'unknown') return m.host ? hostNumber(m, read.type, node) : m.fail(node, read.reason);
  if (read.type.kind === 'class') {
    const found = conversionFunction(m, read.type, wanted, node);
    if (found !== null) return toScalar(m, callMethod(m, found, value, [], node), node);
  }
  if (read.kind === 'list' && read.items.length <= 1) {
    const [item] = read.items;
    return item === undefined ? scalarConstant(0n, INT, m.at(node)) : toScalar(m, item, node);
  }
  const converted = libraryScalar(m, read, node);
  if (converted !== null) return toScalar(m, converted, node);
  return m.fail(node, `a number is wanted, there is a ${describe(read)}`);
};

/** The conversion function of a class to a number: the only one, or that to the type that is wanted. */
function conversionFunction(m: Machine, { info }: ClassType, wanted: Type | null, node: Node): FunctionEntity | null {
  const found = info.scope.find('operator conversion').filter((entity) => entity.kind === 'function');
  if (found.length < 2) return found[0] ?? null;
  const exact = found.find((entity) => {
    const to = entity.declaration.declarator.name?.parts.at(-1)?.type ?? null;
    return (
      wanted !== null &&
      to !== null &&
      sameType(
        m.within(entity.scope, () => typeOfTypeId(m, to).type),
        wanted,
      )
    );
  });
  return exact ?? m.fail(node, `one of several conversions of \`${info.name}\``);
}

/** A number of the host that is not known; nothing relates it to others. */
function hostNumber(m: Machine, type: Type, node: Node): ScalarValue {
  const bare = plain(type);
  const made = symbol(m, 'host', isScalarLike(bare) ? bare : LONG, node);
  if (made.kind !== 'scalar') return m.fail(node, 'a number of the host');
  m.markChanging(made.expr);
  return made;
}

export const describe = (value: Value): string =>
  value.kind === 'object' || value.kind === 'record' ? printType(value.type) : value.kind;

/** Whether a pointer is not null: known of our own memory; of the host's a symbol says so. */
function truthOfPointer(m: Machine, pointer: PointerValue, node: Node): ScalarValue {
  const at = m.at(node);
  const { base } = pointer;
  const bool = { kind: 'scalar', name: 'bool', dtype: 'bool' } as const;
  if (base === null) return scalarConstant(false, bool, at);
  if (!base.allocation.external || base.allocation.aliasClass === null) return scalarConstant(true, bool, at);
  const name = `${base.allocation.name}.given`;
  const known = m.scalars.get(name);
  if (known !== undefined)
    return { kind: 'scalar', type: bool, expr: { kind: 'load', tensor: name, indices: [], dtype: 'bool', at } };
  const made = symbol(m, name, bool, node);
  return made.kind === 'scalar' ? made : m.fail(node, 'a pointer as a condition');
}

/** @param type where it is a reference, an lvalue stays one */
export const convertTo = (m: Machine, given: Value, type: Type, node: Node): Value => {
  // An accessor without dimensions is a reference to its one element.
  const target = plain(type);
  const isAccessor = target.kind === 'library' && /accessor$/.test(target.name);
  const value =
    !isAccessor && target.kind !== 'auto' && accessorOf(given)?.extents.length === 0
      ? accessorElement(m, given, [], node)
      : given;
  switch (type.kind) {
    case 'reference': {
      if (isLvalueOf(value, type.to)) return value;
      return convertTo(m, value, type.to, node);
    }
    case 'auto':
      return decay(m, value, node);
    case 'scalar':
    case 'enum':
      return convert(toScalar(m, value, node, type), type, m.at(node));
    case 'pointer':
      return toPointer(m, value, type, node);
    case 'class':
      return toClass(m, value, type, node);
    case 'library':
    case 'array': {
      if (value.type.kind === type.kind && sameType(value.type, type)) return value;
      return construct(m, type, value.kind === 'list' ? value.items : [value], node, true);
    }
    case 'unknown':
      return m.fail(node, type.reason);
    case 'template':
      return construct(m, type, value.kind === 'list' ? value.items : [value], node, value.kind === 'list');
    default:
      return value;
  }
};

const isLvalueOf = (value: Value, type: Type): boolean =>
  (value.kind === 'place' || value.kind === 'variable' || value.kind === 'choice') &&
  (type.kind === 'auto' || type.kind === 'unknown' || sameType(value.type, type) || isDerived(value.type, type));

const isDerived = (from: Type, to: Type): boolean =>
  from.kind === 'class' && to.kind === 'class' && from.info.derivesFrom(to.info);

/** The value that `auto` gets: arrays become pointers, lvalues are read. */
export const decay = (m: Machine, value: Value, node: Node): Value => {
  if (plain(value.type).kind === 'array' && value.kind !== 'string')
    return toPointer(m, value, pointerTo((plain(value.type) as { of: Type }).of), node);
  if (value.kind === 'list') return m.fail(node, 'a list without a type');
  return rvalue(m, value, node);
};

export const toPointer = (m: Machine, value: Value, type: PointerType, node: Node): Value =>
  overChoice(
    m,
    value.type.kind === 'array' ? value : rvalue(m, value, node),
    (one) => {
      if (one.type.kind === 'array' && one.kind !== 'string') return arrayPointer(m, one, type, node);
      if (one.kind === 'pointer') {
        if (one.base === null || type.to.kind === 'void' || type.to.kind === 'auto' || one.type.to.kind === 'void') {
          return { ...one, type: { ...type, to: type.to.kind === 'auto' ? one.type.to : type.to } };
        }
        if (sameType(one.type.to, type.to) || isSameArray(one.type.to, type.to)) return one;
        if (isDerived(one.type.to, type.to)) return asBase(one, type);
        return m.fail(node, `a pointer to ${printType(one.type.to)} where one to ${printType(type.to)} is wanted`);
      }
      if (one.kind === 'scalar' && constantOf(one) === 0n) return { kind: 'pointer', type, base: null, index: null };
      if (one.kind === 'functions' || one.kind === 'closure' || one.kind === 'object') return one;
      if (one.kind === 'list' && one.items.length === 0) return { kind: 'pointer', type, base: null, index: null };
      if (one.kind === 'unknown') return m.fail(node, one.reason);
      if (one.kind === 'string')
        return m.host || m.preamble === null ? one : arrayPointer(m, stringTable(m, one, node), type, node);
      return m.fail(node, `a pointer is wanted, there is a ${describe(one)}`);
    },
    node,
  );

const isSameArray = (a: Type, b: Type): boolean =>
  a.kind === 'array' &&
  b.kind === 'array' &&
  (a.size === null || b.size === null || a.size === b.size) &&
  sameType(a.of, b.of);

/** The fields of a base come first, so its places are those of the whole. */
const asBase = (pointer: PointerValue, type: PointerType): Value => ({ ...pointer, type });

function arrayPointer(m: Machine, value: Value, type: PointerType, node: Node): Value {
  if (value.kind === 'place') {
    const { type: array } = value.place;
    const of = array.kind === 'array' ? array.of : type.to;
    return {
      kind: 'pointer',
      type: pointerTo(of),
      base: value.place,
      index: { kind: 'int', value: 0n, at: m.at(node) },
    };
  }
  if (value.kind === 'variable') {
    // The array is a value so far: it needs memory of its own.
    m.facts.change(value.binding.declaration);
    return arrayPointer(m, value.value, type, node);
  }
  return m.fail(node, 'a pointer into a temporary array');
}

function toClass(m: Machine, value: Value, type: Extract<Type, { kind: 'class' }>, node: Node): Value {
  const given = value.type;
  if (given.kind === 'class' && given.info.derivesFrom(type.info)) {
    if (given.info === type.info) return value;
    // A base of it: its fields are the first.
    if (value.kind === 'place') return { kind: 'place', type, place: { ...value.place, type } };
    const read = rvalue(m, value, node);
    return read.kind === 'record'
      ? { kind: 'record', type, parts: read.parts.slice(0, type.info.fields.length) }
      : value;
  }
  if (value.kind === 'choice') {
    const then = convertTo(m, value.then, type, node);
    return joinValues(
      m,
      value.cond,
      rvalue(m, then, node),
      rvalue(m, convertTo(m, value.else, type, node), node),
      node,
    );
  }
  if (given.kind === 'class') {
    for (const entity of given.info.scope.find('operator conversion')) {
      if (entity.kind !== 'function') continue;
      const made = callMethod(m, entity, value, [], node);
      if (sameType(plain(made.type), type)) return made;
    }
  }
  return construct(
    m,
    type,
    value.kind === 'list' ? value.items : [value],
    node,
    value.kind === 'list',
    value.kind === 'list' ? value.designators : null,
  );
}

/** A value's elements of a vector, id or array as scalars of one type. */
export const castTo = (m: Machine, value: Value, type: ScalarType, node: Node): ScalarValue =>
  convert(toScalar(m, value, node), type, m.at(node));
