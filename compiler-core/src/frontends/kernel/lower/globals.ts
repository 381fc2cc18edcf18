/** Variables of namespaces and static members: constants where they are, else values of the host. */

import type { Binding, VariableEntity } from '../meaning/entities.ts';
import { bindParameters, templateArgs } from '../meaning/templates.ts';
import { declaredType, typeOfSpecifiers } from '../meaning/types.ts';
import type { NamePart, Node } from '../parse/ast.ts';
import { printArg } from '../types/print-type.ts';
import { shapeOf } from '../types/shape.ts';
import { type Type, typeAt } from '../types/types.ts';
import { Block } from './block.ts';
import { external, symbol } from './externals.ts';
import { initialValue, sizedType } from './initialize.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { bindingValue } from './names.ts';
import { allocate, placeOf, placeValue } from './places.ts';
import { rvalue } from './rvalue.ts';
import type { Value, ValueOf } from './values.ts';
import { initializePlace, isSettled } from './variables.ts';

export const globalVariable = (m: Machine, entity: VariableEntity, part: NamePart, node: Node): Value => {
  if (entity.head !== null) return variableTemplate(m, entity, part, node);
  if (entity.binding === 'busy') return m.fail(node, `\`${entity.name}\` is defined by itself`);
  if (entity.binding === null) {
    entity.binding = 'busy';
    try {
      entity.binding = m.within(entity.scope, () => m.unrecorded(() => bindingOf(m, entity, node)));
    } finally {
      if (entity.binding === 'busy') entity.binding = null;
    }
  }
  const { binding } = entity;
  if (binding === null) return m.fail(node, `\`${entity.name}\``);
  return constantTable(m, entity, binding, node) ?? bindingValue(binding);
};

function variableTemplate(m: Machine, entity: VariableEntity, part: NamePart, node: Node): Value {
  const args = templateArgs(m, part.arguments ?? []);
  const key = args.map(printArg).join(', ');
  const known = entity.instances.get(key);
  if (known !== undefined) return bindingValue(known);
  return m.within(entity.scope, () => {
    const scope = m.inner('template');
    bindParameters(m, entity.head?.parameters ?? [], args, scope, new Map());
    const binding = m.within(scope, () => m.unrecorded(() => bindingOf(m, entity, node)));
    entity.instances.set(key, binding);
    return bindingValue(binding);
  });
}

/** In host mode, so that what is not constant becomes a symbol. */
function bindingOf(m: Machine, entity: VariableEntity, node: Node): Binding {
  const { specifiers, declarator, initializer, name } = entity;
  const { host, self, block, calls, frame } = m;
  m.host = true;
  m.self = null;
  m.block = new Block();
  m.calls = [];
  m.frame = null;
  try {
    const declared = declaredType(m, typeOfSpecifiers(m, specifiers), declarator);
    const { constant } = declared;
    const binding = (type: Type, value: Value): Binding => ({
      kind: 'binding',
      name,
      declaration: declarator,
      type,
      constant,
      value,
    });
    if (initializer !== null && constant) {
      const value = constantValue(m, declared.type, initializer);
      // A list has no type of its own.
      if (value !== null)
        return binding(value.kind === 'list' ? sizedType(m, declared.type, initializer) : value.type, value);
    }
    if (declared.type.kind === 'library' && declared.type.name === 'device_global') {
      const held = typeAt(declared.type, 0);
      const memory = external(m, m.freshExternal(name), held, 'gpu/global', []);
      return binding(held, placeValue(placeOf(memory)));
    }
    const type = initializer === null ? declared.type : sizedType(m, declared.type, initializer);
    return binding(type, symbol(m, name, type, node));
  } finally {
    m.host = host;
    m.self = self;
    m.block = block;
    m.calls = calls;
    m.frame = frame;
  }
}

function constantValue(m: Machine, type: Type, initializer: NonNullable<VariableEntity['initializer']>): Value | null {
  try {
    const value = rvalue(m, initialValue(m, type, initializer, initializer), initializer);
    return isSettled(m, value) ? value : null;
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
}

/** A constant array is memory of the kernel, filled before its first statement. */
function constantTable(m: Machine, entity: VariableEntity, binding: Binding, node: Node): Value | null {
  const { value } = binding;
  const shape = shapeOf(binding.type);
  if (m.host || m.preamble === null || shape.kind !== 'elements' || value.kind === 'place') return null;
  if (binding.type.kind !== 'array' && !(binding.type.kind === 'library' && binding.type.name === 'array')) return null;
  return table(m, `table:${entity.declarator.from}`, entity.name, value, binding.type, node);
}

/** The characters of a string, for indices that are not known. */
export const stringTable = (m: Machine, value: ValueOf<'string'>, node: Node): Value =>
  m.preamble === null
    ? m.fail(node, 'an element of a string')
    : table(m, `string:${value.text}`, 'text', value, value.type, node);

/** Filled before the first statement of each work-item. */
function table(m: Machine, key: string, name: string, value: Value, type: Type, node: Node): Value {
  const known = m.allocations.get(key);
  if (known !== undefined) return placeValue(placeOf(known));
  const { block, calls } = m;
  if (m.preamble === null) return m.fail(node, 'a table of constants');
  m.block = m.preamble;
  m.calls = [];
  try {
    const made = allocate(m, name, type, node);
    m.allocations.set(key, made);
    initializePlace(m, placeOf(made), value, node);
    for (const { tensor } of made.leaves.values()) m.immutable.add(tensor);
    return placeValue(placeOf(made));
  } finally {
    m.block = block;
    m.calls = calls;
  }
}
