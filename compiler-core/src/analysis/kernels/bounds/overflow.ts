/**
 * Index arithmetic that leaves its signed type at the size of the launch: V = D and (value < least or value > greatest).
 * Of sizes that are no numbers it is taken that they are small enough; that is said among the assumptions.
 * @source ISO C++20 [expr.pre] 7.1/4: overflow of signed arithmetic is undefined; [conv.integral] 7.3.9.
 */

import { constant, isGt, isLt, valueAt } from '../../../presburger/index.ts';
import type { Span } from '../../../text/span.ts';
import { rangeOfType } from '../../affine/machine.ts';
import type { KernelAnswer, KernelQuestion } from '../answer.ts';
import { judge, type Suspect } from './fault.ts';
import { sitesOf } from './sites.ts';

/** The values of subscripts and guards that numbers alone decide. */
export const kernelOverflow = (q: KernelQuestion): KernelAnswer => {
  const { overflows, symbols } = sitesOf(q.func);
  const suspects = overflows.flatMap((x): Suspect[] => {
    const type = rangeOfType(x.dtype);
    // Where a size is open there is one that is small enough.
    if (!type || [...x.value.variables()].some((v) => symbols.kindOf(v) !== 'iterator')) return [];
    const wrong = [
      x.when.and(isGt(x.value, constant(type.high))),
      x.when.and(isLt(x.value, constant(type.low))),
    ].filter((s) => !s.contradictory);
    const bits = x.dtype.replace(/\D/g, '');
    const what = x.expr.kind === 'cast' ? 'A value that is converted' : 'Index arithmetic';
    return [
      {
        place: x,
        wrong,
        message: () => `${what} overflows at the size of this launch: it does not fit a signed integer of ${bits} bits`,
        outcome: (at) => `the value is ${valueAt(x.value, at)}, the largest of the type ${type.high}`,
      },
    ];
  });
  const answer = judge(q, 'index-overflow', suspects, true);
  // What is made of a value that does not fit does not fit either.
  const isInner = (a: Span, b: Span): boolean => a !== b && a.file === b.file && a.start >= b.start && a.end <= b.end;
  const diagnostics = answer.diagnostics.filter((d) => !answer.diagnostics.some((x) => isInner(x.span, d.span)));
  return { ...answer, diagnostics };
};
