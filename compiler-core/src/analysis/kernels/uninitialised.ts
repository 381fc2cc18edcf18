/** Local and private memory that is read before anything is written there: `analysis/uninitialised.ts` over a kernel. */

import { checkUninitialised } from '../uninitialised.ts';
import type { KernelAnswer, KernelQuestion } from './answer.ts';

/** One finding for each array or variable, at its first faulty read. What other items may have written before counts as written. */
export const kernelUninitialised = (q: KernelQuestion): KernelAnswer => {
  const diagnostics = checkUninitialised(q.func).filter((d) => d.class === 'proved');
  return { standing: diagnostics.length > 0 ? 'faulty' : 'unknown', diagnostics, open: [], assumptions: [] };
};
