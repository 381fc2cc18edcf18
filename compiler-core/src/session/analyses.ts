/** The analyses of a staged function, in the order their findings are of use. */

import type { Checked, CheckOptions } from '../analysis/bounds.ts';
import { checkAffine } from '../analysis/check-affine.ts';
import { checkDtypes } from '../analysis/dtypes.ts';
import { checkShadow } from '../analysis/shadow.ts';
import { checkUninitialised } from '../analysis/uninitialised.ts';
import { checkUnused, checkUnwrittenOutputs } from '../analysis/unused.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import { Budget } from '../presburger/rows.ts';
import type { Analysis } from './pipeline.ts';

/** An analysis that is linear in the function and puts no question that could stay open. */
const linear = (name: string, check: (func: Func) => readonly Diagnostic[]): Analysis => ({
  name,
  run: (func) => ({ diagnostics: check(func), asked: 0, decided: 0, complete: true }),
});

/** Work of one analysis on one function: some seconds. Real functions need a hundredth of it. */
const WORK = 20_000_000;

/** An analysis that asks questions of integer sets, each of which may stay open. */
const asking = (name: string, check: (func: Func, options: CheckOptions) => Checked): Analysis => ({
  name,
  run: (func, shouldStop) => {
    const budget = new Budget(WORK);
    const { diagnostics, stats } = check(func, { budget, shouldStop });
    const decided = stats.safe + stats.faulty;
    const asked = decided + stats.possible + stats.unknown;
    return { diagnostics, asked, decided, complete: budget.left > 0 && !shouldStop() };
  },
});

export const ANALYSES: readonly Analysis[] = [
  asking('subscripts, divisors and assertions', checkAffine),
  linear('element types', checkDtypes),
  linear('hidden tensors', checkShadow),
  linear('unwritten reads', checkUninitialised),
  linear('unused tensors', checkUnused),
  linear('unwritten outputs', checkUnwrittenOutputs),
];
