/** Objects of the libraries are made. */

import type { Expr } from '../../../../ir/nodes.ts';
import { recordAccessor } from '../../host/commands.ts';
import { hostMade, recordBuffer, tokensOf } from '../../host/new-delete.ts';
import { castTo, convertTo, toPointer, toScalar, zeroOf } from '../../lower/conversions.ts';
import { sizeParam } from '../../lower/externals.ts';
import type { Machine } from '../../lower/machine.ts';
import { dereference } from '../../lower/members.ts';
import { settled } from '../../lower/operands.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { INT, ULONG } from '../../types/fundamental.ts';
import { numberAt, rankAt, shapeOf } from '../../types/shape.ts';
import {
  isArithmetic,
  isScalarLike,
  type LibraryType,
  library,
  plain,
  pointerTo,
  type Type,
  typeArg,
  typeAt,
  unknownType,
} from '../../types/types.ts';
import { complexOf, complexParts, elementOf } from '../std/complex.ts';
import { type AtomicData, orderOf, scopeOf } from './atomics.ts';
import type { PrivateMemory } from './hierarchical.ts';
import { accessorData, type BufferData, hostObject, type NdRangeData, nextAccessor } from './host-objects.ts';
import { globalIdOf } from './members.ts';
import { valueArg } from './types.ts';
import { isIndex, isVector, partsOf } from './vectors.ts';

/** @param deduce the type is the bare name of its template */
export const constructLibrary = (
  m: Machine,
  type: LibraryType,
  values: readonly Value[],
  node: Node,
  deduce = false,
): Value => {
  const [first] = values;
  const given = first === undefined ? null : plain(first.type);
  if (
    values.length === 1 &&
    first !== undefined &&
    given?.kind === 'library' &&
    given.name === type.name &&
    (deduce || given.args.length === type.args.length) &&
    type.name !== 'vec'
  ) {
    if (!isVector(given)) return rvalue(m, first, node);
  }
  switch (type.name) {
    case 'id':
    case 'range':
      return makeIndex(m, type, values, node, deduce);
    case 'nd_range':
      return makeNdRange(m, values, node);
    case 'vec':
    case 'marray':
      return makeVector(m, type, values, node, deduce);
    case 'array': {
      const list = first?.kind === 'list' && values.length === 1 ? first.items : values;
      const of = deduce ? plain(list[0]?.type ?? INT) : typeAt(type, 0);
      const count = deduce ? list.length : (numberAt(type, 1) ?? list.length);
      const parts = m.parts(node, count, (i) => {
        const item = list[i];
        return item === undefined ? zeroOf(m, of, node) : rvalue(m, convertTo(m, item, of, node), node);
      });
      return { kind: 'record', type: deduce ? library('array', typeArg(of), valueArg(count)) : type, parts };
    }
    case 'pair':
    case 'tuple': {
      const made = deduce
        ? library(type.name, ...values.map((value) => typeArg(plain(rvalue(m, value, node).type))))
        : type;
      const shape = shapeOf(made);
      if (shape.kind !== 'fields') return m.fail(node, type.name);
      const source =
        values.length === 1 && first !== undefined && given?.kind === 'library' && given.name === type.name
          ? rvalue(m, first, node)
          : null;
      const list = source?.kind === 'record' ? source.parts : values;
      return {
        kind: 'record',
        type: made,
        parts: shape.fields.map((field, i) =>
          list[i] === undefined
            ? zeroOf(m, field.type, node)
            : rvalue(m, convertTo(m, list[i] as Value, field.type, node), node),
        ),
      };
    }
    case 'complex': {
      const of = deduce && given !== null && isArithmetic(given) ? given : elementOf(type);
      const whole = deduce ? library('complex', typeArg(of)) : type;
      if (values.length === 1 && first !== undefined) {
        const [re, im] = complexParts(m, first, of, node);
        return complexOf(whole, re, im);
      }
      const part = (value: Value | undefined): ScalarValue =>
        value === undefined ? (zeroOf(m, of, node) as ScalarValue) : castTo(m, value, of, node);
      return complexOf(whole, part(values[0]), part(values[1]));
    }
    case 'buffer':
      return makeBuffer(m, type, values, node, deduce);
    case 'accessor':
    case 'local_accessor':
    case 'host_accessor':
      return makeAccessor(m, type, values, node, deduce);
    case 'private_memory':
      return { kind: 'object', type, data: privateMemory(m, type) };
    case 'atomic_ref':
    case 'atomic':
      return makeAtomic(m, type, values, node);
    default:
      return hostMade(m, { kind: 'object', type, data: hostObject(m, m.hint, type) }, values, node);
  }
};

const privateMemory = (m: Machine, type: LibraryType): PrivateMemory => ({
  key: `private:${nextAccessor()}`,
  name: m.hint === '' ? 'private' : m.hint,
  element: typeAt(type, 0),
});

const asSize = (m: Machine, value: Value, node: Node): Expr => castTo(m, value, ULONG, node).expr;

/** The extents that a range, a number, an item or a list of numbers says. */
export const sizesOf = (m: Machine, value: Value, node: Node): Expr[] => {
  const read = rvalue(m, value, node);
  if (read.kind === 'list') return read.items.map((item) => asSize(m, item, node));
  if (isIndex(plain(read.type))) return partsOf(m, read, node).map((part) => castTo(m, part, ULONG, node).expr);
  if (read.kind === 'object' && 'group' in read.data) return sizesOf(m, globalIdOf(m, read, node), node);
  return [asSize(m, read, node)];
};

function makeIndex(m: Machine, type: LibraryType, values: readonly Value[], node: Node, deduce: boolean): Value {
  const sizes =
    values.length === 1 ? sizesOf(m, values[0] as Value, node) : values.map((value) => asSize(m, value, node));
  const dimensions = deduce ? Math.max(1, sizes.length) : rankAt(type, 0);
  const zero = zeroOf(m, ULONG, node);
  const parts = Array.from(
    { length: dimensions },
    (_, d): Value => (sizes[d] === undefined ? zero : { kind: 'scalar', type: ULONG, expr: sizes[d] as Expr }),
  );
  return { kind: 'record', type: library(type.name, valueArg(dimensions)), parts };
}

function makeNdRange(m: Machine, values: readonly Value[], node: Node): Value {
  const [global, local, offset] = values;
  if (global === undefined || local === undefined)
    return { kind: 'unknown', type: library('nd_range', valueArg(1)), reason: 'a range that is not known' };
  const sizes = sizesOf(m, global, node);
  const data: NdRangeData = {
    global: sizes,
    local: sizesOf(m, local, node),
    offset: offset === undefined ? null : sizesOf(m, offset, node),
  };
  return { kind: 'object', type: library('nd_range', valueArg(sizes.length)), data };
}

function makeVector(m: Machine, type: LibraryType, values: readonly Value[], node: Node, deduce: boolean): Value {
  const [first] = values;
  const list = first?.kind === 'list' && values.length === 1 ? first.items : values;
  const flat = list.flatMap((value): ScalarValue[] =>
    shapeOf(plain(value.type)).kind === 'elements' ? partsOf(m, value, node) : [toScalar(m, value, node)],
  );
  const of = deduce ? (flat[0]?.type ?? INT) : typeAt(type, 0);
  if (!isScalarLike(of)) return m.fail(node, 'a vector of what is no number');
  const count = deduce ? flat.length : numberAt(type, 1);
  if (count === null) return m.fail(node, 'a vector whose size is not known');
  const _at = m.at(node);
  const element = of.kind === 'enum' ? of.underlying : of;
  const made = library(type.name, typeArg(element), valueArg(count));
  if (flat.length === 0) return zeroOf(m, made, node);
  if (flat.length !== 1 && flat.length !== count) return m.fail(node, `${flat.length} values for a vector of ${count}`);
  const only = flat.length === 1 ? settled(m, castTo(m, flat[0] as Value, element, node), node) : null;
  return {
    kind: 'record',
    type: made,
    parts: m.parts(node, count, (i) => only ?? castTo(m, flat[i] as Value, element, node)),
  };
}

function makeBuffer(m: Machine, type: LibraryType, values: readonly Value[], node: Node, deduce: boolean): Value {
  const [first, second] = values;
  const name = m.freshExternal(m.hint === '' ? 'buffer' : m.hint);
  const isRange = first !== undefined && (isIndex(plain(first.type)) || isScalarLike(plain(first.type)));
  const pointee = first === undefined ? null : plain(first.type);
  const fromPointer =
    pointee?.kind === 'pointer'
      ? pointee.to
      : pointee?.kind === 'array'
        ? pointee.of
        : pointee?.kind === 'library'
          ? typeAt(pointee, 0)
          : null;
  const element = deduce ? (fromPointer ?? unknownType('the element type of a buffer')) : typeAt(type, 0);
  const size = isRange ? first : second;
  const dimensions = rankAt(type, 1, 0);
  const isKnown =
    size !== undefined && (isIndex(plain(size.type)) || isScalarLike(plain(size.type)) || size.kind === 'list');
  const extents = isKnown
    ? sizesOf(m, size, node)
    : Array.from({ length: deduce ? 1 : dimensions }, (_, d) => sizeParam(m, `${name}.size_${d}`, m.at(node)));
  const data: BufferData = { name, element, extents };
  recordBuffer(m, data, isRange ? undefined : first, node);
  return { kind: 'object', type: library('buffer', typeArg(element), valueArg(extents.length)), data };
}

/** Of a buffer: the buffer first; of local memory: the range first. */
export const makeAccessor = (
  m: Machine,
  type: LibraryType,
  values: readonly Value[],
  node: Node,
  deduce: boolean,
): Value => {
  const read = values.map((value) => (value.kind === 'variable' ? value.value : value));
  const buffer = read.find((value) => value.kind === 'object' && value.type.name === 'buffer');
  const hint = m.hint === '' ? 'accessor' : m.hint;
  const token = (name_: string): Value => ({ kind: 'token', type: library('token'), name: name_ });
  if (buffer?.kind === 'object' && 'extents' in buffer.data) {
    const data = buffer.data as BufferData;
    // The first range after the buffer is the accessor's, an id its offset.
    const ids = values.filter(
      (value) =>
        value !== buffer && plain(value.type).kind === 'library' && (plain(value.type) as LibraryType).name === 'id',
    );
    const offset = ids[0] === undefined ? null : sizesOf(m, ids[0], node);
    const part = values.find((value) => value !== buffer && isIndex(plain(value.type)) && !ids.includes(value));
    const reach = part === undefined ? data.extents : sizesOf(m, part, node);
    const mode = type.args[2];
    const isAtomic = mode?.kind === 'value' && mode.value.kind === 'token' && mode.value.name === 'atomic';
    const element = data.element.kind === 'unknown' && !deduce ? typeAt(type, 0) : data.element;
    const made = library(
      'accessor',
      typeArg(element),
      valueArg(data.extents.length),
      { kind: 'value', value: token('read_write') },
      { kind: 'value', value: token('device') },
    );
    const accessor: Value = {
      kind: 'object',
      type: made,
      data: accessorData(m.freshExternal(hint), element, data.extents, {
        aliasClass: `buffer:${data.name}`,
        offset,
        reach,
        isAtomic,
      }),
    };
    recordAccessor(m, accessor, read, tokensOf([...read, ...type.args]), type.name === 'host_accessor', node);
    return accessor;
  }
  const target = type.args[3];
  const isLocal = target?.kind === 'value' && target.value.kind === 'token' && target.value.name === 'local';
  if (!isLocal) return { kind: 'object', type, data: hostObject(m, m.freshExternal(hint), type) };
  const dimensions = rankAt(type, 1, 0);
  const [size] = values;
  const extents = dimensions === 0 || size === undefined ? [] : sizesOf(m, size, node).slice(0, dimensions);
  return { kind: 'object', type, data: accessorData(hint, typeAt(type, 0), extents, { isLocal: true }) };
};

function makeAtomic(m: Machine, type: LibraryType, values: readonly Value[], node: Node): Value {
  const [first] = values;
  if (first === undefined) return m.fail(node, 'an atomic object without memory');
  const of = type.args[0]?.kind === 'type' ? type.args[0].type : plain(first.type);
  // `atomic(multi_ptr)` of 1.2.1 gets a pointer.
  const isPointer = type.name === 'atomic' || (plain(first.type).kind === 'pointer' && of.kind !== 'pointer');
  const target = isPointer ? dereference(m, toPointer(m, first, pointerTo(of), node), node) : first;
  const word = (i: number): Value | undefined => {
    const arg = type.args[i];
    return arg?.kind === 'value' ? arg.value : undefined;
  };
  const data: AtomicData = {
    target: settled(m, target, node),
    order: orderOf(word(1), 'relaxed'),
    scope: scopeOf(word(2), 'device'),
  };
  const made: Type = type.args.length === 0 ? library(type.name, typeArg(target.type)) : type;
  return { kind: 'object', type: made as LibraryType, data };
}
