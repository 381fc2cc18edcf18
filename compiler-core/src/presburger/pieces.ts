/** Unions of pieces of one width: the work behind sets and relations. All of it may throw BudgetExceeded. */

import { feasible } from './feasible.ts';
import { determined } from './lexmin.ts';
import { conjoined, floorsOf, lifted, type Piece, universe, withRows } from './piece.ts';
import { type Budget, below, negated, type Row } from './rows.ts';
import { simplified } from './simplify.ts';

export type Pieces = readonly Piece[];

/** A piece without rows holds everywhere; then the others say nothing. */
const absorbed = (pieces: Pieces): Pieces => {
  const all = pieces.find((p) => p.eqs.length + p.ges.length === 0);
  return all ? [universe(all.width)] : pieces;
};

export const simplifiedAll = (pieces: Pieces): Pieces =>
  absorbed(
    pieces.flatMap((p) => {
      const s = simplified(p);
      return s ? [s] : [];
    }),
  );

/** Points of both: all pairs, without those that contradict themselves at sight. */
export const intersected = (a: Pieces, b: Pieces, budget: Budget): Pieces => {
  const out: Piece[] = [];
  for (const p of a) {
    for (const q of b) {
      budget.spend(1 + p.eqs.length + p.ges.length + q.eqs.length + q.ges.length);
      const both = simplified(conjoined(p, q));
      if (both) out.push(both);
    }
  }
  return absorbed(out);
};

export const united = (a: Pieces, b: Pieces): Pieces => absorbed([...a, ...b.filter((p) => !a.includes(p))]);

export const empty = (a: Pieces, budget: Budget): boolean => !a.some((p) => feasible(p, budget));

/** The same points in pieces whose locals are all floors of visible columns. */
export const determinedAll = (a: Pieces, budget: Budget): Pieces => absorbed(a.flatMap((p) => determined(p, budget)));

/** Points of `a` outside `b`, in pieces that are disjoint where those of `a` are, none of them empty. */
export const subtracted = (a: Pieces, b: Pieces, budget: Budget): Pieces => {
  const taken = determinedAll(b, budget);
  const out: Piece[] = [];
  for (const p of a) if (feasible(p, budget)) without(p, taken, 0, budget, out);
  return out;
};

/** `p`, which has a point, without `taken` from `start` on. */
const without = (p: Piece, taken: Pieces, start: number, budget: Budget, out: Piece[]): void => {
  for (let k = start; k < taken.length; k++) {
    const q = taken[k] as Piece;
    const both = simplified(conjoined(p, q));
    // What does not meet `p` takes nothing from it.
    if (!both || !feasible(both, budget)) continue;
    splitOff(p, q, budget, (rest) => {
      without(rest, taken, k + 1, budget, out);
      return true;
    });
    return;
  }
  out.push(p);
};

/**
 * The parts of `p` outside `q`, disjoint: the first row of `q` that fails is another one in each. Ends as soon as `part`
 * returns false, and returns whether it never did.
 */
const splitOff = (p: Piece, q: Piece, budget: Budget, part: (rest: Piece) => boolean): boolean => {
  // The floors of `q` join `p`; the rows of `q` are asserted one after the other.
  let rest = conjoined(p, floorsOf(q));
  const shift = p.locals.length;
  const outside = (row: Row): boolean => {
    const s = simplified(withRows(rest, [], [row]));
    return !s || !feasible(s, budget) || part(s);
  };
  for (const eq of q.eqs) {
    const row = lifted(eq, q.width, shift);
    if (!outside(below(row)) || !outside(below(negated(row)))) return false;
    rest = withRows(rest, [row], []);
  }
  for (const ge of q.ges) {
    const row = lifted(ge, q.width, shift);
    if (!outside(below(row))) return false;
    rest = withRows(rest, [], [row]);
  }
  return true;
};

export const covers = (b: Pieces, a: Pieces, budget: Budget): boolean => {
  const taken = determinedAll(b, budget);
  return a.every((p) => !feasible(p, budget) || coveredFrom(p, taken, 0, budget));
};

const coveredFrom = (p: Piece, taken: Pieces, start: number, budget: Budget): boolean => {
  for (let k = start; k < taken.length; k++) {
    const q = taken[k] as Piece;
    const both = simplified(conjoined(p, q));
    if (!both || !feasible(both, budget)) continue;
    return splitOff(p, q, budget, (rest) => coveredFrom(rest, taken, k + 1, budget));
  }
  return false;
};
