/** Least and greatest points of unions: the optima of the pieces against each other. */

import { feasible } from './feasible.ts';
import { leastPoints, type Optimum } from './lexmin.ts';
import { conjoined, floorsOf, lifted, type Piece, replaced, withRows } from './piece.ts';
import { intersected, type Pieces, subtracted } from './pieces.ts';
import { type Budget, below, mix, type Row, zeros } from './rows.ts';
import { simplified } from './simplify.ts';

export interface Extreme {
  /** Pieces of `(inputs, outputs)`: each input with its one extreme output. */
  readonly optimum: Pieces;
  /** Pieces over the inputs alone: those with outputs, but without an extreme one. */
  readonly unbounded: Pieces;
}

/** @param inputs how many of the visible columns are parameters of the question. @throws BudgetExceeded */
export const lexExtreme = (pieces: Pieces, inputs: number, greatest: boolean, budget: Budget): Extreme => {
  const found = pieces.map((p) => ({ p, optima: leastPoints(p, inputs, greatest, budget) }));
  const unbounded = found.flatMap(({ p, optima }) => {
    if (optima.unbounded.length === 0) return [];
    const domain = simplified(replaced(p, inputs, hiddenAfter(inputs, p.width)));
    return domain ? intersected(optima.unbounded, [domain], budget) : [];
  });
  const optimum: Piece[] = [];
  found.forEach(({ p, optima }, i) => {
    for (const mine of optima.least) {
      const worse: Piece[] = [...unbounded];
      found.forEach((other, j) => {
        if (j === i) return;
        for (const theirs of other.optima.least) worse.push(...better(theirs, mine, greatest, j < i, budget));
      });
      const points = graph(mine, inputs, p.width);
      const s = worse.length === 0 ? simplified(points) : null;
      if (worse.length > 0) optimum.push(...subtracted([points], over(worse, inputs, p.width), budget));
      else if (s) optimum.push(s);
    }
  });
  return { optimum, unbounded };
};

const hiddenAfter = (inputs: number, width: number): (number | null)[] =>
  Array.from({ length: width }, (_, k) => (k < inputs ? k : null));

/** { (x, y) : x in one of the pieces } */
const over = (pieces: Pieces, inputs: number, width: number): Pieces => {
  const place = Array.from({ length: inputs }, (_, k) => k);
  return pieces.map((p) => replaced(p, width, place));
};

/** { (x, y) : x in the context, y = the values at x } */
const graph = (o: Optimum, inputs: number, width: number): Piece => {
  const [wide] = over([o.context], inputs, width) as [Piece];
  const eqs = o.values.map((v, k) => {
    const row = [...v.slice(0, 1 + inputs), ...zeros(Math.max(0, 1 + inputs - v.length) + width - inputs)];
    row.push(...v.slice(1 + inputs));
    row[1 + inputs + k] = -1;
    return row;
  });
  return withRows(wide, eqs, []);
};

/** Inputs for which `a` has a better value than `b`, or as good a one where `ties`. */
const better = (a: Optimum, b: Optimum, greatest: boolean, ties: boolean, budget: Budget): Piece[] => {
  const [p, q] = [a.context, b.context];
  // Both contexts with the floors of either, those of `a` first.
  const floors = conjoined(floorsOf(p), floorsOf(q));
  const shift = p.locals.length;
  const both = withRows(
    floors,
    [...p.eqs, ...q.eqs.map((r) => lifted(r, q.width, shift))],
    [...p.ges, ...q.ges.map((r) => lifted(r, q.width, shift))],
  );
  budget.spend(1 + both.ges.length);
  if (!feasible(both, budget)) return [];
  const out: Piece[] = [];
  let equal: readonly Row[] = [];
  const keep = (piece: Piece): void => {
    const s = simplified(piece);
    if (s) out.push(s);
  };
  a.values.forEach((mine, k) => {
    const theirs = lifted(b.values[k] ?? [0], q.width, shift);
    const gap = greatest ? mix(theirs, 1, mine, -1) : mix(mine, 1, theirs, -1);
    keep(withRows(both, equal, [below(gap)]));
    equal = [...equal, gap];
  });
  if (ties) keep(withRows(both, equal, []));
  return out;
};
