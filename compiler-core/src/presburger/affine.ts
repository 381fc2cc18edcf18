/**
 * Quasi-affine expressions `c0 + Σ ck · vk`, where `vk` is a named integer variable or `floor(a / d)` of another such
 * expression. A floor is determined by its operand, so it is shared by its text and needs no quantifier of its own.
 */

import { abs, add, floorDivInt, gcd, type Int, modInt, mul, neg, sub } from './int.ts';

/** `floor(num / den)`, `den >= 2`; made by `floorDiv` only. */
export interface Div {
  readonly num: Affine;
  readonly den: Int;
}

/** One summand. `name` is the variable, or the canonical text of `div`. */
export interface Term {
  readonly name: string;
  readonly coef: Int;
  readonly div: Div | null;
}

export class Affine {
  private text: string | null = null;

  /** `terms` are sorted by name, with no zero coefficient. Use the functions below instead of this constructor. */
  constructor(
    readonly terms: readonly Term[],
    readonly constant: Int,
  ) {}

  get isConstant(): boolean {
    return this.terms.length === 0;
  }

  plus(other: Affine): Affine {
    return combine(this, other, 1);
  }

  minus(other: Affine): Affine {
    return combine(this, other, -1);
  }

  plusConstant(k: Int): Affine {
    return k === 0 ? this : new Affine(this.terms, add(this.constant, k));
  }

  times(k: Int): Affine {
    if (k === 0) return zero;
    if (k === 1) return this;
    return new Affine(
      this.terms.map((t) => ({ name: t.name, coef: mul(t.coef, k), div: t.div })),
      mul(this.constant, k),
    );
  }

  negated(): Affine {
    return this.times(-1);
  }

  coefficient(name: string): Int {
    return this.terms.find((t) => t.name === name)?.coef ?? 0;
  }

  /** This expression as `left - right`, both with positive coefficients and constants. */
  split(): { readonly left: Affine; readonly right: Affine } {
    const pick = (negative: boolean) =>
      new Affine(
        this.terms.filter((t) => t.coef < 0 === negative),
        this.constant < 0 === negative ? this.constant : 0,
      );
    return { left: pick(false), right: pick(true).negated() };
  }

  /** Every coefficient and the constant divided by `k`, which must divide them all. */
  dividedBy(k: Int): Affine {
    return new Affine(
      this.terms.map((t) => ({ name: t.name, coef: floorDivInt(t.coef, k), div: t.div })),
      floorDivInt(this.constant, k),
    );
  }

  /** Replaces variables, also inside floors; a name that the function maps to null stays. */
  substitute(by: (name: string) => Affine | null): Affine {
    let changed = false;
    let out = constant(this.constant);
    for (const t of this.terms) {
      const with_ = t.div ? floorDiv(t.div.num.substitute(by), t.div.den) : by(t.name);
      if (with_ && with_.toString() !== t.name) changed = true;
      out = out.plus((with_ ?? variable(t.name)).times(t.coef));
    }
    return changed ? out : this;
  }

  /** Adds every variable that occurs, also inside floors, to `into`. */
  variables(into: Set<string> = new Set()): Set<string> {
    for (const t of this.terms) {
      if (t.div) t.div.num.variables(into);
      else into.add(t.name);
    }
    return into;
  }

  /** isl notation: `2i - j + floor((n)/2) - 1`. Equal expressions have equal text. */
  toString(): string {
    this.text ??= printTerms(this.terms, this.constant);
    return this.text;
  }
}

const printTerms = (terms: readonly Term[], k: Int): string => {
  let out = '';
  for (const t of terms) {
    const c = abs(t.coef);
    const factor = c === 1 ? t.name : t.div ? `${c}*${t.name}` : `${c}${t.name}`;
    out += out === '' ? (t.coef < 0 ? `-${factor}` : factor) : t.coef < 0 ? ` - ${factor}` : ` + ${factor}`;
  }
  if (out === '') return String(k);
  return k === 0 ? out : k < 0 ? `${out} - ${neg(k)}` : `${out} + ${k}`;
};

const combine = (a: Affine, b: Affine, factor: 1 | -1): Affine => {
  const k = factor === 1 ? add(a.constant, b.constant) : sub(a.constant, b.constant);
  if (b.terms.length === 0) return new Affine(a.terms, k);
  const out: Term[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const x = a.terms[i];
    const y = b.terms[j];
    if (x && (!y || x.name < y.name)) {
      out.push(x);
      i++;
    } else if (y && (!x || y.name < x.name)) {
      out.push(factor === 1 ? y : { name: y.name, coef: neg(y.coef), div: y.div });
      j++;
    } else if (x && y) {
      const coef = factor === 1 ? add(x.coef, y.coef) : sub(x.coef, y.coef);
      if (coef !== 0) out.push({ name: x.name, coef, div: x.div });
      i++;
      j++;
    } else return new Affine(out, k);
  }
};

export const constant = (k: Int): Affine => new Affine([], k);
export const zero = constant(0);
export const variable = (name: string): Affine => new Affine([{ name, coef: 1, div: null }], 0);

/**
 * floor(a / d) for a constant `d` other than 0, in canonical form: the numerator's coefficients lie in [0, d) and have
 * no divisor in common with `d`.
 * @throws RangeError when `d` is 0, a bug in the caller.
 */
export const floorDiv = (a: Affine, d: Int): Affine => {
  if (d === 0) throw new RangeError('floorDiv by zero');
  if (d < 0) return floorDiv(a.negated(), neg(d));
  let whole = constant(floorDivInt(a.constant, d));
  let rest: Term[] = [];
  let g: Int = d;
  for (const t of a.terms) {
    const q = floorDivInt(t.coef, d);
    const r = modInt(t.coef, d);
    if (q !== 0) whole = whole.plus(new Affine([{ ...t, coef: q }], 0));
    if (r !== 0) {
      rest.push({ ...t, coef: r });
      g = gcd(g, r);
    }
  }
  if (rest.length === 0) return whole;
  const den = floorDivInt(d, g);
  if (g !== 1) rest = rest.map((t) => ({ ...t, coef: floorDivInt(t.coef, g) }));
  const num = new Affine(rest, floorDivInt(modInt(a.constant, d), g));
  return whole.plus(new Affine([{ name: `floor((${num})/${den})`, coef: 1, div: { num, den } }], 0));
};

/** a - d · floor(a / d): Python's modulo, with the sign of `d`. */
export const mod = (a: Affine, d: Int): Affine => a.minus(floorDiv(a, d).times(d));

/** ceil(a / d). */
export const ceilDiv = (a: Affine, d: Int): Affine => floorDiv(a.negated(), d).negated();
