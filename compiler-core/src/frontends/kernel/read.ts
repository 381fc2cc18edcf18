/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import { isOpenClFile, readOpenCl } from './dialect/opencl/read.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import { LoweredParts } from './lower/by-parts.ts';
import type { Launched } from './lower/kernels.ts';
import type { Reason } from './lower/machine.ts';
import type { Binding } from './meaning/entities.ts';
import type { SyntaxUnit } from './parse/parse.ts';
import type { Preprocessed } from './preprocess/unit.ts';
import { type KernelSource, lowerText } from './read-sources.ts';

export type ReadKernel = Launched;

export interface KernelText {
  readonly unit: Preprocessed;
  readonly syntax: SyntaxUnit;
  /** What a name that kernels use stands for, by the place of what declares it: one for each type that it has. */
  readonly boundAt: (declaration: Span) => readonly Binding[];
  readonly kernels: readonly ReadKernel[];
  /** What of the host's code could not be followed. */
  readonly host: readonly Reason[];
  /** Launches and kernels that are not among the kernels, and why. */
  readonly unread: readonly Reason[];
  /** Launch sizes that comments of the file itself give. */
  readonly launches: LaunchComments;
  /** What was said while the text was read. */
  readonly diagnostics: readonly Diagnostic[];
}

export type { KernelSource };

/** Never throws. Time grows with the text that kernels reach, less what `parts` has of the version before. */
export const readKernels = (source: KernelSource, parts: LoweredParts = new LoweredParts()): KernelText => {
  const { path, text, options, read } = source;
  if (isOpenClFile(path)) {
    const { unit, syntax, kernels, unread, boundAt } = readOpenCl(path, text, options, read);
    const launches = launchComments(unit.file, text);
    return {
      unit,
      syntax,
      boundAt,
      kernels,
      host: [],
      unread,
      launches,
      diagnostics: [...unit.diagnostics, ...launches.problems],
    };
  }
  const { unit, syntax, lowered } = lowerText(source, parts);
  const { kernels, host, unread, boundAt } = lowered;
  const launches = launchComments(unit.file, text);
  return {
    unit,
    syntax,
    boundAt,
    kernels,
    host,
    unread,
    launches,
    diagnostics: [...unit.diagnostics, ...syntax.diagnostics, ...launches.problems],
  };
};
