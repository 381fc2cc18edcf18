/** Questions about unions of systems, answered exactly over the integers or with `unknown('budget')`. */

import { type Answer, known, unknown } from '../diag/diagnostic.ts';
import { type Affine, constant, variable } from './affine.ts';
import { feasible as feasiblePiece } from './feasible.ts';
import { add, floorDivInt, type Int, mul, neg, sub } from './int.ts';
import { determined } from './lexmin.ts';
import { pieceOf, systemOf } from './named.ts';
import type { Point } from './point.ts';
import { type Budget, BudgetExceeded } from './rows.ts';
import { simplified } from './simplify.ts';
import { isEq, isGe, isLe, System, type Union } from './system.ts';

/** What a computation comes to, or `unknown('budget')` when a budget ended in it. */
export const within = <T>(question: () => T): Answer<T> => {
  try {
    return known(question());
  } catch (e) {
    if (e instanceof BudgetExceeded) return unknown('budget');
    throw e;
  }
};

/** The value of an answer, inside `within`; an unknown one ends the whole computation. @throws BudgetExceeded */
export const demand = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'unknown') throw new BudgetExceeded();
  return answer.value;
};

/** Whether the system has an integer point. @throws BudgetExceeded */
const feasible = (system: System, budget: Budget): boolean => {
  const p = pieceOf(system, []);
  return p !== null && feasiblePiece(p, budget);
};

/** The projection onto `keep`, exactly, handed out piece by piece. @throws BudgetExceeded */
const eliminate = (system: System, keep: ReadonlySet<string>, budget: Budget, piece: (s: System) => void): void => {
  const names = [...system.variables()].filter((name) => keep.has(name));
  const whole = pieceOf(system, names);
  const p = whole && simplified(whole);
  if (p) for (const s of determined(p, budget)) piece(systemOf(s, names));
};

/** Whether no integer point lies in any of the systems. */
export const isEmpty = (a: Union, budget: Budget): Answer<boolean> => within(() => !a.some((s) => feasible(s, budget)));

/** Whether every point of `a` is a point of `b`, with names meaning the same in both. */
export const subset = (a: Union, b: Union, budget: Budget): Answer<boolean> =>
  within(() => a.every((s) => covered(s, b, 0, budget)));

const covered = (s: System, by: Union, start: number, budget: Budget): boolean => {
  let from = start;
  if (!feasible(s, budget)) return true;
  // What does not meet `s` cannot cover any of it, and its negation would only multiply the cases.
  while (from < by.length && !feasible(s.intersect(by[from] ?? System.nothing), budget)) from++;
  return by[from]?.negate().every((outside) => covered(s.intersect(outside), by, from + 1, budget)) ?? false;
};

/** Both bounds of what is asked: every point of `must` is in the true set, and the true set is inside `may`. */
export interface Approx<S> {
  readonly must: S;
  readonly may: S;
}

/**
 * The shadow of a union on the variables in `keep`: points that some value of the other variables completes.
 * Exact with floors over the kept variables; when the budget ends first, `must` holds what was found and `may`
 * everything.
 */
export const project = (
  a: Union,
  keep: Iterable<string>,
  budget: Budget,
): Approx<Union> & { readonly exact: boolean } => {
  const names = new Set(keep);
  const pieces = new Map<string, System>();
  const all = within(() => {
    for (const s of a) {
      if (feasible(s, budget)) eliminate(s, names, budget, (piece) => pieces.set(piece.toString(), piece));
    }
  });
  const found = [...pieces.values()];
  return all.kind === 'known'
    ? { must: found, may: found, exact: true }
    : { must: found, may: [System.universe], exact: false };
};

/**
 * One point of the union, or null when it is empty. Variables are fixed one after the other, first those of `order`,
 * then the rest by name; each gets the value nearest to 0 that still has a completion (of k and -k, k).
 */
export const sample = (a: Union, budget: Budget, order: readonly string[] = []): Answer<Point | null> =>
  within(() => {
    const first = a.find((s) => feasible(s, budget));
    if (!first) return null;
    const names = first.variables();
    for (const s of a) s.variables(names);
    const sorted = [...order.filter((v) => names.has(v)), ...[...names].filter((v) => !order.includes(v)).sort()];
    const point = new Map<string, Int>();
    let rest = first;
    for (const name of sorted) {
      const value = nearestToZero(rest, name, budget);
      point.set(name, value);
      rest = fix(rest, name, value);
    }
    return point;
  });

const fix = (s: System, name: string, value: Int): System => s.substitute((v) => (v === name ? constant(value) : null));

const nearestToZero = (s: System, name: string, budget: Budget): Int => {
  if (feasible(fix(s, name, 0), budget)) return 0;
  const v = variable(name);
  const distance = leastDistance((k) => feasible(s.and(isLe(v, constant(k)), isGe(v, constant(neg(k)))), budget));
  return feasible(fix(s, name, distance), budget) ? distance : neg(distance);
};

/** The least k >= 1 for which a monotone test holds; the caller knows that there is one. */
const leastDistance = (holds: (k: Int) => boolean): Int => {
  let high: Int = 1;
  while (!holds(high)) high = mul(high, 2);
  let low = floorDivInt(high, 2);
  // holds(high), and not holds(low)
  while (sub(high, low) > 1) {
    const mid = floorDivInt(add(low, high), 2);
    if (holds(mid)) high = mid;
    else low = mid;
  }
  return high;
};

/** Least and greatest value; null where there is none. */
export interface Extremes {
  readonly min: Int | null;
  readonly max: Int | null;
}

/** The extremes of an expression over the union; null when the union is empty. */
export const extremes = (a: Union, expr: Affine, budget: Budget): Answer<Extremes | null> =>
  within(() => {
    const systems = a.filter((s) => feasible(s, budget));
    if (systems.length === 0) return null;
    const max = greatest(systems, expr, budget);
    const min = greatest(systems, expr.negated(), budget);
    return { min: min === null ? null : neg(min), max };
  });

const greatest = (systems: Union, expr: Affine, budget: Budget): Int | null => {
  const atLeast = (k: Int): boolean => systems.some((s) => feasible(s.and(isGe(expr, constant(k))), budget));
  if (systems.some((s) => unboundedAbove(s, expr, budget))) return null;
  if (atLeast(0))
    return sub(
      leastDistance((k) => !atLeast(k)),
      1,
    );
  return neg(leastDistance((k) => atLeast(neg(k))));
};

/**
 * A set with an integer point has unbounded values of `expr` exactly if its recession cone has a direction along which
 * `expr` grows; the cone is homogeneous, so a rational direction can be scaled to integers.
 */
const unboundedAbove = (s: System, expr: Affine, budget: Budget): boolean => {
  const cone = new Map<string, Affine>();
  const rows: System[] = [];
  const homogeneous = (a: Affine): Affine => {
    let out = constant(0);
    for (const t of a.terms) {
      if (t.div && !cone.has(t.name)) {
        cone.set(t.name, variable(t.name));
        // 0 <= num - den·q < den becomes num = den·q.
        rows.push(System.of(isEq(homogeneous(t.div.num), variable(t.name).times(t.div.den))));
      }
      out = out.plus(variable(t.name).times(t.coef));
    }
    return out;
  };
  let all = System.universe;
  for (const c of s.constraints) all = all.and({ kind: c.kind, expr: homogeneous(c.expr) });
  all = all.and(isGe(homogeneous(expr), constant(1)));
  for (const r of rows) all = all.intersect(r);
  return feasible(all, budget);
};

/**
 * `a` without the constraints that hold on all of `context` anyway: what `a` adds to it.
 * Answers unknown when the budget ends.
 */
export const gist = (a: System, context: Union, budget: Budget): Answer<System> =>
  within(() => {
    let kept = [...a.constraints];
    for (const c of a.constraints) {
      const others = kept.filter((k) => k !== c);
      const rest = System.of(...others);
      const implied = context.every((s) =>
        System.of(c)
          .negate()
          .every((outside) => !feasible(s.intersect(rest).intersect(outside), budget)),
      );
      if (implied) kept = others;
    }
    return System.of(...kept);
  });
