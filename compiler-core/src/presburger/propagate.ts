/**
 * A look for an integer point by bounds propagation and branching, before the exact solver is asked. Finds most points
 * that exist, and proves most small sets empty; says so when it does neither.
 *
 * Source: propagation of linear constraints over finite domains, e.g. Apt, "Principles of Constraint Programming",
 * Cambridge 2003, chapter 6.
 * Cost: O(rows · terms) per round, a few rounds per node, at most `NODES` nodes.
 */

import type { Affine } from './affine.ts';
import type { Int } from './int.ts';
import type { Budget, Row as DenseRow } from './rows.ts';
import type { Constraint } from './system.ts';

/** Σ coef · x + constant >= 0, or = 0. */
interface Row {
  readonly equality: boolean;
  readonly constant: number;
  readonly variables: readonly number[];
  readonly coefs: readonly number[];
}

const NODES = 48;
/** Where other ways have failed already. */
const HARD_NODES = 400;
const ROUNDS = 12;
/** Coefficients, constants and bounds below these keep all sums exact; what is larger is left to exact integers. */
const LARGE_COEF = 2 ** 18;
const LARGE = 2 ** 30;
const MAX_TERMS = 16;
/** Values of a variable without bounds that are tried, from its bound or from 0: sizes need room first of all. */
const TRIED = [9, 2, 0, 30];

class Problem {
  readonly rows: Row[] = [];
  readonly names = new Map<string, number>();
  readonly low: number[] = [];
  readonly high: number[] = [];
  /** False when a number is too large to be sure. */
  fits = true;

  private variable(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const k = this.names.size;
    this.names.set(name, k);
    this.low.push(-Infinity);
    this.high.push(Infinity);
    return k;
  }

  private small(x: Int, most: number): number {
    if (typeof x !== 'number' || Math.abs(x) > most) this.fits = false;
    return Number(x);
  }

  private row(
    a: Affine,
    equality: boolean,
    extra?: { readonly variable: number; readonly coef: number; readonly constant: number },
  ): void {
    const variables: number[] = [];
    const coefs: number[] = [];
    for (const t of a.terms) {
      const fresh = !this.names.has(t.name);
      const k = this.variable(t.name);
      variables.push(k);
      coefs.push(this.small(t.coef, LARGE_COEF));
      // 0 <= num - den · q <= den - 1
      if (t.div && fresh) {
        const den = this.small(t.div.den, LARGE_COEF);
        this.row(t.div.num, false, { variable: k, coef: -den, constant: 0 });
        this.row(t.div.num.negated(), false, { variable: k, coef: den, constant: den - 1 });
      }
    }
    let constant = this.small(a.constant, LARGE);
    if (extra) {
      const at = variables.indexOf(extra.variable);
      if (at >= 0) this.fits = false;
      variables.push(extra.variable);
      coefs.push(extra.coef);
      constant += extra.constant;
    }
    if (variables.length > MAX_TERMS) this.fits = false;
    this.rows.push({ equality, constant, variables, coefs });
  }

  /** `row · (1, x) >= 0` over numbered variables. */
  dense(row: DenseRow): void {
    const variables: number[] = [];
    const coefs: number[] = [];
    for (let k = 1; k < row.length; k++) {
      while (this.low.length < k) {
        this.low.push(-Infinity);
        this.high.push(Infinity);
      }
      const c = row[k] ?? 0;
      if (c === 0) continue;
      variables.push(k - 1);
      coefs.push(this.small(c, LARGE_COEF));
    }
    if (variables.length > MAX_TERMS) this.fits = false;
    this.rows.push({ equality: false, constant: this.small(row[0] ?? 0, LARGE), variables, coefs });
  }

  add(c: Constraint): void {
    this.row(c.expr, c.kind === 'eq');
  }
}

/** Tightens the bounds; false when some variable is left without a value. */
const propagate = (rows: readonly Row[], low: number[], high: number[]): boolean => {
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (const r of rows) {
      for (const sign of r.equality ? [1, -1] : [1]) {
        let most = r.constant * sign;
        let open = 0;
        for (let t = 0; t < r.variables.length; t++) {
          const c = (r.coefs[t] as number) * sign;
          const v = r.variables[t] as number;
          const part = c * ((c > 0 ? high[v] : low[v]) as number);
          if (part === Infinity) open++;
          else most += part;
        }
        if (open === 0 && most < 0) return false;
        if (open > 1) continue;
        for (let t = 0; t < r.variables.length; t++) {
          const c = (r.coefs[t] as number) * sign;
          const v = r.variables[t] as number;
          const part = c * ((c > 0 ? high[v] : low[v]) as number);
          if (open === 1 && part !== Infinity) continue;
          // c · x >= -(the most that the rest can be)
          const rest = part === Infinity ? most : most - part;
          // A weaker bound than there is does no harm: beyond LARGE there is none.
          if (c > 0) {
            const bound = Math.ceil(-rest / c);
            if (bound > (low[v] as number) && bound <= LARGE) {
              low[v] = bound;
              changed = true;
            }
          } else {
            const bound = Math.floor(rest / -c);
            if (bound < (high[v] as number) && bound >= -LARGE) {
              high[v] = bound;
              changed = true;
            }
          }
          if ((low[v] as number) > (high[v] as number)) return false;
        }
      }
    }
    if (!changed) return true;
  }
  return true;
};

const holds = (r: Row, at: readonly number[]): boolean => {
  let sum = r.constant;
  for (let t = 0; t < r.variables.length; t++) sum += (r.coefs[t] as number) * (at[r.variables[t] as number] as number);
  return r.equality ? sum === 0 : sum >= 0;
};

export type Found =
  | { readonly kind: 'point'; readonly point: ReadonlyMap<string, number> }
  | { readonly kind: 'empty' };

/** Null: neither a point nor a proof that there is none. */
export const findPoint = (constraints: readonly Constraint[]): Found | null => {
  const p = new Problem();
  for (const c of constraints) p.add(c);
  const found = solve(p, NODES);
  if (found === null) return null;
  if (found === false) return { kind: 'empty' };
  return { kind: 'point', point: new Map([...p.names].map(([name, k]) => [name, found[k] as number])) };
};

/** Values of the columns 1 ... at a point where no row is negative; false: there is none; null: neither was found. */
export const pointOfRows = (ges: readonly DenseRow[], budget: Budget): readonly number[] | false | null => {
  const p = new Problem();
  for (const row of ges) p.dense(row);
  budget.spend(p.rows.length);
  return solve(p, HARD_NODES, budget);
};

const solve = (p: Problem, most: number, budget?: Budget): readonly number[] | false | null => {
  if (!p.fits) return null;
  let nodes = 0;
  /** Whether every value was tried on the way. */
  let whole = true;
  const visit = (low: number[], high: number[]): number[] | null => {
    budget?.spend(p.rows.length);
    if (nodes++ > most) {
      whole = false;
      return null;
    }
    if (!propagate(p.rows, low, high)) return null;
    let chosen = -1;
    let room = -1;
    let open = false;
    for (let v = 0; v < low.length; v++) {
      const size = (high[v] as number) - (low[v] as number);
      if (size === 0) continue;
      const infinite = size === Infinity;
      // What has no bounds first: it gives bounds to the others.
      if (chosen < 0 || (infinite && !open) || (infinite === open && size < room)) {
        chosen = v;
        room = size;
        open = infinite;
      }
    }
    if (chosen < 0) return p.rows.every((r) => holds(r, low)) ? low : null;
    const from = low[chosen] as number;
    const to = high[chosen] as number;
    const upwards = from !== -Infinity;
    let values: number[];
    if (open) {
      whole = false;
      values = TRIED.map((k) => (upwards ? from + k : to === Infinity ? k - 2 : to - k));
    } else {
      const middle = Math.floor((from + to) / 2);
      values = [...new Set([from, middle, to])];
      if (room <= 8) for (let x = from; x <= to; x++) if (!values.includes(x)) values.push(x);
      if (room > 8) whole = false;
    }
    for (const x of values) {
      if (Math.abs(x) > LARGE) continue;
      const [l, h] = [[...low], [...high]];
      l[chosen] = x;
      h[chosen] = x;
      const found = visit(l, h);
      if (found) return found;
    }
    return null;
  };
  return visit([...p.low], [...p.high]) ?? (whole ? false : null);
};
