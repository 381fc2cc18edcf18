/**
 * `documentSymbols(view)`: the outline of what FreeTensor stages, functions with their tensors and their loop nest.
 * Plain Python is left to a Python server. `workspaceSymbols(views, query)`: the same names, flat, by a fuzzy query.
 */

import type { FunctionDef, PyExpr, PyStmt, PyStmtOf } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { isInline, isUnit } from './ast.ts';
import { shapeText } from './hover.ts';
import { contentOf } from './labels.ts';
import type { FileView } from './view.ts';

export type SymbolKind = 'staged' | 'inline' | 'function' | 'class' | 'tensor' | 'loop' | 'branch' | 'scope';
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineSymbol[];
}
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  readonly container: string;
}

export const documentSymbols = (view: FileView): readonly OutlineSymbol[] =>
  view.part('outline', () => new Outline(view).body(view.module.body, false));

class Outline {
  constructor(private readonly view: FileView) {}

  body(stmts: readonly PyStmt[], staged: boolean): OutlineSymbol[] {
    const out: OutlineSymbol[] = [];
    let label: string | null = null;
    for (const s of stmts) {
      if (s.kind === 'directive') {
        label = /^(?:nid|label):\s*(\S+)/.exec(s.text)?.[1] ?? label;
        continue;
      }
      out.push(...this.stmt(s, staged, label));
      label = null;
    }
    return out;
  }

  private text(e: { readonly at: Span }): string {
    const text = this.view.text.slice(e.at.start, e.at.end).replace(/\s+/g, ' ');
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }

  private make(
    kind: SymbolKind,
    name: string,
    detail: string,
    at: Span,
    nameAt: Span,
    children: readonly OutlineSymbol[],
  ): OutlineSymbol {
    return {
      name,
      detail,
      kind,
      start: Math.min(at.start, nameAt.start),
      end: Math.max(at.end, nameAt.end),
      nameStart: nameAt.start,
      nameEnd: nameAt.end,
      children,
    };
  }

  private stmt(s: PyStmt, staged: boolean, label: string | null): OutlineSymbol[] {
    switch (s.kind) {
      case 'functionDef':
        return this.functionDef(s, staged);
      case 'classDef': {
        const children = this.body(s.body, false);
        return children.length > 0 ? [this.make('class', s.name, '', s.at, s.nameAt, children)] : [];
      }
      case 'for': {
        const children = [...this.body(s.body, staged), ...this.body(s.orElse ?? [], staged)];
        if (!staged) return children;
        const detail =
          label === null
            ? `for ${this.text(s.target)} in ${this.text(s.iter)}`
            : `${this.text(s.target)} in ${this.text(s.iter)}`;
        return [this.make('loop', label ?? `for ${this.text(s.target)}`, detail, s.at, s.target.at, children)];
      }
      case 'if': {
        const children = [...this.body(s.body, staged), ...this.body(s.orElse ?? [], staged)];
        if (!staged) return children;
        return [this.make('branch', label ?? `if ${this.text(s.test)}`, '', s.at, s.test.at, children)];
      }
      case 'with':
        return this.withStmt(s, staged, label);
      case 'annAssign':
      case 'assign':
        return this.tensors(s.kind === 'assign' ? s.targets : [s.target], s);
      case 'while':
        return this.body(s.body, staged);
      case 'try':
        return [...this.body(s.body, staged), ...this.body(s.final ?? [], staged)];
      default:
        return [];
    }
  }

  private functionDef(s: FunctionDef, staged: boolean): OutlineSymbol[] {
    const kind = isUnit(s) ? 'staged' : isInline(s) || staged ? 'inline' : 'function';
    const children = this.body(s.body, kind !== 'function');
    if (kind === 'function' && children.length === 0) return [];
    const params = allParams(s.params).map((p) => p.name);
    return [this.make(kind, s.name, `(${params.join(', ')})`, s.at, s.nameAt, children)];
  }

  /** The builder form. */
  private withStmt(s: PyStmtOf<'with'>, staged: boolean, label: string | null): OutlineSymbol[] {
    let children = this.body(s.body, staged);
    for (const item of [...s.items].reverse()) {
      const call = item.context;
      const name =
        call.kind === 'call'
          ? call.func.kind === 'attribute'
            ? call.func.name
            : call.func.kind === 'name'
              ? call.func.id
              : ''
          : '';
      if (call.kind !== 'call' || !['For', 'VarDef', 'If', 'NamedScope'].includes(name)) continue;
      const named = call.keywords.find((k) => k.name === 'nid' || k.name === 'label')?.value;
      const title = named?.kind === 'str' ? named.value : (label ?? stringOf(call.args[0]));
      if (name === 'VarDef') {
        const made = item.target ? this.tensors(targetsOf(item.target), s) : [];
        children = [...made, ...children];
      } else {
        const at = { ...s.at, start: item.at.start };
        const kind = name === 'For' ? 'loop' : name === 'If' ? 'branch' : 'scope';
        const first = call.args[0];
        const nameAt = named?.kind === 'str' ? this.inside(named) : first ? this.inside(first) : call.at;
        children = [this.make(kind, title ?? name, this.text(call), at, nameAt, children)];
      }
    }
    return children;
  }

  private inside(e: PyExpr): Span {
    const content = e.kind === 'str' ? contentOf(e, this.view.text) : null;
    return content && content.end > content.start ? this.view.span(content.start, content.end) : e.at;
  }

  private tensors(targets: readonly PyExpr[], s: PyStmt): OutlineSymbol[] {
    return targets.flatMap((t) => {
      const fact = t.kind === 'name' ? this.view.placeAt(t.at.start, 'bind')?.facts[0] : undefined;
      if (t.kind !== 'name' || fact?.kind !== 'tensor' || fact.view !== 'tensor') return [];
      const at = s.kind === 'with' ? t.at : s.at;
      return [this.make('tensor', t.id, `${fact.dtype} ${shapeText(fact.shape)} ${fact.access}`, at, t.at, [])];
    });
  }
}

const targetsOf = (e: PyExpr): readonly PyExpr[] => (e.kind === 'tuple' || e.kind === 'list' ? e.items : [e]);
const stringOf = (e: PyExpr | undefined): string | null => (e?.kind === 'str' ? e.value : null);

const MOST = 500;

/** Every letter of the query stands in the name, in order. */
export const workspaceSymbols = (views: Iterable<FileView>, query: string): readonly WorkspaceSymbol[] => {
  const out: WorkspaceSymbol[] = [];
  const letters = query.toLowerCase().replace(/\s+/g, '');
  for (const view of views) {
    const stack = documentSymbols(view).map((symbol) => ({ symbol, container: '' }));
    for (let item = stack.shift(); item; item = stack.shift()) {
      const { symbol, container } = item;
      if (out.length >= MOST) return out;
      if (symbol.kind !== 'branch' && fuzzy(symbol.name.toLowerCase(), letters))
        out.push({
          name: symbol.name,
          kind: symbol.kind,
          span: view.span(symbol.nameStart, symbol.nameEnd),
          container,
        });
      stack.unshift(...symbol.children.map((c) => ({ symbol: c, container: symbol.name })));
    }
  }
  return out;
};
const fuzzy = (name: string, letters: string): boolean => {
  let at = 0;
  for (const c of letters) {
    at = name.indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
};
