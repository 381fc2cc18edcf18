/** A class of the program: an instance of a class template has its own. */

import type { ClassEntity, FunctionEntity, Scope } from '../meaning/entities.ts';
import type { ClassDefinition, Initializer, Node } from '../parse/ast.ts';
import type { ClassType, TemplateArg, Type } from './types.ts';

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly constant: boolean;
  readonly initializer: Initializer | null;
  /** The scope in which its initialiser is read. */
  readonly scope: Scope;
  readonly declaration: Node;
  /** Its width in bits, of a bit-field. */
  readonly bits: number | null;
}

export class ClassInfo {
  /** Those of the bases first. */
  readonly fields: Field[] = [];
  readonly bases: ClassInfo[] = [];
  /** Members of an anonymous struct or union in it: the field that holds them. */
  readonly nested = new Map<string, { readonly name: string; readonly type: ClassType }>();
  /** Constructors by how many parameters they have does not matter here: overload resolution asks all. */
  readonly constructors: FunctionEntity[] = [];
  /** Functions that are defined in the class and are no members: found by their arguments only. */
  readonly friends: FunctionEntity[] = [];
  /** Why objects of it have no layout here: a union, a virtual function, a base that is not known. */
  opaque: string | null = null;
  isUnion = false;
  /** Has virtual functions: its layout is not modelled. */
  isPolymorphic = false;
  /** In bytes, where `alignas` asks for more than the fields. */
  alignment = 1;
  /** Of its members; the parent knows the template's arguments. */
  scope: Scope;

  /** Of an instance: its template, and the arguments. */
  template: ClassEntity | null = null;
  args: readonly TemplateArg[] = [];

  constructor(
    readonly name: string,
    /** Distinct for each instance. */
    readonly key: string,
    readonly definition: ClassDefinition,
    scope: Scope,
  ) {
    this.scope = scope;
  }

  field(name: string): Field | undefined {
    return this.fields.findLast((field) => field.name === name);
  }

  derivesFrom(other: ClassInfo): boolean {
    return this === other || this.bases.some((base) => base.derivesFrom(other));
  }
}
