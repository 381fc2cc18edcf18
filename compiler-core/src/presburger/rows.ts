/** Dense rows of the solver: `row[0]` is the constant, `row[1 + k]` the coefficient of column `k`. */

import { add, floorDivInt, gcd, type Int, modInt, mul, neg, sub } from './int.ts';

export type Row = Int[];

/** What an operation on a row costs: 1 while the numbers are small, else about as much as their digits make it slower. */
export const weight = (row: Row): number => {
  let out = 1;
  for (const c of row) if (typeof c === 'bigint') out += c.toString(16).length;
  return out;
};

/** Work left to an analysis, in row operations. One budget may serve many questions. */
export class Budget {
  constructor(public left: number) {}

  /** @throws BudgetExceeded when the work is used up; the functions of `solve.ts` turn it into `unknown`. */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw EXCEEDED;
  }
}

export class BudgetExceeded extends Error {}
/** One for all: nobody reads where it was thrown, and a trace costs more than most questions. */
const EXCEEDED = new BudgetExceeded();

/** p · a + q · b, as long as the longer of the two. */
export const mix = (a: Row, p: Int, b: Row, q: Int): Row => {
  const n = Math.max(a.length, b.length);
  const out: Row = new Array(n);
  for (let i = 0; i < n; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    out[i] = y === 0 ? (p === 1 ? x : mul(x, p)) : x === 0 ? mul(y, q) : add(mul(x, p), mul(y, q));
  }
  return out;
};

/** The entry of a column; columns beyond the end are 0. */
export const at = (row: Row, i: number): Int => row[i] ?? 0;

export const zeros = (length: number): Int[] => new Array<Int>(length).fill(0);

export const negated = (row: Row): Row => row.map(neg);

/** The row of `row < 0`, that is `-row - 1 >= 0`. */
export const below = (row: Row): Row => {
  const out = row.map(neg);
  out[0] = sub(at(out, 0), 1);
  return out;
};

export const sameRow = (a: Row, b: Row): boolean => {
  const n = Math.max(a.length, b.length);
  for (let i = 0; i < n; i++) if (at(a, i) !== at(b, i)) return false;
  return true;
};

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

/** Odd multipliers of the columns in `hash`, which is linear: opposite rows have opposite hashes. */
const WEIGHTS = Array.from({ length: 64 }, (_, k) => Math.imul(2 * k + 3, 0x9e3779b1) | 1);

const hash = (row: Row): number => {
  let h = 0;
  for (let i = 1; i < row.length; i++) {
    const c = row[i] as Int;
    if (c === 0) continue;
    const low = typeof c === 'number' ? c | 0 : Number(BigInt.asIntN(32, c));
    h = (h + Math.imul(low, WEIGHTS[i & 63] as number)) | 0;
  }
  return h;
};

/** Whether the coefficients of `a` are `sign` times those of `b`; constants apart. */
export const parallel = (a: Row, b: Row, sign: 1 | -1): boolean => {
  const n = Math.max(a.length, b.length);
  for (let i = 1; i < n; i++) {
    if (at(a, i) !== (sign === 1 ? at(b, i) : neg(at(b, i)))) return false;
  }
  return true;
};

const divided = (row: Row, g: Int): Row => row.map((c) => (c === 0 ? 0 : floorDivInt(c, g)));

/**
 * Divides out common factors, rounds inequalities to integers, keeps the tightest of parallel inequalities and turns
 * opposite ones that meet into an equality.
 * @returns false when the rows contradict each other at sight.
 */
export const normalise = (p: Rows): boolean => {
  const eqs: Row[] = [];
  for (const row of p.eqs) {
    const g = content(row);
    if (g === 0) {
      if (at(row, 0) !== 0) return false;
    } else if (g === 1) eqs.push(row);
    else if (modInt(at(row, 0), g) !== 0) return false;
    else eqs.push(divided(row, g));
  }
  const ges: Row[] = [];
  const hashes: number[] = [];
  /** The last row of a hash, and for each row the one of the same hash before it. */
  const last = new Map<number, number>();
  const before: number[] = [];
  const find = (h: number, row: Row, sign: 1 | -1): number => {
    let k = last.get(h) ?? -1;
    while (k >= 0 && !parallel(ges[k] as Row, row, sign)) k = before[k] as number;
    return k;
  };
  for (const given of p.ges) {
    const g = content(given);
    if (g === 0) {
      if (at(given, 0) < 0) return false;
      continue;
    }
    // The floor of the constant is the integer tightening.
    const row = g === 1 ? given : divided(given, g);
    const h = hash(row);
    const known = find(h, row, 1);
    if (known < 0) {
      before.push(last.get(h) ?? -1);
      last.set(h, ges.length);
      hashes.push(h);
      ges.push(row);
    } else if (at(row, 0) < at(ges[known] as Row, 0)) ges[known] = row;
  }
  const single: Row[] = [];
  for (let i = 0; i < ges.length; i++) {
    const row = ges[i] as Row;
    const opposite = find(-(hashes[i] as number) | 0, row, -1);
    const gap = opposite < 0 ? 1 : add(at(row, 0), at(ges[opposite] as Row, 0));
    if (gap < 0) return false;
    if (gap > 0) single.push(row);
    else if (i < opposite) eqs.push(row);
  }
  p.eqs = eqs;
  p.ges = single;
  return true;
};
