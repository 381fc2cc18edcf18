/**
 * One conjunction of equalities and inequalities over columns: parameters and dimensions (the visible ones), then locals.
 * A local is `floor(num / den)` of columns, or undefined: existentially quantified. Everything is exact over integers.
 */

import { floorDivInt, gcd, type Int, modInt, neg, sub } from './int.ts';
import { at, type Row, zeros } from './rows.ts';

/** `floor(num / den)`, `den >= 2`; the numerator may use visible columns and other locals, without a cycle. */
export interface Floor {
  readonly num: Row;
  readonly den: Int;
}

export interface Piece {
  /** How many columns are visible; a row is `[constant, visible..., locals...]`, missing entries at its end are 0. */
  readonly width: number;
  readonly locals: readonly (Floor | null)[];
  readonly eqs: readonly Row[];
  readonly ges: readonly Row[];
}

export const universe = (width: number): Piece => ({ width, locals: [], eqs: [], ges: [] });

/** The two inequalities that say what a floor is: `0 <= num - den q <= den - 1`. */
export const floorRows = (f: Floor, column: number, length: number): [Row, Row] => {
  const low = moved(f.num, length, (k) => k);
  low[column] = sub(at(low, column), f.den);
  const high = low.map(neg);
  high[0] = sub(sub(f.den, 1), at(low, 0));
  return [low, high];
};

/** A row of `length` entries whose column k is put where `to` says; `to(0)` is not asked. */
export const moved = (row: Row, length: number, to: (column: number) => number): Row => {
  const out = zeros(length);
  out[0] = at(row, 0);
  for (let k = 1; k < row.length; k++) {
    const c = at(row, k);
    if (c !== 0) out[to(k)] = c;
  }
  return out;
};

const movedPiece = (
  p: Piece,
  width: number,
  locals: readonly (Floor | null)[],
  length: number,
  to: (column: number) => number,
): Piece => ({
  width,
  locals: locals.map((f) => f && { num: moved(f.num, length, to), den: f.den }),
  eqs: p.eqs.map((r) => moved(r, length, to)),
  ges: p.ges.map((r) => moved(r, length, to)),
});

/**
 * The piece in another space: visible column k goes to `place[k]` of `width`, or becomes an undefined local where that is
 * null. Columns of the new space that nothing goes to are unconstrained.
 */
export const replaced = (p: Piece, width: number, place: readonly (number | null)[]): Piece => {
  let hidden = 0;
  const to = [0, ...place.map((c) => (c === null ? 1 + width + hidden++ : 1 + c))];
  const locals = [...new Array<null>(hidden).fill(null), ...p.locals];
  const shift = width + hidden - p.width;
  return movedPiece(p, width, locals, 1 + width + locals.length, (k) => to[k] ?? k + shift);
};

/** Both at once; the locals of `b` follow those of `a`. */
export const conjoined = (a: Piece, b: Piece): Piece => {
  if (b.eqs.length + b.ges.length === 0) return a;
  if (a.eqs.length + a.ges.length === 0) return b;
  if (b.locals.length === 0) return { ...a, eqs: [...a.eqs, ...b.eqs], ges: [...a.ges, ...b.ges] };
  const locals = [...a.locals, ...b.locals];
  const shift = a.locals.length;
  const more = movedPiece(b, b.width, b.locals, 1 + a.width + locals.length, (k) => (k <= b.width ? k : k + shift));
  return {
    width: a.width,
    locals: [...a.locals, ...more.locals],
    eqs: [...a.eqs, ...more.eqs],
    ges: [...a.ges, ...more.ges],
  };
};

/** A row of the second piece of `conjoined`, whose locals follow `shift` others. */
export const lifted = (row: Row, width: number, shift: number): Row =>
  shift === 0 || row.length <= 1 + width ? row : [...row.slice(0, 1 + width), ...zeros(shift), ...row.slice(1 + width)];

/** The piece without its rows: only what its floors are. */
export const floorsOf = (p: Piece): Piece => ({ ...p, eqs: [], ges: [ANYTHING] });

/** A row that always holds, so that `conjoined` does not take a piece for one without content. */
const ANYTHING: Row = [0];

export const withRows = (p: Piece, eqs: readonly Row[], ges: readonly Row[]): Piece => ({
  ...p,
  eqs: eqs.length === 0 ? p.eqs : [...p.eqs, ...eqs],
  ges: ges.length === 0 ? p.ges : [...p.ges, ...ges],
});

/**
 * The floor in canonical form: coefficients and constant of the numerator in [0, den), without a factor common to all.
 * @returns the floor and the affine part taken out of it: `floor(num/den) = whole + floor(floor.num/floor.den)`;
 * the floor is null when nothing of it is left.
 */
export const canonicalFloor = (num: Row, den: Int): { readonly whole: Row; readonly floor: Floor | null } => {
  if (den < 0) return canonicalFloor(num.map(neg), neg(den));
  const whole = num.map((c) => floorDivInt(c, den));
  const rest = num.map((c) => modInt(c, den));
  let g = den;
  for (let k = 1; k < rest.length; k++) if (rest[k] !== 0) g = gcd(g, at(rest, k));
  if (g === den) return { whole, floor: null };
  return { whole, floor: { num: rest.map((c) => floorDivInt(c, g)), den: floorDivInt(den, g) } };
};

/** Per local, whether it is computed from the first `width` visible columns alone. */
export const computedFrom = (p: Piece, width: number): boolean[] => {
  const memo: (boolean | undefined)[] = [];
  const computed = (k: number): boolean => {
    const f = p.locals[k] ?? null;
    memo[k] ??= f?.num.every((c, j) => c === 0 || j <= width || (j > p.width && computed(j - p.width - 1)));
    return memo[k] === true;
  };
  return p.locals.map((_, k) => computed(k));
};
