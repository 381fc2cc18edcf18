/**
 * Rational and integer feasibility of inequalities `row · (1, x) >= 0` over free variables `x`.
 *
 * The tableau holds one slack per inequality. A negative basic slack is pivoted against a column that can raise it;
 * when there is none, the row is a proof that nothing fits. Bland's rule makes it end.
 * Source: Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006, section 3, without upper bounds.
 */

import { abs, add, ceilDivInt, floorDivInt, gcd, type Int, modInt, mul, neg } from './int.ts';
import { at, type Budget, type Row, zeros } from './rows.ts';

/** `den · basic = row · (1, nonbasic)`, `den > 0`. Variables are numbered: `x` from 0, slacks after them. */
interface TableauRow {
  basic: number;
  den: Int;
  row: Row;
}

interface Fraction {
  readonly num: Int;
  readonly den: Int;
}

/** A rational point as one fraction per variable, or null when there is none. */
const rationalPoint = (ges: readonly Row[], width: number, budget: Budget): Fraction[] | null => {
  const rows: TableauRow[] = ges.map((r, i) => ({
    basic: width + i,
    den: 1,
    row: r.length > width ? [...r] : [...r, ...zeros(width + 1 - r.length)],
  }));
  const nonbasic = Array.from({ length: width }, (_, k) => k);
  for (;;) {
    budget.spend(1 + rows.length);
    let violated: TableauRow | null = null;
    for (const r of rows) {
      if (r.basic >= width && at(r.row, 0) < 0 && (!violated || r.basic < violated.basic)) violated = r;
    }
    if (!violated) break;
    let column = 0;
    for (let k = 1; k <= width; k++) {
      const c = at(violated.row, k);
      const v = nonbasic[k - 1] as number;
      // A free variable moves either way; a slack at its bound only up.
      if ((c > 0 || (c < 0 && v < width)) && (column === 0 || v < (nonbasic[column - 1] as number))) column = k;
    }
    if (column === 0) return null;
    pivot(rows, nonbasic, violated, column);
  }
  const point: Fraction[] = Array.from({ length: width }, () => ({ num: 0, den: 1 }));
  for (const r of rows) if (r.basic < width) point[r.basic] = { num: at(r.row, 0), den: r.den };
  return point;
};

const pivot = (rows: TableauRow[], nonbasic: number[], leaving: TableauRow, column: number): void => {
  const a = at(leaving.row, column);
  // a · entering = den · leaving - (the rest of the row), with a positive factor on the left
  const s = a > 0 ? 1 : -1;
  const solved = leaving.row.map((c, k) => (k === column ? mul(leaving.den, s) : mul(c, -s)));
  const den = abs(a);
  const entering = nonbasic[column - 1] as number;
  for (const r of rows) {
    if (r === leaving) continue;
    const e = at(r.row, column);
    if (e === 0) continue;
    r.row = r.row.map((c, k) => add(k === column ? 0 : mul(c, den), mul(e, at(solved, k))));
    r.den = mul(r.den, den);
    reduce(r);
  }
  nonbasic[column - 1] = leaving.basic;
  leaving.basic = entering;
  leaving.row = solved;
  leaving.den = den;
  reduce(leaving);
};

const reduce = (r: TableauRow): void => {
  let g = r.den;
  for (const c of r.row) {
    if (g === 1) return;
    if (c !== 0) g = gcd(g, c);
  }
  if (g === 1) return;
  r.row = r.row.map((c) => (c === 0 ? 0 : floorDivInt(c, g)));
  r.den = floorDivInt(r.den, g);
};

/**
 * An integer solution of the inequalities, by branch and bound over at most `nodes` subproblems; false when there is none,
 * null when that does not decide, as on some unbounded sets.
 * @throws BudgetExceeded
 */
export const integerPoint = (ges: readonly Row[], nodes: number, budget: Budget): Int[] | false | null => {
  const width = ges.reduce((n, r) => Math.max(n, r.length), 1) - 1;
  const open: (readonly Row[])[] = [ges];
  for (let n = 0; n < nodes; n++) {
    const rows = open.pop();
    if (!rows) return false;
    const point = rationalPoint(rows, width, budget);
    if (!point) continue;
    const k = point.findIndex((f) => modInt(f.num, f.den) !== 0);
    const f = point[k];
    if (!f) return point.map(({ num, den }) => floorDivInt(num, den));
    const bound = (sign: 1 | -1, constant: Int): Row => {
      const row: Row = new Array(width + 1).fill(0);
      row[0] = constant;
      row[1 + k] = sign;
      return row;
    };
    open.push([...rows, bound(1, neg(ceilDivInt(f.num, f.den)))], [...rows, bound(-1, floorDivInt(f.num, f.den))]);
  }
  return open.length === 0 ? false : null;
};
