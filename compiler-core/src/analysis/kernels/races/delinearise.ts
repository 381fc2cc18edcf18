/**
 * Subscripts such as `(k · M + j) · N + i`, with sizes that are symbols, as the tuple `(k, j, i)`.
 *
 * For a size N that occurs in products, a subscript is `E · N + R`; if 0 <= R < N wherever any access to the tensor is
 * reached, two elements are one iff their E and their R are equal. E is split further in the same way, and what is left
 * by the numbers among its coefficients: equalities of single numbers are what the solver is quickest at.
 * @source Grosser, Ramanujam, Pouchet, Sadayappan, Pop, "Optimistic Delinearization of Parametrically Sized Arrays", ICS 2015.
 */

import type { Expr } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import { Budget, constant, intersect, isEmpty, isGe, isLt, System, type Union } from '../../../presburger/index.ts';
import type { Context } from '../../affine/context.ts';
import type { Piece } from '../../affine/convert.ts';

export interface Subscripted {
  readonly context: Context;
  readonly subscript: Expr;
}

/** What the walk knows of an expression; both of plain expressions. */
export interface Reader {
  readonly value: (e: Expr) => readonly Piece[];
  /** One value for the whole launch, such as an argument. */
  readonly isSize: (e: Expr) => boolean;
}

interface Monomial {
  readonly coef: bigint;
  /** By their text, in order of it. */
  readonly factors: readonly (readonly [string, Expr])[];
}
type Polynomial = ReadonlyMap<string, Monomial>;

const MAX_MONOMIALS = 40;
const MAX_DIMENSIONS = 6;
const WORK = 3_000;
const MAX_TRIES = 4;
const MAX_NUMBER = 2n ** 31n;

const keyOf = (m: Monomial): string => m.factors.map(([k]) => k).join(' * ');
const plus = (a: Polynomial, b: Polynomial, sign: bigint): Polynomial => {
  const out = new Map(a);
  for (const [key, m] of b) {
    const coef = (out.get(key)?.coef ?? 0n) + sign * m.coef;
    if (coef === 0n) out.delete(key);
    else out.set(key, { ...m, coef });
  }
  return out;
};
const times = (a: Polynomial, b: Polynomial): Polynomial => {
  let out: Polynomial = new Map();
  for (const x of a.values()) {
    for (const y of b.values()) {
      const factors = [...x.factors, ...y.factors].sort(([p], [q]) => (p < q ? -1 : p > q ? 1 : 0));
      const m = { coef: x.coef * y.coef, factors };
      out = plus(out, new Map([[keyOf(m), m]]), 1n);
    }
  }
  return out;
};
const atom = (e: Expr): Polynomial => {
  const m: Monomial = { coef: 1n, factors: [[printExpr(e), e]] };
  return new Map([[keyOf(m), m]]);
};
const expand = (e: Expr): Polynomial | null => {
  if (e.kind === 'int') return e.value === 0n ? new Map() : new Map([['', { coef: e.value, factors: [] }]]);
  if (e.kind !== 'binary' || (e.op !== 'add' && e.op !== 'sub' && e.op !== 'mul')) return atom(e);
  const [a, b] = [expand(e.lhs), expand(e.rhs)];
  if (!a || !b) return null;
  const out = e.op === 'mul' ? times(a, b) : plus(a, b, e.op === 'add' ? 1n : -1n);
  return out.size > MAX_MONOMIALS ? null : out;
};

const rebuilt = (p: Polynomial, at: Expr): Expr => {
  const int = (value: bigint): Expr => ({ kind: 'int', value, at: at.at });
  const op = (name: 'add' | 'mul', lhs: Expr, rhs: Expr): Expr => ({ kind: 'binary', op: name, lhs, rhs, at: at.at });
  let sum: Expr | null = null;
  for (const m of p.values()) {
    const product = m.factors.reduce<Expr | null>((acc, [, f]) => (acc ? op('mul', acc, f) : f), null);
    const term = product === null ? int(m.coef) : m.coef === 1n ? product : op('mul', product, int(m.coef));
    sum = sum ? op('add', sum, term) : term;
  }
  return sum ?? int(0n);
};

/** `p = quotient · size + rest`, by the monomials that have the size as a factor. */
const divide = (p: Polynomial, size: string): { readonly quotient: Polynomial; readonly rest: Polynomial } => {
  const quotient = new Map<string, Monomial>();
  const rest = new Map<string, Monomial>();
  for (const [key, m] of p) {
    const k = m.factors.findIndex(([text]) => text === size);
    if (k < 0) rest.set(key, m);
    else {
      const less = { coef: m.coef, factors: m.factors.filter((_, i) => i !== k) };
      quotient.set(keyOf(less), less);
    }
  }
  return { quotient, rest };
};
const isLinear = (p: Polynomial): boolean => [...p.values()].every((m) => m.factors.length <= 1);

/** Sizes that are factors of products. */
const candidates = (ps: readonly Polynomial[], reader: Reader): Map<string, Expr> => {
  const out = new Map<string, Expr>();
  for (const p of ps) {
    for (const { factors } of p.values()) {
      if (factors.length > 1) for (const [text, e] of factors) if (reader.isSize(e)) out.set(text, e);
    }
  }
  return out;
};

const staysBelow = (context: Context, value: readonly Piece[], size: readonly Piece[]): boolean => {
  const budget = new Budget(WORK);
  const wrong: Union = value.flatMap((v) =>
    size.flatMap((n) => {
      const when = v.when.intersect(n.when);
      return [when.and(isLt(v.value, constant(0))), when.and(isGe(v.value, n.value))];
    }),
  );
  const empty = isEmpty(
    intersect(
      context.domain,
      wrong.filter((s) => !s.contradictory),
    ),
    budget,
  );
  return empty.kind === 'known' && empty.value;
};

/** Whether the rest of every access lies in [0, size). */
const fits = (
  accesses: readonly Subscripted[],
  rests: readonly Polynomial[],
  size: readonly Piece[],
  reader: Reader,
): boolean => {
  const seen = new Set<string>();
  return rests.every((r, k) => {
    const access = accesses[k];
    if (!access) return false;
    const text = `${[...r].map(([key, m]) => `${m.coef} ${key}`).join(' + ')} in ${access.context.domain.join(' or ')}`;
    if (seen.has(text)) return true;
    seen.add(text);
    return staysBelow(access.context, reader.value(rebuilt(r, access.subscript)), size);
  });
};

/**
 * `p = quotient · n + rest` for a number. What it does not divide goes to the rest whole, the constant apart; or `balanced`,
 * as far as the nearest multiple leaves it: 32 is 33 - 1.
 */
const divideBy = (
  p: Polynomial,
  n: bigint,
  balanced: boolean,
): { readonly quotient: Polynomial; readonly rest: Polynomial } => {
  const quotient = new Map<string, Monomial>();
  const rest = new Map<string, Monomial>();
  for (const [key, m] of p) {
    const below = m.coef / n - (m.coef % n < 0n ? 1n : 0n);
    const whole = balanced && key !== '' && 2n * (m.coef - below * n) > n ? below + 1n : below;
    const left = m.coef - whole * n;
    if (left !== 0n && key !== '' && !balanced) {
      rest.set(key, m);
      continue;
    }
    if (whole !== 0n) quotient.set(key, { ...m, coef: whole });
    if (left !== 0n) rest.set(key, { ...m, coef: left });
  }
  return { quotient, rest };
};

const constantPiece = (n: bigint): readonly Piece[] => [{ when: System.universe, value: constant(Number(n)) }];

/** A dimension whose coefficients are numbers: `16 · y + x` as `(y, x)`, by the same argument. */
const byNumbers = (
  accesses: readonly Subscripted[],
  column: readonly Polynomial[],
  reader: Reader,
): readonly (readonly Polynomial[])[] => {
  const inner: (readonly Polynomial[])[] = [];
  let rest = column;
  for (let d = 0; d < MAX_DIMENSIONS; d++) {
    const coefs = new Set(
      rest.flatMap((p) => [...p].flatMap(([key, { coef }]) => (key === '' || coef <= 1n ? [] : [coef]))),
    );
    const sorted = [...coefs].sort((a, b) => (a < b ? -1 : 1)).slice(0, MAX_TRIES);
    const parts = sorted
      .flatMap((n) => [false, true].map((balanced) => ({ n, split: rest.map((p) => divideBy(p, n, balanced)) })))
      .find(
        ({ n, split }) =>
          n < MAX_NUMBER &&
          fits(
            accesses,
            split.map((x) => x.rest),
            constantPiece(n),
            reader,
          ),
      );
    if (!parts) break;
    inner.unshift(parts.split.map((x) => x.rest));
    rest = parts.split.map((x) => x.quotient);
  }
  return [rest, ...inner];
};

/** The tuples of all accesses to one tensor, outermost first; null where nothing splits them all. */
export const delinearised = (accesses: readonly Subscripted[], reader: Reader): readonly (readonly Expr[])[] | null => {
  const expanded = accesses.map((a) => expand(a.subscript));
  if (expanded.some((p) => p === null)) return null;
  let rest: readonly Polynomial[] = expanded.flatMap((p) => (p ? [p] : []));
  const columns: (readonly Polynomial[])[] = [];
  for (let d = 0; d < MAX_DIMENSIONS && !rest.every(isLinear); d++) {
    const split = [...candidates(rest, reader)].map(([text, e]) => ({ e, parts: rest.map((p) => divide(p, text)) }));
    const fitting = split.find(({ e, parts }) => {
      const rests = parts.map(({ rest: r }) => r);
      return rests.every(isLinear) && fits(accesses, rests, reader.value(e), reader);
    });
    if (!fitting) return null;
    columns.unshift(fitting.parts.map(({ rest: r }) => r));
    rest = fitting.parts.map(({ quotient }) => quotient);
  }
  if (!rest.every(isLinear)) return null;
  columns.unshift(rest);
  const all = columns.flatMap((column) => byNumbers(accesses, column, reader));
  return all.length < 2
    ? null
    : accesses.map((a, k) => all.map((column) => rebuilt(column[k] ?? new Map(), a.subscript)));
};
