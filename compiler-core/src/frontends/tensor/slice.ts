/**
 * Which top-level statements an edit concerns, decided from their text: what uses a name that a changed statement
 * binds is staged again, and whatever that needs is run for it. Words count as names wherever they stand, and all
 * values that code may change are taken for one, so the answer errs on the side of staging too much.
 */

import { holdsProgram } from './ftlib/stageable.ts';
import { isMainGuard, isRunMainGuard } from './main-guard.ts';
import type { Chunk, PyExpr, PyStmt } from './python/ast.ts';
import { damagedUse, type ScheduleUse, schedulesApart, scheduleUse } from './schedule-chunks.ts';
import { boundNames } from './scope.ts';

/** What the text of one chunk tells. */
export interface Outline {
  readonly text: string;
  /** Every word in it. */
  readonly words: ReadonlySet<string>;
  readonly binds: ReadonlySet<string>;
  /** `guard`: an `if __name__ == "__main__"` whose body is not run. */
  readonly sort: 'import' | 'definition' | 'constant' | 'guard' | 'other' | 'damage';
  /** What it makes can be changed, or it changes what others made. */
  readonly changes: boolean;
  /** It has a function with a program in it, which is looked into where nothing calls it. */
  readonly factory: boolean;
  readonly schedule: ScheduleUse;
}

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;
/** With these a name may be reached that stands nowhere. */
const DYNAMIC = ['globals', 'locals', 'vars', 'exec', 'eval', '__import__'];

/** The outlines of the chunks of a text; those of a text that was outlined before are taken from it. */
export const outlinesOf = (
  chunks: readonly Chunk[],
  text: string,
  before: readonly Outline[] = [],
): readonly Outline[] => {
  const known = new Map(before.map((o) => [o.text, o]));
  return chunks.map((chunk) => {
    const own = text.slice(chunk.start, chunk.end);
    const found = chunk.whole ? known.get(own) : undefined;
    return found !== undefined && found.sort !== 'damage' ? found : outline(chunk, own);
  });
};

const outline = (chunk: Chunk, text: string): Outline => {
  const words = new Set(text.match(WORD) ?? []);
  const [only, ...more] = chunk.body;
  const sort = !chunk.whole || only === undefined || more.length > 0 ? 'damage' : sortOf(only);
  const run = sort === 'guard' ? [] : chunk.body;
  return {
    text,
    words,
    binds: new Set(run.flatMap((s) => [...bindsOf(s)])),
    sort,
    changes: run.some((s) => sortOf(s) === 'other'),
    factory: chunk.body.some(isFactory),
    schedule: sort === 'damage' ? damagedUse(text) : scheduleUse(run),
  };
};

const sortOf = (s: PyStmt): Outline['sort'] => {
  switch (s.kind) {
    case 'import':
    case 'importFrom':
    case 'directive':
      return 'import';
    case 'functionDef':
    case 'classDef':
      return 'definition';
    case 'assign':
      return s.targets.every((t) => t.kind === 'name') && isConstant(s.value) ? 'constant' : 'other';
    case 'expr':
      return isConstant(s.value) ? 'constant' : 'other';
    case 'pass':
      return 'constant';
    case 'if':
      return isMainGuard(s.test) && !s.orElse && !isRunMainGuard(s) ? 'guard' : 'other';
    case 'unsupported':
    case 'errorStmt':
      return 'damage';
    default:
      return 'other';
  }
};

/** Its value cannot be changed, and to compute it changes nothing. */
const isConstant = (e: PyExpr): boolean => {
  switch (e.kind) {
    case 'int':
    case 'float':
    case 'complex':
    case 'str':
    case 'bytes':
    case 'constant':
      return true;
    case 'tuple':
      return e.items.every(isConstant);
    case 'unary':
      return isOperand(e.operand);
    case 'binary':
      return isOperand(e.lhs) && isOperand(e.rhs);
    default:
      return false;
  }
};

/** A name alone may be another name for what can be changed; what is computed from it is not. */
const isOperand = (e: PyExpr): boolean => e.kind === 'name' || isConstant(e);

const isFactory = (s: PyStmt): boolean =>
  s.kind === 'functionDef' ? holdsProgram(s) : s.kind === 'classDef' && s.body.some(isFactory);

const bindsOf = (s: PyStmt): ReadonlySet<string> => {
  const names = new Set(boundNames([s], false));
  // `x[0] = 1`, `x.a = 1`, `del x`: what is changed counts as bound.
  const bases = (target: PyExpr): void => {
    if (target.kind === 'name') names.add(target.id);
    else if (target.kind === 'subscript' || target.kind === 'attribute') bases(target.object);
    else if (target.kind === 'tuple' || target.kind === 'list') target.items.forEach(bases);
    else if (target.kind === 'starred') bases(target.value);
  };
  if (s.kind === 'assign' || s.kind === 'delete') s.targets.forEach(bases);
  else if (s.kind === 'augAssign' || s.kind === 'annAssign') bases(s.target);
  return names;
};

export interface Versions {
  readonly old: readonly Outline[];
  readonly now: readonly Outline[];
  /** Chunks at the beginning that stand where they stood: what is the same behind them has moved. */
  readonly unmoved: number;
  /** Chunks at the end that all moved as far as the end of the text did. */
  readonly following: number;
  /** By chunk of the old version: a name was looked up that nothing had bound. */
  readonly missing: (oldChunk: number) => boolean;
  /** Chunks of the old version to stage again in any case. */
  readonly forced: (oldChunk: number) => boolean;
}

export interface Slice {
  /** Chunks at the beginning and at the end that are the same in both versions. */
  readonly head: number;
  readonly tail: number;
  /** Chunks of the new version whose results may be others. */
  readonly affected: ReadonlySet<number>;
  /** Those and all that they need. */
  readonly run: ReadonlySet<number>;
}

/** Stands for all values that code may change, and for the names that a text not understood may bind. */
const CHANGING = '*values';
const OPEN = '*names';

/** Null where the statements of the module cannot be told apart. */
export const slice = (versions: Versions): Slice | null => {
  const { unmoved, following, missing, forced } = versions;
  if ([...versions.old, ...versions.now].some(({ words }) => DYNAMIC.some((word) => words.has(word)))) return null;
  const { old, now } = schedulesApart(versions.old, versions.now);
  const { head, tail } = common(old, now, unmoved, following);
  const changed = [...old.slice(head, old.length - tail), ...now.slice(head, now.length - tail)];
  const effects = new Effects([...old, ...now]);
  const oldOf = (chunk: number): number => (chunk < head ? chunk : chunk - now.length + old.length);

  const dirty = new Set<string>(changed.flatMap((o) => [...effects.of(o)]));
  const affected = new Set<number>();
  for (let i = head; i < now.length - tail; i++) affected.add(i);
  const factories = now.flatMap((o, i) => (o.factory ? [i] : []));
  const reached = (o: Outline): readonly number[] => {
    if (o.sort === 'guard' || factories.length === 0) return [];
    const names = effects.reach(o, now);
    return factories.filter((i) => [...(now[i]?.binds ?? [])].some((name) => names.has(name)));
  };
  const concerned = (o: Outline, i: number): boolean =>
    forced(oldOf(i)) ||
    [...dirty].some((name) => o.words.has(name) || (name === CHANGING && effects.changes(o))) ||
    (dirty.has(OPEN) && missing(oldOf(i)));
  // Whether a factory is looked into depends on who calls it.
  const open = [...changed];
  let grown = true;
  while (grown) {
    grown = false;
    const add = (i: number): void => {
      const o = now[i];
      if (o === undefined || affected.has(i)) return;
      affected.add(i);
      for (const name of effects.of(o)) dirty.add(name);
      open.push(o);
      grown = true;
    };
    for (const o of open.splice(0)) for (const i of reached(o)) add(i);
    for (const [i, o] of now.entries()) if (!affected.has(i) && concerned(o, i)) add(i);
    grown ||= open.length > 0;
  }
  return { head, tail, affected, run: withNeeds(affected, now, effects) };
};

const common = (
  old: readonly Outline[],
  now: readonly Outline[],
  unmoved: number,
  following: number,
): { readonly head: number; readonly tail: number } => {
  const same = (a: Outline | undefined, b: Outline | undefined): boolean =>
    a !== undefined && b !== undefined && a.sort !== 'damage' && b.sort !== 'damage' && a.text === b.text;
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < Math.min(shorter, unmoved) && same(old[head], now[head])) head++;
  let tail = 0;
  while (tail < Math.min(shorter - head, following) && same(old[old.length - 1 - tail], now[now.length - 1 - tail]))
    tail++;
  return { head, tail };
};

/** What a statement may change besides what it binds: whatever other statements made that can be changed at all. */
class Effects {
  private readonly changeable: ReadonlySet<string>;
  private readonly memo = new Map<Outline, ReadonlySet<string>>();
  constructor(outlines: readonly Outline[]) {
    const names = new Set(outlines.flatMap((o) => (o.changes ? [...o.binds] : [])));
    // A function that uses such a value may change it for whoever calls it.
    const rest = new Set(outlines.filter((o) => o.sort === 'definition'));
    let grown = names.size > 0;
    while (grown) {
      grown = false;
      for (const o of rest) {
        if (![...names].some((name) => o.words.has(name))) continue;
        for (const name of o.binds) names.add(name);
        rest.delete(o);
        grown = true;
      }
    }
    this.changeable = names;
  }

  changes(o: Outline): boolean {
    return o.sort !== 'import' && o.sort !== 'guard' && [...this.changeable].some((name) => o.words.has(name));
  }

  of(o: Outline): ReadonlySet<string> {
    const known = this.memo.get(o);
    if (known) return known;
    const out = new Set(o.binds);
    if (this.changes(o)) out.add(CHANGING);
    if (o.sort === 'damage' || (o.sort === 'import' && /\*/.test(o.text))) out.add(OPEN);
    this.memo.set(o, out);
    return out;
  }

  /** Names in a statement, in what they name, and so on. */
  reach(from: Outline, all: readonly Outline[]): ReadonlySet<string> {
    const names = new Set(from.words);
    const rest = new Set(all);
    let grown = true;
    while (grown) {
      grown = false;
      for (const o of rest) {
        if (![...o.binds].some((name) => names.has(name))) continue;
        for (const word of o.words) names.add(word);
        rest.delete(o);
        grown = true;
      }
    }
    return names;
  }
}

const withNeeds = (affected: ReadonlySet<number>, now: readonly Outline[], effects: Effects): ReadonlySet<number> => {
  const run = new Set(affected);
  const names = new Set<string>();
  const need = (o: Outline): void => {
    for (const word of o.words) names.add(word);
    if (effects.changes(o)) names.add(CHANGING);
  };
  for (const [i, o] of now.entries()) {
    if (effects.of(o).has(OPEN)) run.add(i);
    if (run.has(i)) need(o);
  }
  let grown = true;
  while (grown) {
    grown = false;
    for (const [i, o] of now.entries()) {
      if (run.has(i) || ![...effects.of(o)].some((name) => names.has(name))) continue;
      run.add(i);
      need(o);
      grown = true;
    }
  }
  return run;
};
