/**
 * Call hierarchy through inlined functions and the operator library. `prepareCallHierarchy(view, offset)` gives the function at
 * an offset; `incomingCalls(item, views)` and `outgoingCalls(item, views)` its neighbours, each with the places of the calls.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { FunctionDef } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { type FileId, isLibraryFile, type Span, span } from '@athanor/compiler-core/text/span.ts';
import { asNode, isInline, isUnit, partsOf } from './ast.ts';
import { tokensOf } from './lex.ts';
import { libraryFunction, libraryFunctions, libraryText } from './library.ts';
import { definedAt } from './links.ts';
import { calleeNamed, targetAt } from './target.ts';
import type { FileView } from './view.ts';

export interface CallItem {
  readonly name: string;
  readonly kind: 'staged' | 'inline' | 'function' | 'operator' | 'module' | 'kernel';
  /** The whole definition. */
  readonly span: Span;
  /** Its name. */
  readonly nameSpan: Span;
}
export interface CallEdge {
  readonly item: CallItem;
  /** Places of the calls: in the caller. */
  readonly at: readonly Span[];
}

export const prepareCallHierarchy = (view: FileView, offset: number): CallItem | null => {
  const target = targetAt(view, offset);
  for (const f of target?.facts ?? []) {
    const at = definedAt(f);
    const item = at && f.kind !== 'class' ? itemAt(at, [view]) : null;
    if (item) return item;
  }
  const def = target?.kind === 'name' ? target.occurrence.symbol.def : null;
  return def ? itemOf(view, def) : null;
};

const itemOf = (view: FileView, def: FunctionDef): CallItem => ({
  name: def.name,
  kind: isUnit(def) ? 'staged' : isInline(def) ? 'inline' : 'function',
  span: view.span(def.at.start, def.at.end),
  nameSpan: def.nameAt,
});
const moduleItem = (view: FileView): CallItem => ({
  name: view.file.slice(view.file.lastIndexOf('/') + 1),
  kind: 'module',
  span: view.span(0, view.text.length),
  nameSpan: view.span(0, 0),
});

/** The function whose name stands at a place. */
const itemAt = (at: Span, views: readonly FileView[]): CallItem | null => {
  if (isLibraryFile(at.file)) {
    const found = [...libraryFunctions().values()].find(
      (f) => f.definition.file === at.file && f.definition.start === at.start,
    );
    return found ? operatorItem(found.name) : null;
  }
  const view = views.find((v) => v.file === at.file);
  const def = view ? definitionsOf(view).find((d) => d.nameAt.start === at.start) : undefined;
  return view && def ? itemOf(view, def) : null;
};

const operatorItem = (name: string): CallItem | null => {
  const found = libraryFunction(name);
  if (!found) return null;
  const { file, start } = found.definition;
  return { name, kind: 'operator', span: span(file, start, bodyEnd(file, start)), nameSpan: found.definition };
};
/** A function of the library ends before the next line that is not indented. */
const bodyEnd = (file: FileId, from: number): number => {
  const text = libraryText(file) ?? '';
  const next = /\n(?=[^\s)])/g;
  next.lastIndex = from;
  return next.exec(text)?.index ?? text.length;
};

interface Call {
  readonly at: Span;
  readonly facts: readonly Fact[];
  /** The function that it stands in. */
  readonly owner: FunctionDef | null;
}
const definitionsOf = (view: FileView): readonly FunctionDef[] =>
  view.part('definitions', () =>
    view.names.occurrences.flatMap((o) => (o.binds === 'function' && o.symbol.def ? [o.symbol.def] : [])),
  );

const callsOf = (view: FileView): readonly Call[] =>
  view.part('calls', () => {
    const out: Call[] = [];
    const stack: { node: object; owner: FunctionDef | null }[] = [{ node: view.module, owner: null }];
    for (let item = stack.pop(); item; item = stack.pop()) {
      const { node, owner } = item;
      const known = asNode(node);
      if (known?.kind === 'functionDef') {
        for (const d of known.decorators) stack.push({ node: d, owner });
        for (const part of [known.params, ...known.body]) stack.push({ node: part, owner: known });
        continue;
      }
      const func = known?.kind === 'call' ? known.func : null;
      if (func?.kind === 'name' || func?.kind === 'attribute') {
        const at = func.kind === 'name' ? func.at : func.nameAt;
        const staged = view.placeAt(at.start)?.facts ?? [];
        const text = view.text.slice(func.at.start, func.at.end);
        const facts = staged.length > 0 ? staged : /^[\w.]+$/.test(text) ? calleeNamed(view, text, func.at.start) : [];
        out.push({ at, facts, owner });
      }
      for (const part of partsOf(node)) stack.push({ node: part, owner });
    }
    return out.sort((a, b) => a.at.start - b.at.start);
  });

const grouped = (pairs: Iterable<readonly [CallItem | null, Span]>): readonly CallEdge[] => {
  const edges = new Map<string, { item: CallItem; at: Span[] }>();
  for (const [item, at] of pairs) {
    if (!item) continue;
    const key = `${item.nameSpan.file}:${item.nameSpan.start}-${item.nameSpan.end}`;
    const edge = edges.get(key) ?? { item, at: [] };
    edges.set(key, edge);
    edge.at.push(at);
  }
  return [...edges.values()];
};

const means = (f: Fact, item: CallItem): boolean => {
  const at = definedAt(f);
  if (at) return at.file === item.nameSpan.file && at.start === item.nameSpan.start;
  // `ft.max` on tensors runs the operator of that name.
  return f.kind === 'api' && item.kind === 'operator' && f.name === item.name;
};

export const incomingCalls = (item: CallItem, views: readonly FileView[]): readonly CallEdge[] => {
  const pairs = views.flatMap((view) =>
    callsOf(view)
      .filter((c) => c.facts.some((f) => means(f, item)))
      .map((c) => [c.owner ? itemOf(view, c.owner) : moduleItem(view), c.at] as const),
  );
  const inside =
    item.kind === 'operator'
      ? [...libraryFunctions().values()].flatMap((f) =>
          f.name === item.name
            ? []
            : libraryCalls(f.name)
                .filter(([callee]) => callee === item.name)
                .map(([, at]) => [operatorItem(f.name), at] as const),
        )
      : [];
  return grouped([...pairs, ...inside]);
};

export const outgoingCalls = (item: CallItem, views: readonly FileView[]): readonly CallEdge[] => {
  if (item.kind === 'operator')
    return grouped(libraryCalls(item.name).map(([callee, at]) => [operatorItem(callee), at] as const));
  const view = views.find((v) => v.file === item.nameSpan.file);
  if (!view) return [];
  const calls = callsOf(view).filter((c) =>
    item.kind === 'module' ? c.owner === null : c.owner?.nameAt.start === item.nameSpan.start,
  );
  return grouped(
    calls.flatMap((c) => {
      const [f] = c.facts;
      const at = f ? definedAt(f) : null;
      const to = f?.kind === 'api' ? operatorItem(f.name) : at && f?.kind !== 'class' ? itemAt(at, views) : null;
      return [[to, c.at] as const];
    }),
  );
};

/** Calls of library functions in the body of one. Its names are unique and never rebound, so words are enough. */
const libraryCalls = (name: string): readonly (readonly [string, Span])[] => {
  const item = operatorItem(name);
  const text = item ? (libraryText(item.span.file) ?? '') : '';
  if (!item) return [];
  const body = text.slice(item.nameSpan.end, item.span.end);
  const tokens = tokensOf(body);
  return tokens.flatMap((t, i) => {
    const word = t.kind === 'word' ? body.slice(t.start, t.end) : '';
    const next = tokens[i + 1];
    if (!libraryFunctions().has(word) || next?.kind !== 'open' || body[next.start] !== '(' || next.start !== t.end)
      return [];
    const start = item.nameSpan.end + t.start;
    return [[word, span(item.span.file, start, start + word.length)] as const];
  });
};
