/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Func } from '../../ir/nodes.ts';
import { isOpenClFile, readOpenCl } from './dialect/opencl/read.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import type { Reason } from './lower/machine.ts';
import type { Binding } from './meaning/entities.ts';
import type { Node } from './parse/ast.ts';
import type { SyntaxUnit } from './parse/parse.ts';
import type { Preprocessed } from './preprocess/unit.ts';
import { type KernelSource, lowerText } from './read-sources.ts';

export interface ReadKernel {
  readonly func: Func;
  /** As the text calls it; empty where a launch gives it no name. */
  readonly name: string;
  /** Why it is not complete, in the order of the text; empty where it is. */
  readonly reasons: readonly Reason[];
}

export interface KernelText {
  readonly unit: Preprocessed;
  readonly syntax: SyntaxUnit;
  /** What the names that kernels use stand for, by what declares them. */
  readonly bound: ReadonlyMap<Node, readonly Binding[]>;
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

/** Never throws. Time grows with the text that kernels reach. */
export const readKernels = (source: KernelSource): KernelText => {
  const { path, text, options, read } = source;
  if (isOpenClFile(path)) {
    const { unit, syntax, kernels, unread, bound } = readOpenCl(path, text, options, read);
    const launches = launchComments(unit.file, text);
    return {
      unit,
      syntax,
      bound,
      kernels,
      host: [],
      unread,
      launches,
      diagnostics: [...unit.diagnostics, ...launches.problems],
    };
  }
  const { unit, syntax, lowered } = lowerText(source);
  const { kernels, host, unread, bound } = lowered;
  const launches = launchComments(unit.file, text);
  return {
    unit,
    syntax,
    bound,
    kernels: kernels.map(({ func, reasons }) => ({ func, name: func.kernel?.name ?? '', reasons })),
    host,
    unread,
    launches,
    diagnostics: [...unit.diagnostics, ...syntax.diagnostics, ...launches.problems],
  };
};
