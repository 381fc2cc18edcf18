/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Func } from '../../ir/nodes.ts';
import type { Program } from '../../ir/program.ts';
import type { Span } from '../../text/span.ts';
import { isOpenClFile, readOpenCl } from './dialect/opencl/read.ts';
import { type Assumption, assumptionComments, assumptionsOf } from './launch-files/assumption-comments.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import type { HostSizes } from './lower/kernels.ts';
import { lowerUnit } from './lower/lower-unit.ts';
import { LIMITS, type Reason } from './lower/machine.ts';
import type { Node } from './parse/ast.ts';
import { parseUnit, type SyntaxUnit } from './parse/parse.ts';
import { walk } from './parse/walk.ts';
import type { CompileOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import type { Preprocessed } from './preprocess/unit.ts';

export interface ReadKernel {
  readonly func: Func;
  /** As the text calls it; empty where a launch gives it no name. */
  readonly name: string;
  /** Why it is not complete, in the order of the text; empty where it is. */
  readonly reasons: readonly Reason[];
  /** What the host says of the index space; absent where a kernel stands without its launch. */
  readonly sizes?: HostSizes;
  /** What comments vouch for. */
  readonly assumptions: readonly Assumption[];
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
  /** Sizes of launches stay symbols: others than the host's are given for them. */
  readonly openSizes?: boolean;
}

/** Never throws. Time grows with the text that kernels reach. */
export const readKernels = ({ path, text, options, read, openSizes = false }: KernelSource): KernelText => {
  if (isOpenClFile(path)) {
    const { unit, kernels, unread } = readOpenCl(path, text, options, read);
    const functions = kernels.map(({ func }) => func.origin.span);
    const said = sayings(unit.file, text, kernels, functions);
    const diagnostics = [...unit.diagnostics, ...said.problems];
    return { unit, kernels: said.kernels, host: [], programs: [], unread, launches: said.launches, diagnostics };
  }
  const unit = preprocess({ path, text, options, host: { read } });
  const syntax = parseUnit(unit.tokens);
  const { kernels, host, programs, unread } = lowerUnit(syntax, LIMITS, openSizes);
  const named = kernels.map(({ func, reasons, sizes }) => ({ func, name: func.kernel?.name ?? '', reasons, sizes }));
  const said = sayings(unit.file, text, named, functionsIn(syntax));
  const diagnostics = [...unit.diagnostics, ...syntax.diagnostics, ...said.problems];
  return { unit, kernels: said.kernels, host, programs, unread, launches: said.launches, diagnostics };
};

/** What comments of the file say of its kernels. */
const sayings = (
  file: Preprocessed['file'],
  text: string,
  kernels: readonly Omit<ReadKernel, 'assumptions'>[],
  functions: readonly Span[],
) => {
  const launches = launchComments(file, text);
  const { comments, problems } = assumptionComments(file, text);
  const places = kernels.map(({ func }) => ({ func, at: func.origin.span }));
  const assumed = assumptionsOf(comments, places, functions);
  return {
    launches,
    kernels: kernels.map((kernel, i): ReadKernel => ({ ...kernel, assumptions: assumed.byKernel[i] ?? [] })),
    problems: [...launches.problems, ...problems, ...assumed.problems],
  };
};

/** Functions with a body. */
const functionsIn = (syntax: SyntaxUnit): readonly Span[] => {
  const out: Span[] = [];
  walk(syntax.body, (node) => {
    const { kind, body } = node as { kind?: string; body?: Node | null };
    if (kind === 'function' && body != null) out.push(syntax.spanOf(node));
    return kind !== 'compound';
  });
  return out;
};
