/** Polynomials with rational coefficients over integer variables and floors: quasi-polynomials. */

import { type Affine, type Div, floorDiv, type Term, variable } from './affine.ts';
import { floorDivInt, fromBigInt, type Int } from './int.ts';
import type { Budget } from './rows.ts';

/** In lowest terms, `den > 0`. */
interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

const rational = (num: bigint, den = 1n): Rational => {
  let [a, b] = [num < 0n ? -num : num, den < 0n ? -den : den];
  while (b !== 0n) [a, b] = [b, a % b];
  const g = a === 0n ? 1n : den < 0n ? -a : a;
  return { num: num / g, den: den / g };
};

const sum = (a: Rational, b: Rational): Rational => rational(a.num * b.den + b.num * a.den, a.den * b.den);
const product = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den);

/** A variable or a floor, by its text. */
interface Atom {
  readonly name: string;
  readonly div: Div | null;
}

interface Monomial {
  readonly coef: Rational;
  /** Sorted by name, powers at least 1. */
  readonly factors: readonly (readonly [Atom, number])[];
}

export class Polynomial {
  private constructor(private readonly terms: ReadonlyMap<string, Monomial>) {}

  private static of(monomials: Iterable<Monomial>): Polynomial {
    const terms = new Map<string, Monomial>();
    for (const m of monomials) {
      const key = m.factors.map(([a, p]) => `${a.name}^${p}`).join('*');
      const known = terms.get(key);
      const coef = known ? sum(known.coef, m.coef) : m.coef;
      if (coef.num === 0n) terms.delete(key);
      else terms.set(key, { coef, factors: m.factors });
    }
    return new Polynomial(terms);
  }

  static constant(num: Int, den: Int = 1): Polynomial {
    return Polynomial.of([{ coef: rational(BigInt(num), BigInt(den)), factors: [] }]);
  }

  static affine(a: Affine): Polynomial {
    const term = (t: Term): Monomial => ({ coef: rational(BigInt(t.coef)), factors: [[t, 1]] });
    return Polynomial.of([...a.terms.map(term), { coef: rational(BigInt(a.constant)), factors: [] }]);
  }

  plus(other: Polynomial): Polynomial {
    return Polynomial.of([...this.terms.values(), ...other.terms.values()]);
  }

  minus(other: Polynomial): Polynomial {
    const negative = [...other.terms.values()].map((m) => ({ ...m, coef: rational(-m.coef.num, m.coef.den) }));
    return Polynomial.of([...this.terms.values(), ...negative]);
  }

  /** @throws BudgetExceeded */
  times(other: Polynomial, budget: Budget): Polynomial {
    let digits = 1;
    for (const key of this.terms.keys()) digits += 1 + (key.length >> 5);
    budget.spend(digits * other.terms.size);
    const out: Monomial[] = [];
    for (const a of this.terms.values()) {
      for (const b of other.terms.values()) {
        const powers = new Map<string, readonly [Atom, number]>();
        for (const [atom, p] of [...a.factors, ...b.factors])
          powers.set(atom.name, [atom, p + (powers.get(atom.name)?.[1] ?? 0)]);
        const factors = [...powers.values()].sort(([x], [y]) => (x.name < y.name ? -1 : 1));
        out.push({ coef: product(a.coef, b.coef), factors });
      }
    }
    return Polynomial.of(out);
  }

  power(n: number, budget: Budget): Polynomial {
    let out = Polynomial.constant(1);
    for (let k = 0; k < n; k++) out = out.times(this, budget);
    return out;
  }

  /** Replaces variables, also inside floors; a name that the function maps to null stays. */
  substitute(by: (name: string) => Affine | null, budget: Budget): Polynomial {
    const out: Monomial[] = [];
    // Equal factors have equal text, and the text of nested floors is long.
    const values = new Map<string, Polynomial | null>();
    const replacedBy = (atom: Atom): Polynomial | null => {
      let value = values.get(atom.name);
      if (value === undefined) {
        budget.spend(1 + atom.name.length);
        const a = atom.div
          ? floorDiv(atom.div.num.substitute(by), atom.div.den)
          : (by(atom.name) ?? variable(atom.name));
        value = a.toString() === atom.name ? null : Polynomial.affine(a);
        values.set(atom.name, value);
      }
      return value;
    };
    for (const [key, m] of this.terms) {
      budget.spend(1 + (key.length >> 5));
      let term = new Polynomial(new Map([['', { coef: m.coef, factors: m.factors.filter(([a]) => !replacedBy(a)) }]]));
      for (const [atom, p] of m.factors) {
        const value = replacedBy(atom);
        if (value) term = term.times(value.power(p, budget), budget);
      }
      out.push(...term.terms.values());
    }
    return Polynomial.of(out);
  }

  /** The factors of the powers of a variable that no floor contains: `Σ result[k] · name^k`. */
  coefficients(name: string): Polynomial[] {
    const parts: Monomial[][] = [];
    for (const m of this.terms.values()) {
      const k = m.factors.find(([a]) => a.name === name)?.[1] ?? 0;
      while (parts.length <= k) parts.push([]);
      parts[k]?.push({ coef: m.coef, factors: m.factors.filter(([a]) => a.name !== name) });
    }
    return parts.map((p) => Polynomial.of(p));
  }

  floors(): Div[] {
    return [...this.terms.values()].flatMap((m) => m.factors.flatMap(([a]) => (a.div ? [a.div] : [])));
  }

  /**
   * The value at a point, an integer for every count.
   * @throws RangeError when the value is no integer or a variable has no value: a mistake of the caller.
   */
  at(values: ReadonlyMap<string, Int>): Int {
    const affineAt = (a: Affine): Int =>
      fromBigInt(a.terms.reduce((s, t) => s + BigInt(t.coef) * BigInt(atomAt(t)), BigInt(a.constant)));
    const atomAt = (a: Atom): Int => {
      const value = a.div ? floorDivInt(affineAt(a.div.num), a.div.den) : values.get(a.name);
      if (value === undefined) throw new RangeError(`${a.name} has no value`);
      return value;
    };
    let out = rational(0n);
    for (const m of this.terms.values()) {
      const factor = m.factors.reduce((s, [a, p]) => s * BigInt(atomAt(a)) ** BigInt(p), 1n);
      out = sum(out, product(m.coef, rational(factor)));
    }
    if (out.den !== 1n) throw new RangeError(`${this} is no integer there`);
    return fromBigInt(out.num);
  }

  /** `1/2*n^2 + 1/2*n`, highest powers first. */
  toString(): string {
    const degree = (m: Monomial): number => m.factors.reduce((s, [, p]) => s + p, 0);
    const sorted = [...this.terms.values()].sort((a, b) => degree(b) - degree(a));
    let out = '';
    for (const { coef, factors } of sorted) {
      const negative = coef.num < 0n;
      const size = negative ? -coef.num : coef.num;
      const number = coef.den === 1n ? String(size) : `${size}/${coef.den}`;
      const rest = factors.map(([a, p]) => (p === 1 ? a.name : `${a.name}^${p}`)).join('*');
      const text = rest === '' ? number : number === '1' ? rest : `${number}*${rest}`;
      out += out === '' ? (negative ? `-${text}` : text) : `${negative ? ' - ' : ' + '}${text}`;
    }
    return out === '' ? '0' : out;
  }
}

/** Bernoulli numbers with B1 = +1/2, as far as they were asked for. */
const BERNOULLI: Rational[] = [rational(1n)];

const binomial = (n: number, k: number): bigint => {
  let out = 1n;
  for (let i = 0; i < k; i++) out = (out * BigInt(n - i)) / BigInt(i + 1);
  return out;
};

const bernoulli = (n: number): Rational => {
  for (let m = BERNOULLI.length; m <= n; m++) {
    // Σ_{j<=m} C(m+1, j) B_j = m + 1
    let rest = rational(BigInt(m + 1));
    for (let j = 0; j < m; j++) rest = sum(rest, product(rational(-binomial(m + 1, j)), BERNOULLI[j] as Rational));
    BERNOULLI.push(product(rest, rational(1n, BigInt(m + 1))));
  }
  return BERNOULLI[n] as Rational;
};

/** Σ_{t=1..x} t^k as a polynomial in x (Faulhaber). */
const powerSum = (k: number, x: Polynomial, budget: Budget): Polynomial => {
  let out = Polynomial.constant(0);
  for (let j = 0; j <= k; j++) {
    const b = product(bernoulli(j), rational(binomial(k + 1, j), BigInt(k + 1)));
    if (b.num !== 0n) out = out.plus(x.power(k + 1 - j, budget).times(Polynomial.constant(b.num, b.den), budget));
  }
  return out;
};

/** Σ of `p` over `name` from `low` to `high`, where high >= low - 1; no floor of `p` contains `name`. @throws BudgetExceeded */
export const sumOver = (p: Polynomial, name: string, low: Affine, high: Affine, budget: Budget): Polynomial => {
  const above = Polynomial.affine(high);
  const under = Polynomial.affine(low.plusConstant(-1));
  return p.coefficients(name).reduce((s, c, k) => {
    const sums = powerSum(k, above, budget).minus(powerSum(k, under, budget));
    return s.plus(c.times(sums, budget));
  }, Polynomial.constant(0));
};
