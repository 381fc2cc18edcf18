/** What is said of a text's kernels on the device that its first line names: `// device: nvidia-a100`. */

import { type LaunchSpace, spaceOf } from '../src/analysis/kernels/launched.ts';
import type { Diagnostic } from '../src/diag/diagnostic.ts';
import { isOpenClFile } from '../src/frontends/kernel/dialect/opencl/read.ts';
import { configurationsOf } from '../src/frontends/kernel/launch-files/launch-comments.ts';
import { NO_OPTIONS } from '../src/frontends/kernel/preprocess/options.ts';
import { type ReadKernel, readKernels } from '../src/frontends/kernel/read.ts';
import { findDevice } from '../src/machine/catalogue.ts';
import { type DeviceChoice, kernelLimits } from '../src/session/kernel-limits.ts';

/** Null: it names none. @throws Error for a name that is no device: the text is wrong */
export const deviceLine = (text: string): DeviceChoice | null => {
  const [, name] = /^\/\/ device: (\S+)/.exec(text.trimStart()) ?? [];
  if (name === undefined) return null;
  const found = findDevice(name);
  if (found.kind === 'unknown') throw new Error(`// device: ${name} is no device`);
  return { device: found.device, chosen: 'first line' };
};

/** Empty where the text names no device. Launch comments count. */
export const limitsOf = (path: string, text: string): readonly Diagnostic[] => {
  const choice = deviceLine(text);
  if (choice === null) return [];
  const kernels = readKernels({ path, text, options: NO_OPTIONS, read: () => null, siblings: () => [] });
  const configured = (kernel: ReadKernel): readonly LaunchSpace[] =>
    configurationsOf(
      kernels.launches,
      kernels.kernels.map(({ func }) => func.origin.span),
      kernel.func.origin.span,
    ).map((sizes) => spaceOf(kernel.func, sizes, isOpenClFile(path)));
  return kernelLimits(kernels, [choice], configured).findings.map(({ diagnostic }) => diagnostic);
};
