/** The parameter values under which a parametric computation goes on, with points of it that answer most questions. */

import { pointOf, valueAt } from './feasible.ts';
import { add, floorDivInt, type Int, maxOf, minOf, neg, sub } from './int.ts';
import { canonicalFloor, type Floor, type Piece, withRows } from './piece.ts';
import { at, type Budget, below, mix, negated, parallel, type Row, sameRow, zeros } from './rows.ts';

export interface Signs {
  readonly negative: boolean;
  readonly nonnegative: boolean;
}

const plus = (row: Row, k: Int): Row => [add(at(row, 0), k), ...row.slice(1)];

/** A non-empty piece whose locals are all floors; rows of the computation are over its columns. */
export class Context {
  private constructor(
    readonly piece: Piece,
    /** Values of all columns at points of the piece, `[1, ...]`; at least one. */
    private readonly points: Int[][],
  ) {}

  /** Null when the piece is empty. @throws BudgetExceeded */
  static of(piece: Piece, budget: Budget): Context | null {
    const point = pointOf(piece, budget);
    return point && new Context(piece, [point]);
  }

  /** Whether `row < 0` and whether `row >= 0` at some point that is known; false means nothing. */
  seen(row: Row): Signs {
    let negative = false;
    let nonnegative = false;
    for (const p of this.points) {
      if (valueAt(row, p) < 0) negative = true;
      else nonnegative = true;
      if (negative && nonnegative) break;
    }
    return { negative, nonnegative };
  }

  /** Whether `row < 0` and whether `row >= 0` somewhere. @throws BudgetExceeded */
  signs(row: Row, budget: Budget): Signs {
    const { negative, nonnegative } = this.seen(row);
    if (negative && nonnegative) return { negative, nonnegative };
    if (negative) return { negative, nonnegative: this.find(row, budget) };
    // A parallel row that says as much is proof enough.
    const proved = this.piece.ges.some((r) => at(r, 0) <= at(row, 0) && parallel(r, row, 1));
    return { negative: !proved && this.find(below(row), budget), nonnegative };
  }

  private find(row: Row, budget: Budget): boolean {
    return this.point(row, budget) !== null;
  }
  private point(row: Row, budget: Budget): Int[] | null {
    const point = pointOf(withRows(this.piece, [], [row]), budget);
    if (point) this.points.push(point);
    return point;
  }

  /** The part where a row is not negative; the caller knows that there is one. */
  where(row: Row, budget: Budget): Context {
    const points = this.points.filter((p) => valueAt(row, p) >= 0);
    const piece = withRows(this.piece, [], [row]);
    if (points.length > 0) return new Context(piece, points);
    return Context.of(piece, budget) ?? new Context(piece, []);
  }

  /** Least and greatest value of a row; null where they are `most` or more apart, or not found in as many steps. @throws BudgetExceeded */
  range(row: Row, most: number, budget: Budget): { readonly least: Int; readonly greatest: Int } | null {
    const values = this.points.map((p) => valueAt(row, p));
    if (values.length === 0) return null;
    let least = values.reduce(minOf);
    let greatest = values.reduce(maxOf);
    for (let step = 0; step < most; step++) {
      const beyond =
        this.point(plus(negated(row), sub(least, 1)), budget) ?? this.point(plus(row, neg(add(greatest, 1))), budget);
      if (!beyond) return sub(greatest, least) < most ? { least, greatest } : null;
      const value = valueAt(row, beyond);
      least = minOf(least, value);
      greatest = maxOf(greatest, value);
    }
    return null;
  }

  /** floor(num / den) as a row over the columns; a new column where there is no such floor yet. */
  floor(num: Row, den: Int): { readonly context: Context; readonly row: Row } {
    const { whole, floor } = canonicalFloor(num, den);
    if (!floor) return { context: this, row: whole };
    const { locals, width } = this.piece;
    const known = locals.findIndex((f) => f !== null && f.den === floor.den && sameRow(f.num, floor.num));
    const column = 1 + width + (known < 0 ? locals.length : known);
    const unit = zeros(column + 1);
    unit[column] = 1;
    const row = mix(whole, 1, unit, 1);
    return { context: known < 0 ? this.withFloor(floor) : this, row };
  }

  private withFloor(floor: Floor): Context {
    const points = this.points.map((p) => [...p, floorDivInt(valueAt(floor.num, p), floor.den)]);
    return new Context({ ...this.piece, locals: [...this.piece.locals, floor] }, points);
  }

  /** The part where a row has a value; null when there is none. @throws BudgetExceeded */
  withValue(row: Row, value: Int, budget: Budget): Context | null {
    const piece = withRows(this.piece, [plus(row, neg(value))], []);
    const points = this.points.filter((p) => valueAt(row, p) === value);
    return points.length > 0 ? new Context(piece, points) : Context.of(piece, budget);
  }

  get floors(): number {
    return this.piece.locals.length;
  }

  /** A row that is constant over the columns needs no question. */
  static isConstant(row: Row): boolean {
    for (let k = 1; k < row.length; k++) if (at(row, k) !== 0) return false;
    return true;
  }
}
