/** A file with kernels on a command line: SYCL C++ or OpenCL C, lowered. */

import {
  isOpenClFile,
  type OpenClFile,
  readOpenCl,
} from '@athanor/compiler-core/frontends/kernel/dialect/opencl/read.ts';
import type { Assumption } from '@athanor/compiler-core/frontends/kernel/launch-files/assumption-comments.ts';
import {
  configurationsOf,
  type LaunchSizes,
} from '@athanor/compiler-core/frontends/kernel/launch-files/launch-comments.ts';
import type { HostSizes } from '@athanor/compiler-core/frontends/kernel/lower/kernels.ts';
import { NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import type { Preprocessed } from '@athanor/compiler-core/frontends/kernel/preprocess/unit.ts';
import { readKernels } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { Func } from '@athanor/compiler-core/ir/nodes.ts';
import { type LostPointer, lostPointers } from '@athanor/compiler-core/plan/kernels/runs/lost-pointers.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { chosenSizes, isNamed } from '../../ide/kernels/launch-sizes.ts';
import type { LaunchSetting } from '../../ports/check-file.ts';
import type { Files } from '../../ports/files.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { decode } from '../inputs/decode.ts';
import { remedy } from '../inputs/gather.ts';
import { isKernelFile, projectOptions, siblingSources, textOf } from '../kernel-file.ts';

export interface OpenKernel {
  readonly unit: Preprocessed;
  readonly func: Func;
  /** Its own name, or `line 12` where its launch gives none. */
  readonly name: string;
  readonly reasons: readonly string[];
  /** Sizes that `athanor.toml` gives, or else comments in front of it. */
  readonly configurations: readonly LaunchSizes[];
  /** What the host's code says. */
  readonly sizes: HostSizes;
  readonly assumptions: readonly Assumption[];
  /** Parameters behind which the host has no memory for a kernel. */
  readonly lost: () => readonly LostPointer[];
  /** OpenCL counts dimensions from the fastest one, SYCL from the slowest. */
  readonly fastestFirst: boolean;
}

/** `FILE`, `FILE:NAME` or `FILE:LINE`. */
export const splitKernelTarget = (text: string): { readonly path: string; readonly kernel: string | null } => {
  const match = /^(.+\.\w+):([\w.<>:]+)$/.exec(text);
  return match === null ? { path: text, kernel: null } : { path: match[1] ?? text, kernel: match[2] ?? null };
};

/** A file that is C++, OpenCL C, or a launch of it. */
export const isKernelTarget = (text: string): boolean => {
  const { path } = splitKernelTarget(text);
  return isKernelFile(path) || isOpenClFile(path) || /\.sim$/i.test(path);
};

/** @throws UsageError when the file cannot be read. */
export const textOfFile = (path: string, files: Files): string => {
  const bytes = files.read(files.absolute(path));
  if (!bytes.ok) throw new UsageError(`${path}: ${remedy(bytes.fault)}`, EXIT.unreadable);
  const { text, problems, usable } = decode(bytes.value);
  if (!usable) throw new UsageError(`${path}: ${problems[0]?.message ?? 'the file is no text'}`, EXIT.unreadable);
  return text;
};
/** @throws UsageError when the file cannot be read. */
export const openCl = (path: string, files: Files): OpenClFile =>
  readOpenCl(files.absolute(path), textOfFile(path, files), NO_OPTIONS, (file) => textOf(files, file));

/** All kernels of a file, in the order of the text. @param openSizes the host's sizes of launches do not count */
export const openKernels = (
  path: string,
  files: Files,
  settings: readonly LaunchSetting[] = [],
  openSizes = false,
): readonly OpenKernel[] => {
  const absolute = files.absolute(path);
  const { unit, kernels, launches, programs, assumptions } = readKernels({
    openSizes,
    path: absolute,
    text: textOfFile(path, files),
    options: isOpenClFile(path) ? NO_OPTIONS : projectOptions(files, absolute),
    read: (file) => textOf(files, file),
    siblings: () => siblingSources(files, absolute),
  });
  const lines = new LineIndex(unit.texts.get(unit.file) ?? '');
  const spans = kernels.map(({ func }) => func.origin.span);
  return kernels.map((kernel) => {
    const { func, name, reasons, sizes } = kernel;
    const { line } = lines.position1(func.origin.span.start);
    const told = settings.filter(({ kernel }) => isNamed(kernel, name, line));
    return {
      unit,
      configurations: chosenSizes(configurationsOf(launches, spans, func.origin.span), told),
      func,
      name: name === '' ? `line ${line}` : name,
      fastestFirst: isOpenClFile(path),
      reasons: reasons.map(({ reason }) => reason),
      sizes,
      assumptions: assumptions(kernel),
      lost: () => lostPointers(programs(), func),
    };
  });
};

/** The kernel asked for. @throws UsageError where there is none of that name, or several and none is named. */
export const chooseKernel = (kernels: readonly OpenKernel[], wanted: string | null, path: string): OpenKernel => {
  const names = kernels.map(({ name }) => name);
  const [first] = kernels;
  if (!first) throw new UsageError(`${path} has no kernel that could be read`);
  if (wanted === null) {
    if (kernels.length === 1) return first;
    const shown = names.map((name) => name.replace('line ', '')).join(', ');
    throw new UsageError(
      `${path} has ${kernels.length} kernels: say which one, as in ${path}:${shown.split(', ')[0]} (${shown})`,
    );
  }
  const found = kernels.filter(
    ({ name }) => name === wanted || name === `line ${wanted}` || name.endsWith(`::${wanted}`),
  );
  if (found[0]) return found[0];
  const hint = nearest(wanted, names);
  throw new UsageError(
    `${path} has no kernel \`${wanted}\`: ${hint === null ? `it has ${names.join(', ')}` : `did you mean \`${hint}\`?`}`,
  );
};
