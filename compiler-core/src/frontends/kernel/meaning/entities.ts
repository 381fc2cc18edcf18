/** What names mean: entities in scopes ([basic.scope]). Local variables and template arguments are entities as well. */

import type { Value } from '../lower/values.ts';
import { openedFrom } from '../opened-scopes.ts';
import type {
  ClassDefinition,
  Declarator,
  EnumDefinition,
  FunctionDecl,
  Initializer,
  LambdaExpr,
  Node,
  Specifiers,
  TemplateArgument,
  TemplateHead,
  TypeId,
} from '../parse/ast.ts';
import type { ClassInfo } from '../types/classes.ts';
import type { ClassType, TemplateArg, Type } from '../types/types.ts';

export interface Specialisation {
  /** Null: an explicit one. */
  readonly head: TemplateHead | null;
  readonly arguments: readonly TemplateArgument[];
  readonly definition: ClassDefinition;
  readonly scope: Scope;
}
export interface ClassEntity {
  readonly kind: 'class';
  readonly name: string;
  head: TemplateHead | null;
  /** Null while it is declared only. */
  definition: ClassDefinition | null;
  readonly scope: Scope;
  readonly specialisations: Specialisation[];
  readonly instances: Map<string, ClassType>;
}
export interface FunctionEntity {
  readonly kind: 'function';
  readonly name: string;
  readonly declaration: FunctionDecl;
  readonly head: TemplateHead | null;
  /** Where it stands; of a member its class's scope. */
  readonly scope: Scope;
  readonly owner: ClassInfo | null;
  readonly isStatic: boolean;
  /** Of an explicit specialisation of a function template. */
  readonly specialisation: readonly TemplateArgument[] | null;
}
export interface VariableEntity {
  readonly kind: 'variable';
  readonly name: string;
  readonly specifiers: Specifiers;
  readonly declarator: Declarator;
  readonly initializer: Initializer | null;
  readonly head: TemplateHead | null;
  readonly scope: Scope;
  /** What it stands for, when it was asked for: a constant, or a variable of the host. */
  binding: Binding | 'busy' | null;
  /** Bindings of a variable template by its arguments. */
  readonly instances: Map<string, Binding>;
}
export interface AliasEntity {
  readonly kind: 'alias';
  readonly name: string;
  readonly head: TemplateHead | null;
  readonly type: TypeId | { readonly specifiers: Specifiers; readonly declarator: Declarator };
  readonly scope: Scope;
  resolved: Type | 'busy' | null;
}
export interface EnumEntity {
  readonly kind: 'enum';
  readonly name: string;
  readonly definition: EnumDefinition;
  readonly scope: Scope;
  type: Type | null;
}
/** A variable of a function that is being executed, a parameter, an argument of a template. */
export interface Binding {
  readonly kind: 'binding';
  readonly name: string;
  /** Names it across executions of the same text. */
  readonly declaration: Node | null;
  readonly type: Type;
  readonly constant: boolean;
  /** What a use of the name gives: the value itself where it never changes, else the place that holds it. */
  value: Value;
}
export type Entity =
  | { readonly kind: 'namespace'; readonly scope: Scope }
  /** A namespace of a library: `sycl`, `std::chrono`. */
  | { readonly kind: 'library'; readonly path: string }
  | ClassEntity
  | FunctionEntity
  | VariableEntity
  | AliasEntity
  | EnumEntity
  | Binding
  /** A member of the object whose function is being executed. */
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'enumerator'; readonly value: Value }
  | { readonly kind: 'argument'; readonly argument: TemplateArg }
  /** A parameter pack of a function. */
  | { readonly kind: 'bindings'; readonly items: readonly Binding[] }
  /** `using N::name;`, looked up when it is asked for. */
  | { readonly kind: 'using'; readonly find: () => readonly Entity[] };

export class Scope {
  private readonly entries = new Map<string, Entity[]>();
  /** Namespaces that `using namespace` opens here, bases of a class. */
  readonly opened: Scope[] = [];
  /** Libraries that `using namespace` opens here: `sycl`, `std`. */
  readonly libraries = new Set<string>();
  /** Lambdas whose parameters and variables stand here. */
  closure: LambdaExpr | null = null;

  constructor(
    readonly parent: Scope | null,
    readonly kind: 'namespace' | 'class' | 'block' | 'template',
    readonly name = '',
  ) {}

  add(name: string, entity: Entity): void {
    const before = this.entries.get(name);
    if (before === undefined) this.entries.set(name, [entity]);
    else before.push(entity);
  }

  /** In place of all of that name here. */
  set(name: string, entity: Entity): void {
    this.entries.set(name, [entity]);
  }

  own(name: string): readonly Entity[] {
    return this.entries.get(name) ?? [];
  }

  names(): IterableIterator<string> {
    return this.entries.keys();
  }

  /** Declared here, in an opened namespace or in a base; `using` declarations followed. */
  find(name: string): readonly Entity[] {
    const own = this.entries.get(name);
    if (own !== undefined) return own.some(({ kind }) => kind === 'using') ? own.flatMap(followed) : own;
    if (this.opened.length === 0) return [];
    for (const scope of openedFrom<Scope>(this)) {
      const found = scope.entries.get(name);
      if (found !== undefined) return found.flatMap(followed);
    }
    return [];
  }

  /** From here outwards; the innermost scope that has the name wins. */
  lookup(name: string): readonly Entity[] {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.find(name);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The scope around that is a class's. */
  enclosingClass(): Scope | null {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.kind === 'class') return scope;
    }
    return null;
  }

  opensLibrary(name: string): boolean {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.libraries.has(name)) return true;
    }
    return false;
  }
}

function followed(entity: Entity): readonly Entity[] {
  return entity.kind === 'using' ? entity.find() : [entity];
}
