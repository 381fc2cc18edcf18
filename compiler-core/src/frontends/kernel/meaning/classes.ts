/** Classes of the program, instances of templates included: their fields, bases and members ([class]). */

import { evaluateConstant } from '../lower/constant-expressions.ts';
import { integerOf } from '../lower/constants.ts';
import type { Machine } from '../lower/machine.ts';
import type { ClassDefinition, Decl } from '../parse/ast.ts';
import { ClassInfo } from '../types/classes.ts';
import { printArg } from '../types/print-type.ts';
import { type ClassType, type TemplateArg, type Type, typeArg, unknownType } from '../types/types.ts';
import { declare, declareClassIn, functionEntity, functionName } from './declare.ts';
import { type ClassEntity, type FunctionEntity, Scope, type Specialisation } from './entities.ts';
import { findName } from './lookup.ts';
import { bindParameters, matchArguments } from './templates.ts';
import { declaredType, typeOfPart, typeOfSpecifiers } from './types.ts';

/** Instances of one template; a recursive one ends here. */
const MAX_INSTANCES = 500;

export const scopeOfClass = (_m: Machine, type: ClassType): Scope => type.info.scope;

export const instantiateTemplate = (m: Machine, entity: ClassEntity, given: readonly TemplateArg[]): Type => {
  const args = completeArguments(m, entity, given);
  const key = args.map(printArg).join(', ');
  const known = entity.instances.get(key);
  if (known !== undefined) return known;
  if (entity.instances.size > MAX_INSTANCES) return unknownType(`\`${entity.name}\` has too many instances`);
  const name = `${entity.name}<${key}>`;
  const special = chooseSpecialisation(m, entity, args);
  if (special !== null) {
    const { specialisation, bindings } = special;
    const scope = new Scope(specialisation.scope, 'template');
    m.within(scope, () => bindParameters(m, specialisation.head?.parameters ?? [], [], scope, bindings));
    return instantiateClass(m, entity, specialisation.definition, scope, args, name);
  }
  if (entity.definition === null || entity.head === null) return unknownType(`\`${entity.name}\` is only declared`);
  const scope = new Scope(entity.scope, 'template');
  const { parameters } = entity.head;
  m.within(scope, () => bindParameters(m, parameters, args, scope, new Map()));
  return instantiateClass(m, entity, entity.definition, scope, args, name);
};

/** With the defaults of the parameters that are left out. */
function completeArguments(m: Machine, entity: ClassEntity, given: readonly TemplateArg[]): readonly TemplateArg[] {
  const parameters = entity.head?.parameters ?? [];
  if (given.length >= parameters.length) return given;
  const scope = new Scope(entity.scope, 'template');
  return m.within(scope, () => {
    const bound = bindParameters(m, parameters, given, scope, new Map());
    return parameters.flatMap((parameter, i) => {
      const arg = bound.get(parameter.name) ?? given[i];
      return arg === undefined ? [] : arg.kind === 'pack' ? arg.items : [arg];
    });
  });
}

function chooseSpecialisation(
  m: Machine,
  entity: ClassEntity,
  args: readonly TemplateArg[],
): { specialisation: Specialisation; bindings: Map<string, TemplateArg> } | null {
  let best: { specialisation: Specialisation; bindings: Map<string, TemplateArg> } | null = null;
  for (const specialisation of entity.specialisations) {
    const bindings = new Map<string, TemplateArg>();
    const names = specialisation.head?.parameters ?? [];
    const matches = m.within(specialisation.scope, () =>
      matchArguments(m, specialisation.arguments, args, names, bindings),
    );
    // Fewer parameters: more special.
    if (matches && (best === null || names.length < (best.specialisation.head?.parameters.length ?? 0))) {
      best = { specialisation, bindings };
    }
  }
  return best;
}

export const instantiateClass = (
  m: Machine,
  entity: ClassEntity | null,
  definition: ClassDefinition,
  parent: Scope,
  args: readonly TemplateArg[],
  name: string,
): ClassType => {
  const key = args.map(printArg).join(', ');
  const known = entity?.instances.get(key);
  if (known !== undefined) return known;
  const scope = new Scope(parent, 'class', entity?.name ?? '');
  const info = new ClassInfo(entity?.name ?? name, name, definition, scope);
  info.template = entity;
  info.args = args;
  info.isUnion = definition.key === 'union';
  const type: ClassType = { kind: 'class', info };
  entity?.instances.set(key, type);
  if (args.length > 0) m.classes.push(info);
  if (entity !== null) scope.add(entity.name, { kind: 'argument', argument: typeArg(type) });
  m.within(scope, () => {
    readBases(m, info);
    for (const attribute of definition.attributes) {
      const [size] = attribute.arguments ?? [];
      if (/align/.test(attribute.name) && size !== undefined) {
        info.alignment = Math.max(info.alignment, integerOf(evaluateConstant(m, size)) ?? 1);
      }
    }
    // Types first: fields and functions may name those that stand behind them.
    for (const member of definition.members) if (isType(member)) declare(member, scope, info, null);
    for (const member of definition.members) {
      if (!isType(member)) readMember(m, info, member);
      else if (member.kind === 'simple') readAnonymous(m, info, member);
    }
  });
  if (entity !== null) outOfClass(entity, info);
  return type;
};

const isType = (member: Decl): boolean =>
  member.kind === 'alias' ||
  (member.kind === 'simple' && (member.specifiers.words.includes('typedef') || member.declarators.length === 0)) ||
  (member.kind === 'template' && isType(member.declaration));

function readBases(m: Machine, info: ClassInfo): void {
  for (const base of info.definition.bases) {
    const type = typeOfPart(m, findName(m, base.name));
    if (type?.kind === 'class') {
      info.bases.push(type.info);
      info.fields.push(...type.info.fields);
      info.scope.opened.push(type.info.scope);
      info.opaque ??= type.info.opaque;
      info.isPolymorphic ||= type.info.isPolymorphic;
      if (base.virtual) info.opaque ??= 'a virtual base class';
    } else if (type === null || type.kind === 'unknown') {
      info.opaque ??= `a base class that is not known`;
    }
  }
}

function readMember(m: Machine, info: ClassInfo, member: Decl, head: Parameters<typeof declare>[3] = null): void {
  switch (member.kind) {
    case 'simple':
      readFields(m, info, member);
      break;
    case 'function': {
      if (member.specifiers.words.includes('virtual')) info.isPolymorphic = true;
      const name = functionName(member.declarator);
      if (member.specifiers.words.includes('friend')) {
        if (member.body !== null) info.friends.push(functionEntity(name, member, info.scope, null, head));
        break;
      }
      const entity = functionEntity(name, member, info.scope, info, head);
      if (member.specifiers.type.kind === 'none' && name === info.name) info.constructors.push(entity);
      else info.scope.add(name, entity);
      break;
    }
    case 'template':
      readMember(m, info, member.declaration, member.head);
      break;
    default:
      declare(member, info.scope, info, head);
  }
}

/** `union { float f; int i; };`: an object without a name, whose members are used as if they were those of the class. */
function readAnonymous(m: Machine, info: ClassInfo, { specifiers }: Extract<Decl, { kind: 'simple' }>): void {
  if (specifiers.type.kind !== 'class' || specifiers.type.definition.name !== null) return;
  const { type } = typeOfSpecifiers(m, specifiers);
  if (type.kind !== 'class') return;
  const name = `anonymous${info.nested.size}`;
  const { fields } = info;
  fields.push({
    name,
    type,
    constant: false,
    initializer: null,
    scope: info.scope,
    declaration: specifiers,
    bits: null,
  });
  info.opaque ??= type.info.opaque;
  for (const inner of [...type.info.fields.map((field) => field.name), ...type.info.nested.keys()]) {
    info.scope.add(inner, { kind: 'field', name: inner });
    info.nested.set(inner, { name, type });
  }
}

function readFields(m: Machine, info: ClassInfo, member: Extract<Decl, { kind: 'simple' }>): void {
  const { specifiers } = member;
  if (specifiers.words.includes('friend')) return;
  const isStatic = specifiers.words.includes('static');
  const isFunction = member.declarators.every(({ declarator }) => declarator.chunks[0]?.kind === 'function');
  if (isStatic || isFunction) {
    declare(member, info.scope, info, null);
    return;
  }
  declareClassIn(specifiers, info.scope, null);
  const base = typeOfSpecifiers(m, specifiers);
  for (const { declarator, initializer, bitField } of member.declarators) {
    const name = declarator.name?.parts[0]?.text ?? '';
    if (declarator.chunks[0]?.kind === 'function') {
      declare(
        { ...member, declarators: [{ ...member.declarators[0], declarator, initializer, bitField } as never] },
        info.scope,
        info,
        null,
      );
      continue;
    }
    const { type, constant } = declaredType(m, base, declarator);
    const bits = bitField === null ? null : integerOf(evaluateConstant(m, bitField));
    if (bitField !== null) info.opaque ??= 'a class with bit-fields';
    info.scope.add(name, { kind: 'field', name });
    info.fields.push({ name, type, constant, initializer, scope: info.scope, declaration: declarator, bits });
  }
}

/** Members that are defined outside of the class. */
function outOfClass(entity: ClassEntity, info: ClassInfo): void {
  const prefix = `${entity.name}::`;
  for (const name of entity.scope.names()) {
    if (!name.startsWith(prefix)) continue;
    const member = name.slice(prefix.length);
    for (const defined of entity.scope.own(name)) {
      if (defined.kind === 'variable') {
        if (defined.initializer !== null) info.scope.set(member, { ...defined, scope: info.scope, binding: null });
      } else if (defined.kind === 'function') {
        const declared = member === info.name ? info.constructors : info.scope.own(member);
        const at = declared.findIndex((known) => known.kind === 'function' && isSameDeclaration(known, defined));
        const known = at < 0 ? undefined : (declared[at] as FunctionEntity);
        const whole: FunctionEntity = {
          ...defined,
          name: member,
          scope: info.scope,
          owner: info,
          head: known?.head ?? (entity.head === null ? defined.head : null),
          isStatic: known?.isStatic ?? false,
        };
        if (at >= 0) (declared as FunctionEntity[])[at] = whole;
        else if (member === info.name) info.constructors.push(whole);
        else info.scope.add(member, whole);
      }
    }
  }
}

function isSameDeclaration(a: FunctionEntity, b: FunctionEntity): boolean {
  const parameters = (f: FunctionEntity) => {
    const chunk = f.declaration.declarator.chunks.find(({ kind }) => kind === 'function');
    return chunk?.kind === 'function' ? chunk : null;
  };
  const [x, y] = [parameters(a), parameters(b)];
  if (x === null || y === null || x.parameters.length !== y.parameters.length || x.const !== y.const) return false;
  if (a.declaration.body !== null) return false;
  return x.parameters.every((p, i) => {
    const q = y.parameters[i];
    return (
      q !== undefined &&
      p.declarator.chunks.length === q.declarator.chunks.length &&
      p.specifiers.type.kind === q.specifiers.type.kind &&
      lastName(p.specifiers.type) === lastName(q.specifiers.type)
    );
  });
}

function lastName(type: ClassDefinition['members'] extends never ? never : Parameters<typeof nameText>[0]): string {
  return nameText(type);
}
function nameText(type: import('../parse/ast.ts').TypeSpecifier): string {
  if (type.kind === 'named') return type.name.parts.at(-1)?.text ?? '';
  return type.kind === 'builtin' ? [...type.words].sort().join(' ') : type.kind;
}
