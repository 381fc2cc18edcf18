/**
 * `completion(view, offset, options?)`: what only the program knows. Names of `freetensor` after `ft.`, operators after a star
 * import, labels in schedules, element, access and memory types in declarations, directives, pragmas, keyword arguments.
 * Plain Python names are a Python server's; `options.names` adds those of tensors, iterators and sizes where there is none.
 * Documentation comes with `resolveCompletion(item)`. Needs the syntax only, so it answers while text is being typed.
 */

import { CODES, isDiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import { ACCESS_TYPES, API, DATA_TYPES, DIRECTIVES, MEMORY_TYPES } from './api-docs.ts';
import { apiDoc } from './hover.ts';
import { inSelector } from './label-completion.ts';
import { type Bracket, bracketsAt, insideOf } from './lex.ts';
import { libraryFunctions } from './library.ts';
import { isScheduleMethod, SCHEDULE_METHODS } from './schedule-methods.ts';
import { type NameScope, type NameSymbol, resolveName } from './scopes.ts';
import { calleeNamed, isFreetensor, isLibrary, moduleNamed } from './target.ts';
import type { FileView } from './view.ts';

export type CompletionKind =
  | 'function'
  | 'operator'
  | 'class'
  | 'value'
  | 'label'
  | 'directive'
  | 'parameter'
  | 'variable'
  | 'method'
  | 'code';
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail: string;
  readonly insertText: string;
  /** The text that it replaces. */
  readonly start: number;
  readonly end: number;
}
export interface CompletionOptions {
  /** Offer names in scope too: only where no Python server does. */
  readonly names?: boolean;
  /** The character that asked, where no person did. In code only a dot begins something that only we know. */
  readonly typed?: string | undefined;
}

/** Characters after which an editor should ask: the wiring declares them. */
export const COMPLETION_TRIGGERS: readonly string[] = ['.', '"', "'", '!', '[', '/', ':', '>', ' '];

type Make = (label: string, kind: CompletionKind, detail: string, insertText?: string) => CompletionItem;

const maker =
  (start: number, end: number): Make =>
  (label, kind, detail, insertText = label) => ({ label, kind, detail, insertText, start, end });

export const completion = (
  view: FileView,
  offset: number,
  options: CompletionOptions = {},
): readonly CompletionItem[] => {
  const inside = insideOf(view.tokens, offset, view.text);
  if (inside?.kind === 'comment') return inComment(view, inside.start, offset);
  if (inside) return inString(view, inside.start, inside.end, offset);
  return inCode(view, offset, options);
};

/** Markdown; null where there is nothing more to say than the item's detail does. */
export const resolveCompletion = (item: CompletionItem): string | null => {
  switch (item.kind) {
    case 'function':
    case 'operator':
    case 'class':
      return apiDoc(item.label);
    default:
      return null;
  }
};

// ---- comments --------------------------------------------------------------------------------------------------------

const inComment = (view: FileView, start: number, offset: number): readonly CompletionItem[] => {
  const before = view.text.slice(start, offset);
  const directive = /^#!\s*(\w*)$/.exec(before);
  if (directive) {
    const make = maker(offset - (directive[1] ?? '').length, offset);
    return DIRECTIVES.map((d) => make(d.name, 'directive', d.doc, d.insert));
  }
  const tensors = /^#!\s*no_deps:\s*(\w*)$/.exec(before);
  if (tensors) {
    const make = maker(offset - (tensors[1] ?? '').length, offset);
    return inScope(view, offset).flatMap(({ symbol, what }) =>
      what === 'tensor' ? [make(symbol.name, 'variable', 'tensor')] : [],
    );
  }
  const codes = /^#\s*athanor\s*:\s*ignore(?:-file)?\s*\[(?:[^\]]*,)?\s*([\w-]*)$/.exec(before);
  if (codes) {
    const make = maker(offset - (codes[1] ?? '').length, offset);
    const here = new Set(view.check.judged.map((j) => j.diagnostic.code));
    const all = Object.entries(CODES).map(([code, { title }]) => make(code, 'code', title));
    return [
      ...all.filter((c) => isDiagnosticCode(c.label) && here.has(c.label)),
      ...all.filter((c) => !isDiagnosticCode(c.label) || !here.has(c.label)),
    ];
  }
  const pragma = /^#\s*athanor\s*:\s*([\w-]*)$/.exec(before);
  if (pragma) {
    const make = maker(offset - (pragma[1] ?? '').length, offset);
    return [
      make('ignore', 'directive', 'hide findings of the next line', 'ignore['),
      make('ignore-file', 'directive', 'hide findings of this file', 'ignore-file['),
      make('bind', 'directive', 'give sizes values', 'bind '),
    ];
  }
  const bind = /^#\s*athanor\s*:\s*bind\s(?:.*,)?\s*(\w*)$/.exec(before);
  if (!bind) return [];
  const make = maker(offset - (bind[1] ?? '').length, offset);
  const bound = new Set(view.pragmas.binds.map((b) => b.name));
  return openSizes(view).flatMap((n) => (bound.has(n) ? [] : [make(n, 'variable', 'size', `${n}=`)]));
};

/** Sizes of the staged functions that no binding makes known, in order. */
export const openSizes = (view: FileView): readonly string[] => [
  ...new Set(
    view.staged.units.flatMap((u) =>
      u.func.externals.filter((p) => p.integer && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(p.name)).map((p) => p.name),
    ),
  ),
];

// ---- strings ---------------------------------------------------------------------------------------------------------

const TYPES = { dtype: DATA_TYPES, atype: ACCESS_TYPES, mtype: MEMORY_TYPES } as const;
type TypeWord = keyof typeof TYPES;
/** Which argument of what is an element, access or memory type. */
const TYPED: Readonly<Record<string, readonly (TypeWord | null)[]>> = {
  Var: [null, 'dtype', 'atype', 'mtype'],
  empty: [null, 'dtype', 'mtype'],
  var: [null, 'dtype', 'mtype'],
  cast: [null, 'dtype'],
  VarDef: [null, null, 'dtype', 'atype', 'mtype'],
  DataType: ['dtype'],
  MemType: ['mtype'],
  AccessType: ['atype'],
  min_value: ['dtype'],
  max_value: ['dtype'],
};
const CALLED: Readonly<Record<string, TypeWord>> = {
  dtype: 'dtype',
  ret_type: 'dtype',
  atype: 'atype',
  access_type: 'atype',
  mtype: 'mtype',
};

const inString = (view: FileView, tokenStart: number, tokenEnd: number, offset: number): readonly CompletionItem[] => {
  const literal = view.text.slice(tokenStart, tokenEnd);
  const quote = /^[A-Za-z]*("""|'''|"|')/.exec(literal);
  if (!quote) return [];
  const from = tokenStart + quote[0].length;
  const closed = literal.length > quote[0].length && literal.endsWith(quote[1] ?? '"');
  const to = closed ? tokenEnd - (quote[1] ?? '"').length : offset;
  if (offset < from) return [];
  const brackets = bracketsAt(view.tokens, view.text, tokenStart);
  const type = typeHere(view, brackets);
  if (type) {
    const make = maker(from, Math.max(offset, to));
    return Object.entries(TYPES[type]).map(([word, what]) => make(word, 'value', what));
  }
  const call = brackets.find((b) => b.open === '(' && b.callee !== '');
  const method = call?.callee.includes('.') ? (call.callee.split('.').at(-1) ?? '') : '';
  if (!call || !isScheduleMethod(method)) return [];
  const object = call.callee.slice(0, -method.length - 1);
  return inSelector(view, { object, at: call.at, from, to, offset }).map(({ label, detail, start, end }) => {
    const make = maker(start, end);
    return make(label, 'label', detail);
  });
};

const typeHere = (view: FileView, brackets: readonly Bracket[]): TypeWord | null => {
  const [inner, second, third] = brackets;
  if (!inner) return null;
  // `VarDef([("x", (), "float32", ...)])`: the tuple has the arguments.
  const named = inner.callee !== '' ? inner : second?.open === '[' && third?.callee ? third : null;
  if (!named) return null;
  const word = named.callee.split('.').at(-1) ?? '';
  const arguments_ = TYPED[word];
  if (!arguments_ || (named !== inner && word !== 'VarDef')) return null;
  if (!calleeNamed(view, named.callee, named.at).some((f) => f.kind === 'api')) return null;
  return inner.keyword === null ? (arguments_[inner.index] ?? null) : (CALLED[inner.keyword] ?? null);
};

// ---- code ------------------------------------------------------------------------------------------------------------

const inCode = (view: FileView, offset: number, options: CompletionOptions): readonly CompletionItem[] => {
  if (options.typed !== undefined && options.typed !== '.') return [];
  const before = view.text.slice(Math.max(0, offset - 200), offset);
  const dotted = /((?:[\p{L}_][\p{L}\p{N}_]*\.)*)([\p{L}_][\p{L}\p{N}_]*)?$/u.exec(before);
  const prefix = dotted?.[2] ?? '';
  const make = maker(offset - prefix.length, offset);
  const object = (dotted?.[1] ?? '').replace(/\.$/, '');
  if (object !== '') return members(view, object, offset, make);
  if (/\.\s*$/.test(before.slice(0, before.length - prefix.length))) return [];
  const keywords = keywordArguments(view, offset).map((name) => make(`${name}=`, 'parameter', 'argument'));
  const starred = view.names.stars.some((s) => isLibrary(s) || isFreetensor(s)) ? operators(make) : [];
  const api = view.names.stars.some((s) => isFreetensor(s)) ? apiItems(make) : [];
  const names = options.names
    ? inScope(view, offset).map(({ symbol, what }) => make(symbol.name, 'variable', what))
    : [];
  // A Python server offers these names as Python's own; which of the two is meant is what hover says.
  const imported = [...api, ...starred].filter(({ label }) => options.names === true || !ALSO_PYTHON.has(label));
  return distinct([...keywords, ...names, ...imported]);
};

const ALSO_PYTHON: ReadonlySet<string> = new Set([
  'abs',
  'all',
  'any',
  'bool',
  'max',
  'min',
  'pow',
  'range',
  'round',
  'sum',
]);

const distinct = (items: readonly CompletionItem[]): readonly CompletionItem[] => {
  const seen = new Set<string>();
  return items.filter((i) => !seen.has(i.label) && seen.add(i.label));
};

const apiItems = (make: Make): CompletionItem[] =>
  [...API.values()].map((d) => make(d.name, d.kind === 'class' ? 'class' : 'function', d.signature));
const operators = (make: Make): CompletionItem[] =>
  [...libraryFunctions().values()].flatMap((o) =>
    o.operator ? [make(o.name, 'operator', `${o.name}(${o.params.join(', ')})`)] : [],
  );

const TENSOR_MEMBERS: readonly (readonly [string, string])[] = [
  ['shape', 'lengths of the dimensions, or of one: x.shape(0)'],
  ['ndim', 'number of dimensions'],
  ['dtype', 'element type'],
  ['mtype', 'memory type'],
  ['select', 'one index of one dimension: x.select(i, dim)'],
];

const members = (view: FileView, object: string, offset: number, make: Make): readonly CompletionItem[] => {
  const module = moduleNamed(view, object, offset);
  if (isLibrary(module)) return operators(make);
  if (isFreetensor(module)) return distinct([...apiItems(make), ...operators(make)]);
  if (object.includes('.')) return [];
  const symbol = resolveName(view.scopeFor(offset), object);
  if (!symbol) return [];
  if (whatIs(view, symbol) === 'tensor') return TENSOR_MEMBERS.map(([name, what]) => make(name, 'method', what));
  const { value } = symbol;
  const made = value?.kind === 'call' ? calleeText(view, value.func.at) : '';
  return /(?:^|\.)Schedule$/.test(made) ? SCHEDULE_METHODS.map((name) => make(name, 'method', 'of a schedule')) : [];
};

const calleeText = (view: FileView, at: { start: number; end: number }): string => view.text.slice(at.start, at.end);

const keywordArguments = (view: FileView, offset: number): readonly string[] => {
  const [call] = bracketsAt(view.tokens, view.text, offset);
  if (!call || call.callee === '' || call.keyword !== null) return [];
  const facts = calleeNamed(view, call.callee, call.at);
  return facts.flatMap(parametersOf).filter((p) => !p.startsWith('*'));
};

/** Names of the parameters that may be given by name. */
export const parametersOf = (f: Fact): readonly string[] => {
  if (f.kind === 'api') {
    const signature = API.get(f.name)?.signature ?? '';
    const list = /[([](.*)[)\]]$/.exec(signature)?.[1] ?? '';
    return list === '' ? [] : list.split(', ').map(nameOf);
  }
  return f.kind === 'libop' || f.kind === 'inline' || f.kind === 'staged' ? f.params.map(nameOf) : [];
};
const nameOf = (param: string): string => param.split('=')[0]?.trim() ?? param;

// ---- names -----------------------------------------------------------------------------------------------------------

type What = 'tensor' | 'iterator' | 'size';

/** By the syntax where it says so; else by what staging knows. */
const whatIs = (view: FileView, symbol: NameSymbol): What | null => {
  const { value } = symbol;
  const text = value ? view.text.slice(value.at.start, Math.min(value.at.end, value.at.start + 40)) : '';
  if (/^(?:\w+\.)?(?:Var\s*\[|(?:empty|var)\s*\()/.test(text)) return 'tensor';
  const kinds = new Set(view.symbolFacts(symbol).map((f) => f.kind));
  for (const kind of ['tensor', 'iterator', 'size'] as const) if (kinds.has(kind)) return kind;
  return null;
};

const inScope = (view: FileView, offset: number): readonly { readonly symbol: NameSymbol; readonly what: What }[] => {
  const out: { symbol: NameSymbol; what: What }[] = [];
  const seen = new Set<string>();
  for (let s: NameScope | null = view.scopeFor(offset); s; s = s.parent) {
    for (const symbol of s.symbols.values()) {
      if (seen.has(symbol.name) || symbol.imported || (symbol.occurrences[0]?.start ?? offset) >= offset) continue;
      seen.add(symbol.name);
      const what = whatIs(view, symbol);
      if (what) out.push({ symbol, what });
    }
  }
  return out;
};
