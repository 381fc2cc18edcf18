/**
 * Subscripts outside their dimension.
 *
 * For an access reached at the points D, with subscript e and extent s: V = D ∧ (e < 0 ∨ e >= s).
 * `affine/verdict.ts` says what follows from D and V.
 */

import type { Diagnostic, Fix, Related } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import {
  type Affine,
  type Budget,
  constant,
  extremes,
  holdsAt,
  isGe,
  isLt,
  System,
  valueAt,
} from '../presburger/index.ts';
import type { Context, Definition } from './affine/context.ts';
import type { Piece } from './affine/convert.ts';
import { assumptionsOf, loopsOf, type Stats, witnessOf } from './affine/explain.ts';
import type { SymbolTable } from './affine/symbols.ts';
import { type Access, type Sites, traverse } from './affine/traverse.ts';
import { decide, type Verdict } from './affine/verdict.ts';
import { reportAt } from './report.ts';

export interface CheckOptions {
  readonly budget: Budget;
  /** Asked before each question; true leaves the rest unknown. */
  readonly shouldStop?: () => boolean;
}

export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: Stats;
}

/** One way for a subscript to be outside. */
export interface Violation {
  readonly system: System;
  readonly side: 'below' | 'above';
  readonly index: Affine;
  readonly extent: Affine;
}

/** Checks each subscript of each access of the function. Cost: one emptiness question or more per subscript. */
export const checkIndices = (func: Func, options: CheckOptions): Checked => indicesOf(traverse(func), options);

/** `checkIndices` of a function that is traversed already. */
export const indicesOf = (sites: Sites, options: CheckOptions): Checked => {
  const { accesses, symbols } = sites;
  const stats = { safe: 0, faulty: 0, possible: 0, unknown: sites.skipped.length };
  const diagnostics = new Map<string, Diagnostic>();
  const cache = new Map<Context, Map<string, Verdict>>();
  for (const access of accesses) {
    access.indices.forEach(({ pieces }, dimension) => {
      const extents = access.definition?.extents[dimension];
      if (!extents || options.shouldStop?.()) {
        stats.unknown++;
        return;
      }
      const violations = violationsOf(pieces, extents);
      const subject = subjectOf(pieces, extents);
      const wrong = violations.map((v) => v.system);
      const key = wrong.join(' or ');
      const known = cache.get(access.context) ?? new Map<string, Verdict>();
      cache.set(access.context, known);
      const verdict =
        known.get(key) ??
        decide({ context: access.context, wrong, subject, usual: notEmpty(access) }, symbols, options.budget);
      known.set(key, verdict);
      stats[verdict.kind]++;
      if (verdict.kind === 'safe' || verdict.kind === 'unknown') return;
      const d = report({ access, dimension, violations, subject, verdict, symbols, budget: options.budget });
      const id = `${d.code} ${d.span.file} ${d.span.start} ${d.span.end} ${dimension} ${d.message}`;
      if (!diagnostics.has(id)) diagnostics.set(id, d);
    });
  }
  return { diagnostics: [...diagnostics.values()], stats };
};

/** All ways in which a subscript may be outside its dimension. */
export const violationsOf = (indices: readonly Piece[], extents: readonly Piece[]): Violation[] => {
  const out: Violation[] = [];
  for (const i of indices) {
    for (const e of extents) {
      const when = i.when.intersect(e.when);
      const below = when.and(isLt(i.value, constant(0)));
      const above = when.and(isGe(i.value, e.value));
      out.push({ system: below, side: 'below', index: i.value, extent: e.value });
      out.push({ system: above, side: 'above', index: i.value, extent: e.value });
    }
  }
  return out.filter((v) => !v.system.contradictory);
};

/** The symbols in values. */
export const subjectOf = (...pieces: (readonly Piece[])[]): Set<string> => {
  const out = new Set<string>();
  for (const p of pieces.flat()) {
    p.when.variables(out);
    p.value.variables(out);
  }
  return out;
};

interface Finding {
  readonly access: Access;
  readonly dimension: number;
  readonly violations: readonly Violation[];
  readonly subject: ReadonlySet<string>;
  readonly verdict: Extract<Verdict, { kind: 'faulty' | 'possible' }>;
  readonly symbols: SymbolTable;
  readonly budget: Budget;
}

const report = (f: Finding): Diagnostic => {
  const { access, dimension, verdict, symbols } = f;
  const { witness } = verdict;
  const violation = f.violations.find((v) => holdsAt(v.system, witness)) ?? (f.violations[0] as Violation);
  const below = violation.side === 'below';
  const reached = valueAt(violation.index, witness);
  const size = valueAt(violation.extent, witness);
  const place = reportAt(access.origin, access.indices[dimension]?.expr.at ?? access.at);
  const definition = access.definition as Definition;
  const related: Related[] = [
    ...place.related,
    { span: definition.stmt.origin.span, message: `${access.tensor} is defined here, with size ${sizeText(f)}` },
    ...loopsOf(access.context, f.subject),
  ];
  const proved = verdict.kind === 'faulty';
  return {
    code: below ? 'negative-index' : 'index-out-of-bounds',
    // Faults of empty tensors alone are rarely news.
    severity: proved ? 'error' : verdict.usual ? 'information' : 'hint',
    class: proved ? 'proved' : 'possible',
    span: place.span,
    message: messageOf(f, violation),
    related,
    witness: witnessOf(witness, f.subject, `reaches ${reached}, size is ${size}`, symbols),
    assumptions: verdict.kind === 'faulty' && verdict.assumed ? assumptionsOf(access.context, symbols) : [],
    fixes: below && proved ? countedFromEnd(f, violation) : [],
  };
};

/** `8`, `n`, `n or m`: the size of the dimension in the user's names. */
const sizeText = (f: Finding): string => {
  const extents = f.access.definition?.extents[f.dimension] ?? [];
  return [...new Set(extents.map((e) => f.symbols.show(e.value)))].join(' or ');
};

const messageOf = (f: Finding, violation: Violation): string => {
  const { access, dimension, verdict } = f;
  const subscript = `The subscript in dimension ${dimension} of ${access.tensor}`;
  const size = sizeText(f);
  const reach = reachOf(f, violation);
  const extent = valueAt(violation.extent, verdict.witness);
  const outside =
    reach === null
      ? `${valueAt(violation.index, verdict.witness)} where its size ${size} is ${extent}`
      : `${reach}, and its size is ${size}`;
  const past = violation.side === 'below' ? 'is negative' : 'runs past the end';
  if (verdict.kind === 'faulty') {
    const note = violation.side === 'below' ? '; it is not counted from the end' : '';
    return `${subscript} reaches ${outside}${note}`;
  }
  if (verdict.always) return `${subscript} ${past} whenever it is reached: it reaches ${outside}`;
  if (verdict.condition) return `${subscript} ${past} if ${verdict.condition}; its size is ${size}`;
  return `${subscript} may be outside: it may reach ${outside}`;
};

/** The farthest value: as an expression of sizes, or as a number; null where that depends on the sizes. */
const reachOf = (f: Finding, violation: Violation): string | null => {
  const { index, extent } = violation;
  if ([...index.variables()].every((v) => f.symbols.kindOf(v) === 'size')) return f.symbols.show(index);
  const range = extremes(
    f.verdict.at.map((s) => s.intersect(violation.system)),
    index,
    f.budget,
  );
  const far = range.kind === 'known' && range.value ? range.value[violation.side === 'below' ? 'min' : 'max'] : null;
  if (far !== null) return String(far);
  return extent.isConstant ? String(valueAt(index, f.verdict.witness)) : null;
};

/** That every dimension of the tensor has an element. */
export const notEmpty = (access: Access): System => {
  const single = (access.definition?.extents ?? []).flatMap((pieces) => (pieces.length === 1 ? pieces : []));
  return System.of(...single.map((p) => isGe(p.value, constant(1))));
};

/** `x[-1]` was meant as in Python: write the position it would have there. */
const countedFromEnd = (f: Finding, violation: Violation): Fix[] => {
  const index = f.access.indices[f.dimension];
  if (!index || !violation.index.isConstant || f.access.origin.calls.length > 0) return [];
  const target = violation.extent.plus(violation.index);
  const plain = target.isConstant
    ? target.constant >= 0
    : [...target.variables()].every((v) => /^[A-Za-z_]\w*$/.test(f.symbols.get(v).display)) &&
      target.terms.every((t) => t.div === null && t.coef === 1);
  if (!plain) return [];
  const newText = f.symbols.show(target);
  return [{ title: `Write ${newText}`, edits: [{ span: index.expr.at, newText }] }];
};
