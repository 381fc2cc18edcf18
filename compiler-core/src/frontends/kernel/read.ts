/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Func } from '../../ir/nodes.ts';
import type { Program } from '../../ir/program.ts';
import { isOpenClFile, readOpenCl } from './dialect/opencl/read.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import { lowerUnit } from './lower/lower-unit.ts';
import type { Reason } from './lower/machine.ts';
import { parseUnit } from './parse/parse.ts';
import type { CompileOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import type { Preprocessed } from './preprocess/unit.ts';

export interface ReadKernel {
  readonly func: Func;
  /** As the text calls it; empty where a launch gives it no name. */
  readonly name: string;
  /** Why it is not complete, in the order of the text; empty where it is. */
  readonly reasons: readonly Reason[];
}

export interface KernelText {
  readonly unit: Preprocessed;
  readonly kernels: readonly ReadKernel[];
  /** What of the host's code could not be followed. */
  readonly host: readonly Reason[];
  /** What the host functions do around the kernels; none for OpenCL C. */
  readonly programs: readonly Program[];
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

/** Never throws. Time grows with the text that kernels reach. */
export const readKernels = ({ path, text, options, read }: KernelSource): KernelText => {
  if (isOpenClFile(path)) {
    const { unit, kernels, unread } = readOpenCl(path, text, options, read);
    const launches = launchComments(unit.file, text);
    return {
      unit,
      kernels,
      host: [],
      programs: [],
      unread,
      launches,
      diagnostics: [...unit.diagnostics, ...launches.problems],
    };
  }
  const unit = preprocess({ path, text, options, host: { read } });
  const syntax = parseUnit(unit.tokens);
  const { kernels, host, programs, unread } = lowerUnit(syntax);
  const launches = launchComments(unit.file, text);
  return {
    unit,
    kernels: kernels.map(({ func, reasons }) => ({ func, name: func.kernel?.name ?? '', reasons })),
    host,
    programs,
    unread,
    launches,
    diagnostics: [...unit.diagnostics, ...syntax.diagnostics, ...launches.problems],
  };
};
