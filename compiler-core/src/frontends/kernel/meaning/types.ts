/** Type specifiers and declarators to types ([dcl.type], [dcl.meaning]). What is not known is an `unknown` type with its reason. */

import { libraryMember, libraryType } from '../dialect/sycl/types.ts';
import { evaluateConstant } from '../lower/constant-expressions.ts';
import { integerOf } from '../lower/constants.ts';
import { evaluateUnevaluated } from '../lower/expressions.ts';
import type { Machine } from '../lower/machine.ts';
import type { Chunk, Declarator, NamePart, Specifiers, TypeId, TypeSpecifier } from '../parse/ast.ts';
import { scalarOf } from '../types/fundamental.ts';
import { AUTO, arrayOf, pointerTo, type Type, unknownType, VOID } from '../types/types.ts';
import { instantiateClass } from './classes.ts';
import type { AliasEntity, Entity, EnumEntity } from './entities.ts';
import { enumType } from './enums.ts';
import { type Found, findName } from './lookup.ts';
import { bindParameters, templateArgs } from './templates.ts';

export interface Qualified {
  readonly type: Type;
  readonly constant: boolean;
}

export const typeOfSpecifiers = (m: Machine, specifiers: Specifiers): Qualified => {
  const { words } = specifiers;
  const constant = specifiers.const || words.includes('constexpr') || words.includes('constinit');
  return { type: typeOfSpecifier(m, specifiers.type), constant };
};

export const typeOfSpecifier = (m: Machine, specifier: TypeSpecifier): Type => {
  switch (specifier.kind) {
    case 'builtin': {
      if (specifier.words.includes('void')) return VOID;
      return scalarOf(specifier.words) ?? unknownType(`the type \`${specifier.words.join(' ')}\``);
    }
    case 'named':
    case 'elaborated': {
      const found = findName(m, specifier.name);
      // `struct stat` is the class where a function has the name too.
      const type = typeOfPart(m, found);
      return type ?? unknownType(`\`${found.part.text}\` is not known`);
    }
    case 'class': {
      const part = specifier.definition.name?.parts.at(-1);
      if (part === undefined) return anonymousClass(m, specifier);
      const [entity] = m.scope.lookup(part.text);
      return (entity && typeOfEntity(m, entity, part)) ?? unknownType(`\`${part.text}\` is not known`);
    }
    case 'enum': {
      const name = specifier.definition.name?.parts.at(-1)?.text ?? `enum#${specifier.definition.from}`;
      const [entity] = m.scope.lookup(name);
      return entity?.kind === 'enum' ? enumType(m, entity) : unknownType('an enumeration');
    }
    case 'auto':
      return AUTO;
    case 'decltype': {
      const { operand } = specifier;
      if (operand.kind === 'typeId') return typeOfTypeId(m, operand).type;
      return evaluateUnevaluated(m, operand).type;
    }
    case 'none':
      return VOID;
  }
};

const anonymous = new WeakMap<object, Type>();
function anonymousClass(m: Machine, specifier: Extract<TypeSpecifier, { kind: 'class' }>): Type {
  const known = anonymous.get(specifier.definition);
  if (known !== undefined) return known;
  const made = instantiateClass(m, null, specifier.definition, m.scope, [], `class#${specifier.definition.from}`);
  anonymous.set(specifier.definition, made);
  return made;
}

export const typeOfTypeId = (m: Machine, { specifiers, declarator }: TypeId): Qualified =>
  declaredType(m, typeOfSpecifiers(m, specifiers), declarator);

/** The declarator's part of a type, from the specifiers' outwards. */
export const declaredType = (m: Machine, base: Qualified, { chunks }: Declarator): Qualified => {
  let at = base;
  for (let k = chunks.length - 1; k >= 0; k--) at = applyChunk(m, at, chunks[k] as Chunk);
  return at;
};

function applyChunk(m: Machine, { type, constant }: Qualified, chunk: Chunk): Qualified {
  switch (chunk.kind) {
    case 'pointer':
      return { type: pointerTo(type.kind === 'reference' ? type.to : type, constant), constant: chunk.const };
    case 'reference':
      if (type.kind === 'reference') return { type: { ...type, rvalue: type.rvalue && chunk.rvalue }, constant: false };
      return { type: { kind: 'reference', to: type, constant, rvalue: chunk.rvalue }, constant: false };
    case 'array': {
      const size = chunk.size === null ? null : integerOf(evaluateConstant(m, chunk.size));
      return { type: arrayOf(type, size), constant };
    }
    case 'function': {
      const parameters = chunk.parameters.map((parameter) => {
        const declared = declaredType(m, typeOfSpecifiers(m, parameter.specifiers), parameter.declarator).type;
        return declared.kind === 'array' ? pointerTo(declared.of) : declared;
      });
      const result = chunk.trailing === null ? type : typeOfTypeId(m, chunk.trailing).type;
      return { type: { kind: 'function', result, parameters }, constant: false };
    }
    case 'memberPointer':
      return { type: unknownType('a pointer to a member'), constant: chunk.const };
  }
}

/** The type that a name is; null where it is no type. */
export const typeOfPart = (m: Machine, found: Found): Type | null => {
  const { part } = found;
  if (part.form === 'decltype' && part.expression !== null) return evaluateUnevaluated(m, part.expression).type;
  switch (found.kind) {
    case 'entities':
      for (const entity of found.entities) {
        const type = typeOfEntity(m, entity, part);
        if (type !== null) return type;
      }
      return null;
    case 'library':
      return libraryType(m, found.path, part.arguments === null ? null : templateArgs(m, part.arguments));
    case 'member':
      return libraryMember(m, found.of, part.text, part.arguments === null ? null : templateArgs(m, part.arguments));
    case 'none':
      return null;
  }
};

export const typeOfEntity = (m: Machine, entity: Entity, part: NamePart): Type | null => {
  switch (entity.kind) {
    case 'class': {
      if (entity.head === null && entity.specialisations.length === 0) {
        if (entity.definition === null) return unknownType(`\`${entity.name}\` is only declared`);
        return instantiateClass(m, entity, entity.definition, entity.scope, [], entity.name);
      }
      if (part.arguments === null) return { kind: 'template', name: entity.name, entity };
      return instantiateTemplate(m, entity, templateArgs(m, part.arguments));
    }
    case 'enum':
      return part.text === entity.name ? enumType(m, entity) : null;
    case 'alias':
      return aliasType(m, entity, part);
    case 'argument': {
      const { argument } = entity;
      if (argument.kind === 'type') {
        const { type } = argument;
        // The class's own name with arguments: another instance.
        if (part.arguments !== null && type.kind === 'class' && type.info.template !== null) {
          return instantiateTemplate(m, type.info.template, templateArgs(m, part.arguments));
        }
        return type;
      }
      if (argument.kind === 'template') {
        const args = part.arguments === null ? null : templateArgs(m, part.arguments);
        if (argument.entity?.kind === 'class' && args !== null) return instantiateTemplate(m, argument.entity, args);
        return argument.entity === null ? libraryType(m, argument.name, args) : unknownType('a template argument');
      }
      return null;
    }
    case 'library':
      return libraryType(m, entity.path, part.arguments === null ? null : templateArgs(m, part.arguments));
    default:
      return null;
  }
};

function aliasType(m: Machine, entity: AliasEntity, part: NamePart): Type {
  const resolve = (): Type => {
    const { type } = entity;
    return declaredType(m, typeOfSpecifiers(m, type.specifiers), type.declarator).type;
  };
  if (entity.head !== null) {
    if (part.arguments === null) return unknownType(`\`${entity.name}\` without arguments`);
    const args = templateArgs(m, part.arguments);
    return m.within(entity.scope, () => {
      const scope = m.inner('template');
      bindParameters(m, entity.head?.parameters ?? [], args, scope, new Map());
      return m.within(scope, resolve);
    });
  }
  if (entity.resolved === 'busy') return unknownType(`\`${entity.name}\` names itself`);
  if (entity.resolved !== null) return entity.resolved;
  entity.resolved = 'busy';
  try {
    entity.resolved = m.within(entity.scope, resolve);
  } finally {
    if (entity.resolved === 'busy') entity.resolved = null;
  }
  return entity.resolved ?? unknownType(entity.name);
}

export { instantiateTemplate } from './classes.ts';

import { instantiateTemplate } from './classes.ts';

export type { EnumEntity };
