/** What an object of a type is made of, and where in memory its parts lie (the Itanium C++ ABI, LP64). */

import { bitsOf } from '../../../ir/types.ts';
import type { ClassInfo } from './classes.ts';
import { ULONG } from './fundamental.ts';
import { dtypeOfType, type LibraryType, type Type, typeAt } from './types.ts';

export interface Part {
  readonly name: string;
  readonly type: Type;
}
export type Shape =
  /** A scalar, an enumeration, a pointer. */
  | { readonly kind: 'leaf' }
  | { readonly kind: 'elements'; readonly of: Type; readonly count: number }
  | { readonly kind: 'fields'; readonly fields: readonly Part[] }
  | { readonly kind: 'opaque'; readonly reason: string };

/** The number that a value argument of a library class is; null where it is none. */
export const numberAt = (type: LibraryType, index: number): number | null => {
  const arg = type.args[index];
  if (arg?.kind !== 'value' || arg.value.kind !== 'scalar') return null;
  let { expr } = arg.value;
  while (expr.kind === 'cast') expr = expr.operand;
  return expr.kind === 'int' ? Number(expr.value) : null;
};

/** The dimensions of an index space that an argument says: 1 to 3, one where it says nothing else. @param least 0 for accessors of one element */
export const rankAt = (type: LibraryType, index: number, least = 1): number => {
  const rank = numberAt(type, index);
  return rank === 2 || rank === 3 || (rank !== null && rank === least) ? rank : 1;
};

const ELEMENTS: Readonly<Record<string, (type: LibraryType) => { of: Type; count: number | null }>> = {
  vec: (type) => ({ of: typeAt(type, 0), count: numberAt(type, 1) }),
  marray: (type) => ({ of: typeAt(type, 0), count: numberAt(type, 1) }),
  array: (type) => ({ of: typeAt(type, 0), count: numberAt(type, 1) }),
  id: (type) => ({ of: ULONG, count: rankAt(type, 0) }),
  range: (type) => ({ of: ULONG, count: rankAt(type, 0) }),
};

const shapes = new WeakMap<Type, Shape>();

export const shapeOf = (type: Type): Shape => {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const made = makeShape(type);
  shapes.set(type, made);
  return made;
};

function makeShape(type: Type): Shape {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'pointer':
      return { kind: 'leaf' };
    case 'array':
      return type.size === null
        ? { kind: 'opaque', reason: 'an array whose size is not known' }
        : { kind: 'elements', of: type.of, count: type.size };
    case 'class':
      return type.info.opaque === null
        ? { kind: 'fields', fields: type.info.fields }
        : { kind: 'opaque', reason: type.info.opaque };
    case 'library': {
      const elements = ELEMENTS[type.name]?.(type);
      if (elements !== undefined) {
        return elements.count === null
          ? { kind: 'opaque', reason: `the size of ${type.name} is not known` }
          : { kind: 'elements', of: elements.of, count: elements.count };
      }
      if (type.name === 'pair') {
        const fields = ['first', 'second'].map((name, i) => ({ name, type: typeAt(type, i) }));
        return { kind: 'fields', fields };
      }
      if (type.name === 'tuple') {
        const fields = type.args.map((_, i) => ({ name: String(i), type: typeAt(type, i) }));
        return { kind: 'fields', fields };
      }
      if (type.name === 'complex') {
        const fields = ['re', 'im'].map((name) => ({ name, type: typeAt(type, 0) }));
        return { kind: 'fields', fields };
      }
      return { kind: 'opaque', reason: `an object of ${type.name}` };
    }
    case 'unknown':
      return { kind: 'opaque', reason: type.reason };
    default:
      return { kind: 'opaque', reason: `an object of ${type.kind}` };
  }
}

const unions = new WeakMap<Type, boolean>();

/** Whether it is a union, or has one in it. */
export const hasUnion = (type: Type): boolean => {
  if (type.kind === 'scalar' || type.kind === 'pointer') return false;
  const known = unions.get(type);
  if (known !== undefined) return known;
  unions.set(type, false);
  const shape = shapeOf(type);
  const found =
    (type.kind === 'class' && type.info.isUnion) ||
    (shape.kind === 'elements' && hasUnion(shape.of)) ||
    (shape.kind === 'fields' && shape.fields.some((field) => hasUnion(field.type)));
  unions.set(type, found);
  return found;
};

/** The position of the member of a union that is as large as it. */
export const widestField = (info: ClassInfo): number => {
  const sizes = info.fields.map(({ type }) => sizeOf(type)?.bytes ?? 0);
  return sizes.indexOf(Math.max(...sizes));
};

export interface Size {
  readonly bytes: number;
  readonly align: number;
}
const sizes = new WeakMap<Type, Size | 'busy' | 'none'>();

/** Bytes and alignment; null where a part has none that is known. */
export const sizeOf = (type: Type): Size | null => {
  const known = sizes.get(type);
  if (known !== undefined) return typeof known === 'string' ? null : known;
  sizes.set(type, 'busy');
  const made = makeSize(type);
  sizes.set(type, made ?? 'none');
  return made;
};

const isUnion = (type: Type): boolean => type.kind === 'class' && type.info.isUnion;
const up = (bytes: number, align: number): number => Math.ceil(bytes / align) * align;

function makeSize(type: Type): Size | null {
  if (type.kind === 'pointer') return { bytes: 8, align: 8 };
  if (type.kind === 'scalar' || type.kind === 'enum') {
    const bits = bitsOf(dtypeOfType(type));
    return bits === null ? null : { bytes: bits / 8, align: bits / 8 };
  }
  const shape = shapeOf(type);
  if (shape.kind === 'elements') {
    const element = sizeOf(shape.of);
    if (element === null) return null;
    const isVector = type.kind === 'library' && type.name === 'vec';
    const bytes = element.bytes * (isVector && shape.count === 3 ? 4 : shape.count);
    return { bytes, align: isVector ? Math.max(1, Math.min(bytes, 64)) : element.align };
  }
  if (shape.kind !== 'fields' || (type.kind === 'class' && type.info.isPolymorphic)) return null;
  let bytes = 0;
  let align = type.kind === 'class' ? type.info.alignment : 1;
  for (const field of shape.fields) {
    const size = sizeOf(field.type);
    if (size === null) return null;
    bytes = isUnion(type) ? Math.max(bytes, size.bytes) : up(bytes, size.align) + size.bytes;
    align = Math.max(align, size.align);
  }
  return { bytes: Math.max(1, up(bytes, align)), align };
}

/** Where a field lies in an object of its type; null where that is not known. */
export const offsetOf = (type: Type, name: string): number | null => {
  const shape = shapeOf(type);
  if (shape.kind !== 'fields') return null;
  if (isUnion(type)) return shape.fields.some((field) => field.name === name) ? 0 : null;
  let bytes = 0;
  for (const field of shape.fields) {
    const size = sizeOf(field.type);
    if (size === null) return null;
    bytes = up(bytes, size.align);
    if (field.name === name) return bytes;
    bytes += size.bytes;
  }
  return null;
};
