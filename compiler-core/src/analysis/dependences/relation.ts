/**
 * The pairs of instances of two accesses that touch one element, as a union of conjunctions:
 * D_E(x) and D_L(x') and index_E(x) = index_L(x'), and x = x' along the loops that separate instances of the tensor.
 * Variables of the later access have a prime; sizes, and data that cannot change in between, are the same on both sides.
 */

import { type Answer, known } from '../../diag/diagnostic.ts';
import {
  type Affine,
  type Budget,
  type Constraint,
  isEmpty,
  isEq,
  System,
  type Union,
  variable,
} from '../../presburger/index.ts';
import type { LoopScope } from '../affine/context.ts';
import type { Piece } from '../affine/convert.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import { Differences } from './differences.ts';
import type { AccessPoint, Points } from './points.ts';

/** An access as one end of a pair. */
export interface End {
  readonly point: AccessPoint;
  readonly name: (id: string) => string;
  readonly domain: Union;
  readonly indices: readonly (readonly Piece[])[] | null;
  readonly names: ReadonlySet<string>;
  readonly rename: (a: Affine) => Affine;
}

/** The ends of a function's accesses, each made once. */
export class Ends {
  private readonly made = new Map<string, End>();
  private readonly renamed = new Map<System, System>();

  constructor(private readonly symbols: SymbolTable) {}

  /** Whether a symbol may have two values in one run. */
  private changes(id: string): boolean {
    const { kind, variesWith } = this.symbols.get(id);
    return kind !== 'size' && !(kind === 'data' && variesWith?.size === 0);
  }

  of(point: AccessPoint, side: 'earlier' | 'later'): End {
    const key = `${side} ${point.ordinal}`;
    const known = this.made.get(key);
    if (known) return known;
    const name = (id: string): string => (side === 'later' && this.changes(id) ? `${id}'` : id);
    const rename = (a: Affine): Affine => (side === 'later' ? a.substitute((id) => variable(name(id))) : a);
    const renameSystem = (s: System): System => {
      if (side === 'earlier') return s;
      const found = this.renamed.get(s) ?? s.substitute((id) => variable(name(id)));
      this.renamed.set(s, found);
      return found;
    };
    const domain = point.context.domain.map(renameSystem);
    const indices =
      point.indices?.map(({ pieces }) => pieces.map((p) => ({ when: renameSystem(p.when), value: rename(p.value) }))) ??
      null;
    const names = new Set(point.loops.map((l) => name(l.iterator.id)));
    for (const s of domain) s.variables(names);
    for (const p of indices?.flat() ?? []) {
      p.when.variables(names);
      p.value.variables(names);
    }
    const end: End = { point, name, domain, indices, names, rename };
    this.made.set(key, end);
    return end;
  }
}

/** `x - y <= c` by the names of its variables, '' for none; null for what is no difference. */
type Difference = readonly [x: string, y: string, c: number];
const differences = new WeakMap<Constraint, readonly Difference[] | null>();

const LARGE = 2 ** 40;

const differencesOf = (constraint: Constraint): readonly Difference[] | null => {
  const known = differences.get(constraint);
  if (known !== undefined) return known;
  const { kind, expr } = constraint;
  const [a, b, more] = expr.terms;
  const unit = (t: typeof a): boolean => t === undefined || (t.div === null && (t.coef === 1 || t.coef === -1));
  const c = expr.constant;
  let out: Difference[] | null = null;
  if (!more && unit(a) && unit(b) && a?.coef !== b?.coef && typeof c === 'number' && Math.abs(c) < LARGE) {
    const plus = a?.coef === 1 ? a.name : b?.coef === 1 ? b.name : '';
    const minus = a?.coef === -1 ? a.name : b?.coef === -1 ? b.name : '';
    // plus - minus + c >= 0
    out = [[minus, plus, c]];
    if (kind === 'eq') out.push([plus, minus, -c]);
  }
  differences.set(constraint, out);
  return out;
};

/** One conjunction; what is certainly empty is never made. */
export class Cell {
  private constructor(
    private readonly numbers: ReadonlyMap<string, number>,
    private readonly bounds: Differences,
    readonly constraints: readonly Constraint[],
    /** Whether all constraints are differences: then it has a point for certain. */
    readonly simple: boolean,
    /** Whether every point is a pair of instances that occurs. */
    readonly exact: boolean,
  ) {}

  static over(names: Iterable<string>, exact: boolean): Cell {
    const numbers = new Map<string, number>([['', 0]]);
    for (const n of names) if (!numbers.has(n)) numbers.set(n, numbers.size);
    return new Cell(numbers, Differences.over(numbers.size), [], true, exact);
  }

  /** This and more; null when that contradicts itself at sight. */
  and(more: readonly Constraint[], exact = true): Cell | null {
    const bounds = this.bounds.copy();
    let { simple } = this;
    for (const c of more) {
      const rows = differencesOf(c);
      let known = rows !== null;
      for (const [x, y, k] of rows ?? []) {
        const i = this.numbers.get(x);
        const j = this.numbers.get(y);
        if (i === undefined || j === undefined) known = false;
        else if (!bounds.restrict(i, j, k)) return null;
      }
      simple &&= known;
    }
    const all = new Cell(this.numbers, bounds, [...this.constraints, ...more], simple, this.exact && exact);
    return simple || more.every((c) => all.mayHold(c)) ? all : null;
  }

  /** Whether the greatest value that the bounds of single variables allow is high enough. */
  private mayHold({ kind, expr }: Constraint): boolean {
    let high = Number(expr.constant);
    let low = high;
    for (const t of expr.terms) {
      const k = this.numbers.get(t.name);
      const c = Number(t.coef);
      const most = k === undefined ? Infinity : this.bounds.greatest(k, 0);
      const least = k === undefined ? -Infinity : -this.bounds.greatest(0, k);
      high += c > 0 ? c * most : c * least;
      low += c > 0 ? c * least : c * most;
    }
    // Beyond exact doubles a rounded bound proves nothing.
    if (!(Math.abs(high) < LARGE)) high = Infinity;
    if (!(Math.abs(low) < LARGE)) low = -Infinity;
    return high >= 0 && (kind === 'ge' || low <= 0);
  }

  /** Bounds of a - b; infinite where none is known. Exact when the cell is simple. */
  difference(a: string, b: string): { readonly min: number; readonly max: number } {
    const i = this.numbers.get(a);
    const j = this.numbers.get(b);
    if (i === undefined || j === undefined) return { min: -Infinity, max: Infinity };
    return { min: -this.bounds.greatest(j, i), max: this.bounds.greatest(i, j) };
  }

  get system(): System {
    return System.of(...this.constraints);
  }

  isEmpty(budget: Budget): Answer<boolean> {
    return this.simple ? known(false) : isEmpty([this.system], budget);
  }
}

export interface RelationOptions {
  readonly scope: 'erase' | 'ignore';
  readonly noDeps: 'honour' | 'ignore';
}

/** Conjunctions beyond which subscripts are taken to match anything. */
const MAX_CELLS = 128;

/** Loops around both, from the outermost. */
export const commonLoops = (a: AccessPoint, b: AccessPoint): readonly LoopScope[] => {
  let n = 0;
  while (n < a.loops.length && a.loops[n]?.stmt === b.loops[n]?.stmt) n++;
  return a.loops.slice(0, n);
};

export const sameIteration = (e: End, l: End, loop: LoopScope): Constraint =>
  isEq(variable(e.name(loop.iterator.id)), variable(l.name(loop.iterator.id)));

export const relationOf = (e: End, l: End, points: Points, options: RelationOptions): readonly Cell[] => {
  const { symbols, isInside } = points;
  const { definition } = e.point;
  const sameTensor = definition === l.point.definition && definition.view === null;
  const together = commonLoops(e.point, l.point).filter(({ stmt }) => {
    const noDeps = options.noDeps === 'honour' && stmt.kind === 'for' ? stmt.property.noDeps : [];
    if (noDeps.includes(e.point.tensor) && noDeps.includes(l.point.tensor)) return true;
    const own = options.scope === 'erase' && definition.access === 'cache' && definition.aliasClass === null;
    return own && sameTensor && isInside(definition.id, stmt.id);
  });
  const fixed = together.map((loop) => sameIteration(e, l, loop));

  const isClean = (names: Iterable<string>): boolean => {
    for (const n of names) if (symbols.kindOf(n.endsWith("'") ? n.slice(0, -1) : n) === 'data') return false;
    return true;
  };
  const occurs = (p: AccessPoint): boolean => p.kind !== 'any' && p.loops.every(({ stmt }) => stmt.kind === 'for');
  const exactSides = occurs(e.point) && occurs(l.point);
  const comparable = sameTensor && e.indices?.length === l.indices?.length;
  const dims = comparable ? (e.indices ?? []).map((es, d) => matches(es, l.indices?.[d] ?? [])) : [];
  const exact = exactSides && comparable && definition.aliasClass === null;

  const count = (all: readonly (readonly unknown[])[]): number => all.reduce((n, d) => n * d.length, 1);
  const many = count([e.domain, l.domain, ...dims]) > MAX_CELLS;
  const compared = many ? dims.filter((d) => d.length <= 1) : dims;

  let cells: Cell[] = [];
  const start = Cell.over([...e.names, ...l.names], exact && !many).and(fixed);
  if (start) cells.push(start);
  // What is decided fastest comes first.
  for (const alternatives of [...compared, asParts(e.domain), asParts(l.domain)]) {
    cells = cells.flatMap((cell) =>
      alternatives.flatMap((part) => {
        const more = cell.and(part, isClean(part.flatMap((c) => [...c.expr.variables()])));
        return more ? [more] : [];
      }),
    );
  }
  return cells;
};

const asParts = (u: Union): readonly (readonly Constraint[])[] =>
  u.flatMap((s) => (s.contradictory ? [] : [s.constraints]));

/** The ways in which two subscripts can be equal. */
const matches = (es: readonly Piece[], ls: readonly Piece[]): readonly (readonly Constraint[])[] =>
  es.flatMap((x) => ls.flatMap((y) => asParts([x.when.intersect(y.when).and(isEq(x.value, y.value))])));
