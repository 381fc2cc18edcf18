/** Conditions as trees, and their disjunctive normal form. */

import { neg } from './int.ts';
import { type Floor, moved, type Piece, universe } from './piece.ts';
import { subtracted } from './pieces.ts';
import { at, type Budget, below, type Row } from './rows.ts';

/** Rows are over columns numbered from 1. `where`: `side` defines columns by their values, so it is never negated. */
export type Formula =
  | { readonly kind: 'eq' | 'ge'; readonly row: Row }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula[] }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'exists'; readonly bound: readonly number[]; readonly of: Formula }
  | { readonly kind: 'where'; readonly side: Formula; readonly of: Formula };

export interface Conjunction {
  readonly eqs: readonly Row[];
  readonly ges: readonly Row[];
}

const TRUE: Conjunction = { eqs: [], ges: [] };

/**
 * The formula as a union of conjunctions. `columns` (a floor or null per column) grows where a negated quantifier needs
 * new floors. @throws BudgetExceeded
 */
export const normalForm = (f: Formula, columns: (Floor | null)[], budget: Budget): Conjunction[] => {
  const form = (g: Formula, negative: boolean): Conjunction[] => {
    budget.spend(1);
    switch (g.kind) {
      case 'ge':
        return [{ eqs: [], ges: [negative ? below(g.row) : g.row] }];
      case 'eq':
        return negative
          ? [
              { eqs: [], ges: [below(g.row)] },
              { eqs: [], ges: [below(g.row.map(neg))] },
            ]
          : [{ eqs: [g.row], ges: [] }];
      case 'not':
        return form(g.of, !negative);
      case 'where':
        return both(form(g.side, false), form(g.of, negative), budget);
      case 'exists':
        return negative ? withoutSome(form(g.of, false), g.bound, columns, budget) : form(g.of, false);
      default:
        return (g.kind === 'and') === negative
          ? g.of.flatMap((h) => form(h, negative))
          : g.of.reduce<Conjunction[]>((all, h) => both(all, form(h, negative), budget), [TRUE]);
    }
  };
  return form(f, false);
};

const both = (a: readonly Conjunction[], b: readonly Conjunction[], budget: Budget): Conjunction[] => {
  const out: Conjunction[] = [];
  for (const x of a) {
    for (const y of b) {
      budget.spend(1 + x.ges.length + y.ges.length);
      if (x === TRUE) out.push(y);
      else out.push({ eqs: [...x.eqs, ...y.eqs], ges: [...x.ges, ...y.ges] });
    }
  }
  return out;
};

/** Points of the other columns for which no value of `bound` fulfils any of the conjunctions. */
const withoutSome = (
  all: readonly Conjunction[],
  bound: readonly number[],
  columns: (Floor | null)[],
  budget: Budget,
): Conjunction[] => {
  const visible = columns.flatMap((f, k) => (f === null && !bound.includes(k + 1) ? [k + 1] : []));
  const rest = subtracted([universe(visible.length)], piecesOf(all, visible, columns), budget);
  return rest.map((p) => {
    const to = (column: number): number =>
      column <= visible.length ? (visible[column - 1] ?? 0) : offset + column - visible.length;
    const offset = columns.length;
    const length = 1 + columns.length + p.locals.length;
    for (const f of p.locals) columns.push(f && { num: moved(f.num, length, to), den: f.den });
    return { eqs: p.eqs.map((r) => moved(r, length, to)), ges: p.ges.map((r) => moved(r, length, to)) };
  });
};

/** Pieces whose visible columns are `visible`, in order; of the others each has those that it uses as locals. */
export const piecesOf = (
  all: readonly Conjunction[],
  visible: readonly number[],
  columns: readonly (Floor | null)[],
): Piece[] =>
  all.map(({ eqs, ges }) => {
    const width = visible.length;
    const place: number[] = new Array<number>(columns.length + 1).fill(0);
    visible.forEach((column, k) => {
      place[column] = k + 1;
    });
    const used: number[] = [];
    const visit = (row: Row): void => {
      for (let k = 1; k < row.length; k++) {
        if (at(row, k) === 0 || place[k] !== 0) continue;
        const f = columns[k - 1];
        if (f) visit(f.num);
        used.push(k);
        place[k] = width + used.length;
      }
    };
    eqs.forEach(visit);
    ges.forEach(visit);
    const length = 1 + width + used.length;
    const move = (r: Row): Row => moved(r, length, (k) => place[k] ?? 0);
    return {
      width,
      locals: used.map((k) => {
        const f = columns[k - 1];
        return f ? { num: move(f.num), den: f.den } : null;
      }),
      eqs: eqs.map(move),
      ges: ges.map(move),
    };
  });
