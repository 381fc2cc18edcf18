/** The analyses of a staged function, in the order their findings are of use. */

import { checkDtypes } from '../analysis/dtypes.ts';
import { checkShadow } from '../analysis/shadow.ts';
import { checkUninitialised } from '../analysis/uninitialised.ts';
import { checkUnused, checkUnwrittenOutputs } from '../analysis/unused.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import type { Analysis } from './pipeline.ts';

/** An analysis that is linear in the function and puts no question that could stay open. */
const linear = (name: string, check: (func: Func) => readonly Diagnostic[]): Analysis => ({
  name,
  run: (func) => ({ diagnostics: check(func), asked: 0, decided: 0, complete: true }),
});

export const ANALYSES: readonly Analysis[] = [
  linear('element types', checkDtypes),
  linear('hidden tensors', checkShadow),
  linear('unwritten reads', checkUninitialised),
  linear('unused tensors', checkUnused),
  linear('unwritten outputs', checkUnwrittenOutputs),
];
