/** Names of a unit as an editor sees them: what is declared, and where each is used. */

import type { Token } from '../lex/tokens.ts';
import { openedFrom } from '../opened-scopes.ts';
import type { Expr, FunctionPart, Initializer, Node, Specifiers } from '../parse/ast.ts';

export type SymbolKind =
  | 'variable'
  | 'parameter'
  | 'field'
  | 'function'
  | 'class'
  | 'enum'
  | 'enumerator'
  | 'type'
  | 'templateParameter'
  | 'namespace';

/** What the declared thing is made of, where its text says so: the classes of members are found through it. */
export interface Declared {
  readonly specifiers: Specifiers;
  readonly scope: SymbolScope;
  readonly initializer: Initializer | Expr | null;
  /** The initialiser is a range that it goes through. */
  readonly isElement?: boolean;
}

export class KernelSymbol {
  /** Tokens that name it where it is declared, in the order of the text. */
  readonly declarations: number[] = [];
  /** What declares it, one for each of `declarations`: a declarator, a parameter, a definition. */
  readonly nodes: Node[] = [];
  /** Of a class, an enumeration or a namespace. */
  members: SymbolScope | null = null;
  declared: Declared | null = null;
  /** Of a function: one for each declaration, since overloads give different results. */
  readonly overloads: Declared[] = [];
  /** A class of which there are several definitions under one name. */
  isSpecialised = false;
  /** A class with operators or iterators: what `*`, `->`, `[]`, calls and loops give is not said by its name. */
  hasOperators = false;
  /** Of a function: one for each declaration that has parameters. */
  readonly functions: FunctionPart[] = [];

  constructor(
    readonly name: string,
    readonly kind: SymbolKind,
    /** Where it stands. */
    readonly scope: SymbolScope,
  ) {}
}

export type Role = 'declaration' | 'read' | 'write' | 'call';

export interface Use {
  readonly token: number;
  readonly symbol: KernelSymbol;
  readonly role: Role;
}

export class SymbolScope {
  private readonly entries = new Map<string, KernelSymbol>();
  /** Namespaces that are used here, bases of a class. */
  readonly opened: SymbolScope[] = [];
  /** A base depends on a template's parameters: names without a qualifier are not looked up there ([temp.dep.type]). */
  hasDependentBase = false;
  /** A class derives from it. */
  isBase = false;
  /** All of it, where it is a function's. */
  extent: Node | null = null;

  constructor(
    readonly parent: SymbolScope | null,
    /** Declarations in a template's head belong to what follows. */
    readonly kind: 'namespace' | 'class' | 'function' | 'block' | 'template',
    /** The class, namespace or function that it is of. */
    readonly owner: KernelSymbol | null = null,
  ) {}

  own(name: string): KernelSymbol | undefined {
    return this.entries.get(name);
  }

  add(symbol: KernelSymbol): void {
    this.entries.set(symbol.name, symbol);
  }

  symbols(): IterableIterator<KernelSymbol> {
    return this.entries.values();
  }

  /** Declared here; a class's own name is a member of it ([class.pre]). */
  private here(name: string): KernelSymbol | null {
    const own = this.entries.get(name);
    if (own !== undefined) return own;
    return this.kind === 'class' && this.owner?.name === name ? this.owner : null;
  }

  /** Declared here, in a namespace that is used here, or in a base. */
  find(name: string): KernelSymbol | null {
    const own = this.here(name);
    if (own !== null) return own;
    if (this.opened.length === 0) return null;
    for (const scope of openedFrom<SymbolScope>(this)) {
      const found = scope.here(name);
      if (found !== null) return found;
    }
    return null;
  }

  /**
   * From here outwards; the innermost scope that has the name wins. Null too where a used namespace or a dependent base
   * and a scope further out both have it: which one is meant takes more than scopes to know.
   */
  lookup(name: string): KernelSymbol | null {
    let opened: KernelSymbol | null = null;
    for (let scope: SymbolScope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.find(name);
      if (found === null) continue;
      if (opened !== null && opened !== found) return null;
      if (scope.here(name) !== null || (scope.kind === 'class' && !scope.hasDependentBase)) return found;
      opened = found;
    }
    return opened;
  }

  /** The class around. */
  get enclosingClass(): SymbolScope | null {
    for (let scope: SymbolScope | null = this; scope !== null; scope = scope.parent)
      if (scope.kind === 'class') return scope;
    return null;
  }

  /** The outermost function around; null at file level. */
  get enclosingFunction(): SymbolScope | null {
    let found: SymbolScope | null = null;
    for (let scope: SymbolScope | null = this; scope !== null; scope = scope.parent)
      if (scope.extent !== null) found = scope;
    return found;
  }
}

export interface SymbolTable {
  readonly tokens: readonly Token[];
  readonly symbols: readonly KernelSymbol[];
  readonly uses: readonly Use[];
  readonly root: SymbolScope;
  /** Members after `.` and `->` of an object whose class is not known from the text, by name. */
  readonly unknownMembers: ReadonlyMap<string, readonly number[]>;
  /** Names of libraries, and their members. */
  readonly foreign: ReadonlySet<number>;
}
