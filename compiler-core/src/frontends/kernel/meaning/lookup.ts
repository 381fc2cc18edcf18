/** What a qualified name stands for. */

import type { Machine } from '../lower/machine.ts';
import type { Name, NamePart } from '../parse/ast.ts';
import type { Type } from '../types/types.ts';
import { scopeOfClass } from './classes.ts';
import type { Entity, Scope } from './entities.ts';
import { typeOfPart } from './types.ts';

export type Found =
  | {
      readonly kind: 'entities';
      readonly entities: readonly Entity[];
      readonly part: NamePart;
      readonly owner: Type | null;
    }
  /** Of a library; `path` is the whole name, without template arguments. */
  | { readonly kind: 'library'; readonly path: string; readonly part: NamePart }
  /** A member of a type of the library: `T::value_type`. */
  | { readonly kind: 'member'; readonly of: Type; readonly part: NamePart }
  | { readonly kind: 'none'; readonly part: NamePart };

export const textOfPart = (part: NamePart): string => {
  if (part.form === 'operator') return `operator${part.text}`;
  if (part.form === 'conversion') return 'operator conversion';
  return part.form === 'destructor' ? `~${part.text}` : part.text;
};

const LIBRARY_SCOPES = new Set(['std', 'sycl', 'cl']);
type Container = { scope: Scope; owner: Type | null } | { path: string } | { type: Type };

const NOWHERE = {
  from: 0,
  to: 0,
  form: 'identifier',
  text: '',
  arguments: null,
  type: null,
  expression: null,
} as const;

export const findName = (m: Machine, name: Name): Found => {
  const last = name.parts.at(-1) ?? NOWHERE;
  let container: Container | null = name.global ? { scope: m.root, owner: null } : null;
  for (const part of name.parts.slice(0, -1)) {
    const next = enter(m, container, part);
    if (next === null) return { kind: 'none', part };
    container = next;
  }
  return findIn(m, container, last);
};

function findIn(m: Machine, container: Container | null, part: NamePart): Found {
  const text = textOfPart(part);
  if (container === null) {
    const entities = m.scope.lookup(text);
    m.meet(entities[0]);
    return withLibrary(entities.length > 0 ? entities : [], part, null) ?? { kind: 'library', path: text, part };
  }
  if ('path' in container) return { kind: 'library', path: `${container.path}::${text}`, part };
  if ('type' in container) return { kind: 'member', of: container.type, part };
  const { scope, owner } = container;
  const entities = scope.find(text);
  const found = withLibrary(entities, part, owner);
  if (found !== null) return found;
  if (scope === m.root) return { kind: 'library', path: text, part };
  if (owner === null && LIBRARY_SCOPES.has(scope.name))
    return { kind: 'library', path: `${scope.name}::${text}`, part };
  return { kind: 'none', part };
}

function withLibrary(entities: readonly Entity[], part: NamePart, owner: Type | null): Found | null {
  const [first] = entities;
  if (first === undefined) return null;
  return first.kind === 'library'
    ? { kind: 'library', path: first.path, part }
    : { kind: 'entities', entities, part, owner };
}

function enter(m: Machine, container: Container | null, part: NamePart): Container | null {
  if (part.form === 'decltype') return containerOf(m, typeOfPart(m, { kind: 'none', part }));
  const found = findIn(m, container, part);
  if (found.kind === 'library') {
    const type = part.arguments === null && !isLibraryClass(found.path) ? null : typeOfPart(m, found);
    return type !== null && type.kind !== 'unknown' && type.kind !== 'template' ? { type } : { path: found.path };
  }
  if (found.kind === 'entities') {
    const [first] = found.entities;
    if (first?.kind === 'namespace') return { scope: first.scope, owner: null };
  }
  return containerOf(m, typeOfPart(m, found));
}

/** Names of the library whose members are values of the class, not of a namespace. */
const isLibraryClass = (path: string): boolean =>
  /(?:^|::)(?:float|double|int|u?int\d+_t|size_t|string|half|uint|uchar|ulong|\w+[2348]|\w+16)$/.test(path);

export const containerOf = (m: Machine, type: Type | null): Container | null => {
  if (type === null) return null;
  if (type.kind === 'class') return { scope: scopeOfClass(m, type), owner: type };
  if (type.kind === 'enum') return { scope: type.scope, owner: type };
  return type.kind === 'unknown' ? null : { type };
};
