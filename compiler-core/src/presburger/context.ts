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

/** Whether the points that are known are all there are; `many`: there are too many to know them all. */
type Extent = 'all' | 'many' | 'not asked';

/** With so many floors questions get hard; then the points are listed, where they are few, and answer every question. */
const HARD_FLOORS = 3;
const FEW_POINTS = 100;

/** A non-empty piece whose locals are all floors; rows of the computation are over its columns. */
export class Context {
  private constructor(
    readonly piece: Piece,
    /** Values of all columns at points of the piece, `[1, ...]`; at least one. */
    private readonly points: Int[][],
    private readonly extent: Extent = 'not asked',
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
    if (this.extent === 'all') return this.points.find((p) => valueAt(row, p) >= 0) ?? null;
    const point = pointOf(withRows(this.piece, [], [row]), budget);
    if (point) this.points.push(point);
    return point;
  }

  /** The part where a row is not negative; the caller knows that there is one. */
  where(row: Row, budget: Budget): Context {
    const points = this.points.filter((p) => valueAt(row, p) >= 0);
    const piece = withRows(this.piece, [], [row]);
    if (points.length > 0 || this.extent === 'all') return new Context(piece, points, this.extent);
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
  floor(num: Row, den: Int, budget: Budget): { readonly context: Context; readonly row: Row } {
    const { whole, floor } = canonicalFloor(num, den);
    if (!floor) return { context: this, row: whole };
    const { locals, width } = this.piece;
    const known = locals.findIndex((f) => f !== null && f.den === floor.den && sameRow(f.num, floor.num));
    const column = 1 + width + (known < 0 ? locals.length : known);
    const unit = zeros(column + 1);
    unit[column] = 1;
    const row = mix(whole, 1, unit, 1);
    return { context: known < 0 ? this.withFloor(floor).listed(budget) : this, row };
  }

  private withFloor(floor: Floor): Context {
    const points = this.points.map((p) => [...p, floorDivInt(valueAt(floor.num, p), floor.den)]);
    return new Context({ ...this.piece, locals: [...this.piece.locals, floor] }, points, this.extent);
  }

  /** The part where a row has a value; null when there is none. @throws BudgetExceeded */
  withValue(row: Row, value: Int, budget: Budget): Context | null {
    const piece = withRows(this.piece, [plus(row, neg(value))], []);
    const points = this.points.filter((p) => valueAt(row, p) === value);
    if (points.length > 0) return new Context(piece, points, this.extent);
    return this.extent === 'all' ? null : Context.of(piece, budget);
  }

  get floors(): number {
    return this.piece.locals.length;
  }

  /** The context with all its points, where it has many floors and few points. */
  private listed(budget: Budget): Context {
    if (this.extent !== 'not asked' || this.floors < HARD_FLOORS) return this;
    const points = this.enumerated(budget);
    return points ? new Context(this.piece, points, 'all') : new Context(this.piece, this.points, 'many');
  }

  private enumerated(budget: Budget): Int[][] | null {
    const { width, eqs, ges } = this.piece;
    const visible = (r: Row): boolean => r.every((c, k) => k <= width || c === 0);
    const start = Context.of({ width, locals: [], eqs: eqs.filter(visible), ges: ges.filter(visible) }, budget);
    let boxes = start ? [start] : [];
    for (let k = 1; k <= width; k++) {
      const unit = [...zeros(k), 1];
      const next: Context[] = [];
      for (const box of boxes) {
        const range = box.range(unit, FEW_POINTS, budget);
        if (!range) return null;
        for (let v = range.least; v <= range.greatest; v = add(v, 1)) {
          const here = box.withValue(unit, v, budget);
          if (here) next.push(here);
        }
      }
      boxes = next;
      if (boxes.length > FEW_POINTS) return null;
    }
    return boxes.flatMap(({ piece }) => {
      const point = pointOf(withRows(this.piece, piece.eqs, []), budget);
      return point ? [point] : [];
    });
  }

  /** Each point apart, when all are known. */
  get apart(): readonly { readonly context: Context; readonly point: readonly Int[] }[] | null {
    if (this.extent !== 'all') return null;
    const { width } = this.piece;
    return this.points.map((point) => {
      const eqs = point.slice(1, 1 + width).map((v, k) => [neg(v), ...zeros(k), 1]);
      return { point, context: new Context({ width, locals: [], eqs, ges: [] }, [point.slice(0, 1 + width)], 'all') };
    });
  }

  /** A row that is constant over the columns needs no question. */
  static isConstant(row: Row): boolean {
    for (let k = 1; k < row.length; k++) if (at(row, k) !== 0) return false;
    return true;
  }
}
