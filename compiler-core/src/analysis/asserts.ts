/**
 * Assertions that can never hold where they are reached: V = D, and D ∧ condition is empty.
 * The operator library states by assertions that the shapes of its operands agree, so one that comes from there is
 * said as a disagreement of shapes, at the user's call.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Expr, Func } from '../ir/nodes.ts';
import { intersect, isEmpty, System } from '../presburger/index.ts';
import { isLibraryFile } from '../text/span.ts';
import { symbolsOf } from './affine/context.ts';
import { assumptionsOf, loopsOf, witnessOf } from './affine/explain.ts';
import { showExpr } from './affine/show.ts';
import { type Sites, traverse } from './affine/traverse.ts';
import { decide } from './affine/verdict.ts';
import type { Checked, CheckOptions } from './bounds.ts';
import { reportAt } from './report.ts';

/** Checks each assertion; one that may hold for some point of its domain is safe in this sense. */
export const checkAsserts = (func: Func, options: CheckOptions): Checked => assertsOf(traverse(func), options);

/** `checkAsserts` of a function that is traversed already. */
export const assertsOf = ({ assertions, symbols }: Sites, options: CheckOptions): Checked => {
  const stats = { safe: 0, faulty: 0, possible: 0, unknown: 0 };
  const diagnostics = new Map<string, Diagnostic>();
  for (const { context, origin, at, cond, holds } of assertions) {
    const can = options.shouldStop?.() ? null : isEmpty(intersect(context.domain, holds), options.budget);
    if (can?.kind !== 'known') {
      stats.unknown++;
      continue;
    }
    // Wherever it is reached at all, it fails.
    const verdict = can.value
      ? decide({ context, wrong: [System.universe], subject: new Set() }, symbols, options.budget)
      : ({ kind: 'safe' } as const);
    stats[verdict.kind]++;
    if (verdict.kind === 'safe' || verdict.kind === 'unknown') continue;
    const proved = verdict.kind === 'faulty';
    const place = reportAt(origin, at);
    const shapes = isLibraryFile(at.file) ? disagreement(cond) : null;
    const text = showExpr(cond);
    const subject = symbolsOf(holds);
    const d: Diagnostic = {
      code: shapes ? 'shape-mismatch' : 'always-false-assert',
      severity: proved ? 'error' : 'information',
      class: proved ? 'proved' : 'possible',
      span: place.span,
      message: shapes ?? `This assertion never holds: ${text}`,
      related: [...place.related, ...loopsOf(context, subject)],
      witness: witnessOf(
        verdict.witness,
        subject,
        subject.size > 0 ? `makes ${text} false` : `${text} is false`,
        symbols,
      ),
      assumptions: verdict.kind === 'faulty' && verdict.assumed ? assumptionsOf(context, symbols) : [],
      fixes: [],
    };
    const id = `${d.span.file} ${d.span.start} ${d.span.end} ${d.message}`;
    if (!diagnostics.has(id)) diagnostics.set(id, d);
  }
  return { diagnostics: [...diagnostics.values()], stats };
};

/** The two extents of `a == b` or of `a == b || a == 1 || b == 1`; null for any other condition. */
const disagreement = (cond: Expr): string | null => {
  let e = cond;
  while (e.kind === 'binary' && e.op === 'lOr') e = e.lhs;
  if (e.kind !== 'binary' || e.op !== 'eq') return null;
  const [left, right] = [showExpr(plain(e.lhs)), showExpr(plain(otherOf(e.lhs, e.rhs)))];
  return `The shapes do not agree: an extent is ${left} on one side and ${right} on the other`;
};

/** Broadcasting compares an extent with the greater of itself and the other one: that other one. */
const otherOf = (extent: Expr, against: Expr): Expr => {
  if (against.kind !== 'binary' || against.op !== 'max') return against;
  const mine = showExpr(extent);
  return showExpr(against.lhs) === mine ? against.rhs : showExpr(against.rhs) === mine ? against.lhs : against;
};

/** A length `stop - 0` without its zero. */
const plain = (e: Expr): Expr =>
  e.kind === 'binary' && e.op === 'sub' && e.rhs.kind === 'int' && e.rhs.value === 0n ? plain(e.lhs) : e;
