/** A file with kernels, SYCL C++ or OpenCL C by its name, from its text to its kernels in the loop IR. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Program } from '../../ir/program.ts';
import type { Span } from '../../text/span.ts';
import { isOpenClFile, parseOpenCl, readOpenCl } from './dialect/opencl/read.ts';
import { type Assumption, assumptionComments, assumptionsOf } from './launch-files/assumption-comments.ts';
import { type LaunchComments, launchComments } from './launch-files/launch-comments.ts';
import { LoweredParts } from './lower/by-parts.ts';
import type { Launched } from './lower/kernels.ts';
import type { Reason } from './lower/machine.ts';
import type { Binding } from './meaning/entities.ts';
import type { Node } from './parse/ast.ts';
import type { SyntaxUnit } from './parse/parse.ts';
import { walk } from './parse/walk.ts';
import type { Preprocessed } from './preprocess/unit.ts';
import { type KernelSource, lowerText, parseSource } from './read-sources.ts';

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
  /** What the host functions do around the kernels, found out where it is asked for; none for OpenCL C. */
  readonly programs: () => readonly Program[];
  /** What comments vouch for. */
  readonly assumptions: (kernel: ReadKernel) => readonly Assumption[];
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
    const said = sayings(unit.file, text, kernels, () => kernels.map(({ at }) => at));
    const diagnostics = [...unit.diagnostics, ...said.problems];
    return { unit, syntax, boundAt, kernels, host: [], programs: () => [], unread, ...said.told, diagnostics };
  }
  const { unit, syntax, lowered } = lowerText(source, parts);
  const { kernels, host, programs, unread, boundAt } = lowered;
  const said = sayings(unit.file, text, kernels, () => functionsIn(syntax));
  const diagnostics = [...unit.diagnostics, ...syntax.diagnostics, ...said.problems];
  return { unit, syntax, boundAt, kernels, host, programs, unread, ...said.told, diagnostics };
};

/** The text and its tree alone, without kernels: enough for its names. Never throws. */
export const readSyntax = (source: KernelSource): Pick<KernelText, 'unit' | 'syntax'> => {
  const { path, text, options, read } = source;
  return isOpenClFile(path) ? parseOpenCl(path, text, options, read) : parseSource(source, options);
};

const NONE: readonly Assumption[] = [];

/** What comments of the file say of its kernels. */
const sayings = (
  file: Preprocessed['file'],
  text: string,
  kernels: readonly ReadKernel[],
  functions: () => readonly Span[],
): { readonly told: Pick<KernelText, 'launches' | 'assumptions'>; readonly problems: readonly Diagnostic[] } => {
  const launches = launchComments(file, text);
  const { comments, problems } = assumptionComments(file, text);
  const assumed =
    comments.length === 0 ? { byKernel: [], problems: [] } : assumptionsOf(comments, kernels, functions());
  return {
    told: { launches, assumptions: (kernel) => assumed.byKernel[kernels.indexOf(kernel)] ?? NONE },
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
