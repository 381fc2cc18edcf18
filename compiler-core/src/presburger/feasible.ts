/**
 * Whether a piece has an integer point, and which: simplex with branch and bound, and behind it the Omega test, which is
 * exact elimination of integer variables.
 *
 * Equalities are solved over the integers by unimodular column operations; what remains are inequalities, where
 * Fourier-Motzkin is exact as long as one side has coefficient 1. Otherwise the answer is the union of the dark shadow
 * (there is room for an integer) and splinters (the variable lies close to one of its lower bounds).
 * Terminates for every input, bounded or not; the cost is exponential in the worst case, hence the budget.
 * Source: W. Pugh, "The Omega test", Supercomputing 1991.
 */

import { abs, add, ceilDivInt, floorDivInt, type Int, maxOf, minOf, mul, neg, sub } from './int.ts';
import { floorRows, moved, type Piece } from './piece.ts';
import { pointOfRows } from './propagate.ts';
import { at, type Budget, mix, normalise, type Row, type Rows, weight } from './rows.ts';
import { integerPoint } from './simplex.ts';

/** How to find the value of an eliminated column from a point of what is left; the latest first. */
interface Trail {
  readonly undo: (point: Int[]) => void;
  readonly before: Trail | null;
}

interface Problem extends Rows {
  trail: Trail | null;
}

/** Value of a row at `[1, column values...]`. */
export const valueAt = (row: Row, point: readonly Int[]): Int => {
  let out: Int = 0;
  for (let k = 0; k < row.length; k++) {
    const c = at(row, k);
    if (c !== 0) out = add(out, mul(c, at(point as Row, k)));
  }
  return out;
};

/** All rows of a piece, those of its floors among them; every row has the full length. */
const problemOf = (p: Piece): Problem => {
  const length = 1 + p.width + p.locals.length;
  const full = (r: Row): Row => (r.length === length ? r : moved(r, length, (k) => k));
  const ges = p.ges.map(full);
  p.locals.forEach((f, k) => {
    if (f) ges.push(...floorRows(f, 1 + p.width + k, length));
  });
  return { eqs: p.eqs.map(full), ges, trail: null };
};

/** Subproblems of branch and bound before the Omega test takes over; only it is sure to end on unbounded sets. */
const BRANCH_NODES = 8;

const heft = (rows: readonly Row[]): number => rows.reduce((n, r) => n + weight(r), 0);

/** Calls `leaf` with the trail of a solution if there is one, and returns whether there is. */
const run = (p: Problem, budget: Budget, leaf: (trail: Trail | null) => void, nodes = BRANCH_NODES): boolean => {
  let asked = false;
  for (;;) {
    budget.spend(1 + heft(p.eqs) + heft(p.ges));
    if (!normalise(p)) return false;
    if (p.eqs.length > 0) {
      solveEqualities(p);
      continue;
    }
    const z = pick(p.ges);
    if (z === null) {
      leaf(p.trail);
      return true;
    }
    const col = z.column;
    const lower = p.ges.filter((r) => at(r, col) > 0);
    const upper = p.ges.filter((r) => at(r, col) < 0);
    const rest = p.ges.filter((r) => at(r, col) === 0);
    const pairs = lower.length * upper.length;
    if (!asked && (!z.exact || pairs > lower.length + upper.length)) {
      const point = integerPoint(p.ges, nodes, budget) ?? pointOfRows(p.ges, budget);
      if (point === false) return false;
      if (point) {
        const undo = (all: Int[]): void => {
          for (let k = 0; k < point.length; k++) all[k + 1] = point[k] ?? 0;
        };
        leaf({ undo, before: p.trail });
        return true;
      }
      asked = true;
    }
    budget.spend(pairs * (1 + (heft(lower) + heft(upper)) / Math.max(1, lower.length + upper.length)));
    const undo = (point: Int[]): void => choose(point, col, lower, upper);
    if (z.exact) {
      p.ges = [...rest, ...shadow(lower, upper, col, false)];
      p.trail = { undo, before: p.trail };
      continue;
    }
    const split = (eqs: Row[], ges: Row[], trail: Trail | null): boolean =>
      run({ eqs, ges, trail }, budget, leaf, Math.max(1, nodes >> 1));
    if (split([], [...rest, ...shadow(lower, upper, col, true)], { undo, before: p.trail })) return true;
    for (const plane of splinters(lower, upper, col)) {
      budget.spend(1);
      if (split([plane], [...p.ges], p.trail)) return true;
    }
    return false;
  }
};

/** Gives an eliminated column the value nearest to 0 that its bounds allow. */
const choose = (point: Int[], column: number, lower: readonly Row[], upper: readonly Row[]): void => {
  let least: Int | null = null;
  let most: Int | null = null;
  point[column] = 0;
  for (const r of lower) {
    const bound = ceilDivInt(neg(valueAt(r, point)), at(r, column));
    least = least === null ? bound : maxOf(least, bound);
  }
  for (const r of upper) {
    const bound = floorDivInt(valueAt(r, point), neg(at(r, column)));
    most = most === null ? bound : minOf(most, bound);
  }
  point[column] = least !== null && least > 0 ? least : most !== null && most < 0 ? most : 0;
};

/** The column to eliminate next: without cost where possible, then exactly, then with the fewest new rows. */
const pick = (ges: readonly Row[]): { readonly column: number; readonly exact: boolean } | null => {
  let best: { column: number; exact: boolean; cost: number } | null = null;
  const length = ges[0]?.length ?? 0;
  for (let column = 1; column < length; column++) {
    let lower = 0;
    let upper = 0;
    let unitLower = true;
    let unitUpper = true;
    for (const r of ges) {
      const c = at(r, column);
      if (c > 0) {
        lower++;
        if (c !== 1) unitLower = false;
      } else if (c < 0) {
        upper++;
        if (c !== -1) unitUpper = false;
      }
    }
    if (lower + upper === 0) continue;
    if (lower === 0 || upper === 0) return { column, exact: true };
    const exact = unitLower || unitUpper;
    const cost = lower * upper - lower - upper;
    if (!best || (exact && !best.exact) || (exact === best.exact && cost < best.cost)) best = { column, exact, cost };
  }
  return best;
};

/** a·L + b·U >= 0 for each pair `b z + L >= 0`, `-a z + U >= 0`; the dark shadow asks for (a-1)(b-1) more. */
const shadow = (lower: Row[], upper: Row[], col: number, dark: boolean): Row[] => {
  const out: Row[] = [];
  for (const l of lower) {
    const b = at(l, col);
    for (const u of upper) {
      const a = neg(at(u, col));
      const row = mix(l, a, u, b);
      if (dark) row[0] = sub(at(row, 0), mul(sub(a, 1), sub(b, 1)));
      out.push(row);
    }
  }
  return out;
};

/**
 * Outside the dark shadow every solution lies near one of its lower bounds, on a plane `b z = -L + i` with
 * 0 <= i <= (a b - a - b) / a for the greatest `a` of the upper bounds; and likewise near one of its upper bounds.
 * Whichever is fewer is handed out.
 */
function* splinters(lower: Row[], upper: Row[], col: number): Generator<Row> {
  const planes = (near: Row[], far: Row[]): { row: Row; last: Int }[] => {
    const a = far.reduce<Int>((m, r) => maxOf(m, abs(at(r, col))), 1);
    return near.map((row) => {
      const b = abs(at(row, col));
      return { row, last: floorDivInt(sub(sub(mul(a, b), a), b), a) };
    });
  };
  const count = (all: { last: Int }[]): Int => all.reduce<Int>((n, p) => add(n, add(maxOf(p.last, -1), 1)), 0);
  const above = planes(lower, upper);
  const below = planes(upper, lower);
  for (const { row, last } of count(above) <= count(below) ? above : below) {
    for (let i: Int = 0; i <= last; i = add(i, 1)) {
      const plane = [...row];
      plane[0] = sub(at(plane, 0), i);
      yield plane;
    }
  }
}

const unitColumn = (row: Row): number => row.findIndex((c, k) => k > 0 && isUnit(c));

/** Uses up the equalities with a unit coefficient, or one other, where there is none. */
const solveEqualities = (p: Problem): void => {
  let solved = false;
  for (;;) {
    const eq = p.eqs.find((r) => unitColumn(r) > 0);
    if (!eq) break;
    substituteUnit(p, eq, unitColumn(eq));
    solved = true;
  }
  if (!solved) solveByEuclid(p, p.eqs[0] as Row);
};

/** Rewrites the problem over fresh variables such that one equality and one variable are gone. */
const solveByEuclid = (p: Problem, chosen: Row): void => {
  // Rows may be shared with other branches.
  const place = p.eqs.indexOf(chosen);
  p.eqs = p.eqs.map((r) => [...r]);
  p.ges = p.ges.map((r) => [...r]);
  const eq = p.eqs[place] as Row;
  const rows = [...p.eqs, ...p.ges];
  const columns = chosen.flatMap((c, k) => (k > 0 && c !== 0 ? [k] : []));
  // Euclid on the coefficients: z_k' = z_k + Σ q_j z_j, that is column_j -= q_j · column_k, until one is a unit. It will be,
  // as the coefficients have no factor in common.
  for (;;) {
    const live = columns.filter((c) => at(eq, c) !== 0);
    const z = live.reduce((m, c) => (abs(at(eq, c)) < abs(at(eq, m)) ? c : m));
    if (isUnit(at(eq, z))) {
      substituteUnit(p, eq, z);
      return;
    }
    const steps: (readonly [number, Int])[] = [];
    for (const j of live) {
      if (j === z) continue;
      const q = floorDivInt(at(eq, j), at(eq, z));
      steps.push([j, q]);
      for (const r of rows) {
        const c = at(r, z);
        if (c !== 0) r[j] = sub(at(r, j), mul(q, c));
      }
    }
    const undo = (point: Int[]): void => {
      for (const [j, q] of steps) point[z] = sub(at(point, z), mul(q, at(point, j)));
    };
    p.trail = { undo, before: p.trail };
  }
};

const isUnit = (c: Int): boolean => c === 1 || c === -1;

/** z = -g · (the rest of eq), where g is 1 or -1. */
const substituteUnit = (p: Problem, eq: Row, z: number): void => {
  const g = at(eq, z);
  const replace = (r: Row): Row => {
    const c = at(r, z);
    return c === 0 ? r : mix(r, 1, eq, neg(mul(c, g)));
  };
  p.eqs = p.eqs.filter((r) => r !== eq).map(replace);
  p.ges = p.ges.map(replace);
  const undo = (point: Int[]): void => {
    point[z] = 0;
    point[z] = mul(valueAt(eq, point), neg(g));
  };
  p.trail = { undo, before: p.trail };
};

/** Whether the piece has an integer point. @throws BudgetExceeded */
export const feasible = (p: Piece, budget: Budget): boolean =>
  p.eqs.length + p.ges.length === 0 || run(problemOf(p), budget, () => {});

/** Values of all columns at some integer point of the piece, after a leading 1; null when there is none. @throws BudgetExceeded */
export const pointOf = (p: Piece, budget: Budget): Int[] | null => {
  let found: Int[] | null = null;
  run(problemOf(p), budget, (trail) => {
    const point: Int[] = new Array<Int>(1 + p.width + p.locals.length).fill(0);
    point[0] = 1;
    for (let t = trail; t; t = t.before) t.undo(point);
    found = point;
  });
  return found;
};
