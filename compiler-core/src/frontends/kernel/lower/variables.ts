/** Variables: those that never change stand for their value, the others are memory. */

import { int } from '../../../ir/build.ts';
import type { Expr } from '../../../ir/nodes.ts';
import type { Binding } from '../meaning/entities.ts';
import type { Node } from '../parse/ast.ts';
import { LONG } from '../types/fundamental.ts';
import { hasUnion, shapeOf } from '../types/shape.ts';
import type { Type } from '../types/types.ts';
import { convertTo, zeroOf } from './conversions.ts';
import { external, symbol } from './externals.ts';
import type { Machine } from './machine.ts';
import { settled } from './operands.ts';
import { allocate, elementPlace, partPlaces, placeOf, placeValue, storePlace } from './places.ts';
import { rvalue } from './rvalue.ts';
import type { Place, PointerValue, Value } from './values.ts';

/** The variable is written or its address taken: it will be memory when the kernel is executed again. */
export const needStorage = (m: Machine, binding: Binding): void => m.facts.change(binding.declaration);

/** Whether all of it is known while compiling. */
export const isSettled = (m: Machine, value: Value): boolean => {
  if (value.kind === 'scalar') return m.isStable(value.expr) && (!m.host || isConstantExpr(value.expr));
  if (value.kind === 'record') return value.parts.every((part) => isSettled(m, part));
  return value.kind !== 'unknown' && value.kind !== 'place' && value.kind !== 'choice';
};
const isConstantExpr = (e: Expr): boolean =>
  e.kind === 'int' || e.kind === 'float' || e.kind === 'bool' || (e.kind === 'cast' && isConstantExpr(e.operand));

/** Memory with the value in it, for what must have an address. */
export const materialise = (m: Machine, value: Value, type: Type, node: Node, name: string): Place => {
  const place = placeOf(allocate(m, name, type, node));
  initializePlace(m, place, value, node);
  return place;
};

/** More parts than this are memory, not values. */
const MAX_PARTS = 64;
const countParts = (value: Value): number =>
  value.kind === 'record' ? value.parts.reduce((sum, part) => sum + countParts(part), 0) : 1;

/** What a variable of that type and value is bound to; null: it has no initialiser. */
export const bindVariable = (
  m: Machine,
  name: string,
  declaration: Node,
  type: Type,
  value: Value | null,
  constant: boolean,
): Binding => {
  const binding = (bound: Value, as: Type = type): Binding => ({
    kind: 'binding',
    name,
    declaration,
    type: as,
    constant,
    value: bound,
  });
  if (m.host) {
    const bound = binding(hostValue(m, name, declaration, type, value));
    if (m.record !== null) bound.value = m.record.declared(bound.value, value, type.kind === 'reference');
    if (value === null) m.unset.add(bound);
    return bound;
  }
  if (type.kind === 'reference') {
    const target = value ?? m.fail(declaration, 'a reference to nothing');
    if (target.kind === 'place' || target.kind === 'choice') return binding(settled(m, target, declaration), type.to);
    if (target.kind === 'variable') return binding(target, type.to);
    return bindVariable(m, name, declaration, type.to, target, constant);
  }
  if (value === null) {
    const shape = shapeOf(type);
    if (shape.kind === 'opaque') return binding({ kind: 'unknown', type, reason: shape.reason });
    return binding(placeValue(placeOf(allocate(m, name, type, declaration))));
  }
  const isMutable = m.facts.mutable.has(declaration);
  const read = value.kind === 'list' ? value : rvalue(m, value, declaration);
  switch (read.kind) {
    case 'closure':
    case 'object':
    case 'functions':
    case 'builtin':
    case 'token':
    case 'string':
    case 'unknown':
    case 'void':
      return binding(read, read.type);
  }
  if (hasUnion(type)) {
    if (read.kind === 'place' && !isMutable && isReadOnly(read.place)) return binding(read);
    return binding(placeValue(materialise(m, read, type, declaration, name)));
  }
  if (type.kind === 'array' || isMutable || read.kind === 'place' || countParts(read) > MAX_PARTS) {
    if (read.kind === 'place' && !isMutable && isReadOnly(read.place)) return binding(read);
    if (hasOpaque(read)) return binding(read);
    return binding(placeValue(materialise(m, read, type, declaration, name)));
  }
  return binding(settled(m, read, declaration, name));
};

/** Memory that nobody writes while the kernel runs. */
const isReadOnly = ({ allocation, indices }: Place): boolean =>
  allocation.external && allocation.memory === 'byvalue' && indices.length === 0;

/** Objects without memory among the parts: they cannot be stored. */
const hasOpaque = (value: Value): boolean =>
  value.kind === 'record'
    ? value.parts.some(hasOpaque)
    : value.kind === 'object' || value.kind === 'closure' || value.kind === 'unknown';

/** On the host a variable is its value where that is known for good, else a symbol. */
function hostValue(m: Machine, name: string, declaration: Node, type: Type, value: Value | null): Value {
  const bare = type.kind === 'reference' ? type.to : type;
  const changes = m.changes(name, bare.kind === 'auto' && value !== null ? value.type : bare);
  if (value === null || value.kind === 'unknown' || changes) {
    const named = changes && value !== null && value.kind !== 'unknown' && keepsItsMeaning(value);
    if (named) return value;
    const made = symbol(m, name, value !== null && bare.kind === 'auto' ? value.type : bare, declaration);
    if (value !== null && changes && made.kind === 'scalar') m.markChanging(made.expr);
    return made;
  }
  if (value.kind === 'variable' && type.kind === 'reference') return value;
  const read = value.kind === 'place' && type.kind === 'reference' ? value : rvalue(m, value, declaration);
  if (read.kind === 'pointer' && type.kind === 'pointer') return hostPointer(m, name, declaration, read);
  if (read.kind === 'scalar') return m.isStable(read.expr) ? read : symbol(m, name, bare, declaration);
  if (read.kind === 'list') return symbol(m, name, bare, declaration);
  return read;
}

/** Where it leads is settled when it is declared, by what memory of the host holds then. */
function hostPointer(m: Machine, name: string, declaration: Node, pointer: PointerValue): PointerValue {
  const { base, index } = pointer;
  if (base === null || index === null) return pointer;
  const offset = m.isStable(index) ? null : symbol(m, `${name}.offset`, LONG, declaration);
  const at = offset?.kind === 'scalar' ? offset.expr : index;
  // An array is a value that kernels may copy; what a pointer into it leads to is the host's own memory.
  const { allocation, path, indices } = base;
  const shape = shapeOf(allocation.type);
  const isArray = allocation.external && allocation.memory === 'byvalue' && path === '' && indices.length === 0;
  if (!isArray || shape.kind !== 'elements') return { ...pointer, index: at };
  const memory = external(m, m.freshExternal(name), pointer.type.to, 'gpu/global', [int(shape.count)]);
  m.record?.same(memory.name, m.record.nameOf(base));
  return { ...pointer, base: placeOf(memory), index: at };
}

/** Objects whose identity is all that matters stay themselves when they are assigned to. */
const keepsItsMeaning = (value: Value): boolean => {
  const read = value.kind === 'variable' ? value.value : value;
  return read.kind === 'object' || read.kind === 'closure';
};

/** Stores an initialiser: lists fill arrays and fields, what they leave out becomes zero ([dcl.init.aggr]). */
export const initializePlace = (m: Machine, place: Place, value: Value, node: Node): void => {
  const { type } = place;
  const shape = shapeOf(type);
  if (value.kind === 'list' && shape.kind === 'elements' && type.kind === 'array') {
    for (const [i, item] of value.items.entries()) {
      initializePlace(
        m,
        elementPlace(place, int(i), shape.of),
        item.kind === 'list' ? item : convertTo(m, item, shape.of, node),
        node,
      );
    }
    fillZero(m, place, value.items.length, shape.count, shape.of, node);
    return;
  }
  if (value.kind === 'string' && shape.kind === 'elements') {
    for (let i = 0; i < Math.min(shape.count, value.text.length + 1); i++) {
      const code: Value = { kind: 'scalar', type: shape.of as never, expr: int(value.text.charCodeAt(i) || 0) };
      storePlace(m, elementPlace(place, int(i), shape.of), convertTo(m, code, shape.of, node), node);
    }
    return;
  }
  storePlace(m, place, value.kind === 'place' ? value : convertTo(m, value, type, node), node);
};

/** Elements `from` to `count` become zero, many of them by a loop. */
export const fillZero = (m: Machine, place: Place, from: number, count: number, of: Type, node: Node): void => {
  if (count - from <= 16) {
    for (let i = from; i < count; i++) zeroPlace(m, elementPlace(place, int(i), of), node);
    return;
  }
  const iterator = m.fresh('e');
  const at = m.at(node);
  const body = m.inBlock(() => {
    zeroPlace(m, elementPlace(place, { kind: 'var', name: iterator, dtype: 'int32', at }, of), node);
  });
  const meta = m.meta(node);
  m.block.emit(
    m.builder.forLoop(
      iterator,
      { begin: int(from, at), end: int(count, at), at },
      body.close(m.builder, meta),
      {},
      meta,
    ),
    body.written,
  );
};

const zeroPlace = (m: Machine, place: Place, node: Node): void => {
  const shape = shapeOf(place.type);
  if (shape.kind === 'elements') fillZero(m, place, 0, shape.count, shape.of, node);
  else if (shape.kind === 'fields') for (const part of partPlaces(m, place, node)) zeroPlace(m, part, node);
  else storePlace(m, place, zeroOf(m, place.type, node), node);
};
