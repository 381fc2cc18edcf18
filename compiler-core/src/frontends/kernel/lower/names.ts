/** Names in expressions. */

import { libraryValue, memberValue } from '../dialect/sycl/values.ts';
import type { Binding, Entity, FunctionEntity } from '../meaning/entities.ts';
import { enumType } from '../meaning/enums.ts';
import { type Found, findName } from '../meaning/lookup.ts';
import { templateArgs, valueOfArgument } from '../meaning/templates.ts';
import type { Name, Node } from '../parse/ast.ts';
import { unknownType } from '../types/types.ts';
import { globalVariable } from './globals.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import type { Value } from './values.ts';

export const evaluateName = (m: Machine, name: Name, node: Node): Value => {
  const found = findName(m, name);
  const value = valueOfFound(m, found, name, node);
  if (m.host && value?.kind === 'functions' && m.launching.has(value.name)) m.named.push(value);
  if (value !== null) return value;
  return m.fail(node, `\`${name.parts.map(({ text }) => text).join('::')}\` is not known`);
};

/** Null where it is no value. */
export const valueOfFound = (m: Machine, found: Found, name: Name, node: Node): Value | null => {
  const { part } = found;
  switch (found.kind) {
    case 'entities':
      return entitiesValue(m, found.entities, found, name, node);
    case 'library':
      return libraryValue(m, found.path, part.arguments === null ? null : templateArgs(m, part.arguments), node);
    case 'member':
      return memberValue(
        m,
        found.of,
        part.text,
        part.arguments === null ? null : templateArgs(m, part.arguments),
        node,
      );
    case 'none':
      return null;
  }
};

function entitiesValue(
  m: Machine,
  entities: readonly Entity[],
  found: Extract<Found, { kind: 'entities' }>,
  name: Name,
  node: Node,
): Value | null {
  const [first] = entities;
  if (first === undefined) return null;
  switch (first.kind) {
    case 'binding':
      return bindingValue(first);
    case 'field':
      return m.self === null
        ? m.fail(node, `\`${first.name}\` without an object`)
        : memberOf(m, m.self, found.part, node);
    case 'enumerator':
      return first.value;
    case 'enum': {
      if (found.part.text === first.name) return null;
      enumType(m, first);
      const [value] = first.scope.own(found.part.text);
      return value?.kind === 'enumerator' ? value.value : null;
    }
    case 'argument':
      return first.argument.kind === 'value' ? valueOfArgument(m, first.argument, node) : null;
    case 'variable':
      return globalVariable(m, first, found.part, node);
    case 'bindings':
      return m.fail(node, 'a pack that is not expanded');
    case 'library':
      return libraryValue(
        m,
        first.path,
        found.part.arguments === null ? null : templateArgs(m, found.part.arguments),
        node,
      );
    case 'function':
    case 'class':
    case 'alias':
    case 'namespace':
    case 'using': {
      const functions = entities.filter((entity): entity is FunctionEntity => entity.kind === 'function');
      if (functions.length === 0) return null;
      const self = functions.some(({ owner }) => owner !== null) && name.parts.length >= 1 ? m.self : null;
      return functionsValue(
        found.part.text,
        functions,
        self,
        found.part.arguments === null ? null : templateArgs(m, found.part.arguments),
      );
    }
  }
}

export const functionsValue = (
  name: string,
  entities: readonly FunctionEntity[],
  self: Value | null,
  args: Extract<Value, { kind: 'functions' }>['args'] = null,
): Value => ({ kind: 'functions', type: unknownType('a set of functions'), name, entities, self, args });

/** What the variable is: an lvalue where it lies in memory, else its value with the way back to the variable. */
export const bindingValue = (binding: Binding): Value => {
  const { value } = binding;
  if (value.kind === 'place' || value.kind === 'variable') return value;
  return { kind: 'variable', type: value.type, binding, value };
};
