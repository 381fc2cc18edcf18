/**
 * Sets and relations of integer tuples: finite unions of pieces in one space, with parameters and existentials.
 *
 * Values are immutable. Operations are exact; whatever may take long spends a budget and answers `unknown('budget')` when
 * it is used up. Parameters are matched by name, tuples must be the same (name and number of dimensions), else RangeError.
 * Inside `within(() => ...)`, `demand(answer)` gives the value or ends the whole computation as unknown.
 */

import type { Answer } from '../diag/diagnostic.ts';
import { coalesced, gistOf } from './coalesce.ts';
import { type Count, countPieces } from './count.ts';
import { pointOf } from './feasible.ts';
import type { Int } from './int.ts';
import { lexExtreme } from './lexopt.ts';
import { pieceOf, systemOf } from './named.ts';
import { conjoined, type Piece, replaced, universe, withRows } from './piece.ts';
import { covers, determinedAll, empty, intersected, type Pieces, simplifiedAll, subtracted, united } from './pieces.ts';
import { printPieces } from './print.ts';
import { type Budget, type Row, zeros } from './rows.ts';
import { demand, within } from './solve.ts';
import {
  columnNames,
  demandSame,
  inCount,
  relationSpace,
  type Space,
  setSpace,
  sharedParams,
  type Tuple,
  widthOf,
} from './space.ts';
import type { Union } from './system.ts';

/** An integer point: parameters by name, tuple values in order. */
export interface Witness {
  readonly params: ReadonlyMap<string, Int>;
  readonly in: readonly Int[];
  readonly out: readonly Int[];
}

export interface Lexopt<S> {
  /** Each input with its one extreme tuple, in disjoint pieces. */
  readonly optimum: S;
  /** Inputs (for a set: parameter values) that have tuples, but no extreme one. */
  readonly unbounded: IntegerSet;
}

const counted = (from: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + k);

/** The pieces over more parameters. */
const overParams = (space: Space, pieces: Pieces, params: readonly string[]): Pieces => {
  if (params === space.params || params.join() === space.params.join()) return pieces;
  const n = widthOf(space) - space.params.length;
  const place = [...space.params.map((p) => params.indexOf(p)), ...counted(params.length, n)];
  return pieces.map((p) => replaced(p, params.length + n, place));
};

/** What sets and relations share. */
abstract class Region<Self extends Region<Self>> {
  constructor(
    readonly space: Space,
    readonly pieces: Pieces,
  ) {}

  protected abstract like(space: Space, pieces: Pieces): Self;

  private aligned(what: string, other: Self): { readonly space: Space; readonly a: Pieces; readonly b: Pieces } {
    demandSame(what, this.space.in, other.space.in);
    demandSame(what, this.space.out, other.space.out);
    const params = sharedParams(this.space.params, other.space.params);
    return {
      space: { ...this.space, params },
      a: overParams(this.space, this.pieces, params),
      b: overParams(other.space, other.pieces, params),
    };
  }

  /** Points of either. Linear. */
  union(other: Self): Self {
    const { space, a, b } = this.aligned('union', other);
    return this.like(space, united(a, b));
  }

  /** Points of both: pairs of pieces. */
  intersect(other: Self, budget: Budget): Answer<Self> {
    const { space, a, b } = this.aligned('intersection', other);
    return within(() => this.like(space, intersected(a, b, budget)));
  }

  /** Points of this that are not in `other`. Existentials of `other` are eliminated first. */
  subtract(other: Self, budget: Budget): Answer<Self> {
    const { space, a, b } = this.aligned('difference', other);
    return within(() => this.like(space, subtracted(a, b, budget)));
  }

  /** Every point of the space that is not in this. */
  complement(budget: Budget): Answer<Self> {
    return within(() => this.like(this.space, subtracted([universe(widthOf(this.space))], this.pieces, budget)));
  }

  /** Whether no integer point, for no value of the parameters, is in it. */
  isEmpty(budget: Budget): Answer<boolean> {
    return within(() => empty(this.pieces, budget));
  }

  /** Whether every point of this is in `other`. */
  isSubset(other: Self, budget: Budget): Answer<boolean> {
    const { a, b } = this.aligned('inclusion', other);
    return within(() => covers(b, a, budget));
  }

  isEqual(other: Self, budget: Budget): Answer<boolean> {
    const { a, b } = this.aligned('equality', other);
    return within(() => covers(b, a, budget) && covers(a, b, budget));
  }

  /** Some point of it with parameter values, or null when there is none. Values are near 0 where that costs nothing. */
  sample(budget: Budget): Answer<Witness | null> {
    return within(() => {
      for (const p of this.pieces) {
        const point = pointOf(p, budget);
        if (!point) continue;
        const n = this.space.params.length;
        const m = n + inCount(this.space);
        return {
          params: new Map(this.space.params.map((name, k) => [name, point[1 + k] ?? 0])),
          in: point.slice(1 + n, 1 + m),
          out: point.slice(1 + m, 1 + widthOf(this.space)),
        };
      }
      return null;
    });
  }

  /** The lexicographically least tuple for each value of the parameters (and, of a relation, of the input). */
  lexmin(budget: Budget): Answer<Lexopt<Self>> {
    return this.extreme(false, budget);
  }

  /** The lexicographically greatest tuple, likewise. */
  lexmax(budget: Budget): Answer<Lexopt<Self>> {
    return this.extreme(true, budget);
  }

  private extreme(greatest: boolean, budget: Budget): Answer<Lexopt<Self>> {
    const { params } = this.space;
    const inputs = params.length + inCount(this.space);
    const over = setSpace(params, this.space.in ?? { name: null, dims: [] });
    return within(() => {
      const { optimum, unbounded } = lexExtreme(this.pieces, inputs, greatest, budget);
      return { optimum: this.like(this.space, optimum), unbounded: new IntegerSet(over, unbounded) };
    });
  }

  /**
   * The number of points per value of the parameters (of a relation: of pairs). Exact where the cases stay few, else with
   * bounds for what was not counted.
   */
  count(budget: Budget): Answer<Count> {
    return within(() => countPieces(this.space, this.pieces, budget));
  }

  /** The same points in fewer pieces: without those inside others, with pairs joined that form one piece. */
  coalesce(budget: Budget): Answer<Self> {
    return within(() => this.like(this.space, coalesced(this.pieces, budget)));
  }

  /** Something simpler that has the same points as this inside `context`. */
  gist(context: Self, budget: Budget): Answer<Self> {
    const { space, a, b } = this.aligned('gist', context);
    return within(() => this.like(space, gistOf(a, b, budget)));
  }

  /** The same points without undefined existentials: every remaining local is a floor of visible columns. */
  determined(budget: Budget): Answer<Self> {
    return within(() => this.like(this.space, determinedAll(this.pieces, budget)));
  }

  /** The parameter values for which there is a point. */
  params(): IntegerSet {
    const { params } = this.space;
    const place = [...counted(0, params.length), ...new Array<null>(widthOf(this.space) - params.length).fill(null)];
    return new IntegerSet(
      setSpace(params, { name: null, dims: [] }),
      simplifiedAll(this.pieces.map((p) => replaced(p, params.length, place))),
    );
  }

  /** Points for which the parameters lie in a set without dimensions. */
  intersectParams(context: IntegerSet, budget: Budget): Answer<Self> {
    const params = sharedParams(this.space.params, context.space.params);
    const n = widthOf(this.space) - this.space.params.length;
    const place = counted(0, params.length);
    const b = overParams(context.space, context.pieces, params).map((p) => replaced(p, params.length + n, place));
    return within(() =>
      this.like({ ...this.space, params }, intersected(overParams(this.space, this.pieces, params), b, budget)),
    );
  }

  /** isl's notation; `parseSet` and `parseRelation` read it back. */
  toString(): string {
    return printPieces(this.space, this.pieces);
  }

  /** As a union of systems over named columns (see `columnNames`); undefined existentials are eliminated. */
  toUnion(budget: Budget): Answer<Union> {
    const names = columnNames(this.space);
    return within(() => determinedAll(this.pieces, budget).map((p) => systemOf(p, names)));
  }
}

/** Pieces of a union of systems; variables that the space does not name are existentially quantified. */
const fromUnion = (space: Space, union: Union): Pieces => {
  const names = columnNames(space);
  return simplifiedAll(
    union.flatMap((s) => {
      const p = pieceOf(s, names);
      return p ? [p] : [];
    }),
  );
};

export class IntegerSet extends Region<IntegerSet> {
  protected like(space: Space, pieces: Pieces): IntegerSet {
    return new IntegerSet(space, pieces);
  }

  static universe(space: Space): IntegerSet {
    return new IntegerSet(space, [universe(widthOf(space))]);
  }

  static empty(space: Space): IntegerSet {
    return new IntegerSet(space, []);
  }

  /** Variables of the systems are the columns by name; other variables are existentially quantified. */
  static from(space: Space, union: Union): IntegerSet {
    return new IntegerSet(space, fromUnion(space, union));
  }

  /** Dimensions at `positions` become existentially quantified; the result has the others, in order. */
  project(positions: readonly number[]): IntegerSet {
    const { params, out } = this.space;
    const kept = counted(0, out.dims.length).filter((k) => !positions.includes(k));
    const width = params.length + kept.length;
    const place = [
      ...counted(0, params.length),
      ...out.dims.map((_, k) => (kept.includes(k) ? params.length + kept.indexOf(k) : null)),
    ];
    return new IntegerSet(
      { ...this.space, out: { name: out.name, dims: kept.map((k) => out.dims[k] ?? '') } },
      simplifiedAll(this.pieces.map((p) => replaced(p, width, place))),
    );
  }

  /** { x -> x : x in this } */
  identity(): IntegerRelation {
    const { params, out } = this.space;
    const n = out.dims.length;
    const width = params.length + 2 * n;
    const eqs = counted(0, n).map((k) => difference(width, params.length + k, params.length + n + k));
    const place = counted(0, params.length + n);
    return new IntegerRelation(
      relationSpace(params, out, out),
      simplifiedAll(this.pieces.map((p) => withRows(replaced(p, width, place), eqs, []))),
    );
  }

  /** { y : x -> y in `by`, x in this } */
  apply(by: IntegerRelation, budget: Budget): Answer<IntegerSet> {
    return within(() => demand(by.intersectDomain(this, budget)).range());
  }

  /** { x -> y : x in this, y in `to` } */
  product(to: IntegerSet, budget: Budget): Answer<IntegerRelation> {
    const params = sharedParams(this.space.params, to.space.params);
    const all = IntegerRelation.universe(relationSpace(params, this.space.out, to.space.out));
    return within(() => demand(demand(all.intersectDomain(this, budget)).intersectRange(to, budget)));
  }
}

/** column a - column b */
const difference = (width: number, a: number, b: number): Row => {
  const row = zeros(1 + width);
  row[1 + a] = 1;
  row[1 + b] = -1;
  return row;
};

export type LexOrder = '<' | '<=' | '>' | '>=';

export class IntegerRelation extends Region<IntegerRelation> {
  protected like(space: Space, pieces: Pieces): IntegerRelation {
    return new IntegerRelation(space, pieces);
  }

  static universe(space: Space): IntegerRelation {
    return new IntegerRelation(space, [universe(widthOf(space))]);
  }

  static empty(space: Space): IntegerRelation {
    return new IntegerRelation(space, []);
  }

  /** As `IntegerSet.from`; a name that occurs in both tuples means the input, the output has a prime (`i'`). */
  static from(space: Space, union: Union): IntegerRelation {
    return new IntegerRelation(space, fromUnion(space, union));
  }

  /** { x -> y : x < y lexicographically } and the other three orders, on tuples of equal length; n pieces. */
  static lexicographic(params: readonly string[], order: LexOrder, from: Tuple, to: Tuple): IntegerRelation {
    const n = from.dims.length;
    if (n !== to.dims.length) throw new RangeError('lexicographic order of tuples of different length');
    const width = params.length + 2 * n;
    const [low, high] = order.startsWith('<') ? [params.length, params.length + n] : [params.length + n, params.length];
    const equal = counted(0, n).map((k) => difference(width, low + k, high + k));
    const pieces: Piece[] = counted(0, n).map((k) => {
      const less = difference(width, high + k, low + k);
      less[0] = -1;
      return { width, locals: [], eqs: equal.slice(0, k), ges: [less] };
    });
    if (order.endsWith('=')) pieces.push({ width, locals: [], eqs: equal, ges: [] });
    return new IntegerRelation(relationSpace(params, from, to), pieces);
  }

  get in(): Tuple {
    return this.space.in ?? { name: null, dims: [] };
  }

  /** { y -> x : x -> y in this }. Linear. */
  inverse(): IntegerRelation {
    const { params, out } = this.space;
    const n = params.length;
    const [i, o] = [this.in.dims.length, out.dims.length];
    const place = [...counted(0, n), ...counted(n + o, i), ...counted(n, o)];
    return new IntegerRelation(
      relationSpace(params, out, this.in),
      this.pieces.map((p) => replaced(p, n + i + o, place)),
    );
  }

  /** { x : x -> y in this for some y }. Existentials stay; those that can go without growth are eliminated. */
  domain(): IntegerSet {
    const n = this.space.params.length + this.in.dims.length;
    const place = [...counted(0, n), ...new Array<null>(this.space.out.dims.length).fill(null)];
    return new IntegerSet(
      setSpace(this.space.params, this.in),
      simplifiedAll(this.pieces.map((p) => replaced(p, n, place))),
    );
  }

  /** { y : x -> y in this for some x } */
  range(): IntegerSet {
    return this.inverse().domain();
  }

  /** { x -> z : x -> y in this, y -> z in `after` for some y } (isl's apply_range). */
  compose(after: IntegerRelation, budget: Budget): Answer<IntegerRelation> {
    demandSame('composition', this.space.out, after.space.in);
    const params = sharedParams(this.space.params, after.space.params);
    const [n, i, m, o] = [params.length, this.in.dims.length, this.space.out.dims.length, after.space.out.dims.length];
    // Columns: params, x, z, y; then y is hidden.
    const wide = n + i + o + m;
    const first = [...counted(0, n + i), ...counted(n + i + o, m)];
    const second = [...counted(0, n), ...counted(n + i + o, m), ...counted(n + i, o)];
    const hide = [...counted(0, n + i + o), ...new Array<null>(m).fill(null)];
    const a = overParams(this.space, this.pieces, params).map((p) => replaced(p, wide, first));
    const b = overParams(after.space, after.pieces, params).map((p) => replaced(p, wide, second));
    return within(() => {
      const out: Piece[] = [];
      for (const p of a) {
        for (const q of b) {
          budget.spend(1 + p.eqs.length + p.ges.length + q.eqs.length + q.ges.length);
          out.push(replaced(conjoined(p, q), n + i + o, hide));
        }
      }
      return new IntegerRelation(relationSpace(params, this.in, after.space.out), simplifiedAll(out));
    });
  }

  /** Pairs whose input is in `set`. */
  intersectDomain(set: IntegerSet, budget: Budget): Answer<IntegerRelation> {
    demandSame('restriction of the domain', this.in, set.space.out);
    return this.intersect(fromSide(this.space, set, 'in'), budget);
  }

  /** Pairs whose output is in `set`. */
  intersectRange(set: IntegerSet, budget: Budget): Answer<IntegerRelation> {
    demandSame('restriction of the range', this.space.out, set.space.out);
    return this.intersect(fromSide(this.space, set, 'out'), budget);
  }

  /** The set of all pairs as one tuple, `[x, y]`. Linear. */
  wrap(name: string | null = null): IntegerSet {
    const dims = columnNames(this.space).slice(this.space.params.length);
    return new IntegerSet(setSpace(this.space.params, { name, dims }), this.pieces);
  }

  /** { (y - x) : x -> y in this }, for tuples of equal length. */
  deltas(): IntegerSet {
    const { params, out } = this.space;
    const k = out.dims.length;
    if (k !== this.in.dims.length) throw new RangeError('deltas of tuples of different length');
    const n = params.length;
    const width = n + 3 * k;
    const place = [...counted(0, n), ...counted(n + k, 2 * k)];
    const eqs = counted(0, k).map((d) => {
      const row = difference(width, n + d, n + 2 * k + d);
      row[1 + n + k + d] = 1;
      return row;
    });
    const hide = [...counted(0, n + k), ...new Array<null>(2 * k).fill(null)];
    return new IntegerSet(
      setSpace(params, out),
      simplifiedAll(this.pieces.map((p) => replaced(withRows(replaced(p, width, place), eqs, []), n + k, hide))),
    );
  }
}

/** { x -> y : x (or y) in `set` } */
const fromSide = (space: Space, set: IntegerSet, side: 'in' | 'out'): IntegerRelation => {
  const n = set.space.params.length;
  const i = inCount(space);
  const width = n + i + space.out.dims.length;
  const place = [...counted(0, n), ...counted(side === 'in' ? n : n + i, set.space.out.dims.length)];
  return new IntegerRelation(
    { ...space, params: set.space.params },
    set.pieces.map((p) => replaced(p, width, place)),
  );
};
