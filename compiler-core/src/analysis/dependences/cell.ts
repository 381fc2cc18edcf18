/** One conjunction of a relation, with the closure of what in it are differences of two variables. */

import { type Answer, known } from '../../diag/diagnostic.ts';
import {
  type Affine,
  type Budget,
  type Constraint,
  findPoint,
  isEmpty,
  isLe,
  System,
  variable,
  zero,
} from '../../presburger/index.ts';
import { Differences } from './differences.ts';

/** `x - y <= c` by the names of its variables, '' for none. */
interface Difference {
  readonly x: string;
  readonly y: string;
  readonly c: number;
}

/** Constraints sorted by what is needed to decide them. */
export interface Part {
  readonly constraints: readonly Constraint[];
  readonly differences: readonly Difference[];
  readonly others: readonly Constraint[];
  /** Whether what is in it decides for certain: no data occur in it. */
  readonly exact: boolean;
}

/** Beyond this, doubles might round. */
const LARGE = 2 ** 40;

export const partOf = (constraints: readonly Constraint[], exact: boolean): Part => {
  const differences: Difference[] = [];
  const others: Constraint[] = [];
  for (const constraint of constraints) {
    const { terms, constant: c } = constraint.expr;
    const [a, b] = terms;
    const unit = (t: typeof a): boolean => t === undefined || (t.div === null && (t.coef === 1 || t.coef === -1));
    const simple = terms.length <= 2 && unit(a) && unit(b) && a?.coef !== b?.coef;
    if (!simple || typeof c !== 'number' || Math.abs(c) > LARGE) {
      others.push(constraint);
      continue;
    }
    // plus - minus + c >= 0
    const plus = a?.coef === 1 ? a.name : b?.coef === 1 ? b.name : '';
    const minus = a?.coef === -1 ? a.name : b?.coef === -1 ? b.name : '';
    differences.push({ x: minus, y: plus, c });
    if (constraint.kind === 'eq') differences.push({ x: plus, y: minus, c: 0 - c });
  }
  return { constraints, differences, others, exact };
};

/** What is certainly empty is never made. */
export class Cell {
  private made: System | null = null;

  private constructor(
    private readonly numbers: ReadonlyMap<string, number>,
    private readonly bounds: Differences,
    private readonly parts: readonly Part[],
    /** Whether all constraints are differences: then it has a point for certain. */
    readonly simple: boolean,
    /** Whether every point is a pair of instances that occurs. */
    readonly exact: boolean,
  ) {}

  static over(names: Iterable<string>, exact: boolean): Cell {
    const numbers = new Map<string, number>([['', 0]]);
    for (const n of names) if (!numbers.has(n)) numbers.set(n, numbers.size);
    return new Cell(numbers, Differences.over(numbers.size), [], true, exact);
  }

  /** The same over more variables. */
  over(names: readonly string[]): Cell {
    const wider = Cell.over([...this.numbers.keys(), ...names], this.exact).with(...this.parts);
    return wider ?? this;
  }

  /** This and more; null when that contradicts itself at sight. */
  with(...more: readonly Part[]): Cell | null {
    const bounds = this.bounds.copy();
    let { simple, exact } = this;
    for (const part of more) {
      simple &&= part.others.length === 0;
      exact &&= part.exact;
      for (const { x, y, c } of part.differences) {
        const i = this.numbers.get(x);
        const j = this.numbers.get(y);
        if (i === undefined || j === undefined) simple = false;
        else if (!bounds.restrict(i, j, c)) return null;
      }
    }
    const all = new Cell(this.numbers, bounds, [...this.parts, ...more], simple, exact);
    return simple || more.every((part) => part.others.every((c) => all.mayHold(c))) ? all : null;
  }

  and(more: readonly Constraint[], exact = true): Cell | null {
    return this.with(partOf(more, exact));
  }

  /** Whether the greatest value that the bounds of single variables allow is high enough. */
  private mayHold({ kind, expr }: Constraint): boolean {
    let high = Number(expr.constant);
    let low = high;
    for (const t of expr.terms) {
      const k = this.numbers.get(t.name);
      const c = Number(t.coef);
      const most = k === undefined ? Infinity : this.bounds.greatest(k, 0);
      const least = k === undefined ? -Infinity : -this.bounds.greatest(0, k);
      high += c > 0 ? c * most : c * least;
      low += c > 0 ? c * least : c * most;
    }
    // A rounded bound proves nothing.
    if (!(Math.abs(high) < LARGE)) high = Infinity;
    if (!(Math.abs(low) < LARGE)) low = -Infinity;
    return high >= 0 && (kind === 'ge' || low <= 0);
  }

  /**
   * Constraints that, added to `base`, leave of it the shadow of this cell on the variables of `base`. Exact where what
   * this cell has beyond `base` are differences.
   */
  shadowBeyond(base: Cell): readonly Constraint[] {
    const out: Constraint[] = [];
    const bounds = base.bounds.copy();
    const term = (name: string): Affine => (name === '' ? zero : variable(name));
    for (const [x, i] of base.numbers) {
      for (const [y, j] of base.numbers) {
        const c = this.bounds.greatest(this.numbers.get(x) ?? 0, this.numbers.get(y) ?? 0);
        if (bounds.greatest(i, j) <= c) continue;
        out.push(isLe(term(x), term(y).plusConstant(c)));
        bounds.restrict(i, j, c);
      }
    }
    return out;
  }

  /** Bounds of a - b; infinite where none is known. Exact when the cell is simple. */
  difference(a: string, b: string): { readonly min: number; readonly max: number } {
    const i = this.numbers.get(a);
    const j = this.numbers.get(b);
    if (i === undefined || j === undefined) return { min: -Infinity, max: Infinity };
    return { min: 0 - this.bounds.greatest(j, i), max: this.bounds.greatest(i, j) };
  }

  private get constraints(): Constraint[] {
    return this.parts.flatMap((p) => p.constraints);
  }

  get system(): System {
    this.made ??= System.of(...this.constraints);
    return this.made;
  }

  isEmpty(budget: Budget): Answer<boolean> {
    if (this.simple) return known(false);
    const { constraints } = this;
    budget.left -= constraints.length;
    const found = findPoint(constraints);
    return found ? known(found.kind === 'empty') : isEmpty([this.system], budget);
  }
}
