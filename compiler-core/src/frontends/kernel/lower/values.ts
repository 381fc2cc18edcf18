/**
 * Values of the abstract execution. What C++ decides while it compiles (objects of the library, closures, which array a
 * pointer goes into) stays here; only scalars become IR.
 */

import type { Expr } from '../../../ir/nodes.ts';
import type { DType, MemType } from '../../../ir/types.ts';
import type { Binding, FunctionEntity, Scope } from '../meaning/entities.ts';
import type { LambdaExpr } from '../parse/ast.ts';
import type { ClosureType, EnumType, LibraryType, PointerType, ScalarType, TemplateArg, Type } from '../types/types.ts';

/** Memory for elements of one type: a parameter, a local variable. Its leaves are tensors `name.path`. */
export interface Allocation {
  readonly name: string;
  readonly type: Type;
  /** Extents before those that the type has: of a buffer, of what a pointer goes into. */
  readonly extents: readonly Expr[];
  readonly memory: MemType;
  readonly aliasClass: string | null;
  /** Leaves that are used, by path; made when first asked for. */
  readonly leaves: Map<string, Leaf>;
  /** Names it across executions of the same text. */
  readonly key: string;
  /** A window on another: `(float *)p`. */
  readonly view: { readonly tensor: string; readonly byteOffset: Expr } | null;
  /** Windows on private memory: they stand where it does. */
  readonly windows: Allocation[];
  /** Its type's places are bytes of what it is a window on. */
  readonly raw: boolean;
  /** Of a window on private memory. */
  readonly recipe: WindowRecipe | null;
  /** Given from outside: by value, by an accessor or by a pointer. */
  readonly external: boolean;
}
export interface Leaf {
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: readonly Expr[];
  readonly layout: { readonly strideBytes: number; readonly offsetBytes: number } | null;
  /** A window on another leaf of its allocation. */
  readonly view?: { readonly tensor: string; readonly byteOffset: Expr };
}
/** Where a pointer that changes may go; it is kept as a number in this list and an index. */
export interface PointerTarget {
  /** The key of the allocation; null: the null pointer. */
  readonly allocation: string | null;
  readonly path: string;
  /** How many indices lead to what it points to, its own included. */
  readonly depth: number;
  /** It points to one object, not into an array. */
  readonly single: boolean;
  readonly to: Type;
  /** Where it goes through a window: how to make that one again. */
  readonly window: WindowRecipe | null;
}
/** A window on private memory, across executions of the same text. */
export interface WindowRecipe {
  /** The key of what it lies on. */
  readonly of: string;
  readonly name: string;
  readonly type: Type;
  readonly count: Expr;
  readonly raw: boolean;
}

/** Part of an allocation: an lvalue. */
export interface Place {
  readonly allocation: Allocation;
  /** Names of fields, each behind a dot. */
  readonly path: string;
  readonly indices: readonly Expr[];
  readonly type: Type;
}
export interface ScalarValue {
  readonly kind: 'scalar';
  readonly type: ScalarType | EnumType;
  readonly expr: Expr;
}
/** `base[index]`, or `base` itself where index is null; null: the null pointer. */
export interface PointerValue {
  readonly kind: 'pointer';
  readonly type: PointerType;
  readonly base: Place | null;
  readonly index: Expr | null;
}
export interface RecordValue {
  readonly kind: 'record';
  readonly type: Type;
  /** In the order of `partsOf(type)`. */
  readonly parts: readonly Value[];
}
export interface ClosureValue {
  readonly kind: 'closure';
  readonly type: ClosureType;
  readonly lambda: LambdaExpr;
  /** The environment where it was made, with copies of what it copies. */
  readonly scope: Scope;
  readonly self: Value | null;
}
/** An object of the library that has no memory of its own: an item, an accessor, a queue. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly type: LibraryType;
  readonly data: object;
}
export type Value =
  | ScalarValue
  | PointerValue
  | RecordValue
  | ClosureValue
  | ObjectValue
  | { readonly kind: 'place'; readonly type: Type; readonly place: Place }
  /** A variable whose value never changes, or part of one: an lvalue all the same. */
  | { readonly kind: 'variable'; readonly type: Type; readonly binding: Binding; readonly value: Value }
  | {
      readonly kind: 'choice';
      readonly type: Type;
      readonly cond: Expr;
      readonly then: Value;
      readonly else: Value;
    }
  /** Functions of one name: a set of overloads, perhaps with an object and template arguments. */
  | {
      readonly kind: 'functions';
      readonly type: Type;
      readonly name: string;
      readonly entities: readonly FunctionEntity[];
      readonly self: Value | null;
      readonly args: readonly TemplateArg[] | null;
    }
  /** A function of the library, by name; of an object where `self` is given. */
  | {
      readonly kind: 'builtin';
      readonly type: Type;
      readonly name: string;
      readonly path: string;
      readonly self: Value | null;
      readonly args: readonly TemplateArg[] | null;
    }
  /** An enumerator or tag of the library: `access_mode::read`, `read_only`. */
  | { readonly kind: 'token'; readonly type: Type; readonly name: string }
  | { readonly kind: 'string'; readonly type: Type; readonly text: string }
  /** Braces whose type the context gives. */
  | {
      readonly kind: 'list';
      readonly type: Type;
      readonly items: readonly Value[];
      /** `.name =` of each; null where none of them has one. */
      readonly designators: readonly (string | null)[] | null;
    }
  | { readonly kind: 'void'; readonly type: Type }
  | { readonly kind: 'unknown'; readonly type: Type; readonly reason: string };
export type ValueOf<K extends Value['kind']> = Extract<Value, { kind: K }>;
