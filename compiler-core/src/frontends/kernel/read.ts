/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import { isOpenClFile, readOpenCl } from './dialect/opencl/read.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import { LoweredParts, lowerUnit } from './lower/by-parts.ts';
import type { Launched } from './lower/kernels.ts';
import type { Reason } from './lower/machine.ts';
import type { Binding } from './meaning/entities.ts';
import { parseUnit, type SyntaxUnit } from './parse/parse.ts';
import type { CompileOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import type { Preprocessed } from './preprocess/unit.ts';

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

export interface KernelSource {
  readonly path: string;
  readonly text: string;
  readonly options: CompileOptions;
  /** The text of an included file, or null. */
  readonly read: (file: string) => string | null;
}

/** Never throws. Time grows with the text that kernels reach, less what `parts` has of the version before. */
export const readKernels = (
  { path, text, options, read }: KernelSource,
  parts: LoweredParts = new LoweredParts(),
): KernelText => {
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
  const unit = preprocess({ path, text, options, host: { read } });
  const syntax = parseUnit(unit.tokens);
  const { kernels, host, unread, boundAt } = lowerUnit(syntax, undefined, parts);
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
