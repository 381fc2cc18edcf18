/**
 * `kernelCompletion(code, offset, options?)`: the device API while the text is half typed. After `sycl::` and its aliases the
 * names of the namespace, after `x.` and `x->` the members of the class that `x` is of, where an argument wants an enumerator
 * its values, in attributes the attributes, in OpenCL C every builtin. Names of plain C++ are a C++ server's; `options.names`
 * adds the file's own where there is none. Documentation comes with `resolveKernelCompletion(id)`.
 */

import { FLAG, K } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { apiOf, attributesOf, entryMarkdown, entryWithId } from './api/api.ts';
import { type ApiEntry, type ApiKind, idOf } from './api/entry.ts';
import { isInside, type KernelCode } from './code.ts';
import { declaratorAt, membersOfOwn, visibleBefore } from './declared.ts';
import { expressionStart } from './expression.ts';
import { Inference } from './infer.ts';
import { functionAt } from './own-functions.ts';
import { classOfType, entryOf, membersOf, syclPath } from './resolve.ts';
import { FUNDAMENTAL, QUALIFIERS, type TypeRef, typeText } from './types.ts';
import { wantedAt } from './wanted.ts';

export type KernelItemKind = ApiKind | 'variable';
export interface KernelItem {
  readonly label: string;
  readonly kind: KernelItemKind;
  readonly detail: string;
  /** Of its documentation; null where there is none. */
  readonly id: string | null;
  /** The text that it replaces. */
  readonly start: number;
  readonly end: number;
}
export interface KernelCompletion {
  readonly items: readonly KernelItem[];
  /** Some are left out until more of their name is written. */
  readonly incomplete: boolean;
}
export interface KernelCompletionOptions {
  /** Names of the file too: only where no C++ server offers them. */
  readonly names?: boolean;
  /** The character that asked, where no person did. */
  readonly typed?: string | undefined;
}

const NONE: KernelCompletion = { items: [], incomplete: false };

/** Markdown of what an item stands for. */
export const resolveKernelCompletion = (id: string): string | null => {
  const entry = entryWithId(id);
  return entry === null ? null : entryMarkdown(entry);
};

/** A cursor with the word that is being typed. */
interface Place {
  readonly code: KernelCode;
  readonly offset: number;
  readonly start: number;
  readonly prefix: string;
  /** The token that the word is, or that stands behind the cursor. */
  readonly at: number;
}

export const kernelCompletion = (
  code: KernelCode,
  offset: number,
  options: KernelCompletionOptions = {},
): KernelCompletion => {
  if (isInside(code, offset) || code.tokens[code.after(offset - 1)]?.kind === K.number) return NONE;
  const prefix = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(code.text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const start = offset - prefix.length;
  const place: Place = { code, offset, start, prefix, at: code.after(start) };
  if (inDirective(place)) return NONE;
  const before = code.textAt(place.at - 1);
  if (options.typed !== undefined && !begins(options.typed, place)) return NONE;
  const attribute = attributes(place);
  if (attribute !== null) return attribute;
  if (before === '.' || before === '->') return members(place, options);
  return before === '::' ? qualified(place) : unqualified(place, options);
};

/** Whether a character that an editor asks after began something. */
const begins = (typed: string, { code, at }: Place): boolean => {
  const before = code.textAt(at - 1);
  if (typed === '[') return before === '[' && code.textAt(at - 2) === '[';
  return { '.': '.', '>': '->', ':': '::' }[typed] === before;
};

/** The `#` of the directive that the last token before a place is in; -1 where that is in none. */
const directiveOf = ({ code, at }: Place): number => {
  let i = at - 1;
  while (i > 0 && code.tokens[i]?.has(FLAG.lineStart) !== true) i--;
  return code.textAt(i) === '#' ? i : -1;
};
/** Whether the line of a directive has ended before a place. */
const isEnded = ({ code, offset }: Place, hash: number): boolean =>
  /(?<!\\\r?)\n/.test(code.text.slice(code.tokens[hash]?.start ?? offset, offset));

/** Directives are a C++ server's; a macro's body is code. */
const inDirective = (place: Place): boolean => {
  const { code, at } = place;
  const hash = directiveOf(place);
  return hash >= 0 && !isEnded(place, hash) && (code.textAt(hash + 1) !== 'define' || at < hash + 4);
};

const listed = (place: Place, entries: Iterable<ApiEntry>, prefix = ''): KernelCompletion => {
  const items: KernelItem[] = [];
  let incomplete = false;
  for (const entry of entries) {
    if (entry.rare && !/^(?:convert_|vloada|vstorea)/.test(place.prefix)) incomplete = true;
    else items.push(item(place, entry, prefix));
  }
  return { items, incomplete };
};

/** The same for every place. */
const SAID = new Map<ApiEntry, { readonly detail: string; readonly id: string }>();
const saidOf = (entry: ApiEntry): { readonly detail: string; readonly id: string } => {
  const known = SAID.get(entry);
  if (known !== undefined) return known;
  const [first = entry.name] = entry.signatures;
  const more = entry.signatures.length - 1;
  const detail = first === entry.name ? '' : `${first}${more === 0 ? '' : ` (+${more})`}`;
  const made = { detail, id: idOf(entry) };
  SAID.set(entry, made);
  return made;
};

const item = ({ start, offset }: Place, entry: ApiEntry, prefix: string): KernelItem => {
  const { detail, id } = saidOf(entry);
  return { label: prefix + entry.name, kind: entry.kind, detail, id, start, end: offset };
};

// ---- members -----------------------------------------------------------------------------------------------------------

const members = (place: Place, options: KernelCompletionOptions): KernelCompletion => {
  const { code, at } = place;
  const dot = at - 1;
  const inference = new Inference(code);
  const begin = expressionStart(code, dot);
  const found = begin < 0 ? null : inference.expression(begin, dot);
  if (found === null) return NONE;
  const type =
    code.textAt(dot) === '->' && found.pointers === 0 && classOfType(found) === 'multi_ptr'
      ? (found.args[0] ?? found)
      : found;
  const of = classOfType(type);
  if (of !== null) {
    const all = [...(membersOf(apiOf(code.language), of)?.values() ?? [])];
    return listed(place, of === 'vec' ? elementsOf(type, all) : all);
  }
  if (options.names !== true) return NONE;
  const own = membersOfOwn(code, type.name).map((member) =>
    ownItem(place, code.textAt(member.at), 'member', typeText(member.type)),
  );
  return { items: own, incomplete: false };
};

const ownItem = ({ start, offset }: Place, label: string, kind: KernelItemKind, detail: string): KernelItem => ({
  label,
  kind,
  detail,
  id: null,
  start,
  end: offset,
});

/** Elements that a vector of this size has. */
const elementsOf = ({ args }: TypeRef, all: readonly ApiEntry[]): readonly ApiEntry[] => {
  const count = Number(args[1]?.name);
  if (!(count > 0)) return all;
  return all.filter(({ name }) => {
    const digit = /^s([\dA-F])$/.exec(name)?.[1];
    if (digit !== undefined) return Number.parseInt(digit, 16) < count;
    if (/^[xyzw]$/.test(name)) return count <= 4 && 'xyzw'.indexOf(name) < count;
    return !/^[rgba]$/.test(name) || count === 4;
  });
};

// ---- qualified names ---------------------------------------------------------------------------------------------------

const qualified = (place: Place): KernelCompletion => {
  const { code, at } = place;
  let last = at - 2;
  if (code.textAt(last) === '>') last = code.openingAngle(last) - 1;
  if (last < 0 || !code.isName(last)) return NONE;
  const path = code.pathText(code.pathStart(last), last);
  const rest = syclPath(code, path);
  if (code.names.sycl.has(path)) return code.language === 'sycl' ? listed(place, namespaceMembers(code, '')) : NONE;
  if (rest === null || code.language !== 'sycl') return NONE;
  const entry = entryOf(code, path);
  if (entry?.kind === 'enum') return listed(place, membersOf(apiOf('sycl'), entry.name)?.values() ?? []);
  if (entry?.kind === 'class') {
    const all = [...(membersOf(apiOf('sycl'), entry.name)?.values() ?? [])];
    return listed(
      place,
      all.filter(({ kind }) => kind === 'member'),
    );
  }
  return rest === path && !code.names.opensSycl
    ? NONE
    : listed(place, namespaceMembers(code, rest.replace(/^ONEAPI$/, 'ext::oneapi').replace(/::experimental$/, '')));
};

/** What stands in a namespace below `sycl`; classes and enumerations have their members to themselves. */
const namespaceMembers = (code: KernelCode, path: string): readonly ApiEntry[] => {
  const api = apiOf(code.language);
  if (code.language === 'opencl') return [...api.named.values()];
  if (path === '') return api.entries.filter(({ of, kind }) => of === '' && kind !== 'attribute');
  const nested = new Set<ApiKind>(['method', 'member', 'value']);
  return api.entries.filter(({ of, kind }) => of === path && !nested.has(kind));
};

// ---- attributes --------------------------------------------------------------------------------------------------------

/** Null where the cursor is in none. */
const attributes = (place: Place): KernelCompletion | null => {
  const { code, at } = place;
  const { language } = code;
  let i = at - 1;
  // Before it others may stand: `[[sycl::a(1), `.
  for (let steps = 0; steps < 60 && i >= 0; steps++) {
    const text = code.textAt(i);
    if (text === ')') i = code.opening(i);
    else if (text === '[' || text === '(' || text === ';' || text === '{') break;
    i--;
  }
  const separated = ['[', '(', ',', '::', ':'].includes(code.textAt(at - 1));
  if (language === 'opencl') {
    const isOpen = code.textAt(i) === '(' && code.textAt(i - 1) === '(' && code.textAt(i - 2) === '__attribute__';
    return isOpen ? (separated ? listed(place, attributesOf('opencl')) : NONE) : null;
  }
  if (code.textAt(i) !== '[' || code.textAt(i - 1) !== '[') return null;
  if (!separated) return NONE;
  const using = code.textAt(i + 1) === 'using' && code.textAt(i + 3) === ':' ? code.textAt(i + 2) : null;
  if (using !== null) return using === 'sycl' ? listed(place, attributesOf('sycl')) : NONE;
  if (code.textAt(at - 1) === '::') return code.textAt(at - 2) === 'sycl' ? listed(place, attributesOf('sycl')) : NONE;
  return listed(place, attributesOf('sycl'), 'sycl::');
};

// ---- names ---------------------------------------------------------------------------------------------------------------

/** Before a name that is declared, or that a C++ server knows. */
const unqualified = (place: Place, options: KernelCompletionOptions): KernelCompletion => {
  const { code, at } = place;
  const hash = directiveOf(place);
  const before = hash >= 0 && isEnded(place, hash) ? undefined : code.tokens[at - 1];
  const wanted = wantedAt(code, at);
  const first = wanted.map(({ entry, text }): KernelItem => ({ ...item(place, entry, ''), label: text }));
  const isDeclarator =
    before !== undefined &&
    ((before.kind === K.name && !QUALIFIERS.has(before.text)) ||
      FUNDAMENTAL.has(before.text) ||
      ['auto', 'class', 'struct', 'enum', 'namespace', 'using', 'goto'].includes(before.text));
  if (isDeclarator && before.text !== 'class') return { items: distinct(first), incomplete: false };
  const own = options.names === true ? ownNames(place) : [];
  const rest = code.language === 'opencl' || code.names.opensSycl ? listed(place, namespaceMembers(code, '')) : NONE;
  const named =
    rest === NONE && code.names.using.size > 0
      ? listed(
          place,
          [...code.names.using].flatMap((name) => entryOf(code, name) ?? []),
        )
      : rest;
  return { items: distinct([...first, ...own, ...named.items]), incomplete: named.incomplete };
};

/** Variables in scope, functions, classes and macros of the file. */
const ownNames = (place: Place): readonly KernelItem[] => {
  const { code, at } = place;
  const { own, aliases } = code.names;
  const out: KernelItem[] = [];
  for (const i of visibleBefore(code, at)) {
    const found = code.isName(i) ? declaratorAt(code, i) : null;
    const called = found !== null && code.textAt(i + 1) === '(' ? functionAt(code, i) : null;
    if (called !== null) out.push(ownItem(place, code.textAt(i), 'function', called.label));
    else if (found !== null) out.push(ownItem(place, code.textAt(i), 'variable', typeText(found.type)));
  }
  for (const [name, kind] of own) out.push(ownItem(place, name, kind === 'class' ? 'class' : 'constant', kind));
  for (const [name, type] of aliases) out.push(ownItem(place, name, 'type', typeText(type)));
  return out;
};

const distinct = (items: readonly KernelItem[]): readonly KernelItem[] => {
  const seen = new Set<string>();
  return items.filter(({ label }) => label !== '' && !seen.has(label) && seen.add(label));
};
