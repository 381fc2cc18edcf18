/**
 * A set of which many questions are asked, as of the place of a statement by every expression in it. Points that earlier
 * answers came upon are kept: most questions whose answer is "no" are answered by one of them, without the solver.
 */

import type { Answer } from '../diag/diagnostic.ts';
import { type Affine, constant } from './affine.ts';
import { pointOf } from './feasible.ts';
import { add, type Int, sub } from './int.ts';
import { pieceOf } from './named.ts';
import { holdsAt, type Point, valueAt } from './point.ts';
import { findPoint } from './propagate.ts';
import type { Budget } from './rows.ts';
import { demand, subset, within } from './solve.ts';
import { intersect, isGe, isLe, System, type Union } from './system.ts';

/** Points beyond these tell little that is new. */
const KEPT = 12;

const isIn = (a: Union, point: Point): boolean => a.some((s) => holdsAt(s, point));

/** Any point of the system; null when it is empty. @throws BudgetExceeded */
const pointIn = (s: System, budget: Budget): Point | null => {
  if (s.contradictory) return null;
  budget.spend(1 + s.constraints.length);
  const quick = findPoint(s.constraints);
  if (quick) return quick.kind === 'empty' ? null : quick.point;
  const names = [...s.variables()];
  const piece = pieceOf(s, names);
  const found = piece && pointOf(piece, budget);
  return found && new Map(names.map((name, k) => [name, found[k + 1] ?? 0]));
};

export class Domain {
  private readonly points: Point[] = [];
  private empty = false;

  constructor(readonly union: Union) {}

  private find(a: Union, budget: Budget): Point | null {
    for (const s of a) {
      const point = pointIn(s, budget);
      if (!point) continue;
      if (this.points.length < KEPT) this.points.push(point);
      return point;
    }
    return null;
  }

  private first(budget: Budget): Point | null {
    if (this.empty) return null;
    const point = this.points[0] ?? this.find(this.union, budget);
    this.empty = point === null;
    return point;
  }

  /** Whether some point of the set is in `condition`. */
  meets(condition: Union, budget: Budget): Answer<boolean> {
    return within(
      () =>
        this.first(budget) !== null &&
        (this.points.some((p) => isIn(condition, p)) || this.find(intersect(this.union, condition), budget) !== null),
    );
  }

  /** Whether every point of the set is in `condition`. */
  isInside(condition: Union, budget: Budget): Answer<boolean> {
    return within(() => {
      if (this.first(budget) === null) return true;
      if (this.points.some((p) => !isIn(condition, p))) return false;
      const only = condition.length === 1 ? condition[0] : undefined;
      if (!only) return demand(subset(this.union, condition, budget));
      return only.negate().every((outside) => this.find(intersect(this.union, [outside]), budget) === null);
    });
  }

  /** The one value that the expression has in the whole set; null where there are several, or no point. */
  singleValue(expr: Affine, budget: Budget): Answer<Int | null> {
    return within(() => {
      const point = this.first(budget);
      if (point === null) return null;
      const value = valueAt(expr, point);
      const differs = (p: Point): boolean => valueAt(expr, p) !== value;
      if (this.points.some(differs)) return null;
      const above = System.of(isGe(expr, constant(add(value, 1))));
      const below = System.of(isLe(expr, constant(sub(value, 1))));
      return this.find(intersect(this.union, [above, below]), budget) === null ? value : null;
    });
  }
}
