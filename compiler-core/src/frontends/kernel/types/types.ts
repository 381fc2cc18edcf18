/** C++'s types as the lowering needs them. Qualifiers at the top are properties of variables, not of types. */

import type { DType } from '../../../ir/types.ts';
import type { Value } from '../lower/values.ts';
import type { AliasEntity, ClassEntity, Scope } from '../meaning/entities.ts';
import type { ClassInfo } from './classes.ts';

/** A fundamental type; `name` is its canonical spelling (`unsigned long`), since `long` and `long long` are different types. */
export interface ScalarType {
  readonly kind: 'scalar';
  readonly name: string;
  readonly dtype: DType;
}
export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly underlying: ScalarType;
  readonly scoped: boolean;
  /** Its enumerators, for `E::a`. */
  readonly scope: Scope;
}
export interface PointerType {
  readonly kind: 'pointer';
  readonly to: Type;
  /** Of what it points to. */
  readonly constant: boolean;
}
export interface ReferenceType {
  readonly kind: 'reference';
  readonly to: Type;
  readonly constant: boolean;
  readonly rvalue: boolean;
}
export interface ArrayType {
  readonly kind: 'array';
  readonly of: Type;
  /** Null where it is left out or not a constant. */
  readonly size: number | null;
}
export interface ClassType {
  readonly kind: 'class';
  readonly info: ClassInfo;
}
/** A class of SYCL or of the standard library, its arguments completed by the defaults. */
export interface LibraryType {
  readonly kind: 'library';
  readonly name: string;
  readonly args: readonly TemplateArg[];
}
export interface FunctionType {
  readonly kind: 'function';
  readonly result: Type;
  readonly parameters: readonly Type[];
}
/** The type of a lambda expression; each evaluation of one in another environment is another. */
export interface ClosureType {
  readonly kind: 'closure';
  readonly id: number;
}
/** A class template without arguments: they are deduced from how the object is made. */
export interface TemplateType {
  readonly kind: 'template';
  readonly name: string;
  /** Null: of a library. */
  readonly entity: ClassEntity | null;
}
export interface UnknownType {
  readonly kind: 'unknown';
  readonly reason: string;
}
export type Type =
  | ScalarType
  | EnumType
  | PointerType
  | ReferenceType
  | ArrayType
  | ClassType
  | LibraryType
  | FunctionType
  | ClosureType
  | TemplateType
  | UnknownType
  | { readonly kind: 'void' | 'auto' | 'nullptr' };

export type TemplateArg =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'value'; readonly value: Value }
  /** The name of a template of the program or of a library. */
  | { readonly kind: 'template'; readonly name: string; readonly entity: ClassEntity | AliasEntity | null }
  | { readonly kind: 'pack'; readonly items: readonly TemplateArg[] };

export const VOID: Type = { kind: 'void' };
export const AUTO: Type = { kind: 'auto' };
export const NULLPTR: Type = { kind: 'nullptr' };
export const unknownType = (reason: string): UnknownType => ({ kind: 'unknown', reason });
export const pointerTo = (to: Type, constant = false): PointerType => ({ kind: 'pointer', to, constant });
export const arrayOf = (of: Type, size: number | null): ArrayType => ({ kind: 'array', of, size });
export const library = (name: string, ...args: readonly TemplateArg[]): LibraryType => ({
  kind: 'library',
  name,
  args,
});
export const typeArg = (type: Type): TemplateArg => ({ kind: 'type', type });

/** Without its reference. */
export const plain = (type: Type): Type => (type.kind === 'reference' ? type.to : type);

export const isArithmetic = (type: Type): type is ScalarType => type.kind === 'scalar';
export const isScalarLike = (type: Type): type is ScalarType | EnumType =>
  type.kind === 'scalar' || type.kind === 'enum';

/** The element type in memory of a scalar or enumeration. */
export const dtypeOfType = (type: ScalarType | EnumType): DType =>
  type.kind === 'enum' ? type.underlying.dtype : type.dtype;

/** The type argument at a position; unknown where there is none. */
export const typeAt = (type: LibraryType, index: number): Type => {
  const arg = type.args[index];
  return arg?.kind === 'type' ? arg.type : unknownType(`argument ${index + 1} of ${type.name} is no type`);
};
