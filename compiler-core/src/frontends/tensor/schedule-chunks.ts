/**
 * Top-level statements that do nothing but work on one schedule: `s = ft.Schedule(f)`, `s.split("L", 4)`. They change that
 * schedule alone, so each schedule can be staged apart from the others, also where one name holds one after the other.
 * Decided from the text, as `slice.ts` does; where anything else touches the name, nothing is taken apart.
 */

import type { FunctionDef, PyExpr, PyStmt } from './python/ast.ts';
import { allParams } from './python/params.ts';
import { boundNames, targetNames } from './scope.ts';

/** What the text of one chunk tells about schedules. */
export interface ScheduleUse {
  /** `s` of `s = ft.Schedule(f)`. */
  readonly begins: string | null;
  /** Names at the roots of its calls; null where it may change what they do not name. */
  readonly roots: ReadonlySet<string> | null;
  /** Names of the module that it mentions: not those of comments, nor the local ones of a function. */
  readonly mentions: ReadonlySet<string>;
}

/** What has to be known of a chunk. */
export interface Separable {
  readonly words: ReadonlySet<string>;
  readonly binds: ReadonlySet<string>;
  readonly sort: 'import' | 'definition' | 'constant' | 'guard' | 'other' | 'damage';
  readonly changes: boolean;
  readonly schedule: ScheduleUse;
}

/** They change nothing, whatever they are called with. */
const PURE = ['range', 'len', 'list', 'tuple', 'enumerate', 'reversed', 'sorted', 'zip', 'min', 'max', 'str', 'print'];
/** Modules that change no value of the file but what their functions are given. */
const MODULES = ['freetensor', 'ir', 'pytest'];

export const scheduleUse = (body: readonly PyStmt[]): ScheduleUse => {
  const [only] = body;
  const mentions = mentionsOf(body);
  if (body.length === 1 && only?.kind === 'functionDef') {
    for (const name of localNames(only)) mentions.delete(name);
    return { begins: null, roots: null, mentions };
  }
  return { begins: only && body.length === 1 ? begins(only) : null, roots: rootsOf(body), mentions };
};

/** Of text that is not understood: it may do anything with the names in it, whole lines of comment apart. */
export const damagedUse = (text: string): ScheduleUse => ({
  begins: null,
  roots: null,
  mentions: new Set(text.replace(/^\s*#.*$/gm, '').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []),
});

const begins = (s: PyStmt): string | null => {
  if (s.kind !== 'assign' || s.value.kind !== 'call') return null;
  const [target, ...more] = s.targets;
  const { func, args, keywords } = s.value;
  const maker = func.kind === 'attribute' ? func.name : func.kind === 'name' ? func.id : '';
  const plain = args.length === 1 && keywords.length === 0 && args[0]?.kind === 'name';
  return plain && maker === 'Schedule' && target?.kind === 'name' && more.length === 0 ? target.id : null;
};

const mentionsOf = (body: readonly PyStmt[]): Set<string> => {
  const names = new Set<string>();
  for (const n of nodesIn(body)) {
    if (n.kind === 'name') names.add(n.id);
    else if (n.kind === 'global' || n.kind === 'nonlocal') for (const name of n.names) names.add(name);
  }
  return names;
};

/** Those that its body binds, unless its decorators or defaults mean the outer one. */
const localNames = (def: FunctionDef): ReadonlySet<string> => {
  const names = new Set(boundNames(def.body, false));
  for (const p of allParams(def.params)) names.add(p.name);
  const outside = [...def.decorators, ...allParams(def.params).flatMap((p) => [p.default ?? [], p.annotation ?? []])];
  for (const n of nodesIn(outside)) if (n.kind === 'name') names.delete(n.id);
  return names;
};

const STATEMENTS: ReadonlySet<string> = new Set(['expr', 'assign', 'for', 'if', 'with', 'try', 'pass', 'directive']);
const IMPURE: ReadonlySet<string> = new Set(
  'augAssign annAssign delete global nonlocal import importFrom functionDef classDef while return raise unsupported errorStmt namedExpr await yield yieldFrom error'.split(
    ' ',
  ),
);

const rootsOf = (body: readonly PyStmt[]): ReadonlySet<string> | null => {
  if (!body.every((s) => STATEMENTS.has(s.kind))) return null;
  const roots = new Set<string>();
  const own = new Set<string>();
  for (const n of nodesIn(body)) {
    if (IMPURE.has(n.kind)) return null;
    if (n.kind === 'assign') {
      if (!n.targets.every(isPlain)) return null;
    } else if (n.kind === 'lambda') for (const p of allParams(n.params)) own.add(p.name);
    else if ('clauses' in n) for (const c of n.clauses) targetNames(c.target, own);
    else if (n.kind === 'call') {
      const root = rootOf(n.func);
      if (root === null) return null;
      if (root !== '') roots.add(root);
    }
  }
  for (const name of own) roots.delete(name);
  return roots;
};

const isPlain = (t: PyExpr): boolean =>
  t.kind === 'name' || ((t.kind === 'tuple' || t.kind === 'list') && t.items.every(isPlain));

/** `s` of `s.find("L").split`; empty for a method of a text; null where it is computed. */
const rootOf = (func: PyExpr): string | null => {
  let e = func;
  for (;;) {
    if (e.kind === 'name') return e.id;
    if (e.kind === 'str') return '';
    if (e.kind === 'attribute' || e.kind === 'subscript') e = e.object;
    else if (e.kind === 'call') e = e.func;
    else return null;
  }
};

/** Every node below. O(nodes), no recursion. */
function* nodesIn(roots: readonly object[]): Iterable<PyExpr | PyStmt> {
  const stack: object[] = [...roots];
  for (let value = stack.pop(); value; value = stack.pop()) {
    if ('kind' in value && 'at' in value) yield value as PyExpr | PyStmt;
    for (const [key, part] of Object.entries(value)) {
      if (key === 'at' || key === 'nameAt' || typeof part !== 'object' || part === null) continue;
      for (const item of Array.isArray(part) ? part : [part])
        if (typeof item === 'object' && item !== null) stack.push(item);
    }
  }
}

// ---- schedules apart -----------------------------------------------------------------------------------------------

/**
 * Two versions of a module in which each schedule has a name of its own and its statements change nothing else.
 * O(chunks · names of schedules).
 */
export const schedulesApart = <O extends Separable>(
  old: readonly O[],
  now: readonly O[],
): { readonly old: readonly O[]; readonly now: readonly O[] } => {
  const names = new Set([...old, ...now].flatMap((o) => o.schedule.begins ?? []));
  let [before, after] = [old, now];
  for (const name of names) {
    const [a, b] = [renamed(before, name), renamed(after, name)];
    // With as many schedules as before, the one that a statement is about has the same number.
    if (!a || !b || a.count !== b.count) continue;
    [before, after] = [a.chunks, b.chunks];
  }
  return { old: before, now: after };
};

/** Null where a chunk does more with the name than a schedule allows. */
const renamed = <O extends Separable>(
  chunks: readonly O[],
  name: string,
): { readonly chunks: readonly O[]; readonly count: number } | null => {
  const modules = new Set(
    chunks.flatMap((o) => (o.sort === 'import' && MODULES.some((m) => o.words.has(m)) ? [...o.binds] : [])),
  );
  const about = chunks.filter((o) => isAbout(o, name));
  const made = new Set(about.flatMap((o) => [...o.binds]));
  const pure = PURE.filter((p) => !chunks.some((o) => o.binds.has(p)));
  const allowed = new Set([...pure, ...modules, ...made, name]);
  for (const o of chunks) {
    if (o.sort === 'damage' && o.schedule.mentions.has(name)) return null;
    if (!isAbout(o, name)) {
      // What the calls returned may be changed there as well.
      if (o.sort !== 'other' && o.sort !== 'definition') continue;
      for (const n of made) if (o.schedule.mentions.has(n)) return null;
    } else if (o.schedule.begins !== name && (o.binds.has(name) || !isSafe(o, allowed))) return null;
  }
  let count = 0;
  const out = chunks.map((o): O => {
    if (o.schedule.begins === name) count++;
    if (!isAbout(o, name)) return o.words.has(name) ? { ...o, words: without(o.words, name) } : o;
    const own = `${name}@${count}`;
    const words = new Set([...without(o.words, name), own]);
    return { ...o, words, binds: new Set([...without(o.binds, name), own]), changes: false };
  });
  return { chunks: out, count };
};

const isAbout = (o: Separable, name: string): boolean => o.sort === 'other' && o.schedule.mentions.has(name);
const isSafe = ({ schedule: { roots, begins: begun } }: Separable, allowed: ReadonlySet<string>): boolean =>
  begun === null && roots !== null && [...roots].every((r) => allowed.has(r));
const without = (set: ReadonlySet<string>, name: string): ReadonlySet<string> =>
  new Set([...set].filter((n) => n !== name));
