/**
 * Rational and integer feasibility of inequalities `row · (1, x) >= 0` over free variables `x`.
 *
 * Every variable is first expressed by a slack of some inequality, so that all nonbasic variables are slacks, at least 0. A
 * negative slack is then pivoted against a column that can raise it; when there is none, the row is a proof that nothing fits.
 * The most negative slack goes first; after a while Bland's rule makes it end. A branch adds one row and goes on from there.
 * Source: Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006, section 3, without upper bounds.
 */

import { abs, add, ceilDivInt, floorDivInt, gcd, type Int, modInt, mul, neg } from './int.ts';
import { at, type Budget, type Row, weight } from './rows.ts';

/** `den · variable = row · (1, nonbasic)`, `den > 0`. */
interface Line {
  readonly variable: number;
  readonly den: Int;
  readonly row: Row;
}

/** How a variable `x` is computed: `den · x = row · (1, all variables)`; later ones are computed first. */
type Definition = {
  readonly x: number;
  readonly den: Int;
  readonly terms: readonly (readonly [number, Int])[];
  readonly constant: Int;
};

/** Pivots chosen by size before Bland's rule takes over. */
const GREEDY_PIVOTS = 40;

/** Variables are numbered: `x` from 0, slacks after them. Lines are never changed in place, so a copy is shallow. */
class Tableau {
  private constructor(
    private lines: Line[],
    private readonly nonbasic: number[],
    private readonly definitions: readonly Definition[],
    private readonly width: number,
    private next: number,
  ) {}

  static of(ges: readonly Row[], width: number, budget: Budget): Tableau {
    const lines: Line[] = ges.map((row, i) => ({ variable: width + i, den: 1, row }));
    const nonbasic = Array.from({ length: width }, (_, k) => k);
    const definitions: Definition[] = [];
    const t = new Tableau(lines, nonbasic, definitions, width, width + ges.length);
    for (let x = 0; x < width; x++) {
      const column = x + 1;
      const line = t.shortest(column);
      if (!line) continue;
      budget.spend(1);
      const a = at(line.row, column);
      // a · x = den · slack - rest
      const s = a > 0 ? 1 : -1;
      const terms: [number, Int][] = [[line.variable, mul(line.den, s)]];
      for (let k = 1; k <= width; k++) {
        const c = at(line.row, k);
        if (k !== column && c !== 0) terms.push([nonbasic[k - 1] as number, mul(c, -s)]);
      }
      definitions.push({ x, den: abs(a), terms, constant: mul(at(line.row, 0), -s) });
      t.pivot(line, column, budget);
      t.lines = t.lines.filter((l) => l.variable !== x);
    }
    return t;
  }

  copy(): Tableau {
    return new Tableau([...this.lines], [...this.nonbasic], this.definitions, this.width, this.next);
  }

  /** A line to express a column's variable with: a unit coefficient where possible, then few entries. */
  private shortest(column: number): Line | null {
    let best: Line | null = null;
    let cost = 0;
    for (const l of this.lines) {
      const c = at(l.row, column);
      if (c === 0) continue;
      let entries = c === 1 || c === -1 ? 0 : 1000;
      for (let k = 1; k < l.row.length; k++) if (l.row[k] !== 0) entries++;
      if (!best || entries < cost) {
        best = l;
        cost = entries;
      }
    }
    return best;
  }

  /** Makes all slacks at least 0; false when that is impossible. @throws BudgetExceeded */
  feasible(budget: Budget): boolean {
    for (let pivots = 0; ; pivots++) {
      budget.spend(1 + this.lines.length);
      const greedy = pivots < GREEDY_PIVOTS;
      let violated: Line | null = null;
      let worst = 0;
      for (const l of this.lines) {
        const c = at(l.row, 0);
        if (c >= 0) continue;
        const size = greedy ? Number(c) / Number(l.den) : l.variable;
        if (!violated || size < worst) {
          violated = l;
          worst = size;
        }
      }
      if (!violated) return true;
      let column = 0;
      let first = 0;
      for (let k = 1; k <= this.width; k++) {
        const c = at(violated.row, k);
        if (c <= 0) continue;
        const v = this.nonbasic[k - 1] as number;
        const size = greedy && c !== 1 ? v + 1e9 : v;
        if (column === 0 || size < first) {
          column = k;
          first = size;
        }
      }
      if (column === 0) return false;
      this.pivot(violated, column, budget);
    }
  }

  private pivot(leaving: Line, column: number, budget: Budget): void {
    const a = at(leaving.row, column);
    const s = a > 0 ? 1 : -1;
    const den = abs(a);
    const solved: Row = new Array(leaving.row.length);
    for (let k = 0; k < solved.length; k++) {
      const c = at(leaving.row, k);
      solved[k] = k === column ? mul(leaving.den, s) : c === 0 ? 0 : mul(c, -s);
    }
    const cost = weight(solved);
    const lines = this.lines;
    for (let i = 0; i < lines.length; i++) {
      const l = lines[i] as Line;
      if (l === leaving) lines[i] = reduced(this.nonbasic[column - 1] as number, den, solved);
      else {
        const e = at(l.row, column);
        if (e === 0) continue;
        budget.spend(cost);
        const row = combined(l.row, den, solved, e, column);
        lines[i] =
          den === 1 && l.den === 1 ? { variable: l.variable, den: 1, row } : reduced(l.variable, mul(l.den, den), row);
      }
    }
    this.nonbasic[column - 1] = leaving.variable;
  }

  /** Values of `x` at the current vertex, as fractions `num / den`. */
  point(): { readonly num: Int; readonly den: Int }[] {
    const values = new Map<number, { num: Int; den: Int }>();
    for (const l of this.lines) values.set(l.variable, { num: at(l.row, 0), den: l.den });
    for (let i = this.definitions.length - 1; i >= 0; i--) {
      const d = this.definitions[i] as Definition;
      let num = d.constant;
      let den: Int = 1;
      for (const [v, c] of d.terms) {
        const value = values.get(v);
        if (!value || value.num === 0) continue;
        if (value.den === den) num = add(num, mul(c, value.num));
        else {
          num = add(mul(num, value.den), mul(mul(c, value.num), den));
          den = mul(den, value.den);
        }
      }
      den = mul(den, d.den);
      const g = gcd(num, den);
      values.set(d.x, g === 1 ? { num, den } : { num: floorDivInt(num, g), den: floorDivInt(den, g) });
    }
    return Array.from({ length: this.width }, (_, x) => values.get(x) ?? { num: 0, den: 1 });
  }

  /** Adds `sign · x + constant >= 0`, in terms of the variables that are nonbasic now. */
  bound(x: number, sign: 1 | -1, constant: Int): void {
    let sum: { den: Int; row: Row } = { den: 1, row: this.unit(0, constant) };
    const addTerm = (c: Int, den: Int, row: Row): void => {
      const factor = mul(sum.den, c);
      const merged = combined(sum.row, den, row, factor, -1);
      sum = reduced(-1, mul(sum.den, den), merged);
    };
    const express = (v: number, c: Int, den: Int): void => {
      const position = this.nonbasic.indexOf(v);
      const line = this.lines.find((l) => l.variable === v);
      if (position >= 0) addTerm(c, den, this.unit(position + 1, 1));
      else if (line) addTerm(c, mul(den, line.den), line.row);
      else {
        const d = this.definitions.find((f) => f.x === v);
        if (!d) return;
        addTerm(c, mul(den, d.den), this.unit(0, d.constant));
        for (const [u, k] of d.terms) express(u, mul(c, k), mul(den, d.den));
      }
    };
    express(x, sign, 1);
    this.lines.push({ variable: this.next++, den: sum.den, row: sum.row });
  }

  private unit(column: number, value: Int): Row {
    const row: Row = new Array(this.width + 1).fill(0);
    row[column] = value;
    return row;
  }
}

const SAFE = Number.MAX_SAFE_INTEGER;

/** p · a + q · b, where entry `skip` of `a` counts as 0. */
const combined = (a: Row, p: Int, b: Row, q: Int, skip: number): Row => {
  const n = Math.max(a.length, b.length);
  const out: Row = new Array(n);
  for (let k = 0; k < n; k++) {
    const x = k === skip ? 0 : at(a, k);
    const y = at(b, k);
    if (y === 0 && p === 1) {
      out[k] = x;
      continue;
    }
    if (typeof x === 'number' && typeof y === 'number' && typeof p === 'number' && typeof q === 'number') {
      const s = x * p;
      const t = y * q;
      const sum = s + t;
      if (s <= SAFE && s >= -SAFE && t <= SAFE && t >= -SAFE && sum <= SAFE && sum >= -SAFE) {
        out[k] = sum + 0;
        continue;
      }
    }
    out[k] = add(mul(x, p), mul(y, q));
  }
  return out;
};

const reduced = (variable: number, den: Int, row: Row): Line => {
  let g = den;
  for (let k = 0; k < row.length && g !== 1; k++) {
    const c = at(row, k);
    if (c !== 0) g = gcd(g, c);
  }
  if (g === 1) return { variable, den, row };
  return { variable, den: floorDivInt(den, g), row: row.map((c) => (c === 0 ? 0 : floorDivInt(c, g))) };
};

/**
 * An integer solution of the inequalities, by branch and bound over at most `nodes` subproblems; false when there is none,
 * null when that does not decide, as on some unbounded sets.
 * @throws BudgetExceeded
 */
export const integerPoint = (ges: readonly Row[], nodes: number, budget: Budget): Int[] | false | null => {
  const width = ges.reduce((n, r) => Math.max(n, r.length), 1) - 1;
  const open: Tableau[] = [Tableau.of(ges, width, budget)];
  for (let n = 0; n < nodes; n++) {
    const t = open.pop();
    if (!t) return false;
    if (!t.feasible(budget)) continue;
    const point = t.point();
    const k = point.findIndex((f) => f.den !== 1 && modInt(f.num, f.den) !== 0);
    const f = point[k];
    if (!f) return point.map(({ num, den }) => floorDivInt(num, den));
    const above = t.copy();
    above.bound(k, 1, neg(ceilDivInt(f.num, f.den)));
    t.bound(k, -1, floorDivInt(f.num, f.den));
    open.push(above, t);
  }
  return open.length === 0 ? false : null;
};
