/** The analyses that kernels are judged by. */

import type { KernelAnswer } from '../../analysis/kernels/answer.ts';
import type { Analyses } from './judge.ts';

const silent = (): KernelAnswer => ({ standing: 'unknown', diagnostics: [], open: [], assumptions: [] });

export const KERNEL_ANALYSES: Analyses = {
  decide: { races: silent, bounds: silent, barriers: silent },
  others: [],
};
