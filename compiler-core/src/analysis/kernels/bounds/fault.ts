/** What all analyses of single places of a kernel have in common: a question for each place, findings, and what stays open. */

import type { DiagnosticCode } from '../../../diag/codes.ts';
import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { Point, Union } from '../../../presburger/index.ts';
import { symbolsOf } from '../../affine/context.ts';
import { assumptionsOf } from '../../affine/explain.ts';
import type { Place } from '../../affine/traverse.ts';
import { decide, type Verdict } from '../../affine/verdict.ts';
import { reportAt } from '../../report.ts';
import type { KernelAnswer, KernelQuestion, Open } from '../answer.ts';
import { takenForGranted, witnessAt } from './items.ts';
import { sitesOf } from './sites.ts';
import { whyOpen } from './why-open.ts';

type Found = Extract<Verdict, { kind: 'faulty' | 'possible' }>;

export interface Suspect {
  readonly place: Place;
  /** Where it goes wrong. */
  readonly wrong: Union;
  /** Symbols of what is asked about, where they are more than those of `wrong`. */
  readonly subject?: ReadonlySet<string>;
  readonly message: (verdict: Found) => string;
  /** What happens at the witness, in words. */
  readonly outcome: (at: Point) => string;
}

/** Asks each suspect in turn. A *possible* one is left out where `provedOnly`. */
export const judge = (
  q: KernelQuestion,
  code: DiagnosticCode,
  suspects: readonly Suspect[],
  provedOnly = false,
): KernelAnswer => {
  const { symbols, assumptions } = sitesOf(q.func);
  const found = new Map<string, Diagnostic>();
  const open: Open[] = [];
  let [faulty, possible] = [false, false];
  for (const { place, wrong, subject = symbolsOf(wrong), message, outcome } of suspects) {
    const { context, origin, at } = place;
    if (q.shouldStop?.() || q.budget.left <= 0) {
      open.push({ code: 'budget', reason: 'the budget of the kernel was used up before', at });
      continue;
    }
    const verdict = decide({ context, wrong, subject }, symbols, q.budget);
    if (verdict.kind === 'safe') continue;
    if (verdict.kind === 'unknown') {
      open.push(whyOpen(verdict, context, subject, symbols, at));
      continue;
    }
    const proved = verdict.kind === 'faulty';
    if (proved) faulty = true;
    else possible = true;
    if (!proved && provedOnly) continue;
    const { span, related } = reportAt(origin, at);
    const id = `${span.file} ${span.start} ${span.end}`;
    if (found.has(id) && !(proved && found.get(id)?.class === 'possible')) continue;
    found.set(id, {
      code,
      severity: proved ? 'error' : 'information',
      class: proved ? 'proved' : 'possible',
      span,
      message: message(verdict),
      related,
      witness: witnessAt(context, verdict.witness, subject, outcome(verdict.witness), symbols),
      assumptions: [
        ...(verdict.kind === 'faulty' && verdict.assumed ? assumptionsOf(context, symbols) : []),
        ...takenForGranted(assumptions),
      ],
      fixes: [],
    });
  }
  return {
    standing: faulty ? 'faulty' : open.length > 0 ? 'unknown' : possible ? 'possible' : 'safe',
    diagnostics: [...found.values()],
    open,
    assumptions: takenForGranted(assumptions),
  };
};
