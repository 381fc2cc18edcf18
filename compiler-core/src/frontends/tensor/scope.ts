/** Names in force. Rewritten bodies of `for` and `if` are functions to Python, hence scopes of their own. */

import type { Span } from '../../text/span.ts';
import type { PyExpr, PyStmt } from './python/ast.ts';
import type { Value } from './values.ts';

export type ScopeKind = 'builtins' | 'module' | 'class' | 'function' | 'block' | 'comprehension';

export class Scope {
  readonly vars = new Map<string, Value>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** Of a function: its code is rewritten by FreeTensor. */
  staged = false;
  /** Of a function: its name. */
  name = '';
  /** Names that a body staged once has changed, until they are read or bound again. */
  readonly changed = new Map<string, { readonly value: Value; readonly at: Span; readonly where: 'loop' | 'branch' }>();
  /** Something not read may have bound any name here: a star import of an unknown module, an unmodelled statement. */
  open = false;
  /** Of a rewritten function: names that only bodies of its loops and branches bind. */
  blockNames: ReadonlySet<string> = new Set();
  /** A function entered without a call, to find what stands in it: its statements fail one by one. */
  explored = false;
  constructor(
    readonly kind: ScopeKind,
    readonly parent: Scope | null,
    /** Names that Python's compiler makes local here; reading one before it is bound is an error. */
    readonly locals: ReadonlySet<string> = new Set(),
    /** Called with the old and the new value of a name (undefined: none): tensors lent to names are tracked so. */
    readonly onBind: ((old: Value | undefined, now: Value | undefined) => void) | null = null,
  ) {}

  /** The value of a name; `undefined` where it is not defined, `'unbound'` where it is local and not yet assigned. */
  lookup(name: string): { readonly value: Value } | 'unbound' | undefined {
    for (let s: Scope | null = this, first = true; s; s = s.parent, first = false) {
      if (s.kind === 'class' && !first) continue;
      if (s.globals.has(name)) return s.moduleScope().lookup(name);
      const value = s.vars.get(name);
      if (value !== undefined) return { value };
      if (s.locals.has(name) && !s.nonlocals.has(name)) return 'unbound';
    }
    return undefined;
  }

  /** Where a name that is not found may be bound all the same. */
  get openScope(): Scope | null {
    for (let s: Scope | null = this; s; s = s.parent) if (s.open) return s;
    return null;
  }

  moduleScope(): Scope {
    let s: Scope = this;
    while (s.kind !== 'module' && s.kind !== 'builtins' && s.parent) s = s.parent;
    return s;
  }

  /** The scope in which an assignment to `name` from here lands. */
  target(name: string): Scope {
    if (this.globals.has(name)) return this.moduleScope();
    if (this.nonlocals.has(name)) {
      for (let s = this.parent; s; s = s.parent) if (s.kind !== 'class' && s.vars.has(name)) return s;
    }
    if (this.kind === 'comprehension' && this.parent) return this.parent.target(name);
    if (this.kind === 'block') {
      for (let s: Scope | null = this; s; s = s.parent) {
        if (s.vars.has(name) || s.globals.has(name) || s.nonlocals.has(name)) return s === this ? s : s.target(name);
        if (s.kind !== 'block') break;
      }
    }
    return this;
  }

  assign(name: string, value: Value): void {
    this.target(name).set(name, value);
  }

  /** Binds in this very scope. */
  set(name: string, value: Value): void {
    const old = this.vars.get(name);
    this.vars.set(name, value);
    this.onBind?.(old, value);
  }

  delete(name: string): boolean {
    const s = this.target(name);
    const old = s.vars.get(name);
    if (old === undefined) return false;
    s.vars.delete(name);
    s.onBind?.(old, undefined);
    return true;
  }

  /** Gives back what its names hold. */
  close(): void {
    if (this.onBind) for (const v of this.vars.values()) this.onBind(v, undefined);
  }
}

const bound = new WeakMap<readonly PyStmt[], ReadonlySet<string>>();

/** Names a list of statements binds. With `blocks`, bodies of `for` and `if` are scopes of their own and left out. */
export const boundNames = (body: readonly PyStmt[], blocks: boolean): ReadonlySet<string> => {
  const cached = blocks ? undefined : bound.get(body);
  if (cached) return cached;
  const names = new Set<string>();
  const declared = new Set<string>();
  collect(body, blocks, names, declared);
  for (const d of declared) names.delete(d);
  if (!blocks) bound.set(body, names);
  return names;
};

/** Names that only bodies of `for` and `if` bind, which are scopes of their own in rewritten code. */
export const blockNames = (body: readonly PyStmt[]): ReadonlySet<string> => {
  const direct = boundNames(body, true);
  return new Set([...boundNames(body, false)].filter((n) => !direct.has(n)));
};

const collect = (body: readonly PyStmt[], blocks: boolean, names: Set<string>, declared: Set<string>): void => {
  for (const s of body) {
    switch (s.kind) {
      case 'assign':
        for (const t of s.targets) targetNames(t, names);
        break;
      case 'augAssign':
      case 'annAssign':
        targetNames(s.target, names);
        break;
      case 'functionDef':
      case 'classDef':
        names.add(s.name);
        break;
      case 'import':
        for (const a of s.names) names.add(a.asName ?? (a.name.split('.')[0] as string));
        break;
      case 'importFrom':
        for (const a of s.names ?? []) names.add(a.asName ?? a.name);
        break;
      case 'for':
        if (blocks && s.target.kind === 'name' && !s.orElse) break;
        targetNames(s.target, names);
        collect(s.body, blocks, names, declared);
        collect(s.orElse ?? [], blocks, names, declared);
        break;
      case 'if':
        if (blocks) break;
        collect(s.body, blocks, names, declared);
        collect(s.orElse ?? [], blocks, names, declared);
        break;
      case 'while':
        collect(s.body, blocks, names, declared);
        collect(s.orElse ?? [], blocks, names, declared);
        break;
      case 'with':
        for (const item of s.items) if (item.target) targetNames(item.target, names);
        collect(s.body, blocks, names, declared);
        break;
      case 'try':
        collect(s.body, blocks, names, declared);
        for (const h of s.handlers) {
          if (h.name) names.add(h.name);
          collect(h.body, blocks, names, declared);
        }
        collect(s.orElse ?? [], blocks, names, declared);
        collect(s.final ?? [], blocks, names, declared);
        break;
      case 'global':
      case 'nonlocal':
        for (const n of s.names) declared.add(n);
        break;
      default:
    }
  }
};

/** Names that assigning to `target` binds. */
export const targetNames = (target: PyExpr, names: Set<string>): void => {
  if (target.kind === 'name') names.add(target.id);
  else if (target.kind === 'tuple' || target.kind === 'list') for (const t of target.items) targetNames(t, names);
  else if (target.kind === 'starred') targetNames(target.value, names);
};
