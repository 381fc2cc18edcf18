/**
 * Labels of statements: declared by `#! nid: L`, `#! label: L`, `MarkNid("L")`, `For(..., nid="L")`, `NamedScope("L")`;
 * used as text in schedules: `s.split("L", 4)`, also inside a longer name such as `outer->L$1`.
 */

import type { FunctionDef, PyExpr, PyExprOf, PyModule } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { type AstNode, asNode, isInline, isUnit, partsOf, walk } from './ast.ts';

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

/** Methods of a schedule, and how many of their first arguments name statements. */
export const SCHEDULE_METHODS: Readonly<Record<string, number>> = {
  split: 1,
  reorder: 1,
  merge: 2,
  permute: 1,
  fission: 2,
  fuse: 2,
  swap: 1,
  blend: 1,
  cache: 1,
  cache_reduction: 1,
  set_mem_type: 1,
  var_split: 1,
  var_merge: 1,
  var_reorder: 1,
  inline: 1,
  move_to: 3,
  parallelize: 1,
  unroll: 1,
  vectorize: 1,
  separate_tail: 1,
  as_matmul: 1,
  find: 1,
  find_all: 1,
  pluto_fuse: 2,
  pluto_permute: 1,
  auto_fission_fuse: 0,
};
const DECLARING = new Set(['MarkNid', 'MarkLabel', 'NamedScope']);
const KEYWORDS = new Set(['nid', 'label']);

export const labelsOf = (module: PyModule, text: string): Labels => {
  const declared: LabelPlace[] = [];
  const uses: LabelPlace[] = [];
  const scheduled = schedulesOf(module);
  const stack: { node: object; owner: FunctionDef | null; target: FunctionDef | null }[] = [
    { node: module, owner: null, target: null },
  ];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { node } = item;
    const { owner } = item;
    let { target } = item;
    const known = asNode(node);
    if (known?.kind === 'functionDef') {
      // What stands in its decorators schedules it.
      for (const d of known.decorators) stack.push({ node: d, owner, target: known });
      const inner = { owner: known, target: scheduled.callbacks.get(known.name) ?? target };
      for (const part of [known.params, ...known.body]) stack.push({ node: part, ...inner });
      continue;
    }
    if (known?.kind === 'directive') declared.push(...directiveLabels(known, text, owner));
    if (known?.kind === 'call') {
      target = scheduled.of(known) ?? target;
      visitCall(known, text, owner, target, declared, uses);
    }
    const parts = partsOf(node);
    for (let i = parts.length - 1; i >= 0; i--) stack.push({ node: parts[i] as object, owner, target });
  }
  const names = new Set(declared.map((d) => d.name));
  const known = [...declared, ...uses.filter((u) => names.has(u.name))];
  return {
    places: known.sort((a, b) => a.start - b.start),
    unknown: uses.filter((u) => !names.has(u.name)).sort((a, b) => a.start - b.start),
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
  if (call.func.kind !== 'attribute' || !Object.hasOwn(SCHEDULE_METHODS, name)) return;
  const strings = [...call.args.slice(0, SCHEDULE_METHODS[name]), ...call.keywords.map((k) => k.value)].flatMap(
    stringsIn,
  );
  for (const s of strings) uses.push(...wordsOf(s, text, owner, target));
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

/** `outer->L$1` holds the labels `outer` and `L`. */
const wordsOf = (
  e: PyExprOf<'str'>,
  text: string,
  owner: FunctionDef | null,
  target: FunctionDef | null,
): LabelPlace[] => {
  const place = contentOf(e, text);
  if (!place) return [];
  const out: LabelPlace[] = [];
  for (const match of e.value.matchAll(/[^\s$<>&|!(),-]+(?:-(?!>)[^\s$<>&|!(),-]+)*/g)) {
    const start = place.start + match.index;
    const after = e.value[match.index - 1] === '$';
    if (!after)
      out.push({ name: match[0], start, end: start + match[0].length, declares: false, owner: target ?? owner });
  }
  return out;
};

/** Which function a schedule is of: `Schedule(f)` bound to a name, `schedule(f, callback)`, a callback in a decorator. */
const schedulesOf = (module: PyModule) => {
  const defs = new Map<string, FunctionDef[]>();
  const callbacks = new Map<string, FunctionDef>();
  const bound = new Map<string, FunctionDef[]>();
  const nodes: AstNode[] = [];
  walk(module, (n) => {
    nodes.push(n);
    if (n.kind === 'functionDef') defs.set(n.name, [...(defs.get(n.name) ?? []), n]);
  });
  const only = (e: PyExpr | undefined): FunctionDef | null => {
    const found = e?.kind === 'name' ? defs.get(e.id) : undefined;
    return found?.length === 1 ? (found[0] ?? null) : null;
  };
  for (const n of nodes) {
    if (n.kind === 'functionDef') {
      for (const d of n.decorators)
        if (d.kind === 'call') for (const k of d.keywords) if (k.value.kind === 'name') callbacks.set(k.value.id, n);
    } else if (n.kind === 'assign') {
      const target = n.targets[0];
      const of = n.value.kind === 'call' && calls(n.value, 'Schedule') ? only(n.value.args[0]) : null;
      if (target?.kind === 'name' && of) bound.set(target.id, [...(bound.get(target.id) ?? []), of]);
    } else if (n.kind === 'call' && calls(n, 'schedule')) {
      const callback = n.args[1] ?? n.keywords.find((k) => k.name === 'callback')?.value;
      const of = only(n.args[0]);
      if (of && callback?.kind === 'name') callbacks.set(callback.id, of);
    }
  }
  return {
    callbacks,
    of: (call: PyExprOf<'call'>): FunctionDef | null => {
      if (calls(call, 'schedule') || calls(call, 'Schedule')) return only(call.args[0]);
      const object = call.func.kind === 'attribute' ? call.func.object : null;
      const candidates = object?.kind === 'name' ? bound.get(object.id) : undefined;
      return candidates?.length === 1 ? (candidates[0] ?? null) : null;
    },
  };
};
const calls = (call: PyExprOf<'call'>, name: string): boolean =>
  (call.func.kind === 'attribute' && call.func.name === name) || (call.func.kind === 'name' && call.func.id === name);

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
