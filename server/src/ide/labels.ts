/**
 * Labels of statements: declared by `#! nid: L`, `#! label: L`, `MarkNid("L")`, `For(..., nid="L")`, `NamedScope("L")`;
 * used as text in schedules: `s.split("L", 4)`, also inside a longer name such as `outer->L$1` and in selectors.
 */

import type { FunctionDef, PyExpr, PyExprOf, PyModule } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import { asNode, isInline, isUnit, partsOf } from './ast.ts';
import { labelsInWord, wordsIn } from './label-words.ts';
import { statementArguments } from './schedule-methods.ts';
import { type Scheduled, type Standing, scheduledIn } from './scheduled.ts';

export interface LabelPlace {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly declares: boolean;
  /** The function it stands in, or that is scheduled; null at the top of the module. */
  readonly owner: FunctionDef | null;
}
export interface Labels {
  /** Sorted by start. Uses are those whose name is declared somewhere in the file. */
  readonly places: readonly LabelPlace[];
  /** Text in schedule calls that is no label of the file. */
  readonly unknown: readonly LabelPlace[];
}

const DECLARING = new Set(['MarkNid', 'MarkLabel', 'NamedScope']);
const KEYWORDS = new Set(['nid', 'label']);

export const labelsOf = (module: PyModule, text: string): Labels => {
  const declared: LabelPlace[] = [];
  const uses: LabelPlace[] = [];
  const scheduled = scheduledIn(module);
  const stack: (Standing & { readonly node: object; readonly target: FunctionDef | null })[] = [
    { node: module, owner: null, target: null, hidden: new Set() },
  ];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { node } = item;
    const { owner } = item;
    let { target, hidden } = item;
    const known = asNode(node);
    if (known?.kind === 'functionDef') {
      // What stands in its decorators schedules it.
      for (const d of known.decorators) stack.push({ node: d, owner, target: known, hidden });
      const inner = { owner: known, target: scheduled.callbacks.get(known.name) ?? target, hidden };
      for (const part of [known.params, ...known.body]) stack.push({ node: part, ...inner });
      continue;
    }
    if (known?.kind === 'directive') declared.push(...directiveLabels(known, text, owner));
    if (known?.kind === 'call') {
      target = scheduled.of(known, item) ?? target;
      visitCall(known, text, owner, target, declared, uses);
    }
    if (known?.kind === 'subscript') visitKeys(known, text, { ...item, target }, scheduled, uses);
    if (known?.kind === 'lambda') hidden = new Set([...hidden, ...allParams(known.params).map((p) => p.name)]);
    const parts = partsOf(node);
    for (let i = parts.length - 1; i >= 0; i--) stack.push({ node: parts[i] as object, owner, target, hidden });
  }
  const names = new Set(declared.map((d) => d.name));
  const parts = uses.map((u) => ({ u, words: labelsInWord(u, (name) => names.has(name)) }));
  const known = [...declared, ...parts.flatMap(({ u, words }) => words.map((w) => ({ ...u, ...w })))];
  return {
    places: known.sort((a, b) => a.start - b.start),
    unknown: parts.flatMap(({ u, words }) => (words.length === 0 ? [u] : [])).sort((a, b) => a.start - b.start),
  };
};

interface Range {
  readonly start: number;
  readonly end: number;
}

const directiveLabels = (s: { text: string; at: Range }, text: string, owner: FunctionDef | null): LabelPlace[] => {
  const match = /^(nid|label):\s*(.*)$/.exec(s.text);
  if (!match) return [];
  const words = (match[2] ?? '').split(/\s+/).filter((w) => w !== '');
  let from = text.indexOf(':', s.at.start) + 1;
  return (match[1] === 'nid' ? words.slice(0, 1) : words).map((name) => {
    const start = text.indexOf(name, from);
    from = start + name.length;
    return { name, start, end: from, declares: true, owner };
  });
};

const visitCall = (
  call: PyExprOf<'call'>,
  text: string,
  owner: FunctionDef | null,
  target: FunctionDef | null,
  declared: LabelPlace[],
  uses: LabelPlace[],
): void => {
  const name = call.func.kind === 'attribute' ? call.func.name : call.func.kind === 'name' ? call.func.id : '';
  const first = call.args[0];
  if (DECLARING.has(name) && first?.kind === 'str') {
    const place = contentOf(first, text);
    if (place) declared.push({ name: first.value, ...place, declares: true, owner });
  }
  if (name === 'For' || name === 'VarDef') {
    for (const k of call.keywords) {
      const place = k.value.kind === 'str' && KEYWORDS.has(k.name ?? '') ? contentOf(k.value, text) : null;
      if (place && k.value.kind === 'str') declared.push({ name: k.value.value, ...place, declares: true, owner });
    }
  }
  const takes = call.func.kind === 'attribute' && call.func.object.kind !== 'str' ? statementArguments(name) : null;
  if (!takes) return;
  const strings = [
    ...call.args.filter((_, i) => takes.positions.has(i)),
    ...call.keywords.filter((k) => takes.keywords.has(k.name ?? '')).map((k) => k.value),
  ].flatMap(stringsIn);
  for (const s of strings) uses.push(...wordsOf(s, text, target ?? owner));
};

/** `maps[0]["L"]` of what `fission` returns, which is asked by label. */
const visitKeys = (
  e: PyExprOf<'subscript'>,
  text: string,
  place: Standing & { readonly target: FunctionDef | null },
  scheduled: Scheduled,
  uses: LabelPlace[],
): void => {
  const keys = stringsIn(e.index);
  const made = keys.length > 0 ? scheduled.mapsOf(e.object, place) : null;
  const of = made && (scheduled.of(made, place) ?? place.target ?? place.owner);
  if (made) for (const s of keys) uses.push(...wordsOf(s, text, of));
};

const stringsIn = (e: PyExpr): PyExprOf<'str'>[] =>
  e.kind === 'str' ? [e] : e.kind === 'list' || e.kind === 'tuple' ? e.items.flatMap(stringsIn) : [];

/** The characters between the quotes; null where they are not the value itself (escapes, joined literals). */
export const contentOf = (e: PyExprOf<'str'>, text: string): Range | null => {
  const source = text.slice(e.at.start, e.at.end);
  const match = /^[A-Za-z]{0,2}("""|'''|"|')/.exec(source);
  const quote = match?.[1];
  if (match === null || quote === undefined) return null;
  const start = e.at.start + match[0].length;
  const end = e.at.end - quote.length;
  return text.slice(start, end) === e.value ? { start, end } : null;
};

const wordsOf = (e: PyExprOf<'str'>, text: string, owner: FunctionDef | null): LabelPlace[] => {
  const place = contentOf(e, text);
  if (!place) return [];
  return wordsIn(e.value).map(({ name, start, end }) => ({
    name,
    start: place.start + start,
    end: place.start + end,
    declares: false,
    owner,
  }));
};

/** The label at an offset. */
export const labelAt = (labels: Labels, offset: number): LabelPlace | null =>
  labels.places.find((p) => p.start <= offset && offset <= p.end) ?? null;

/**
 * All places of the label at `place`: declarations and uses that mean the same. A name declared in one function only is one
 * label; where several functions have it, those of the function that is scheduled count. Null: which one is meant is not known.
 */
export const sameLabel = (labels: Labels, place: LabelPlace): readonly LabelPlace[] | null => {
  const named = labels.places.filter((p) => p.name === place.name);
  const owners = new Set(named.filter((p) => p.declares).map((p) => p.owner));
  if (owners.size <= 1) return named;
  const meant = (p: LabelPlace): FunctionDef | null | undefined => {
    if (owners.has(p.owner)) return p.owner;
    const inlined = [...owners].filter((o) => o !== null && isInline(o) && !isUnit(o));
    return inlined.length === 1 ? inlined[0] : undefined;
  };
  const mine = meant(place);
  if (mine === undefined || named.some((p) => meant(p) === undefined)) return null;
  return named.filter((p) => meant(p) === mine);
};
