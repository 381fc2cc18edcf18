/** Dense rows of the solver: `row[0]` is the constant, `row[1 + k]` the coefficient of column `k`. */

import { add, floorDivInt, gcd, type Int, modInt, mul, neg } from './int.ts';

export type Row = Int[];

/** Work left to an analysis, in row operations. One budget may serve many questions. */
export class Budget {
  constructor(public left: number) {}

  /** @throws BudgetExceeded when the work is used up; the functions of `solve.ts` turn it into `unknown`. */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new BudgetExceeded();
  }
}

export class BudgetExceeded extends Error {}

/** p · a + q · b */
export const mix = (a: Row, p: Int, b: Row, q: Int): Row => {
  const out: Row = new Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = add(mul(at(a, i), p), mul(at(b, i), q));
  return out;
};

export const at = (row: Row, i: number): Int => row[i] as Int;

/** Greatest common divisor of the coefficients; 0 when there is none. */
const content = (row: Row): Int => {
  let g: Int = 0;
  for (let i = 1; i < row.length && g !== 1; i++) {
    const c = at(row, i);
    if (c !== 0) g = gcd(g, c);
  }
  return g;
};

export interface Rows {
  eqs: Row[];
  ges: Row[];
}

/**
 * Divides out common factors, rounds inequalities to integers, keeps the tightest of parallel inequalities and turns
 * opposite ones that meet into an equality.
 * @returns false when the rows contradict each other at sight.
 */
export const normalise = (p: Rows): boolean => {
  const eqs: Row[] = [];
  for (const row of p.eqs) {
    const g = content(row);
    const k = at(row, 0);
    if (g === 0) {
      if (k !== 0) return false;
      continue;
    }
    if (g === 1) eqs.push(row);
    else if (modInt(k, g) !== 0) return false;
    else eqs.push(row.map((c) => (c === 0 ? 0 : floorDivInt(c, g))));
  }
  const tightest = new Map<string, Row>();
  for (const row of p.ges) {
    const g = content(row);
    if (g === 0) {
      if (at(row, 0) < 0) return false;
      continue;
    }
    // The floor of the constant is the integer tightening.
    const r = g === 1 ? row : row.map((c) => (c === 0 ? 0 : floorDivInt(c, g)));
    const key = coefficientKey(r, false);
    const known = tightest.get(key);
    if (!known || at(r, 0) < at(known, 0)) tightest.set(key, r);
  }
  const ges: Row[] = [];
  for (const [key, row] of tightest) {
    const opposite = tightest.get(coefficientKey(row, true));
    if (!opposite) {
      ges.push(row);
      continue;
    }
    const gap = add(at(row, 0), at(opposite, 0));
    if (gap < 0) return false;
    if (gap > 0) ges.push(row);
    else if (key < coefficientKey(opposite, false)) eqs.push(row);
  }
  p.eqs = eqs;
  p.ges = ges;
  return true;
};

const coefficientKey = (row: Row, negated: boolean): string => {
  let key = '';
  for (let i = 1; i < row.length; i++) {
    const c = at(row, i);
    key += `${negated ? neg(c) : c},`;
  }
  return key;
};
