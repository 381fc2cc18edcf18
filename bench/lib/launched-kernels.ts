/** The kernels of a text, each with the launch that a comment in front of it or its host gives it. */

import { constantSpace, type LaunchSpace, launchedAs } from '../../compiler-core/src/analysis/kernels/launched.ts';
import { evalInt } from '../../compiler-core/src/exec/eval-int.ts';
import { configurationsOf } from '../../compiler-core/src/frontends/kernel/launch-files/launch-comments.ts';
import { NO_OPTIONS } from '../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { type ReadKernel, readKernels } from '../../compiler-core/src/frontends/kernel/read.ts';
import type { Expr, Func } from '../../compiler-core/src/ir/nodes.ts';

export interface LaunchedKernel {
  readonly kernel: ReadKernel;
  readonly func: Func;
  /** In the order of the IR's dimensions; null: not numbers. */
  readonly global: readonly number[] | null;
  readonly local: readonly number[] | null;
}

const numbers = (exprs: readonly Expr[] | null): readonly number[] | null => {
  const values = exprs?.map((e) => evalInt(e.kind === 'cast' ? e.operand : e, () => null));
  return values?.every((x) => x !== null) ? values.map(Number) : null;
};

export const launchedKernels = (path: string, text: string): readonly LaunchedKernel[] => {
  const { kernels, launches } = readKernels({ path, text, options: NO_OPTIONS, read: () => null });
  const spans = kernels.map(({ func }) => func.origin.span);
  return kernels.map((kernel) => {
    const { func, sizes } = kernel;
    const [told] = configurationsOf(launches, spans, func.origin.span);
    // OpenCL counts from the fastest dimension, and its kernels have three.
    const inOrder = (xs: readonly number[]): readonly number[] =>
      path.endsWith('.cl')
        ? [...xs, ...new Array<number>((func.kernel?.dimensions ?? 1) - xs.length).fill(1)].reverse()
        : xs;
    const global = told ? inOrder(told.global) : numbers(sizes.global);
    const local = told?.local ? inOrder(told.local) : numbers(sizes.local);
    const space: LaunchSpace = global ? constantSpace(global, local) : sizes;
    return { kernel, func: launchedAs(func, space), global, local };
  });
};
