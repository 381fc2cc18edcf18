/**
 * Conjunctions of affine equalities and inequalities over named integer variables, and unions of them.
 * The only existentials are floors, which are functions of the variables; so negation is exact.
 */

import type { Affine } from './affine.ts';
import { gcd, type Int, modInt, neg } from './int.ts';

/** `expr = 0` or `expr >= 0`. */
export interface Constraint {
  readonly kind: 'eq' | 'ge';
  readonly expr: Affine;
}

export const isEq = (a: Affine, b: Affine): Constraint => ({ kind: 'eq', expr: a.minus(b) });
export const isGe = (a: Affine, b: Affine): Constraint => ({ kind: 'ge', expr: a.minus(b) });
export const isLe = (a: Affine, b: Affine): Constraint => isGe(b, a);
export const isGt = (a: Affine, b: Affine): Constraint => ({ kind: 'ge', expr: a.minus(b).plusConstant(-1) });
export const isLt = (a: Affine, b: Affine): Constraint => isGt(b, a);

/** The integer-tightened form: coefficients without common divisor; `true`, `false` where no variable is left. */
const tighten = (c: Constraint): Constraint | boolean => {
  const { terms, constant: k } = c.expr;
  if (terms.length === 0) return c.kind === 'eq' ? k === 0 : k >= 0;
  let g: Int = 0;
  for (const t of terms) {
    g = gcd(g, t.coef);
    if (g === 1) break;
  }
  const flip = c.kind === 'eq' && (terms[0]?.coef ?? 1) < 0;
  if (g === 1 && !flip) return c;
  if (c.kind === 'eq' && modInt(k, g) !== 0) return false;
  const whole = c.expr.plusConstant(neg(modInt(k, g)));
  return { kind: c.kind, expr: whole.dividedBy(flip ? neg(g) : g) };
};

/** An immutable conjunction. The empty one holds everywhere. */
export class System {
  static readonly universe = new System([], false);
  static readonly nothing = new System([], true);
  private text: string | null = null;

  private constructor(
    readonly constraints: readonly Constraint[],
    /** True when a constraint without variables is false: empty for certain. False says nothing. */
    readonly contradictory: boolean,
  ) {}

  static of(...constraints: readonly Constraint[]): System {
    return System.universe.and(...constraints);
  }

  and(...more: readonly Constraint[]): System {
    if (this.contradictory || more.length === 0) return this;
    const out = [...this.constraints];
    const seen = new Set(out.map(keyOf));
    for (const c of more) {
      const t = tighten(c);
      if (t === false) return System.nothing;
      if (t === true) continue;
      const key = keyOf(t);
      if (seen.has(key)) continue;
      seen.add(key);
      out.push(t);
    }
    return out.length === this.constraints.length ? this : new System(out, false);
  }

  intersect(other: System): System {
    return other.contradictory ? other : this.and(...other.constraints);
  }

  substitute(by: (name: string) => Affine | null): System {
    if (this.contradictory) return this;
    return System.of(...this.constraints.map((c) => ({ kind: c.kind, expr: c.expr.substitute(by) })));
  }

  variables(into: Set<string> = new Set()): Set<string> {
    for (const c of this.constraints) c.expr.variables(into);
    return into;
  }

  /** Disjoint systems that together hold exactly where this one does not. */
  negate(): Union {
    if (this.contradictory) return [System.universe];
    const out: System[] = [];
    let before = System.universe;
    for (const c of this.constraints) {
      const below: Constraint = { kind: 'ge', expr: c.expr.negated().plusConstant(-1) };
      out.push(before.and(below));
      if (c.kind === 'eq') out.push(before.and({ kind: 'ge', expr: c.expr.plusConstant(-1) }));
      before = before.and(c);
    }
    return out.filter((s) => !s.contradictory);
  }

  /** Constraints in isl notation, joined by `and`; `true` and `false` at the ends. */
  toString(): string {
    this.text ??= this.contradictory
      ? 'false'
      : this.constraints.length === 0
        ? 'true'
        : this.constraints.map(printConstraint).join(' and ');
    return this.text;
  }
}

const keyOf = (c: Constraint): string => c.kind + c.expr.toString();

/** `i >= 0`, `i <= n - 1`, `2i = j`: what is negative stands on the right. */
export const printConstraint = (c: Constraint): string => {
  const { left, right } = c.expr.split();
  const op = c.kind === 'eq' ? '=' : '>=';
  if (left.isConstant && c.kind === 'ge') return `${right} <= ${left}`;
  return left.isConstant ? `${right} = ${left}` : `${left} ${op} ${right}`;
};

/** A finite union of systems; the empty list is the empty set. */
export type Union = readonly System[];

/** Points of both, as the union of all pairs; pairs that contradict themselves at sight are left out. */
export const intersect = (a: Union, b: Union): Union => {
  const out: System[] = [];
  for (const x of a) {
    for (const y of b) {
      const both = x.intersect(y);
      if (!both.contradictory) out.push(both);
    }
  }
  return out;
};

/** Points outside all systems of `a`. Exact; the size may grow with the product of the constraint counts. */
export const negate = (a: Union): Union => {
  let out: Union = [System.universe];
  for (const s of a) out = intersect(out, s.negate());
  return out;
};
