/**
 * Names by Python's scoping, from the syntax alone: it answers where staging never went. In functions that FreeTensor
 * rewrites, bodies of `for` and `if` are scopes of their own, as they are to FreeTensor.
 */

import type {
  FunctionDef,
  ImportAlias,
  Params,
  PyExpr,
  PyModule,
  PyStmt,
} from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import { isInline, isUnit } from './ast.ts';

export type BindingKind =
  | 'assignment'
  | 'declaration'
  | 'parameter'
  | 'loop'
  | 'import'
  | 'function'
  | 'class'
  | 'with'
  | 'except';

export interface Occurrence {
  readonly start: number;
  readonly end: number;
  /** Null: the name is read. */
  readonly binds: BindingKind | null;
  readonly symbol: NameSymbol;
}
export interface NameSymbol {
  readonly name: string;
  readonly scope: NameScope;
  /** In the order of the text. */
  readonly occurrences: Occurrence[];
  /** Of an import: the module, and the name in it (null: the module itself). */
  imported: { readonly module: string; readonly name: string | null } | null;
  /** Of a function. */
  def: FunctionDef | null;
  /** The value of the first plain assignment to it, or its annotation. */
  value: PyExpr | null;
}
export interface NameScope {
  readonly kind: 'module' | 'function' | 'class' | 'block';
  readonly start: number;
  readonly end: number;
  readonly parent: NameScope | null;
  readonly symbols: Map<string, NameSymbol>;
  readonly children: NameScope[];
  readonly def: FunctionDef | null;
  /** Its code is rewritten by FreeTensor. */
  readonly staged: boolean;
}
export interface Names {
  readonly root: NameScope;
  /** Sorted by start; no two overlap. */
  readonly occurrences: readonly Occurrence[];
  /** Modules of `from module import *`. */
  readonly stars: readonly string[];
}

export const namesOf = (module: PyModule, text: string): Names => new Collector(module, text).run();

/** The name that an offset is in or at the end of. O(log n). */
export const occurrenceAt = (names: Names, offset: number): Occurrence | null => {
  const list = names.occurrences;
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((list[mid] as Occurrence).start <= offset) lo = mid + 1;
    else hi = mid;
  }
  for (const o of [list[lo - 1], list[lo - 2]]) if (o && o.start <= offset && offset <= o.end) return o;
  return null;
};

/** The innermost scope around an offset. */
export const scopeAt = (names: Names, offset: number): NameScope => {
  let scope = names.root;
  for (;;) {
    const inner = scope.children.find((c) => c.start <= offset && offset <= c.end);
    if (!inner) return scope;
    scope = inner;
  }
};

/**
 * The scope of what is typed at an offset: a line below a body and indented like it belongs to the body, though no
 * statement there says so yet.
 */
export const scopeForTyping = (names: Names, text: string, offset: number): NameScope => {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = indentAt(text, lineStart, offset);
  let scope = names.root;
  for (;;) {
    const inner = scope.children.findLast(
      (c) => c.start <= offset && (offset <= c.end || reaches(text, c, lineStart, indent)),
    );
    if (!inner) return scope;
    scope = inner;
  }
};
const indentAt = (text: string, lineStart: number, limit: number): number => {
  let at = lineStart;
  while (at < limit && (text[at] === ' ' || text[at] === '\t')) at++;
  return at - lineStart;
};
/** Are all lines from the end of a body to a line indented deeper than its head? */
const reaches = (text: string, scope: NameScope, lineStart: number, indent: number): boolean => {
  const headStart = text.lastIndexOf('\n', scope.start - 1) + 1;
  const head = indentAt(text, headStart, scope.start);
  if (indent <= head) return false;
  const between = text.slice(scope.end, lineStart).split('\n').slice(1);
  return between.every((line) => line.trim() === '' || indentAt(line, 0, line.length) > head);
};

/** What a name means in a scope. */
export const resolveName = (scope: NameScope, name: string): NameSymbol | null => {
  for (let s: NameScope | null = scope, first = true; s; s = s.parent, first = false) {
    if (s.kind === 'class' && !first) continue;
    const found = s.symbols.get(name);
    if (found) return found;
  }
  return null;
};

/** The function that a scope belongs to. */
export const functionOf = (scope: NameScope): FunctionDef | null => {
  for (let s: NameScope | null = scope; s; s = s.parent) if (s.kind === 'function') return s.def;
  return null;
};

interface Pending {
  readonly name: string;
  readonly start: number;
  readonly scope: NameScope;
}

class Collector {
  private readonly uses: Pending[] = [];
  private readonly stars: string[] = [];
  private readonly redirected = new Map<NameScope, Map<string, NameScope>>();
  private readonly root: NameScope;
  private readonly all: Occurrence[] = [];

  constructor(
    private readonly module: PyModule,
    private readonly text: string,
  ) {
    this.root = {
      kind: 'module',
      start: 0,
      end: text.length,
      parent: null,
      symbols: new Map(),
      children: [],
      def: null,
      staged: false,
    };
  }

  run(): Names {
    this.body(this.module.body, this.root);
    for (const use of this.uses) this.resolve(use);
    this.all.sort((a, b) => a.start - b.start || a.end - b.end);
    const occurrences = this.all.filter((o, i) => o.start !== this.all[i - 1]?.start);
    for (const o of occurrences) o.symbol.occurrences.push(o);
    return { root: this.root, occurrences, stars: this.stars };
  }

  private open(
    kind: NameScope['kind'],
    parent: NameScope,
    at: { start: number; end: number },
    def: FunctionDef | null,
  ) {
    const staged = parent.staged || (def !== null && (isUnit(def) || isInline(def)));
    const scope: NameScope = { kind, ...at, parent, symbols: new Map(), children: [], def, staged };
    parent.children.push(scope);
    return scope;
  }

  private symbol(scope: NameScope, name: string): NameSymbol {
    let symbol = scope.symbols.get(name);
    if (!symbol) {
      symbol = { name, scope, occurrences: [], imported: null, def: null, value: null };
      scope.symbols.set(name, symbol);
    }
    return symbol;
  }

  private bind(scope: NameScope, name: string, start: number, binds: BindingKind): NameSymbol {
    const symbol = this.symbol(this.holder(scope, name, binds), name);
    if (name !== '') this.all.push({ start, end: start + name.length, binds, symbol });
    return symbol;
  }

  /** The scope that a binding goes to: an earlier one of the same function around this block, else the block. */
  private holder(scope: NameScope, name: string, binds: BindingKind): NameScope {
    const other = this.redirected.get(scope)?.get(name);
    if (other) return other;
    if (scope.kind !== 'block' || binds === 'loop') return scope;
    for (let s: NameScope | null = scope; s; s = s.parent) {
      if (s.symbols.has(name) || this.redirected.get(s)?.has(name)) return this.redirected.get(s)?.get(name) ?? s;
      if (s.kind !== 'block') break;
    }
    return scope;
  }

  private resolve({ name, start, scope }: Pending): void {
    const symbol = resolveName(scope, name) ?? nearby(scope, name);
    if (symbol) this.all.push({ start, end: start + name.length, binds: null, symbol });
  }

  // ---- statements ----------------------------------------------------------------------------------------------------

  private body(stmts: readonly PyStmt[], scope: NameScope): void {
    for (const s of stmts) this.stmt(s, scope);
  }

  /** The body of a `for` or `if`: a scope where FreeTensor rewrites. */
  private block(
    stmts: readonly PyStmt[],
    scope: NameScope,
    target: PyExpr | null = null,
    head: PyExpr | null = target,
  ): void {
    const [first, last] = [stmts[0], stmts.at(-1)];
    if (!scope.staged || !first || !last) {
      if (target) this.target(target, scope, 'loop');
      this.body(stmts, scope);
      return;
    }
    const inner = this.open('block', scope, { start: (head ?? first).at.start, end: last.at.end }, null);
    if (target) this.target(target, inner, 'loop');
    this.body(stmts, inner);
  }

  private stmt(s: PyStmt, scope: NameScope): void {
    switch (s.kind) {
      case 'expr':
        this.expr(s.value, scope);
        return;
      case 'assign': {
        this.expr(s.value, scope);
        for (const t of s.targets) {
          this.target(t, scope, 'assignment');
          if (t.kind === 'name') this.remember(scope, t.id, s.value);
        }
        return;
      }
      case 'augAssign':
        this.expr(s.value, scope);
        this.target(s.target, scope, 'assignment');
        return;
      case 'annAssign':
        this.expr(s.annotation, scope);
        if (s.value) this.expr(s.value, scope);
        this.target(s.target, scope, 'declaration');
        if (s.target.kind === 'name') this.remember(scope, s.target.id, s.annotation);
        return;
      case 'for':
        this.expr(s.iter, scope);
        this.block(s.body, scope, s.target);
        this.block(s.orElse ?? [], scope);
        return;
      case 'while':
        this.expr(s.test, scope);
        this.body(s.body, scope);
        this.body(s.orElse ?? [], scope);
        return;
      case 'if':
        this.expr(s.test, scope);
        this.block(s.body, scope, null, s.test);
        this.block(s.orElse ?? [], scope);
        return;
      case 'with':
        for (const item of s.items) {
          this.expr(item.context, scope);
          if (item.target) this.target(item.target, scope, 'with');
        }
        this.body(s.body, scope);
        return;
      case 'try':
        this.body(s.body, scope);
        for (const h of s.handlers) {
          if (h.type) this.expr(h.type, scope);
          if (h.name !== null) {
            const start = this.find(h.name, h.type?.at.end ?? h.at.start, h.at.end);
            if (start !== null) this.bind(scope, h.name, start, 'except');
          }
          this.body(h.body, scope);
        }
        this.body(s.orElse ?? [], scope);
        this.body(s.final ?? [], scope);
        return;
      case 'functionDef':
        this.functionDef(s, scope);
        return;
      case 'classDef': {
        for (const e of [...s.decorators, ...s.bases, ...s.keywords.map((k) => k.value)]) this.expr(e, scope);
        this.bind(scope, s.name, s.nameAt.start, 'class');
        this.body(s.body, this.open('class', scope, s.at, null));
        return;
      }
      case 'return':
        if (s.value) this.expr(s.value, scope);
        return;
      case 'raise':
        if (s.value) this.expr(s.value, scope);
        if (s.cause) this.expr(s.cause, scope);
        return;
      case 'assert':
        this.expr(s.test, scope);
        if (s.message) this.expr(s.message, scope);
        return;
      case 'delete':
        for (const t of s.targets) this.expr(t, scope);
        return;
      case 'import':
        for (const a of s.names) {
          const name = a.asName ?? (a.name.split('.')[0] as string);
          const symbol = this.bind(scope, name, aliasStart(a), 'import');
          symbol.imported = { module: a.asName === null ? name : a.name, name: null };
        }
        return;
      case 'importFrom':
        if (s.names === null) this.stars.push(s.module);
        for (const a of s.names ?? [])
          this.bind(scope, a.asName ?? a.name, aliasStart(a), 'import').imported = { module: s.module, name: a.name };
        return;
      case 'global':
      case 'nonlocal':
        this.redirect(s.names, s.kind, scope, s.at);
        return;
      case 'directive': {
        const match = /^no_deps:\s*(\S+)/.exec(s.text);
        const name = match?.[1];
        const start = name === undefined ? null : this.find(name, this.text.indexOf(':', s.at.start), s.at.end);
        if (name !== undefined && start !== null) this.uses.push({ name, start, scope });
        return;
      }
      default:
    }
  }

  private functionDef(s: FunctionDef, scope: NameScope): void {
    for (const d of s.decorators) this.expr(d, scope);
    this.defaults(s.params, scope);
    this.bind(scope, s.name, s.nameAt.start, 'function').def ??= s;
    if (s.returns) this.expr(s.returns, scope);
    const inner = this.open('function', scope, { start: s.nameAt.end, end: s.at.end }, s);
    for (const p of allParams(s.params)) {
      // Annotations of staged parameters mention other parameters: FreeTensor evaluates them inside.
      if (p.annotation) this.expr(p.annotation, inner.staged ? inner : scope);
      this.bind(inner, p.name, p.at.start, 'parameter');
      if (p.annotation) this.remember(inner, p.name, p.annotation);
    }
    this.body(s.body, inner);
  }

  private defaults(params: Params, scope: NameScope): void {
    for (const p of allParams(params)) if (p.default) this.expr(p.default, scope);
  }

  private redirect(
    names: readonly string[],
    kind: 'global' | 'nonlocal',
    scope: NameScope,
    at: { start: number; end: number },
  ): void {
    const map = this.redirected.get(scope) ?? new Map<string, NameScope>();
    this.redirected.set(scope, map);
    let from = at.start + kind.length;
    for (const name of names) {
      let target: NameScope = this.root;
      if (kind === 'nonlocal') {
        for (let s = scope.parent; s; s = s.parent) {
          if (s.kind !== 'class' && s.kind !== 'module' && s.symbols.has(name)) {
            target = s;
            break;
          }
        }
      }
      map.set(name, target);
      const symbol = this.symbol(target, name);
      // What is read here means that one too.
      scope.symbols.set(name, symbol);
      const start = this.find(name, from, at.end);
      if (start === null) continue;
      this.all.push({ start, end: start + name.length, binds: null, symbol });
      from = start + name.length;
    }
  }

  private remember(scope: NameScope, name: string, value: PyExpr): void {
    const symbol = resolveName(scope, name);
    if (symbol) symbol.value ??= value;
  }

  /** A whole word of the text. */
  private find(word: string, from: number, to: number): number | null {
    for (
      let at = this.text.indexOf(word, from);
      at >= 0 && at + word.length <= to;
      at = this.text.indexOf(word, at + 1)
    ) {
      const around = `${this.text[at - 1] ?? ' '}${this.text[at + word.length] ?? ' '}`;
      if (!/[\p{L}\p{N}_]/u.test(around)) return at;
    }
    return null;
  }

  // ---- expressions ---------------------------------------------------------------------------------------------------

  private target(t: PyExpr, scope: NameScope, binds: BindingKind): void {
    if (t.kind === 'name') this.bind(scope, t.id, t.at.start, binds);
    else if (t.kind === 'tuple' || t.kind === 'list') for (const item of t.items) this.target(item, scope, binds);
    else if (t.kind === 'starred') this.target(t.value, scope, binds);
    else this.expr(t, scope);
  }

  private expr(e: PyExpr, scope: NameScope): void {
    switch (e.kind) {
      case 'name':
        this.uses.push({ name: e.id, start: e.at.start, scope });
        return;
      case 'fstring':
        for (const p of e.parts) if (typeof p !== 'string') this.expr(p.value, scope);
        return;
      case 'tuple':
      case 'list':
      case 'set':
        for (const item of e.items) this.expr(item, scope);
        return;
      case 'dict':
        for (const entry of e.entries) {
          if (entry.key) this.expr(entry.key, scope);
          this.expr(entry.value, scope);
        }
        return;
      case 'attribute':
        this.expr(e.object, scope);
        return;
      case 'subscript':
        this.expr(e.object, scope);
        this.expr(e.index, scope);
        return;
      case 'slice':
        for (const part of [e.start, e.stop, e.step]) if (part) this.expr(part, scope);
        return;
      case 'call':
        this.expr(e.func, scope);
        for (const a of e.args) this.expr(a, scope);
        for (const k of e.keywords) this.expr(k.value, scope);
        return;
      case 'starred':
      case 'await':
      case 'yieldFrom':
        this.expr(e.value, scope);
        return;
      case 'yield':
        if (e.value) this.expr(e.value, scope);
        return;
      case 'unary':
        this.expr(e.operand, scope);
        return;
      case 'binary':
        this.expr(e.lhs, scope);
        this.expr(e.rhs, scope);
        return;
      case 'boolOp':
        for (const v of e.values) this.expr(v, scope);
        return;
      case 'compare':
        this.expr(e.first, scope);
        for (const r of e.rest) this.expr(r.value, scope);
        return;
      case 'ifExp':
        for (const part of [e.test, e.then, e.else]) this.expr(part, scope);
        return;
      case 'lambda': {
        this.defaults(e.params, scope);
        const inner = this.open('function', scope, e.at, null);
        for (const p of allParams(e.params)) this.bind(inner, p.name, p.at.start, 'parameter');
        this.expr(e.body, inner);
        return;
      }
      case 'namedExpr':
        this.expr(e.value, scope);
        this.target(e.target, scope, 'assignment');
        return;
      case 'listComp':
      case 'setComp':
      case 'generator':
      case 'dictComp': {
        const inner = this.open('function', scope, e.at, null);
        e.clauses.forEach((c, i) => {
          this.expr(c.iter, i === 0 ? scope : inner);
          this.target(c.target, inner, 'loop');
          for (const test of c.ifs) this.expr(test, inner);
        });
        for (const part of e.kind === 'dictComp' ? [e.key, e.value] : [e.element]) this.expr(part, inner);
        return;
      }
      default:
    }
  }
}

const aliasStart = ({ at, asName }: ImportAlias): number => (asName === null ? at.start : at.end - asName.length);

/** A name that only another block of the same function binds: not defined to FreeTensor, but it is what is meant. */
const nearby = (scope: NameScope, name: string): NameSymbol | null => {
  let outer = scope;
  while (outer.kind === 'block' && outer.parent) outer = outer.parent;
  const stack = [...outer.children];
  for (let s = stack.shift(); s; s = stack.shift()) {
    if (s.kind !== 'block') continue;
    const found = s.symbols.get(name);
    if (found) return found;
    stack.push(...s.children);
  }
  return null;
};
