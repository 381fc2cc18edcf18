/** Declarations of namespaces and classes to entities; nothing is resolved before it is asked for. */

import type {
  Decl,
  Declarator,
  EnumDefinition,
  FunctionDecl,
  Name,
  Specifiers,
  TemplateArgument,
  TemplateHead,
} from '../parse/ast.ts';
import type { ClassInfo } from '../types/classes.ts';
import { type ClassEntity, type Entity, type FunctionEntity, Scope } from './entities.ts';

/** Namespaces of libraries that are known without their headers. */
const LIBRARIES = ['std', 'sycl', 'cl', 'oneapi', 'dpct', 'oneapi', 'thrust'];

export const rootScope = (body: readonly Decl[]): Scope => {
  const root = new Scope(null, 'namespace');
  for (const name of LIBRARIES) root.set(name, { kind: 'library', path: name });
  declareAll(body, root);
  return root;
};

export const declareAll = (body: readonly Decl[], scope: Scope, owner: ClassInfo | null = null): void => {
  for (const declaration of body) declare(declaration, scope, owner, null);
};

/** The class of a definition that stands in specifiers, or is only named by them (`struct S;`). */
export const declareClassIn = (
  specifiers: Specifiers,
  scope: Scope,
  head: TemplateHead | null,
  alone = false,
): void => {
  const { type } = specifiers;
  if (type.kind === 'class') {
    const { definition } = type;
    const part = definition.name?.parts.at(-1);
    if (part === undefined) return;
    const entity = classEntity(scopeOfName(definition.name, scope), part.text);
    if (part.arguments !== null) {
      entity.specialisations.push({ head, arguments: part.arguments, definition, scope });
      return;
    }
    entity.definition = definition;
    entity.head = head;
  } else if (type.kind === 'elaborated' && type.key !== 'enum') {
    const part = type.name.parts.at(-1);
    if (part === undefined || type.name.parts.length > 1 || part.arguments !== null) return;
    // `struct S s;` means the one that is there; only `struct S;` alone declares another.
    if (!alone && scope.lookup(part.text).some(({ kind }) => kind === 'class')) return;
    const entity = classEntity(scope, part.text);
    entity.head ??= head;
  } else if (type.kind === 'enum') declareEnum(type.definition, scope);
};

function declareEnum(definition: EnumDefinition, scope: Scope): void {
  const name = definition.name?.parts.at(-1)?.text ?? `enum#${definition.from}`;
  const inner = new Scope(scope, 'namespace', name);
  const entity: Entity = { kind: 'enum', name, definition, scope: inner, type: null };
  if (definition.enumerators === null && scope.own(name).length > 0) return;
  scope.set(name, entity);
  if (definition.scoped) return;
  for (const enumerator of definition.enumerators ?? []) scope.set(enumerator.name, entity);
}

function classEntity(scope: Scope, name: string): ClassEntity {
  const known = scope.own(name).find((entity) => entity.kind === 'class');
  if (known?.kind === 'class') return known;
  const made: ClassEntity = {
    kind: 'class',
    name,
    head: null,
    definition: null,
    scope,
    specialisations: [],
    instances: new Map(),
  };
  scope.add(name, made);
  return made;
}

/** Where a qualified declaration belongs, namespaces only: `namespace::f`. Members of classes are found by `outOfClass`. */
function scopeOfName(name: Name | null, scope: Scope): Scope {
  let at = scope;
  for (const part of name?.parts.slice(0, -1) ?? []) {
    const entity = at.lookup(part.text).find(({ kind }) => kind === 'namespace');
    if (entity?.kind !== 'namespace') return at;
    at = entity.scope;
  }
  return at;
}

export const declare = (declaration: Decl, scope: Scope, owner: ClassInfo | null, head: TemplateHead | null): void => {
  switch (declaration.kind) {
    case 'function':
      declareFunction(declaration, scope, owner, head);
      break;
    case 'simple':
      declareSimple(declaration, scope, owner, head);
      break;
    case 'namespace': {
      let at = scope;
      for (const name of declaration.names) at = namespace(at, name);
      declareAll(declaration.body, at);
      break;
    }
    case 'namespaceAlias': {
      const { target } = declaration;
      scope.set(declaration.name, { kind: 'using', find: () => namespaceOf(target, scope) });
      break;
    }
    case 'usingNamespace':
      openNamespace(declaration.name, scope);
      break;
    case 'using':
      for (const name of declaration.names) {
        const last = name.parts.at(-1)?.text;
        if (last !== undefined) scope.add(last, { kind: 'using', find: () => usedEntities(name, scope) });
      }
      break;
    case 'alias':
      scope.set(declaration.name, {
        kind: 'alias',
        name: declaration.name,
        head,
        type: declaration.type,
        scope,
        resolved: null,
      });
      break;
    case 'template':
      declare(declaration.declaration, scope, owner, declaration.head);
      break;
    case 'linkage':
      declareAll(declaration.body, scope, owner);
      break;
  }
};

function namespace(scope: Scope, name: string): Scope {
  const known = scope.own(name).find(({ kind }) => kind === 'namespace');
  if (known?.kind === 'namespace') return known.scope;
  const inner = new Scope(scope, 'namespace', name);
  if (name === '') scope.opened.push(inner);
  else scope.set(name, { kind: 'namespace', scope: inner });
  return inner;
}

function namespaceOf(name: Name, scope: Scope): readonly Entity[] {
  let found: readonly Entity[] = scope.lookup(name.parts[0]?.text ?? '');
  for (const part of name.parts.slice(1)) {
    const [first] = found;
    if (first?.kind === 'library') found = [{ kind: 'library', path: `${first.path}::${part.text}` }];
    else if (first?.kind === 'namespace') found = first.scope.find(part.text);
    else return [];
  }
  return found;
}

function openNamespace(name: Name, scope: Scope): void {
  const [found] = namespaceOf(name, scope);
  if (found?.kind === 'library') scope.libraries.add(found.path);
  else if (found?.kind === 'namespace') {
    scope.opened.push(found.scope);
    // Our own declarations in a namespace of a library do not hide it.
    if (LIBRARIES.includes(found.scope.name)) scope.libraries.add(found.scope.name);
  }
}

function usedEntities(name: Name, scope: Scope): readonly Entity[] {
  const last = name.parts.at(-1)?.text ?? '';
  if (name.parts.length === 1) return [];
  const [outer] = namespaceOf({ ...name, parts: name.parts.slice(0, -1) }, scope);
  if (outer?.kind === 'library') return [{ kind: 'library', path: `${outer.path}::${last}` }];
  return outer?.kind === 'namespace' ? outer.scope.find(last) : [];
}

export const functionEntity = (
  name: string,
  declaration: FunctionDecl,
  scope: Scope,
  owner: ClassInfo | null,
  head: TemplateHead | null,
): FunctionEntity => ({
  kind: 'function',
  name,
  declaration,
  head,
  scope,
  owner,
  isStatic: declaration.specifiers.words.includes('static'),
  specialisation: declaration.declarator.name?.parts.at(-1)?.arguments ?? null,
});

/** The name under which a function is declared; constructors and destructors of their class go by these. */
export const functionName = (declarator: Declarator): string => {
  const part = declarator.name?.parts.at(-1);
  if (part === undefined) return '';
  if (part.form === 'operator') return `operator${part.text}`;
  if (part.form === 'conversion') return 'operator conversion';
  return part.form === 'destructor' ? `~${part.text}` : part.text;
};

function declareFunction(
  declaration: FunctionDecl,
  scope: Scope,
  owner: ClassInfo | null,
  head: TemplateHead | null,
): void {
  const { declarator } = declaration;
  const name = functionName(declarator);
  declareClassIn(declaration.specifiers, scope, null);
  if (declarator.name !== null && declarator.name.parts.length > 1) {
    const at = scopeOfName(declarator.name, scope);
    const holder = declarator.name.parts.at(-2)?.text ?? '';
    const isClass = at.lookup(holder).some(({ kind }) => kind === 'class');
    if (isClass) {
      // Found again from its class: `Holder::name` defined outside.
      at.add(`${holder}::${name}`, functionEntity(name, declaration, at, null, head));
      return;
    }
    at.add(name, functionEntity(name, declaration, at, owner, head));
    return;
  }
  scope.add(name, functionEntity(name, declaration, scope, owner, head));
}

function declareSimple(
  declaration: Extract<Decl, { kind: 'simple' }>,
  scope: Scope,
  _owner: ClassInfo | null,
  head: TemplateHead | null,
): void {
  const { specifiers } = declaration;
  const isAlone = declaration.declarators.length === 0;
  declareClassIn(specifiers, scope, isAlone ? head : null, isAlone);
  for (const { declarator, initializer } of declaration.declarators) {
    const part = declarator.name?.parts.at(-1);
    if (part === undefined) continue;
    if (specifiers.words.includes('typedef')) {
      // `typedef struct S S;` says nothing new.
      if (declarator.chunks.length === 0 && isClassNamed(specifiers, part.text)) continue;
      const type = { specifiers, declarator };
      scope.set(part.text, { kind: 'alias', name: part.text, head, type, scope, resolved: null });
      continue;
    }
    const at = scopeOfName(declarator.name, scope);
    const holder = declarator.name !== null && declarator.name.parts.length > 1 ? declarator.name.parts.at(-2) : null;
    const isMember = holder?.text !== undefined && at.lookup(holder.text).some(({ kind }) => kind === 'class');
    const name = isMember ? `${holder?.text}::${part.text}` : part.text;
    if (declarator.chunks[0]?.kind === 'function' && initializer === null) {
      at.add(part.text, functionEntity(part.text, declarationOf(specifiers, declarator, declaration), at, null, head));
      continue;
    }
    // A definition wins over `extern`.
    const isExtern = specifiers.words.includes('extern') && initializer === null;
    if (isExtern && at.own(name).length > 0) continue;
    at.set(name, {
      kind: 'variable',
      name: part.text,
      specifiers,
      declarator,
      initializer,
      head,
      scope: at,
      binding: null,
      instances: new Map(),
    });
  }
}

const isClassNamed = ({ type }: Specifiers, name: string): boolean =>
  (type.kind === 'class' && type.definition.name?.parts.at(-1)?.text === name) ||
  (type.kind === 'elaborated' && type.key !== 'enum' && type.name.parts.at(-1)?.text === name);

/** `float f(int);` is parsed as a declarator; it is a function without a body. */
function declarationOf(specifiers: Specifiers, declarator: Declarator, at: { from: number; to: number }): FunctionDecl {
  return {
    kind: 'function',
    from: at.from,
    to: at.to,
    specifiers,
    declarator,
    form: '',
    inits: [],
    body: null,
    handlers: [],
  };
}

export type { TemplateArgument };
