/** Systems over named variables as pieces over columns, and back. */

import { type Affine, floorDiv, variable, zero } from './affine.ts';
import { canonicalFloor, type Floor, type Piece } from './piece.ts';
import { at, type Row, zeros } from './rows.ts';
import { type Constraint, System } from './system.ts';

/** The system with `names` as visible columns, in order; every other variable is existentially quantified. */
export const pieceOf = (s: System, names: readonly string[]): Piece | null => {
  if (s.contradictory) return null;
  const width = names.length;
  const columns = new Map(names.map((name, k) => [name, k + 1]));
  const locals: (Floor | null)[] = [];
  const place = (name: string, div: { readonly num: Affine; readonly den: Floor['den'] } | null): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const floor = div && canonicalFloor(row(div.num), div.den).floor;
    const column = 1 + width + locals.length;
    locals.push(floor);
    columns.set(name, column);
    return column;
  };
  const row = (a: Affine): Row => {
    const entries = a.terms.map((t) => [place(t.name, t.div), t.coef] as const);
    const out = zeros(entries.reduce((n, [column]) => Math.max(n, column + 1), 1));
    out[0] = a.constant;
    for (const [column, coef] of entries) out[column] = coef;
    return out;
  };
  const eqs: Row[] = [];
  const ges: Row[] = [];
  for (const c of s.constraints) (c.kind === 'eq' ? eqs : ges).push(row(c.expr));
  return { width, locals, eqs, ges };
};

/** The system of a piece without undefined locals, its visible columns under `names`. */
export const systemOf = (p: Piece, names: readonly string[]): System => {
  const columns: Affine[] = names.map((name) => variable(name));
  const expr = (r: Row): Affine => {
    let out = zero.plusConstant(at(r, 0));
    for (let k = 1; k < r.length; k++) {
      const c = at(r, k);
      const value = columns[k - 1];
      if (c !== 0 && value) out = out.plus(value.times(c));
    }
    return out;
  };
  for (const f of p.locals) if (f) columns.push(floorDiv(expr(f.num), f.den));
  const constraints: Constraint[] = p.eqs.map((r) => ({ kind: 'eq', expr: expr(r) }));
  for (const r of p.ges) constraints.push({ kind: 'ge', expr: expr(r) });
  return System.of(...constraints);
};
