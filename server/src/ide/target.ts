/** What stands at an offset: a label, a name with its symbol, an attribute, or a name that comes from elsewhere. */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { PyExprOf } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import { API } from './api-docs.ts';
import { isInline, isUnit, walk } from './ast.ts';
import { type LabelPlace, labelAt } from './labels.ts';
import { libraryFunction } from './library.ts';
import { type NameSymbol, type Occurrence, occurrenceAt, resolveName } from './scopes.ts';
import type { FileView } from './view.ts';

interface Base {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly facts: readonly Fact[];
  /** How often it was staged. */
  readonly count: number;
}
export type Target =
  | (Base & { readonly kind: 'name'; readonly occurrence: Occurrence })
  | (Base & { readonly kind: 'attribute' })
  /** A name that the file does not bind: of a star import, or Python's own. */
  | (Base & { readonly kind: 'foreign' })
  | (Base & { readonly kind: 'label'; readonly label: LabelPlace });

/** Facts that need no other part of the file to be told. */
const tellsAlone = (view: FileView, f: Fact): boolean =>
  f.kind === 'iterator' || f.kind === 'size' || (f.kind === 'tensor' && f.definition.file === view.file);

/** What stands at an offset where staging alone says all about it: without the names of the whole file. */
export const stagedAt = (view: FileView, offset: number): Target | null => {
  const place = view.placeAt(wordStart(view.text, offset));
  if (!place || place.end < offset || place.facts.length === 0) return null;
  if (!place.facts.every((f) => tellsAlone(view, f))) return null;
  const { start, end, name, facts, count } = place;
  return { kind: 'foreign', start, end, name, facts, count };
};

export const targetAt = (view: FileView, offset: number): Target | null => {
  const label = labelAt(view.labels, offset);
  if (label) return { kind: 'label', label, start: label.start, end: label.end, name: label.name, facts: [], count: 0 };
  const occurrence = occurrenceAt(view.names, offset);
  if (occurrence) {
    const { start, end, symbol } = occurrence;
    const facts = view.factsOf(occurrence);
    const known = facts.length > 0 ? facts : importedFacts(symbol);
    return {
      kind: 'name',
      occurrence,
      start,
      end,
      name: symbol.name,
      facts: known,
      count: view.placeAt(start)?.count ?? 0,
    };
  }
  const attribute = attributeAt(view, offset);
  if (attribute) {
    const { start, end } = attribute.nameAt;
    const place = view.placeAt(start);
    const facts = place && place.facts.length > 0 ? place.facts : memberFacts(view, attribute);
    return { kind: 'attribute', start, end, name: attribute.name, facts, count: place?.count ?? 0 };
  }
  const place = view.placeAt(wordStart(view.text, offset));
  if (!place || place.end < offset) return null;
  return {
    kind: 'foreign',
    start: place.start,
    end: place.end,
    name: place.name,
    facts: place.facts,
    count: place.count,
  };
};

/** Makes, step by step, what the first question about a version of a file would have to wait for. */
export function* prepare(view: FileView): Iterable<void> {
  yield void view.module.body;
  yield void view.names;
  yield void view.labels;
  yield void attributesOf(view);
}

type Attribute = PyExprOf<'attribute'>;

const attributesOf = (view: FileView): readonly Attribute[] =>
  view.part('attributes', () => {
    const out: Attribute[] = [];
    walk(view.module, (n) => {
      if (n.kind === 'attribute') out.push(n);
    });
    return out.sort((a, b) => a.nameAt.start - b.nameAt.start);
  });

export const attributeAt = (view: FileView, offset: number): Attribute | null => {
  const found = lastBefore(attributesOf(view), offset, (a) => a.nameAt.start);
  return found && offset <= found.nameAt.end ? found : null;
};

/** Where the word begins that an offset is in or behind. */
export const wordStart = (text: string, offset: number): number =>
  offset - (/[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, offset - LONGEST_WORD), offset))?.[0].length ?? 0);
const LONGEST_WORD = 200;

const indexBefore = <T>(list: readonly T[], offset: number, start: (item: T) => number): number => {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (start(list[mid] as T) <= offset) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
};
/** The last item that starts at or before an offset. O(log n). */
export const lastBefore = <T>(list: readonly T[], offset: number, start: (item: T) => number): T | null =>
  list[indexBefore(list, offset, start)] ?? null;

// ---- what syntax alone says ------------------------------------------------------------------------------------------

const FREETENSOR = new Set(['freetensor', 'ir', 'freetensor.core']);
const LIBRARY = /^(?:freetensor|ir)\.libop(?:\.\w+)?$/;

/** What a name of a module is, where the module is FreeTensor or its library. */
const memberOf = (module: string, name: string): readonly Fact[] => {
  if (FREETENSOR.has(module) && name === 'libop') return [{ kind: 'module', name: 'freetensor.libop' }];
  if (FREETENSOR.has(module) && API.has(name)) return [{ kind: 'api', name }];
  const found = FREETENSOR.has(module) || LIBRARY.test(module) ? libraryFunction(name) : null;
  return found ? [{ kind: 'libop', name, definition: found.definition, params: found.params }] : [];
};

export const importedFacts = ({ imported }: NameSymbol): readonly Fact[] =>
  !imported
    ? []
    : imported.name === null
      ? [{ kind: 'module', name: imported.module }]
      : memberOf(imported.module, imported.name);

const memberFacts = (view: FileView, e: Attribute): readonly Fact[] => {
  const module = moduleOf(view, e.object);
  return module === null ? [] : memberOf(module, e.name);
};

/** The module that an expression such as `ft` or `ft.libop` is, by the imports of the file. */
const moduleOf = (view: FileView, e: PyExprOf<'attribute'>['object']): string | null => {
  if (e.kind === 'name') return moduleNamed(view, e.id, e.at.start);
  if (e.kind !== 'attribute') return null;
  const outer = moduleOf(view, e.object);
  return outer === null ? null : `${outer}.${e.name}`;
};
/** The module that dotted words mean where they stand. */
export const moduleNamed = (view: FileView, dotted: string, offset: number): string | null => {
  const [first = '', ...rest] = dotted.split('.');
  const symbol = resolveName(view.scopeFor(offset), first);
  const imported = symbol?.imported;
  if (!imported) return null;
  const base = imported.name === null ? imported.module : `${imported.module}.${imported.name}`;
  return [base, ...rest].join('.');
};
export const isFreetensor = (module: string | null): boolean => module !== null && FREETENSOR.has(module);
export const isLibrary = (module: string | null): boolean => module !== null && LIBRARY.test(module);

/** What a callee in broken text is, by its dotted words: `ft.max`, `helper`. */
export const calleeNamed = (view: FileView, dotted: string, offset: number): readonly Fact[] => {
  const words = dotted.split('.');
  const name = words.at(-1) ?? '';
  if (words.length > 1) {
    const module = moduleNamed(view, words.slice(0, -1).join('.'), offset);
    return module === null ? [] : memberOf(module, name);
  }
  const symbol = resolveName(view.scopeFor(offset), name);
  if (symbol) {
    const imported = importedFacts(symbol);
    if (imported.length > 0) return imported;
    const { def } = symbol;
    // Asking what staging knows comes last: it costs a staging run after each edit.
    if (!def) return view.symbolFacts(symbol);
    const params = allParams(def.params).map((p) => p.name);
    const kind = isUnit(def) ? 'staged' : isInline(def) || symbol.scope.staged ? 'inline' : 'function';
    return [{ kind, name, definition: def.nameAt, params }];
  }
  for (const star of view.names.stars) {
    const found = memberOf(star, name);
    if (found.length > 0) return found;
  }
  return [];
};
