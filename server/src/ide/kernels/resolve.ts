/** Which entry of the API a name stands for, by the namespaces and classes that the file's own text has. */

import { type Api, apiOf } from './api/api.ts';
import type { ApiEntry, Language } from './api/entry.ts';
import type { KernelCode } from './code.ts';
import { type TypeRef, typeOf } from './types.ts';

/** Older paths of what has another today. */
const RENAMED: Readonly<Record<string, string>> = { 'access::mode': 'access_mode', 'access::target': 'target' };
const EXTENSIONS = /^(?:(?:ext::)?(?:oneapi|intel)|ONEAPI|INTEL)::(?:experimental::)?/;

/** The part behind `sycl::`; null where a path is not SYCL's. A name alone is, where the file has none of its own like it. */
export const syclPath = (code: KernelCode, path: string): string | null => {
  const { sycl, own, aliases } = code.names;
  const cut = [...path.matchAll(/::/g)].map(({ index }) => index).findLast((i) => sycl.has(path.slice(0, i)));
  if (cut !== undefined) return path.slice(cut + 2);
  const [first = ''] = path.split('::');
  return own.has(first) || aliases.has(first) || first === 'std' ? null : path;
};

/** A path that was said to be in the namespace, or that needs no saying. */
const isOpen = (code: KernelCode, path: string): boolean => {
  const { sycl, opensSycl, using } = code.names;
  const [first = ''] = path.split('::');
  return (
    opensSycl || using.has(first) || (path.includes('::') && [...sycl].some((name) => path.startsWith(`${name}::`)))
  );
};

const inApi = (api: Api, path: string): ApiEntry | null => {
  const renamed = RENAMED[path] ?? path;
  const direct = api.named.get(renamed);
  if (direct !== undefined) return direct;
  const plain = renamed.replace(EXTENSIONS, '');
  if (plain !== renamed) return api.named.get(`ext::oneapi::${plain}`) ?? api.named.get(plain) ?? null;
  // An enumeration of `access` or `usm` through `using namespace`.
  const cut = renamed.lastIndexOf('::');
  if (cut < 0) return null;
  const owner = inApi(api, renamed.slice(0, cut));
  return owner === null ? null : (membersOf(api, owner.name)?.get(renamed.slice(cut + 2)) ?? null);
};

/** What a name of an expression or type stands for. */
export const entryOf = (code: KernelCode, path: string): ApiEntry | null => {
  const rest = syclPath(code, path);
  if (rest === null) return null;
  const api = apiOf(code.language);
  const entry = inApi(api, rest);
  if (entry === null || isOpen(code, path)) return entry;
  // Without a word about the namespace a class is still likely to be meant: the word may stand in a header.
  return entry.kind === 'class' && entry.name.includes('_') ? entry : null;
};

/** Members of a class, enumeration or namespace. */
export const membersOf = (api: Api, name: string): ReadonlyMap<string, ApiEntry> | null =>
  api.members.get(RENAMED[`access::${name}`] ?? name) ?? null;

const VECTOR = /^(m?)(char|uchar|short|ushort|int|uint|long|ulong|float|double|half)(2|3|4|8|16)$/;
const POINTER = /^(?:raw_|decorated_)?(?:global|local|private|constant|generic)_ptr$/;

/** The library's classes are told from others of their name by this. */
const MARK = '@';
const marked = (type: TypeRef, name: string): TypeRef => ({ ...type, name: MARK + name });

/** The class of the library that a resolved type is; null for others. */
export const classOfType = ({ name }: TypeRef): string | null =>
  name.startsWith(MARK) ? name.slice(MARK.length) : null;

export const apiVector = (element: TypeRef, count: string): TypeRef =>
  marked(typeOf('', element, typeOf(count)), 'vec');

const vectorOf = (name: string, pointers: number): TypeRef | null => {
  const [, math = '', element = '', count = ''] = VECTOR.exec(name) ?? [];
  return count === ''
    ? null
    : { ...marked(typeOf('', typeOf(element), typeOf(count)), math === 'm' ? 'marray' : 'vec'), pointers };
};

/** A type of the library's own tables. */
export const apiType = (language: Language, type: TypeRef): TypeRef => {
  const args = type.args.map((arg) => apiType(language, arg));
  if (apiOf(language).classes.has(type.name)) return marked({ ...type, args }, type.name);
  return (language === 'opencl' ? vectorOf(type.name, type.pointers) : null) ?? { ...type, args };
};

/** With aliases followed, and the library's classes marked. */
export const resolveType = (code: KernelCode, type: TypeRef, depth = 0): TypeRef => {
  if (classOfType(type) !== null || depth > 8) return type;
  const args = type.args.map((arg) => resolveType(code, arg, depth + 1));
  const alias = code.names.aliases.get(type.name);
  if (alias !== undefined && alias.name !== type.name) {
    const resolved = resolveType(code, alias, depth + 1);
    return { ...resolved, pointers: resolved.pointers + type.pointers };
  }
  const rest = syclPath(code, type.name);
  const entry = rest === null ? null : entryOf(code, type.name);
  if (rest === null || entry === null) return { ...type, args };
  const vector = vectorOf(rest.replace(/^cl_/, ''), type.pointers);
  if (vector !== null) return vector;
  if (POINTER.test(entry.name)) return marked({ ...type, args }, 'multi_ptr');
  return entry.kind === 'class' ? marked({ ...type, args }, entry.name) : { ...type, args };
};
