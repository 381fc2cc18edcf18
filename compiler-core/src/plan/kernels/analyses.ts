/** The analyses that kernels are judged by, on a device. */

import type { KernelAnswer, KernelQuestion } from '../../analysis/kernels/answer.ts';
import { kernelAlignment } from '../../analysis/kernels/bounds/alignment.ts';
import { kernelBounds } from '../../analysis/kernels/bounds/bounds.ts';
import { kernelDivision } from '../../analysis/kernels/bounds/division.ts';
import { kernelOverflow } from '../../analysis/kernels/bounds/overflow.ts';
import { kernelUninitialised } from '../../analysis/kernels/bounds/uninitialised.ts';
import { accessFindings } from '../../analysis/kernels/patterns/access-findings.ts';
import { memoryShapeOf } from '../../analysis/kernels/patterns/memory-shape.ts';
import { findDivergence, findRedundantBarriers } from '../../analysis/kernels/races/barriers.ts';
import { findRaces } from '../../analysis/kernels/races/races.ts';
import type { Device } from '../../machine/device.ts';
import type { Span } from '../../text/span.ts';
import type { Analyses } from './judge.ts';

/** @param textAt the text at a place, for fixes */
export const analysesFor = (device: Device, textAt?: (at: Span) => string | null): Analyses => {
  const { shape, assumptions } = memoryShapeOf(device);
  const access = accessFindings({ shape, ...(textAt && { textAt }) });
  const patterns = (q: KernelQuestion): KernelAnswer => {
    const answer = access(q);
    const diagnostics = answer.diagnostics.map((d) => ({ ...d, assumptions: [...d.assumptions, ...assumptions] }));
    return { ...answer, diagnostics };
  };
  return {
    decide: { races: (q) => findRaces(q, textAt), bounds: kernelBounds, barriers: findDivergence },
    others: [findRedundantBarriers, kernelUninitialised, kernelAlignment, kernelDivision, kernelOverflow, patterns],
  };
};
