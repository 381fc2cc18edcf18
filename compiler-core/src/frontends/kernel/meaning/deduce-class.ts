/** Arguments of a class template from how an object is made ([over.match.class.deduct]). */

import type { Machine } from '../lower/machine.ts';
import type { Value } from '../lower/values.ts';
import type { Decl, FunctionDecl } from '../parse/ast.ts';
import { plain, type TemplateArg } from '../types/types.ts';
import { functionName } from './declare.ts';
import { type ClassEntity, Scope } from './entities.ts';
import { type Bindings, bindParameters, deduceType } from './templates.ts';

export const deduceClass = (
  m: Machine,
  entity: ClassEntity,
  values: readonly Value[],
): readonly TemplateArg[] | null => {
  const { head, definition } = entity;
  if (head === null || definition === null) return null;
  const [first] = values;
  const copied = first === undefined ? null : plain(first.type);
  if (values.length === 1 && copied?.kind === 'class' && copied.info.template === entity) return copied.info.args;
  for (const member of definition.members) {
    const found = constructorOf(member, entity.name);
    const part = found?.declarator.chunks[0];
    if (part?.kind !== 'function' || part.parameters.length < values.length) continue;
    const bindings: Bindings = new Map();
    const fits = part.parameters.every((parameter, i) => {
      const value = values[i];
      if (value === undefined) return parameter.default !== null;
      return deduceType(m, parameter.specifiers, parameter.declarator, value.type, head.parameters, bindings);
    });
    const args = fits ? complete(m, entity, bindings) : null;
    if (args !== null) return args;
  }
  return aggregateArguments(m, entity, values);
};

function constructorOf(member: Decl, name: string): FunctionDecl | null {
  if (member.kind === 'template') return constructorOf(member.declaration, name);
  return member.kind === 'function' &&
    member.specifiers.type.kind === 'none' &&
    functionName(member.declarator) === name
    ? member
    : null;
}

function aggregateArguments(m: Machine, entity: ClassEntity, values: readonly Value[]): readonly TemplateArg[] | null {
  const bindings: Bindings = new Map();
  let at = 0;
  for (const member of entity.definition?.members ?? []) {
    if (member.kind !== 'simple') continue;
    for (const { declarator } of member.declarators) {
      const value = values[at++];
      if (value === undefined) break;
      deduceType(m, member.specifiers, declarator, value.type, entity.head?.parameters ?? [], bindings);
    }
  }
  return complete(m, entity, bindings);
}

function complete(m: Machine, entity: ClassEntity, bindings: Bindings): readonly TemplateArg[] | null {
  const parameters = entity.head?.parameters ?? [];
  const scope = new Scope(entity.scope, 'template');
  const bound = m.within(entity.scope, () => bindParameters(m, parameters, [], scope, bindings));
  const args = parameters.map(({ name }) => bound.get(name));
  return args.some((arg) => arg === undefined) ? null : (args as TemplateArg[]);
}
