/** What a name is while the text is read: enough to tell a declaration from an expression, and `<` from a bracket. */

import { openedFrom } from '../opened-scopes.ts';

export type NameKind =
  | 'type'
  /** A class or alias template; without arguments it stands for a type that is deduced. */
  | 'template'
  | 'value'
  | 'function'
  /** A function or variable template, or a concept: `<` behind it is a bracket. */
  | 'valueTemplate'
  | 'concept'
  | 'namespace';

export interface Entry {
  readonly kind: NameKind;
  /** Members of a class, namespace or enumeration; null where they are not known. */
  readonly members: Scope | null;
}

export class Scope {
  private readonly entries = new Map<string, Entry>();
  /** Namespaces that `using namespace` opens here, bases of a class. */
  readonly opened: Scope[] = [];

  constructor(
    readonly parent: Scope | null,
    /** Declarations in a template head belong to what follows, not to the head. */
    readonly kind: 'namespace' | 'class' | 'block' | 'template' = 'block',
  ) {}

  declare(name: string, kind: NameKind, members: Scope | null = null): Entry {
    const before = this.entries.get(name);
    // Overloads: one template among them makes `<` a bracket.
    const isTemplate = kind === 'function' && before?.kind === 'valueTemplate';
    const entry: Entry = { kind: isTemplate ? 'valueTemplate' : kind, members: members ?? before?.members ?? null };
    this.entries.set(name, entry);
    return entry;
  }

  /** Declared here, in an opened namespace or in a base. */
  find(name: string): Entry | null {
    const own = this.entries.get(name);
    if (own !== undefined) return own;
    if (this.opened.length === 0) return null;
    for (const scope of openedFrom<Scope>(this)) {
      const found = scope.entries.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** From here outwards. */
  lookup(name: string): Entry | null {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.find(name);
      if (found !== null) return found;
    }
    return null;
  }
}
