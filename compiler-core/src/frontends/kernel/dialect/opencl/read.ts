/** An OpenCL C file from its text to its kernels. */

import type { Span } from '../../../../text/span.ts';
import type { Reason } from '../../lower/machine.ts';
import type { Binding } from '../../meaning/entities.ts';
import { parseUnit, type SyntaxUnit } from '../../parse/parse.ts';
import type { CompileOptions } from '../../preprocess/options.ts';
import { preprocess } from '../../preprocess/preprocess.ts';
import type { Preprocessed } from '../../preprocess/unit.ts';
import { lowerOpenCl, type OpenClKernel } from './kernels.ts';
import { PRELUDE, PRELUDE_PATH } from './prelude.ts';

export interface OpenClFile {
  readonly unit: Preprocessed;
  readonly syntax: SyntaxUnit;
  readonly kernels: readonly OpenClKernel[];
  /** Kernels that could not be read at all, and why. */
  readonly unread: readonly Reason[];
  /** What a name that kernels use stands for, by the place of what declares it. */
  readonly boundAt: (declaration: Span) => readonly Binding[];
}

export const isOpenClFile = (path: string): boolean => /\.(?:cl|ocl|clcpp)$/i.test(path);

/** The text and its tree, the language's own words in front. */
export const parseOpenCl = (
  path: string,
  text: string,
  options: CompileOptions,
  read: (file: string) => string | null,
): Pick<OpenClFile, 'unit' | 'syntax'> => {
  const host = { read: (file: string) => (file.endsWith(PRELUDE_PATH) ? PRELUDE : read(file)) };
  const all = { ...options, forcedIncludes: [PRELUDE_PATH, ...options.forcedIncludes] };
  const unit = preprocess({ path, text, options: all, host });
  return { unit, syntax: parseUnit(unit.tokens) };
};

/** Never throws. `read` gives the text of an included file, or null. */
export const readOpenCl = (...source: Parameters<typeof parseOpenCl>): OpenClFile => {
  const { unit, syntax } = parseOpenCl(...source);
  return { unit, syntax, ...lowerOpenCl(syntax) };
};
