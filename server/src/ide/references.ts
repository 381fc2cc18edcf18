/**
 * `references(view, offset, options)`: every place that means what stands at the offset, in this file and in `others` (views of
 * the other files of the workspace). `highlights(view, offset)`: those of this file with how they use it.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { ImportAlias, PyExprOf } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import type { FileId, Span } from '@athanor/compiler-core/text/span.ts';
import { walk } from './ast.ts';
import { sameLabel } from './labels.ts';
import { definedAt } from './links.ts';
import type { NameSymbol } from './scopes.ts';
import { type Target, targetAt } from './target.ts';
import type { FileView } from './view.ts';

export interface Reference {
  readonly span: Span;
  readonly declares: boolean;
  /** `write`: a binding, or an element that is stored. */
  readonly use: 'read' | 'write' | 'text';
}
export interface ReferenceOptions {
  readonly includeDeclaration: boolean;
  readonly others?: readonly FileView[];
}

export const references = (view: FileView, offset: number, options: ReferenceOptions): readonly Reference[] => {
  const target = targetAt(view, offset);
  if (!target) return [];
  const found = meant(view, target, options.others ?? []);
  return options.includeDeclaration ? found : found.filter((r) => !r.declares);
};

export const highlights = (view: FileView, offset: number): readonly Reference[] => {
  const target = targetAt(view, offset);
  return target ? meant(view, target, []).filter((r) => r.span.file === view.file) : [];
};

const meant = (view: FileView, target: Target, others: readonly FileView[]): readonly Reference[] => {
  if (target.kind === 'label') {
    const all = sameLabel(view.labels, target.label) ?? view.labels.places.filter((p) => p.name === target.name);
    return all.map((p) => ({ span: view.span(p.start, p.end), declares: p.declares, use: 'text' }));
  }
  if (target.kind === 'name') {
    const { symbol } = target.occurrence;
    const home = homeOf(view, symbol, others);
    if (home) return everywhere(home.view, home.symbol, [view, ...others]);
    if (!symbol.imported) return everywhere(view, symbol, others);
  }
  // A name of FreeTensor or its library: wherever staging met it.
  const keys = new Set(target.facts.flatMap((f) => keyOf(f) ?? []));
  const all = keys.size === 0 && target.kind === 'name' ? ofSymbol(view, target.occurrence.symbol) : [];
  return [...all, ...[view, ...others.filter((o) => o.file !== view.file)].flatMap((v) => byFact(v, keys))];
};

const keyOf = (f: Fact): string | null => {
  if (f.kind === 'api') return `api ${f.name}`;
  const at = definedAt(f);
  return at ? `${at.file}:${at.start}` : null;
};

const byFact = (view: FileView, keys: ReadonlySet<string>): Reference[] =>
  (view.staged.facts?.() ?? [])
    .filter((p) => p.role !== 'part' && p.facts.some((f) => keys.has(keyOf(f) ?? '')))
    .map((p) => ({ span: view.span(p.start, p.end), declares: false, use: 'read' }));

export const ofSymbol = (view: FileView, symbol: NameSymbol): Reference[] => {
  const stores = storesOf(view);
  return symbol.occurrences.map((o) => ({
    span: view.span(o.start, o.end),
    declares: o.binds !== null,
    use: o.binds !== null || stores.has(o.start) ? 'write' : 'read',
  }));
};

/** Starts of names whose elements are stored: `x` of `x[i] = 0`. */
export const storesOf = (view: FileView): ReadonlySet<number> =>
  view.part('stores', () => {
    const starts = new Set<number>();
    walk(view.module, (n) => {
      const targets = n.kind === 'assign' ? n.targets : n.kind === 'augAssign' ? [n.target] : [];
      for (const t of targets) {
        let object = t;
        while (object.kind === 'subscript') object = object.object;
        if (object !== t && object.kind === 'name') starts.add(object.at.start);
      }
    });
    return starts;
  });

/** A symbol with its keyword arguments and, where other files can import it, with what they do with it. */
const everywhere = (view: FileView, symbol: NameSymbol, others: readonly FileView[]): readonly Reference[] => {
  const bound = isBoundByComment(view, symbol) ? bindComments(view, symbol.name) : [];
  const own = [...ofSymbol(view, symbol), ...keywordsOf(view, view, symbol), ...bound];
  const elsewhere = others
    .filter((o) => o.file !== view.file)
    .flatMap((o) => [...importedIn(o, view.file, symbol), ...keywordsOf(o, view, symbol)]);
  return [...own, ...elsewhere].sort((a, b) =>
    a.span.file === b.span.file ? a.span.start - b.span.start : a.span.file < b.span.file ? -1 : 1,
  );
};

/** Does a comment `# athanor: bind` give it its value? */
const isBoundByComment = (view: FileView, symbol: NameSymbol): boolean =>
  view.pragmas.binds.some((b) => b.name === symbol.name) &&
  view.symbolFacts(symbol).some((f) => f.kind === 'size' && f.source === 'comment');
const bindComments = (view: FileView, name: string): Reference[] =>
  view.pragmas.binds
    .filter((b) => b.name === name)
    .map((b) => ({ span: view.span(b.at.start, b.at.start + name.length), declares: false, use: 'text' }));

/** Other names that the same comment binds. */
export const sharesBinding = (view: FileView, symbol: NameSymbol): boolean =>
  isBoundByComment(view, symbol) &&
  view.names.occurrences.some(
    (o) => o.symbol !== symbol && o.symbol.name === symbol.name && o.binds !== null && isBoundByComment(view, o.symbol),
  );

interface KeywordUse {
  readonly name: string;
  readonly at: Span;
  readonly func: PyExprOf<'call'>['func'];
}
const keywordUses = (view: FileView): readonly KeywordUse[] =>
  view.part('keywords', () => {
    const out: KeywordUse[] = [];
    walk(view.module, (n) => {
      if (n.kind !== 'call') return;
      for (const k of n.keywords)
        if (k.name !== null && k.nameAt) out.push({ name: k.name, at: k.nameAt, func: n.func });
    });
    return out;
  });

/** `f(x=1)` names the parameter `x` of `f`. */
const keywordsOf = (at: FileView, home: FileView, symbol: NameSymbol): Reference[] => {
  const { def } = symbol.scope;
  if (!def || !symbol.occurrences.some((o) => o.binds === 'parameter')) return [];
  return keywordUses(at)
    .filter((k) => k.name === symbol.name && isCallOf(at, k.func, home.file, def.nameAt.start))
    .map((k) => ({ span: k.at, declares: false, use: 'read' }));
};

const isCallOf = (view: FileView, func: KeywordUse['func'], file: FileId, start: number): boolean => {
  const at = func.kind === 'attribute' ? func.nameAt.start : func.at.start;
  const facts = view.placeAt(at)?.facts ?? [];
  return facts.some((f) => {
    const defined = definedAt(f);
    return defined !== null && defined.file === file && defined.start === start;
  });
};

/** Does an import of `module` mean `file`? By the end of the path, as Python's search would find it from some root. */
const names = (module: string, file: FileId): boolean => {
  const path = module.replace(/^\.+/, '').replaceAll('.', '/');
  return path !== '' && [`/${path}.py`, `/${path}/__init__.py`].some((end) => `/${file}`.endsWith(end));
};

interface ImportedName {
  readonly alias: ImportAlias;
  readonly module: string;
}
const importsOf = (view: FileView): readonly ImportedName[] =>
  view.part('imports', () => {
    const out: ImportedName[] = [];
    walk(view.module, (n) => {
      if (n.kind === 'importFrom') for (const alias of n.names ?? []) out.push({ alias, module: n.module });
    });
    return out;
  });

/** Uses in another file of a name at the top of `file`. */
const importedIn = (view: FileView, file: FileId, symbol: NameSymbol): Reference[] => {
  if (symbol.scope.kind !== 'module') return [];
  const out: Reference[] = [];
  for (const { alias, module } of importsOf(view)) {
    if (alias.name !== symbol.name || !names(module, file)) continue;
    if (alias.asName !== null) {
      const span = view.span(alias.at.start, alias.at.start + alias.name.length);
      out.push({ span, declares: false, use: 'read' });
      continue;
    }
    const o = view.names.occurrences.find((each) => each.start === alias.at.start);
    if (o) for (const r of ofSymbol(view, o.symbol)) out.push({ ...r, declares: false, use: 'read' });
  }
  walk(view.module, (n) => {
    if (n.kind !== 'attribute' || n.name !== symbol.name || n.object.kind !== 'name') return;
    const id = n.object.id;
    const imported = view.names.root.symbols.get(id)?.imported;
    if (imported && imported.name === null && names(imported.module, file))
      out.push({ span: n.nameAt, declares: false, use: 'read' });
  });
  return out;
};

/** The definition of an imported name in one of the other files. */
export const homeOf = (
  view: FileView,
  symbol: NameSymbol,
  others: readonly FileView[],
): { readonly view: FileView; readonly symbol: NameSymbol } | null => {
  const { imported } = symbol;
  if (!imported || imported.name === null) return null;
  for (const o of others) {
    if (o.file === view.file || !names(imported.module, o.file)) continue;
    const found = o.names.root.symbols.get(imported.name);
    if (found && !found.imported) return { view: o, symbol: found };
  }
  return null;
};
