/**
 * What may be said about a place where something goes wrong on a set of points (DESIGN 6).
 *
 * With D the points at which the place is reached and V the ones among them where it goes wrong:
 * safe if V is empty; faulty if no `data` symbol occurs in D and, for every valuation of the sizes,
 * (∃ iterators: D) implies (∃ iterators: V), with V taken without the parts in which `data` symbols occur; else possible, or unknown where data alone decides.
 */

import {
  Budget,
  demand,
  gist,
  intersect,
  isEmpty,
  type Point,
  project,
  System,
  sample,
  subset,
  type Union,
  within,
} from '../../presburger/index.ts';
import { type Context, symbolsOf } from './context.ts';
import { withProducts } from './products.ts';
import { fitsInt32, type SymbolTable } from './symbols.ts';

export type Verdict =
  | { readonly kind: 'safe' }
  | { readonly kind: 'unknown'; readonly why: 'budget' | 'data' | 'product' }
  | {
      readonly kind: 'faulty';
      readonly at: Union;
      readonly witness: Point;
      readonly usual: boolean;
      /** Whether the proof needs that the extents in scope are not negative. */
      readonly assumed: boolean;
    }
  | {
      readonly kind: 'possible';
      readonly at: Union;
      readonly witness: Point;
      /** Whether the witness lies in `Question.usual`; if not, no point of V does. */
      readonly usual: boolean;
      /** A condition on the sizes under which V is not empty; null where it is not simple. */
      readonly condition: string | null;
      /** Every point of D is in V: only whether D is reached is not known. */
      readonly always: boolean;
    };

export interface Question {
  readonly context: Context;
  /** Where it goes wrong; D need not be part of it. */
  readonly wrong: Union;
  /** Symbols of the expressions in question. */
  readonly subject: ReadonlySet<string>;
  /** Where a witness should lie if it can, such as sizes other than 0. */
  readonly usual?: System;
}

/** Work that one question may take; the rest of the budget is left to the others. */
const WORK_PER_QUESTION = 10_000;
/** For what follows of products; few questions have any. */
const WORK_FOR_PRODUCTS = 40_000;

const SAFE: Verdict = { kind: 'safe' };
const UNDECIDED: Verdict = { kind: 'unknown', why: 'budget' };
const BY_DATA: Verdict = { kind: 'unknown', why: 'data' };
const BY_PRODUCT: Verdict = { kind: 'unknown', why: 'product' };

export const decide = (q: Question, symbols: SymbolTable, total: Budget): Verdict => {
  const limited = <T>(work: number, run: (budget: Budget) => T): T => {
    const budget = new Budget(Math.min(work, total.left));
    const before = budget.left;
    const out = run(budget);
    total.left -= before - Math.max(0, budget.left);
    return out;
  };
  const verdict = limited(WORK_PER_QUESTION, (budget) => answer(q, symbols, budget));
  if (verdict.kind === 'safe') return verdict;
  const domain = intersect(q.context.domain, q.context.assumed);
  if (!symbolsIn(domain, q.wrong).some((id) => symbols.factorsOf(id) !== null)) return verdict;
  return limited(WORK_FOR_PRODUCTS, (budget) => withFactors(q, domain, verdict, symbols, budget));
};

const symbolsIn = (...unions: readonly Union[]): string[] => [...new Set(unions.flatMap((u) => [...symbolsOf(u)]))];

/** The verdict again, where products of symbols are what they are. */
const withFactors = (q: Question, domain: Union, verdict: Verdict, symbols: SymbolTable, budget: Budget): Verdict => {
  const at = intersect(domain, q.wrong).map((s) => connected(s, q.subject, symbols));
  const empty = within(() => at.every((s) => demand(isEmpty([withProducts(s, symbols, budget)], budget))));
  if (empty.kind === 'known' && empty.value) return SAFE;
  // A point need not give a product the value of its factors' product.
  return areFree(symbolsIn(domain, q.wrong), symbols) ? verdict : BY_PRODUCT;
};

/** Whether each product of sizes may have any value: no other symbol shares a factor with it. */
const areFree = (ids: readonly string[], symbols: SymbolTable): boolean => {
  const seen = new Set<string>();
  return ids.every((id) => {
    const atoms = symbols.factorsOf(id) ?? [id];
    if (symbols.kindOf(id) === 'data' && atoms.length > 1) return false;
    const fine = atoms.every((a) => !seen.has(a));
    for (const a of atoms) seen.add(a);
    return fine && new Set(atoms).size === atoms.length;
  });
};

const answer = (q: Question, symbols: SymbolTable, budget: Budget): Verdict => {
  const { context } = q;
  const domain = intersect(context.domain, context.assumed);
  const at = intersect(domain, q.wrong);
  // A part that has no solution settles it, and is smaller than the whole.
  const near = isEmpty(
    at.map((s) => connected(s, q.subject, symbols)),
    budget,
  );
  if (near.kind === 'known' && near.value) return SAFE;
  const isClean = (u: Union): boolean => [...symbolsOf(u)].every((v) => symbols.kindOf(v) !== 'data');
  const seen = show(q, at, symbols, budget);
  if (seen === 'unknown') return UNDECIDED;
  if (!seen) return SAFE;

  // Without assumptions about data, a violation is one all the same, or an earlier fault of the definition.
  const clean = context.assumed.map((s) => withoutData(s, symbols));
  if (isClean(context.domain)) {
    // What goes wrong for certain; the rest of V depends on data.
    const certain = q.wrong.filter((s) => isClean([s]));
    for (const assumed of certain.length > 0 ? [[System.universe], clean] : []) {
      const all = intersect(context.domain, assumed);
      if (!everyValuation(all, intersect(all, certain), symbols, budget)) continue;
      const shown = show(q, intersect(domain, certain), symbols, budget);
      if (!shown || shown === 'unknown' || ![...shown.witness.values()].every(fitsInt32)) return UNDECIDED;
      return { kind: 'faulty', ...shown, assumed: assumed === clean };
    }
    if (certain.length === q.wrong.length) return possible(q, seen, symbols, budget);
  }
  const covered = subset(domain, q.wrong, budget);
  const always = covered.kind === 'known' && covered.value;
  if (always) return { kind: 'possible', ...seen, condition: null, always };
  return decidedByData(q, symbols) ? BY_DATA : possible(q, seen, symbols, budget);
};

interface Shown {
  readonly at: Union;
  readonly witness: Point;
  readonly usual: boolean;
}

/** A point of V, a usual one where there is one; null when V is empty. */
const show = (q: Question, at: Union, symbols: SymbolTable, budget: Budget): Shown | null | 'unknown' => {
  const order = orderOf(q.context, symbols, at);
  const usual = q.usual ? sample(intersect(at, [q.usual]), budget, order) : null;
  if (usual?.kind === 'known' && usual.value) return { at, witness: usual.value, usual: true };
  const any = sample(at, budget, order);
  if (any.kind === 'unknown') return 'unknown';
  return any.value && { at, witness: any.value, usual: usual?.kind !== 'known' };
};

/** The constraints that speak of sizes and iterators only. */
export const withoutData = (s: System, symbols: SymbolTable): System =>
  System.of(...s.constraints.filter((c) => [...c.expr.variables()].every((v) => symbols.kindOf(v) !== 'data')));

/** Whether the shadow of `domain` on the sizes lies in that of `wrong`. */
const everyValuation = (domain: Union, wrong: Union, symbols: SymbolTable, budget: Budget): boolean => {
  const sizes = [...symbolsOf(domain), ...symbolsOf(wrong)].filter((v) => symbols.kindOf(v) !== 'iterator');
  const shadow = project(wrong, sizes, budget);
  const inside = subset(domain, shadow.must, budget);
  return inside.kind === 'known' && inside.value;
};

const possible = (q: Question, seen: Shown, symbols: SymbolTable, budget: Budget): Verdict => ({
  kind: 'possible',
  ...seen,
  condition: conditionOf(q, seen.at, symbols, budget),
  always: false,
});

const MAX_CONDITIONS = 2;

/** What V asks of the sizes beyond what D asks of them. */
const conditionOf = (q: Question, at: Union, symbols: SymbolTable, budget: Budget): string | null => {
  const sizes = [...symbolsOf(at)].filter((v) => symbols.kindOf(v) === 'size');
  const shadow = project(at, sizes, budget);
  const [only] = shadow.must;
  if (!shadow.exact || !only || shadow.must.length > 1) return null;
  const given = project(intersect(q.context.domain, q.context.assumed), sizes, budget);
  if (!given.exact) return null;
  const rest = gist(only, given.must, budget);
  if (rest.kind === 'unknown') return null;
  const { constraints } = rest.value;
  if (constraints.length === 0 || constraints.length > MAX_CONDITIONS) return null;
  return constraints.map((c) => symbols.showConstraint(c)).join(' and ');
};

/**
 * Whether data decide if it goes wrong: they occur in the expressions, in the bounds of their loops, or in a guard that
 * has to do with the same iterators, such as `if has_next[i]` before `x[i + 1]`.
 */
const decidedByData = (q: Question, symbols: SymbolTable): boolean => {
  const isData = (id: string): boolean => symbols.kindOf(id) === 'data';
  for (const id of q.subject) {
    if (isData(id)) return true;
    if (q.context.loops.some((l) => l.iterator.id === id && l.dataBound)) return true;
  }
  for (const s of q.context.domain) {
    for (const c of s.constraints) {
      const names = [...c.expr.variables()];
      const related = names.some((v) => q.subject.has(v));
      for (const v of names) {
        if (!isData(v)) continue;
        const { dependsOn } = symbols.get(v);
        if (related || !dependsOn || [...dependsOn].some((d) => q.subject.has(d))) return true;
      }
    }
  }
  return false;
};

/** Sizes first, then iterators from the outermost, then the rest: the order in which a witness is read. */
const orderOf = (context: Context, symbols: SymbolTable, at: Union): string[] => {
  const names = [...symbolsOf(at)];
  const sizes = names.filter((v) => symbols.kindOf(v) === 'size').sort();
  return [...sizes, ...context.loops.map((l) => l.iterator.id)];
};

/** The constraints that have to do with the given symbols, directly or through others. */
const connected = (s: System, from: ReadonlySet<string>, symbols: SymbolTable): System => {
  const withAtoms = (ids: ReadonlySet<string>): Set<string> =>
    new Set([...ids].flatMap((id) => [id, ...(symbols.factorsOf(id) ?? [])]));
  const names = s.constraints.map((c) => withAtoms(c.expr.variables()));
  const reached = withAtoms(from);
  const taken = new Set<number>();
  for (let grown = true; grown; ) {
    grown = false;
    names.forEach((vs, k) => {
      if (taken.has(k) || ![...vs].some((v) => reached.has(v))) return;
      taken.add(k);
      for (const v of vs) reached.add(v);
      grown = true;
    });
  }
  return System.of(...s.constraints.filter((_, k) => taken.has(k)));
};
