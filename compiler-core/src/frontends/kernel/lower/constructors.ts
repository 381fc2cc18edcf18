/** A constructor of the program's is executed ([class.base.init]). */

import { findName } from '../meaning/lookup.ts';
import { typeOfPart } from '../meaning/types.ts';
import type { MemberInit, Node } from '../parse/ast.ts';
import type { Field } from '../types/classes.ts';
import type { ClassType } from '../types/types.ts';
import { VOID } from '../types/types.ts';
import { construct, defaultField } from './construct.ts';
import { bindArguments, execute, functionPart, inlined, scopeOfFunction } from './functions.ts';
import { initialValue } from './initialize.ts';
import type { Machine } from './machine.ts';
import type { Chosen } from './overloads.ts';
import { allocate, fieldPlace, placeOf, placeValue } from './places.ts';
import { rvalue } from './rvalue.ts';
import { executeCompound } from './statements.ts';
import type { Value } from './values.ts';
import { initializePlace } from './variables.ts';

/** Without a body the object is the values of its members; with one it is memory that the body works on. */
export const runConstructor = (
  m: Machine,
  type: ClassType,
  chosen: Chosen,
  args: readonly Value[],
  node: Node,
): Value => {
  const { entity } = chosen;
  const { declaration } = entity;
  const part = functionPart(entity);
  if (part === null) return m.fail(node, 'a constructor');
  if (declaration.form === 'default') {
    return { kind: 'record', type, parts: type.info.fields.map((field) => defaultField(m, field, node)) };
  }
  const { body } = declaration;
  if (body === null) return m.fail(node, `the constructor of \`${type.info.name}\` is declared, its body is not known`);
  const outer = scopeOfFunction(m, entity, chosen.bindings);
  return inlined(m, type.info.name, `${declaration.from}`, outer, null, node, () => {
    bindArguments(m, part, args, node);
    const parts = memberValues(m, type, declaration.inits, node);
    if (parts.kind !== 'parts') return parts.value;
    if (body.body.length === 0) {
      return {
        kind: 'record',
        type,
        parts: type.info.fields.map((field) => parts.of.get(field) ?? defaultField(m, field, node)),
      };
    }
    if (type.info.opaque !== null) return m.fail(node, type.info.opaque);
    const place = placeOf(allocate(m, type.info.name, type, node));
    for (const field of type.info.fields) {
      const value =
        parts.of.get(field) ??
        (field.initializer === null && field.type.kind !== 'class' ? null : defaultField(m, field, node));
      if (value !== null) initializePlace(m, fieldPlace(place, field.name, field.type), value, node);
    }
    m.self = placeValue(place);
    m.guessed(body);
    execute(m, VOID, node, () => executeCompound(m, body));
    return placeValue(place);
  });
};

type Members = { kind: 'parts'; of: Map<Field, Value> } | { kind: 'delegated'; value: Value };

function memberValues(m: Machine, type: ClassType, inits: readonly MemberInit[], node: Node): Members {
  const of = new Map<Field, Value>();
  const { info } = type;
  for (const init of inits) {
    const name = init.name.parts.at(-1)?.text ?? '';
    const field = info.field(name);
    if (field !== undefined) {
      const value = initialValue(m, field.type, init.initializer, node);
      const isKept = field.type.kind === 'reference' || value.kind === 'place';
      const made = value.kind === 'list' ? construct(m, field.type, value.items, node, true) : value;
      of.set(field, isKept ? made : rvalue(m, made, node));
      continue;
    }
    const base = typeOfPart(m, findName(m, init.name));
    if (base?.kind !== 'class') return m.fail(node, `\`${name}\` is no member of \`${info.name}\``);
    const made = initialValue(m, base, init.initializer, node);
    if (base.info === info)
      return { kind: 'delegated', value: made.kind === 'list' ? construct(m, base, made.items, node, true) : made };
    const record = rvalue(m, made.kind === 'list' ? construct(m, base, made.items, node, true) : made, node);
    if (record.kind !== 'record') return m.fail(node, 'a base class');
    for (const [i, inherited] of base.info.fields.entries())
      of.set(inherited, record.parts[i] ?? m.fail(node, 'a base class'));
  }
  for (const base of info.bases) {
    if (base.fields.length === 0 || base.fields.some((field) => of.has(field))) continue;
    const record = rvalue(m, construct(m, { kind: 'class', info: base }, [], node, false), node);
    if (record.kind === 'record')
      for (const [i, field] of base.fields.entries()) of.set(field, record.parts[i] as Value);
  }
  return { kind: 'parts', of };
}
