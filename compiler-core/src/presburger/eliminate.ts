/**
 * Exact elimination of integer variables (the Omega test).
 *
 * Equalities are solved over the integers by unimodular column operations; what remains are inequalities, where
 * Fourier-Motzkin is exact as long as one side has coefficient 1. Otherwise the answer is the union of the dark shadow
 * (there is room for an integer) and splinters (the variable lies close to one of its lower bounds).
 * Terminates for every input, bounded or not; the cost is exponential in the worst case, hence the budget.
 * Source: W. Pugh, "The Omega test", Supercomputing 1991.
 */

import { Affine, floorDiv, type Term, zero } from './affine.ts';
import { abs, add, floorDivInt, type Int, maxOf, mul, neg, sub } from './int.ts';
import { at, type Budget, mix, normalise, type Row, type Rows } from './rows.ts';
import { integerPoint } from './simplex.ts';
import { type Constraint, System } from './system.ts';

/** Columns that stay carry the expression they stand for; columns that are eliminated carry null. */
interface Problem extends Rows {
  columns: (Affine | null)[];
}

/** Rows of a system in which all variables outside `keep`, and all floors of such variables, are to be eliminated. */
const toProblem = (system: System, keep: ReadonlySet<string>): Problem => {
  const index = new Map<string, number>();
  const columns: (Affine | null)[] = [];
  const definitions: { readonly num: Affine; readonly den: Int; readonly name: string }[] = [];
  const collect = (a: Affine): void => {
    for (const t of a.terms) {
      if (index.has(t.name)) continue;
      const kept = t.div ? [...t.div.num.variables()].every((v) => keep.has(v)) : keep.has(t.name);
      index.set(t.name, columns.length);
      columns.push(kept ? unit(t) : null);
      if (t.div && !kept) {
        definitions.push({ ...t.div, name: t.name });
        collect(t.div.num);
      }
    }
  };
  for (const c of system.constraints) collect(c.expr);
  const row = (a: Affine): Row => {
    const out: Row = new Array(columns.length + 1).fill(0);
    out[0] = a.constant;
    for (const t of a.terms) out[1 + (index.get(t.name) as number)] = t.coef;
    return out;
  };
  const p: Problem = { columns, eqs: [], ges: [] };
  for (const c of system.constraints) (c.kind === 'eq' ? p.eqs : p.ges).push(row(c.expr));
  for (const d of definitions) {
    const rest = row(d.num);
    const q = 1 + (index.get(d.name) as number);
    rest[q] = sub(at(rest, q), d.den);
    p.ges.push(rest);
    const room = rest.map(neg);
    room[0] = add(at(room, 0), sub(d.den, 1));
    p.ges.push(room);
  }
  return p;
};

const unit = (t: Term): Affine => new Affine([{ ...t, coef: 1 }], 0);

const toSystem = (p: Problem): System => {
  const expr = (row: Row): Affine => {
    let out = zero.plusConstant(at(row, 0));
    p.columns.forEach((value, k) => {
      const c = at(row, k + 1);
      if (value && c !== 0) out = out.plus(value.times(c));
    });
    return out;
  };
  const constraints: Constraint[] = p.eqs.map((r) => ({ kind: 'eq', expr: expr(r) }));
  for (const r of p.ges) constraints.push({ kind: 'ge', expr: expr(r) });
  return System.of(...constraints);
};

/** Subproblems of branch and bound before the Omega test takes over; only it is sure to end on unbounded sets. */
const BRANCH_NODES = 8;

/** New rows beyond which an exact elimination is preceded by a look for a short cut. */
const MANY_ROWS = 100;

/** Calls `leaf` for each piece of the projection; stops as soon as `leaf` returns true, and returns whether it did. */
const run = (p: Problem, budget: Budget, leaf: (p: Problem) => boolean, nodes = BRANCH_NODES): boolean => {
  for (;;) {
    budget.spend(1 + p.eqs.length + p.ges.length);
    if (!normalise(p)) return false;
    const eq = p.eqs.find((r) => p.columns.some((kept, k) => kept === null && at(r, k + 1) !== 0));
    if (eq) {
      solveEquality(p, eq);
      continue;
    }
    const z = pick(p);
    if (z === null) return leaf(p);
    const col = z.column;
    const lower = p.ges.filter((r) => at(r, col) > 0);
    const upper = p.ges.filter((r) => at(r, col) < 0);
    const rest = p.ges.filter((r) => at(r, col) === 0);
    const pairs = lower.length * upper.length;
    if (!z.exact || pairs > MANY_ROWS) {
      // Most of this work can be saved: nothing fits at all, or, where only existence is asked, a point is at hand.
      const point = integerPoint(p.ges, nodes, budget);
      if (point === false) return false;
      if (point && p.columns.every((kept) => kept === null)) return leaf({ columns: p.columns, eqs: [], ges: [] });
    }
    budget.spend(pairs);
    if (z.exact) {
      p.ges = [...rest, ...shadow(lower, upper, col, false)];
      continue;
    }
    const split = (eqs: Row[], ges: Row[]): boolean =>
      run({ columns: [...p.columns], eqs: [...p.eqs, ...eqs], ges }, budget, leaf, Math.max(1, nodes >> 1));
    if (split([], [...rest, ...shadow(lower, upper, col, true)])) return true;
    for (const plane of splinters(lower, upper, col)) {
      budget.spend(1);
      if (split([plane], [...p.ges])) return true;
    }
    return false;
  }
};

/** The column to eliminate next: without cost where possible, then exactly, then with the fewest new rows. */
const pick = (p: Problem): { readonly column: number; readonly exact: boolean } | null => {
  let best: { column: number; exact: boolean; cost: number } | null = null;
  for (let k = 0; k < p.columns.length; k++) {
    if (p.columns[k] !== null) continue;
    const column = k + 1;
    let lower = 0;
    let upper = 0;
    let unitLower = true;
    let unitUpper = true;
    for (const r of p.ges) {
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

/** Rewrites the problem over fresh variables such that one equality, and one variable to be eliminated, are gone. */
const solveEquality = (p: Problem, chosen: Row): void => {
  const free = p.columns.flatMap((kept, k) => (kept === null && at(chosen, k + 1) !== 0 ? [k + 1] : []));
  const unitColumn = free.find((c) => isUnit(at(chosen, c)));
  if (unitColumn !== undefined) {
    substituteUnit(p, chosen, unitColumn);
    return;
  }
  // Rows may be shared with other branches.
  p.eqs = p.eqs.map((r) => [...r]);
  p.ges = p.ges.map((r) => [...r]);
  const eq = p.eqs.find((r) => r.every((c, i) => c === at(chosen, i))) as Row;
  const rows = [...p.eqs, ...p.ges];
  // Euclid on the coefficients: z_k' = z_k + Σ q_j z_j, that is column_j -= q_j · column_k, until one is left.
  for (;;) {
    const live = free.filter((c) => at(eq, c) !== 0);
    const z = live.reduce((m, c) => (abs(at(eq, c)) < abs(at(eq, m)) ? c : m));
    if (isUnit(at(eq, z)) || live.length === 1) {
      (isUnit(at(eq, z)) ? substituteUnit : substituteQuotient)(p, eq, z);
      return;
    }
    for (const j of live) {
      if (j === z) continue;
      const q = floorDivInt(at(eq, j), at(eq, z));
      for (const r of rows) {
        const c = at(r, z);
        if (c !== 0) r[j] = sub(at(r, j), mul(q, c));
      }
    }
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
};

/** g · z + rest = 0, where rest has kept columns only: z = floor(-rest / g), and the equality says that g divides it. */
const substituteQuotient = (p: Problem, eq: Row, z: number): void => {
  let rest = zero.plusConstant(at(eq, 0));
  p.columns.forEach((value, k) => {
    if (value) rest = rest.plus(value.times(at(eq, k + 1)));
  });
  p.columns = [...p.columns, floorDiv(rest.negated(), at(eq, z))];
  const last = p.columns.length;
  for (const r of [...p.eqs, ...p.ges]) {
    r[last] = at(r, z);
    r[z] = 0;
  }
};

/** Whether the system has an integer point. @throws BudgetExceeded */
export const feasible = (system: System, budget: Budget): boolean => {
  if (system.contradictory) return false;
  if (system.constraints.length === 0) return true;
  return run(toProblem(system, new Set()), budget, () => true);
};

/** The projection onto `keep`, exactly, handed out piece by piece. @throws BudgetExceeded */
export const eliminate = (
  system: System,
  keep: ReadonlySet<string>,
  budget: Budget,
  piece: (s: System) => void,
): void => {
  if (system.contradictory) return;
  run(toProblem(system, keep), budget, (p) => {
    const s = toSystem(p);
    if (feasible(s, budget)) piece(s);
    return false;
  });
};
