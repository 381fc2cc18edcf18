/**
 * Which function a schedule is of, by the syntax alone: `Schedule(f)` bound to a name, `schedule(f, callback)`, a callback
 * in a decorator. A name that is bound several times means what was bound last before the use, in the same function.
 */

import type {
  FunctionDef,
  PyExpr,
  PyExprOf,
  PyModule,
  PyStmt,
} from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import { allParams } from '@athanor/compiler-core/frontends/tensor/python/params.ts';
import { asNode, partsOf } from './ast.ts';
import { isScheduleMethod } from './schedule-methods.ts';

type Call = PyExprOf<'call'>;

export interface Scheduled {
  /** Functions whose schedules a function of this name makes, as it is handed over to them. */
  readonly callbacks: ReadonlyMap<string, FunctionDef>;
  /** The function that a call such as `s.split(…)` or `Schedule(f)` is about; null: not known. */
  of(call: Call, place: Standing): FunctionDef | null;
  /** The schedule call that gave the maps which an expression stands for; null where it is something else. */
  mapsOf(e: PyExpr, place: Standing): Call | null;
}

/** Where an expression stands. */
export interface Standing {
  readonly owner: FunctionDef | null;
  /** Parameters of the lambdas around it. */
  readonly hidden: ReadonlySet<string>;
}

interface Binding {
  readonly owner: FunctionDef | null;
  readonly value: Call;
}

const nameOf = (call: Call): string =>
  call.func.kind === 'attribute' ? call.func.name : call.func.kind === 'name' ? call.func.id : '';
/** What takes a function and a callback for its schedule. */
const TAKES_CALLBACK: ReadonlySet<string> = new Set(['schedule', 'optimize']);
const isMaker = (call: Call): boolean => nameOf(call) === 'Schedule';
const isMethod = (call: Call): boolean => call.func.kind === 'attribute' && isScheduleMethod(call.func.name);

export const scheduledIn = (module: PyModule): Scheduled => {
  const defs = new Map<string, FunctionDef[]>();
  const handed: { readonly func: PyExpr | undefined; readonly callback: string; readonly of: FunctionDef | null }[] =
    [];
  const bound = new Map<string, Binding[]>();
  visit(module, (n, owner) => {
    if (n.kind === 'functionDef') {
      defs.set(n.name, [...(defs.get(n.name) ?? []), n]);
      for (const d of n.decorators)
        if (d.kind === 'call')
          for (const k of d.keywords)
            if (k.value.kind === 'name') handed.push({ func: undefined, callback: k.value.id, of: n });
    } else if (n.kind === 'assign' && n.value.kind !== 'lambda') {
      const value = callIn(n.value);
      if (value && (isMaker(value) || isMethod(value)))
        for (const name of n.targets.flatMap(namesIn)) bound.set(name, [...(bound.get(name) ?? []), { owner, value }]);
    } else if (n.kind === 'call' && TAKES_CALLBACK.has(nameOf(n))) {
      const given = n.keywords.find((k) => k.name === 'callback' || k.name === 'schedule_callback')?.value;
      const callback = given ?? (nameOf(n) === 'schedule' ? n.args[1] : undefined);
      if (callback?.kind === 'name') handed.push({ func: n.args[0], callback: callback.id, of: null });
    }
  });
  const only = (e: PyExpr | undefined): FunctionDef | null => {
    const found = e?.kind === 'name' ? defs.get(e.id) : undefined;
    return found?.length === 1 ? (found[0] ?? null) : null;
  };
  const callbacks = new Map<string, FunctionDef>();
  for (const { func, callback, of } of handed) {
    const meant = of ?? only(func);
    if (meant) callbacks.set(callback, meant);
  }
  const lastBinding = (name: string, before: number, { owner, hidden }: Standing): Call | null => {
    if (hidden.has(name)) return null;
    const all = bound.get(name) ?? [];
    const last = all.findLast((b) => b.owner === owner && b.value.at.end <= before);
    if (last || (owner && allParams(owner.params).some((p) => p.name === name))) return last?.value ?? null;
    // Of another function's names the one that is bound once is meant.
    return all.length === 1 ? (all[0]?.value ?? null) : null;
  };
  const of = (call: Call, place: Standing): FunctionDef | null => {
    let here = call;
    // What a method returns is of the same schedule: `fork`. The chain is as long as the text has dots.
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      if (isMaker(here) || TAKES_CALLBACK.has(nameOf(here))) return only(here.args[0]);
      const object = here.func.kind === 'attribute' ? here.func.object : null;
      const next =
        object?.kind === 'call'
          ? object
          : object?.kind === 'name'
            ? lastBinding(object.id, here.at.start, place)
            : null;
      if (!next) return null;
      here = next;
    }
    return null;
  };
  return {
    callbacks,
    of,
    mapsOf: (e, place) => {
      let base = e;
      while (base.kind === 'subscript') base = base.object;
      const call = base.kind === 'call' ? base : base.kind === 'name' ? lastBinding(base.id, e.at.start, place) : null;
      return call && nameOf(call) === 'fission' && isMethod(call) ? call : null;
    },
  };
};
const MOST_STEPS = 50;

/** `s.fission(…)` of `s.fission(…)[1]`. */
const callIn = (e: PyExpr): Call | null => {
  let here = e;
  while (here.kind === 'subscript') here = here.object;
  return here.kind === 'call' ? here : null;
};
const namesIn = (e: PyExpr): readonly string[] =>
  e.kind === 'name' ? [e.id] : e.kind === 'tuple' || e.kind === 'list' ? e.items.flatMap(namesIn) : [];

/** Every node with the function it stands in, in the order of the text. */
const visit = (module: PyModule, each: (n: PyExpr | PyStmt, owner: FunctionDef | null) => void): void => {
  const stack: { readonly value: object; readonly owner: FunctionDef | null }[] = [{ value: module, owner: null }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const node = asNode(item.value);
    if (node) each(node, item.owner);
    const outside = new Set<object>(node?.kind === 'functionDef' ? node.decorators : []);
    const parts = partsOf(item.value);
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i] as object;
      const inner = node?.kind === 'functionDef' && !outside.has(part) ? node : item.owner;
      stack.push({ value: part, owner: inner });
    }
  }
};
