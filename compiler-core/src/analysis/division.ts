/**
 * Integer divisions and remainders by zero: V = D ∧ divisor = 0.
 * Divisions of floating-point numbers are no faults: they give infinities.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import { constant, isEq } from '../presburger/index.ts';
import { assumptionsOf, loopsOf, witnessOf } from './affine/explain.ts';
import { showExpr } from './affine/show.ts';
import { type Sites, traverse } from './affine/traverse.ts';
import { decide } from './affine/verdict.ts';
import type { Checked, CheckOptions } from './bounds.ts';
import { reportAt } from './report.ts';

/** Checks the divisor of each integer division. */
export const checkDivisions = (func: Func, options: CheckOptions): Checked => divisionsOf(traverse(func), options);

/** `checkDivisions` of a function that is traversed already. */
export const divisionsOf = ({ divisions, symbols }: Sites, options: CheckOptions): Checked => {
  const stats = { safe: 0, faulty: 0, possible: 0, unknown: 0 };
  const diagnostics = new Map<string, Diagnostic>();
  for (const { context, origin, at, rhs, divisor } of divisions) {
    if (options.shouldStop?.()) {
      stats.unknown++;
      continue;
    }
    const wrong = divisor.map((p) => p.when.and(isEq(p.value, constant(0)))).filter((s) => !s.contradictory);
    const subject = new Set<string>();
    for (const p of divisor) p.value.variables(p.when.variables(subject));
    const verdict = decide({ context, wrong, subject }, symbols, options.budget);
    stats[verdict.kind]++;
    if (verdict.kind === 'safe' || verdict.kind === 'unknown') continue;
    const proved = verdict.kind === 'faulty';
    const place = reportAt(origin, at);
    const text = showExpr(rhs);
    const name = text === '0' ? 'The divisor' : `The divisor ${text}`;
    const message = `${name} ${
      verdict.kind === 'faulty'
        ? 'is 0'
        : verdict.always
          ? 'is 0 whenever it is reached'
          : verdict.condition
            ? `is 0 if ${verdict.condition}`
            : 'may be 0'
    }`;
    const d: Diagnostic = {
      code: 'division-by-zero',
      severity: proved ? 'error' : 'information',
      class: proved ? 'proved' : 'possible',
      span: place.span,
      message,
      related: [...place.related, ...loopsOf(context, subject)],
      witness: witnessOf(
        verdict.witness,
        subject,
        subject.size > 0 ? 'makes the divisor 0' : 'the divisor is 0',
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
