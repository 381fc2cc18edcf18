/** Dependences against what a run did: nothing that happened is missing, and what must happen did. */

import {
  type Affine,
  Budget,
  type Constraint,
  constant,
  isEmpty,
  System,
  sample,
  type Union,
} from '../../../presburger/index.ts';
import type { AccessPoint, Dependence, Dependences, Level } from '../index.ts';
import type { Executed, Pair, Trace } from './executed.ts';

export interface Comparison {
  readonly problems: readonly string[];
  /** Conflicts that were looked up. */
  readonly pairs: number;
  readonly must: number;
  readonly may: number;
  readonly unknown: number;
}

type Values = (name: string) => number | undefined;

const nameOf = (a: AccessPoint): string => `${a.ordinal}:${a.kind} ${a.tensor}`;
const pairKey = (e: AccessPoint, l: AccessPoint): string => `${e.ordinal} ${l.ordinal}`;
const show = (p: Pair): string =>
  `${nameOf(p.earlier.point)} ${p.earlier.key} -> ${nameOf(p.later.point)} ${p.later.key}`;

/** Values of the variables of a relation for two executions. */
const valuesOf = (e: Executed, l: Executed, sizes: ReadonlyMap<string, number>): Values => {
  const known = new Map(sizes);
  for (const { iterator, stmt } of e.point.loops) {
    const value = stmt.kind === 'for' ? e.iterators[stmt.iter] : undefined;
    if (value !== undefined) known.set(iterator.id, value);
  }
  for (const { iterator, stmt } of l.point.loops) {
    const value = stmt.kind === 'for' ? l.iterators[stmt.iter] : undefined;
    if (value !== undefined) known.set(`${iterator.id}'`, value);
  }
  return (name) => known.get(name);
};

const names = new WeakMap<Constraint, readonly string[]>();
const namesIn = (c: Constraint): readonly string[] => {
  const known = names.get(c) ?? [...c.expr.variables()];
  names.set(c, known);
  return known;
};

const evaluate = (a: Affine, values: Values): number => {
  let sum = Number(a.constant);
  for (const { name, coef, div } of a.terms) {
    const value = div ? Math.floor(evaluate(div.num, values) / Number(div.den)) : (values(name) ?? 0);
    sum += Number(coef) * value;
  }
  return sum;
};

const satisfies = ({ kind, expr }: Constraint, values: Values): boolean => {
  const value = evaluate(expr, values);
  return kind === 'eq' ? value === 0 : value >= 0;
};

const budget = (): Budget => new Budget(1_000_000);
/** Of a query, as for one whose caller sets no budget. */
const WORK = 5_000_000;

/** Whether some values of what is not known complete the pair. */
const contains = (u: Union, values: Values): boolean =>
  u.some((s) => {
    const open: Constraint[] = [];
    for (const c of s.constraints) {
      const known = namesIn(c).every((name) => values(name) !== undefined);
      if (!known) open.push(c);
      else if (!satisfies(c, values)) return false;
    }
    if (open.length === 0) return true;
    const rest = System.of(...open).substitute((name) => {
      const value = values(name);
      return value === undefined ? null : constant(value);
    });
    if (rest.contradictory) return false;
    if (rest.constraints.length === 0) return true;
    const empty = isEmpty([rest], budget());
    return empty.kind === 'unknown' || !empty.value;
  });

const holdsAt = (u: Union, values: Values): boolean => u.some((s) => s.constraints.every((c) => satisfies(c, values)));

/** Whether the pair's iterations first differ at the level's loop; rounds of a `while` are not known. */
const isAtLevel = ({ carrier }: Level, { earlier, later }: Pair): boolean => {
  for (const [k, { stmt }] of earlier.point.loops.entries()) {
    if (later.point.loops[k]?.stmt !== stmt) break;
    if (stmt === carrier) return stmt.kind === 'while' || earlier.iterators[stmt.iter] !== later.iterators[stmt.iter];
    if (stmt.kind === 'for' && earlier.iterators[stmt.iter] !== later.iterators[stmt.iter]) return false;
  }
  return carrier === null;
};

/**
 * @param n The value of the only size.
 * @param nearest Only the last write before, or the first one after.
 */
export const compare = (deps: Dependences, ran: Trace, n: number, nearest = false): Comparison => {
  const problems: string[] = [];
  const work = new Budget(WORK);
  const found = deps.find({ parallel: 'serial', noDeps: 'ignore', nearest, budget: work });
  const byPair = new Map(found.map((d) => [pairKey(d.earlier, d.later), d]));
  const sizes = new Map(deps.sizes.filter((s) => s.name === 'n').map((s) => [s.id, n]));
  const happened = new Set<string>();
  // Where the budget ends, one unknown dependence stands for all pairs of its tensor that were not looked at.
  const unknown = work.left > 0 ? [] : found.filter((d) => d.certainty === 'unknown');
  const left = new Set(unknown.map((d) => d.earlier.definition.id));
  for (const pair of ran.pairs) {
    if (nearest && !pair.nearest) continue;
    const { earlier, later } = pair;
    happened.add(`${pairKey(earlier.point, later.point)} ${earlier.key} ${later.key}`);
    const d = byPair.get(pairKey(earlier.point, later.point));
    if (!d && left.has(earlier.point.definition.id)) continue;
    if (!d) {
      problems.push(`missed ${show(pair)}`);
      continue;
    }
    const values = valuesOf(earlier, later, sizes);
    const levels = d.levels.filter((level) => isAtLevel(level, pair));
    if (!levels.some((level) => contains(level.all(), values))) problems.push(`not in the relation: ${show(pair)}`);
    else if (!levels.some((level) => isInRange(level, pair))) problems.push(`distance of ${show(pair)}`);
  }
  if (ran.ended === 'finished') {
    for (const d of found) problems.push(...unreal(d, ran, sizes, happened, nearest));
  }
  const count = (certainty: string): number => found.filter((d) => d.certainty === certainty).length;
  return { problems, pairs: ran.pairs.length, must: count('must'), may: count('may'), unknown: count('unknown') };
};

const isInRange = (level: Level, { earlier, later }: Pair): boolean =>
  level.distances().every(({ loop, direction, min, max }) => {
    if (loop.kind === 'while') return true;
    const down = loop.step.kind === 'int' && loop.step.value < 0n;
    const ahead = (later.iterators[loop.iter] ?? 0) - (earlier.iterators[loop.iter] ?? 0);
    const distance = down ? -ahead : ahead;
    const signs: Readonly<Record<typeof direction, readonly number[]>> = {
      '<': [1],
      '=': [0],
      '>': [-1],
      '<=': [0, 1],
      '>=': [0, -1],
      '<>': [1, -1],
      '*': [-1, 0, 1],
    };
    return (
      (min === null || distance >= min) &&
      (max === null || distance <= max) &&
      signs[direction].includes(Math.sign(distance))
    );
  });

/** Pairs of instances that a `must` level has and the run had not. */
const unreal = (
  d: Dependence,
  ran: Trace,
  sizes: ReadonlyMap<string, number>,
  happened: ReadonlySet<string>,
  nearest: boolean,
): string[] => {
  const of = (p: AccessPoint): Executed[] => ran.executed.filter((x) => x.point === p).slice(0, 24);
  const out: string[] = [];
  for (const level of d.levels) {
    if (level.certainty !== 'must') continue;
    for (const earlier of of(d.earlier)) {
      for (const later of of(d.later)) {
        const key = `${pairKey(d.earlier, d.later)} ${earlier.key} ${later.key}`;
        if (!happened.has(key) && holdsAt(level.relation(), valuesOf(earlier, later, sizes))) {
          out.push(`must, but did not happen: ${show({ earlier, later, nearest })}`);
        }
      }
    }
    const fixed = level.relation().map((s) =>
      s.substitute((name) => {
        const value = sizes.get(name);
        return value === undefined ? null : constant(value);
      }),
    );
    const point = sample(fixed, budget());
    if (point.kind === 'unknown' || point.value === null) continue;
    const keyOf = (p: AccessPoint, prime: string): string =>
      JSON.stringify(
        Object.fromEntries(
          p.loops.flatMap(({ stmt, iterator }) =>
            stmt.kind === 'for' ? [[stmt.iter, Number(point.value?.get(iterator.id + prime) ?? 0)]] : [],
          ),
        ),
      );
    const key = `${pairKey(d.earlier, d.later)} ${keyOf(d.earlier, '')} ${keyOf(d.later, "'")}`;
    if (!happened.has(key)) out.push(`must, but did not happen: ${key}`);
  }
  return out;
};
