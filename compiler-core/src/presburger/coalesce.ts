/** The same points in fewer pieces and rows. All of it may throw BudgetExceeded. */

import { feasible } from './feasible.ts';
import { conjoined, floorsOf, lifted, type Piece, withRows } from './piece.ts';
import { covers, type Pieces } from './pieces.ts';
import { type Budget, below, negated, type Row } from './rows.ts';
import { simplified } from './simplify.ts';

const implied = (row: Row, by: Piece, budget: Budget): boolean => !feasible(withRows(by, [], [below(row)]), budget);

/** Without the inequalities, and the equalities, that the rest and every piece of `context` imply. */
const withoutImplied = (p: Piece, context: Pieces, budget: Budget): Piece => {
  const holds = (rest: Piece, rows: readonly Row[]): boolean =>
    context.length === 0
      ? rows.every((r) => implied(r, rest, budget))
      : context.every((c) => rows.every((r) => implied(r, conjoined(rest, c), budget)));
  let out = p;
  for (const ge of p.ges) {
    const rest = { ...out, ges: out.ges.filter((r) => r !== ge) };
    if (holds(rest, [ge])) out = rest;
  }
  for (const eq of p.eqs) {
    const rest = { ...out, eqs: out.eqs.filter((r) => r !== eq) };
    if (holds(rest, [eq, negated(eq)])) out = rest;
  }
  return simplified(out) ?? out;
};

/** A set that equals `a` inside `context`, with as few rows as single removals reach; nothing is said outside. */
export const gistOf = (a: Pieces, context: Pieces, budget: Budget): Pieces =>
  a
    .filter((p) => context.some((c) => feasible(conjoined(p, c), budget)))
    .map((p) => withoutImplied(p, context, budget));

/** Pieces without implied rows; those inside others are dropped, and pairs that are one convex piece are joined. */
export const coalesced = (a: Pieces, budget: Budget): Pieces => {
  let open: Piece[] = a.filter((p) => feasible(p, budget)).map((p) => withoutImplied(p, [], budget));
  for (let again = true; again; ) {
    again = false;
    search: for (let i = 0; i < open.length; i++) {
      for (let j = i + 1; j < open.length; j++) {
        const one = joined(open[i] as Piece, open[j] as Piece, budget);
        if (!one) continue;
        open = [...open.filter((_, k) => k !== i && k !== j), one];
        again = true;
        break search;
      }
    }
  }
  return open;
};

/** Inequalities of a piece; an equality is two. */
const inequalities = (p: Piece): Row[] => [...p.ges, ...p.eqs, ...p.eqs.map(negated)];

/** One piece with exactly the points of both, or null: their rows that hold on the other, if no other point fulfils them. */
const joined = (a: Piece, b: Piece, budget: Budget): Piece | null => {
  if (covers([b], [a], budget)) return b;
  if (covers([a], [b], budget)) return a;
  if (a.locals.includes(null) || b.locals.includes(null)) return null;
  const floors = conjoined(floorsOf(a), floorsOf(b));
  const shift = a.locals.length;
  const mine = inequalities(a);
  const theirs = inequalities(b).map((r) => lifted(r, b.width, shift));
  const first = withRows(floors, [], mine);
  const second = withRows(floors, [], theirs);
  const kept = [...mine.filter((r) => implied(r, second, budget)), ...theirs.filter((r) => implied(r, first, budget))];
  const hull = simplified(withRows(floors, [], kept));
  return hull && covers([a, b], [hull], budget) ? withoutImplied(hull, [], budget) : null;
};
