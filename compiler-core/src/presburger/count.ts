/**
 * The number of integer points, as a function of parameters.
 *
 * Variables are summed away one after the other. Where one has several lower (or upper) bounds, the cases which of them is the
 * greatest (least) are told apart; where it occurs in a floor, its residues are. So the answer is a sum of quasi-polynomials,
 * each on a domain of parameters. The number of cases may explode; then the pieces that are left are bounded by their boxes.
 */

import { type Affine, floorDiv, type Term, variable } from './affine.ts';
import { feasible } from './feasible.ts';
import { abs, add, floorDivInt, gcd, type Int, mul, sub } from './int.ts';
import { pieceOf, systemOf } from './named.ts';
import { determinedAll, type Pieces, subtracted } from './pieces.ts';
import { holdsAt } from './point.ts';
import { Polynomial, sumOver } from './polynomial.ts';
import type { Budget } from './rows.ts';
import { demand, extremes, project } from './solve.ts';
import { columnNames, type Space } from './space.ts';
import { type Constraint, isEq, isGe, System, type Union } from './system.ts';

export interface CountTerm {
  /** Over the parameters. */
  readonly domain: System;
  readonly value: Polynomial;
}

/** Residues of one variable beyond which the count is not exact. */
const MOST_RESIDUES = 64;

/** More cases than this, and the piece is bounded instead. */
const MOST_CASES = 4096;

/** What stops an exact count of a piece: infinitely many points, or too many cases. */
class Uncounted extends Error {
  constructor(readonly reason: 'infinite' | 'cases') {
    super(reason);
  }
}

/** @throws Uncounted, BudgetExceeded */
const countSystem = (s: System, variables: readonly string[], budget: Budget): CountTerm[] => {
  const out: CountTerm[] = [];
  const has = (t: System): boolean => {
    const p = pieceOf(t, []);
    return p !== null && feasible(p, budget);
  };
  let cases = 0;
  const go = (system: System, left: readonly string[], value: Polynomial): void => {
    // Expressions are told apart by their text, so that is what a step costs.
    budget.spend(10 + system.toString().length);
    if (system.contradictory || !has(system)) return;
    if (++cases > MOST_CASES) throw new Uncounted('cases');
    const turned = euclid(system, left);
    if (turned) {
      go(system.substitute(turned), left, value.substitute(turned, budget));
      return;
    }
    const name = next(system, left, value);
    if (name === null) {
      out.push({ domain: system, value });
      return;
    }
    const rest = left.filter((v) => v !== name);
    const eq = system.constraints.find(
      (c) => c.kind === 'eq' && c.expr.coefficient(name) !== 0 && !inFloor(c.expr, name),
    );
    const first = eq ? undefined : floorsWith(system, value, name).find((f) => !inFloor(f.num, name));
    if (first) {
      const a = first.num.coefficient(name);
      const steps = floorDivInt(first.den, gcd(a, first.den));
      if (steps > MOST_RESIDUES) throw new Uncounted('cases');
      for (let r = 0; r < steps; r++) {
        const by = variable(name).times(steps).plusConstant(r);
        const put = (v: string): Affine | null => (v === name ? by : null);
        go(system.substitute(put), left, value.substitute(put, budget));
      }
      return;
    }
    if (eq) {
      const g = eq.expr.coefficient(name);
      const other = without(eq.expr, name);
      // g · name + other = 0
      const by = floorDiv(other.negated(), g);
      const put = (v: string): Affine | null => (v === name ? by : null);
      const divides = isEq(by.times(g), other.negated());
      go(system.substitute(put).and(divides), rest, value.substitute(put, budget));
      return;
    }
    const { lower, upper, others } = boundsOf(system, name);
    if (lower.length === 0 || upper.length === 0) throw new Uncounted('infinite');
    lower.forEach((l, i) => {
      const lowest = others.and(...lower.flatMap((m, j) => (j === i ? [] : [isGe(l, j < i ? m.plusConstant(1) : m)])));
      upper.forEach((u, k) => {
        const both = lowest.and(
          ...upper.flatMap((m, j) => (j === k ? [] : [isGe(j < k ? m.plusConstant(-1) : m, u)])),
          isGe(u, l),
        );
        go(both, rest, sumOver(value, name, l, u, budget));
      });
    });
  };
  go(s, variables, Polynomial.constant(1));
  return out;
};

/**
 * Where an equality has variables but none with a unit coefficient: a change of variables that maps integer points one to
 * one and makes its coefficients smaller (a step of Euclid's algorithm).
 */
const euclid = (s: System, left: readonly string[]): ((name: string) => Affine | null) | null => {
  for (const { kind, expr } of s.constraints) {
    if (kind !== 'eq' || left.some((v) => inFloor(expr, v))) continue;
    const live = left.filter((v) => expr.coefficient(v) !== 0);
    const [first] = live;
    if (first === undefined || live.length < 2) continue;
    const size = (v: string): Int => abs(expr.coefficient(v));
    const z = live.reduce((m, v) => (size(v) < size(m) ? v : m), first);
    if (size(z) === 1) continue;
    // c z + d v = c (z + q v) + (d - c q) v: z becomes z - q v.
    const by = live.reduce(
      (a, v) => (v === z ? a : a.minus(variable(v).times(floorDivInt(expr.coefficient(v), expr.coefficient(z))))),
      variable(z),
    );
    return (name) => (name === z ? by : null);
  }
  return null;
};

const without = (a: Affine, name: string): Affine => a.minus(variable(name).times(a.coefficient(name)));

/** Whether some floor of an expression contains a variable. */
const inFloor = (a: Affine, name: string): boolean => a.terms.some((t) => t.div?.num.variables().has(name));

/** Floors that contain a variable directly, the inner of nested ones among them. */
const floorsWith = (s: System, value: Polynomial, name: string): { readonly num: Affine; readonly den: Int }[] => {
  const out: { num: Affine; den: Int }[] = [];
  const visit = (terms: readonly Pick<Term, 'div'>[]): void => {
    for (const { div } of terms) {
      if (!div) continue;
      if (div.num.coefficient(name) !== 0) out.push(div);
      visit(div.num.terms);
    }
  };
  for (const c of s.constraints) visit(c.expr.terms);
  visit(value.floors().map((div) => ({ div })));
  return out;
};

interface Bounds {
  readonly lower: readonly Affine[];
  readonly upper: readonly Affine[];
  readonly others: System;
}

const boundsOf = (s: System, name: string): Bounds => {
  const lower: Affine[] = [];
  const upper: Affine[] = [];
  const others: Constraint[] = [];
  for (const c of s.constraints) {
    const a = c.expr.coefficient(name);
    const rest = without(c.expr, name);
    if (a === 0) others.push(c);
    else if (a > 0) lower.push(floorDiv(rest, a).negated());
    else upper.push(floorDiv(rest, abs(a)));
  }
  return { lower, upper, others: System.of(...others) };
};

/** The variable to sum away next: one that an equality gives, then the one with the fewest cases. */
const next = (s: System, left: readonly string[], value: Polynomial): string | null => {
  let best: string | null = null;
  let cost = Number.POSITIVE_INFINITY;
  for (const name of left) {
    let lower = 0;
    let upper = 0;
    let equal = false;
    let rounded = 0;
    for (const c of s.constraints) {
      const a = c.expr.coefficient(name);
      if (a === 0) continue;
      if (c.kind === 'eq') equal = true;
      else if (a > 0) lower++;
      else upper++;
      if (a !== 1 && a !== -1) rounded++;
    }
    const floors = floorsWith(s, value, name).reduce((n, f) => n + Number(f.den), 0);
    const mine = (equal ? 0 : lower * upper) + 4 * rounded + 8 * floors;
    if (mine < cost) {
      best = name;
      cost = mine;
    }
  }
  return best;
};

/** A number of points as a function of the parameters. */
export class Count {
  constructor(
    /** The count is the sum of the values whose domain holds. */
    readonly terms: readonly CountTerm[],
    /** Parameter values for which there are infinitely many points; they may overlap. */
    readonly infinite: Union,
    /** Parts that were not counted: how many points each may have at most, null without a bound. */
    readonly uncounted: readonly (Int | null)[],
  ) {}

  get exact(): boolean {
    return this.uncounted.length === 0;
  }

  /**
   * Least and greatest possible count for values of all parameters. They are equal where the count is exact; `most` is null
   * where there is no bound, or no end.
   */
  at(values: ReadonlyMap<string, Int>): { readonly least: Int; readonly most: Int | null } {
    let least: Int = 0;
    for (const t of this.terms) if (holdsAt(t.domain, values)) least = add(least, t.value.at(values));
    let most: Int | null = this.infinite.some((s) => holdsAt(s, values)) ? null : least;
    for (const u of this.uncounted) most = most === null || u === null ? null : add(most, u);
    return { least, most };
  }

  /** `n if n >= 1; ...`: terms to be added. */
  toString(): string {
    const terms = this.terms.map(({ domain, value }) =>
      String(domain) === 'true' ? `${value}` : `${value} if ${domain}`,
    );
    for (const s of this.infinite) terms.push(`infinite if ${s}`);
    for (const u of this.uncounted) terms.push(`from 0 to ${u ?? 'any number'} more`);
    return terms.length === 0 ? '0' : terms.join('; ');
  }
}

/** The number of points per value of the parameters. @throws BudgetExceeded */
export const countPieces = (space: Space, pieces: Pieces, budget: Budget): Count => {
  const names = columnNames(space);
  const variables = names.slice(space.params.length);
  const terms: CountTerm[] = [];
  const infinite: System[] = [];
  const uncounted: (Int | null)[] = [];
  const all = determinedAll(pieces, budget);
  all.forEach((piece, k) => {
    for (const p of subtracted([piece], all.slice(0, k), budget)) {
      const s = systemOf(p, names);
      try {
        terms.push(...countSystem(s, variables, budget));
      } catch (e) {
        if (!(e instanceof Uncounted)) throw e;
        if (e.reason === 'infinite') infinite.push(...project([s], space.params, budget).may);
        else uncounted.push(boxSize(s, variables, budget));
      }
    }
  });
  return new Count(terms, infinite, uncounted);
};

/** Points of the least box around a system, whatever the parameters; null when there is none. */
const boxSize = (s: System, variables: readonly string[], budget: Budget): Int | null => {
  let out: Int = 1;
  for (const v of variables) {
    const { min, max } = demand(extremes([s], variable(v), budget)) ?? { min: 0, max: -1 };
    if (min === null || max === null) return null;
    out = mul(out, sub(max, sub(min, 1)));
  }
  return out;
};
