/** The analyses that kernels are judged by. */

import { findDivergence, findRedundantBarriers } from '../../analysis/kernels/barriers.ts';
import { kernelBounds } from '../../analysis/kernels/bounds.ts';
import { findRaces } from '../../analysis/kernels/races.ts';
import type { Analyses } from './judge.ts';

export const KERNEL_ANALYSES: Analyses = {
  decide: { races: findRaces, bounds: kernelBounds, barriers: findDivergence },
  others: [findRedundantBarriers],
};
