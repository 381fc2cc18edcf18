/** C++ text to the IR of its kernels, with no file but itself. */

import { lowerUnit } from '../src/frontends/kernel/lower/by-parts.ts';
import type { Func } from '../src/ir/nodes.ts';
import { printFunc } from '../src/ir/print.ts';
import { verifyFunc } from '../src/ir/verify.ts';
import { parseText } from './parse-cxx.ts';

export interface LoweredKernel {
  readonly func: Func;
  readonly text: string;
  readonly reasons: readonly string[];
}

/** @throws where the IR is not well-formed */
export const lowerText = (text: string): readonly LoweredKernel[] =>
  lowerUnit(parseText(text)).kernels.map(({ func, reasons }) => {
    const problems = verifyFunc(func);
    if (problems.length > 0) throw new Error(`${problems[0]?.message}\n${printFunc(func)}`);
    return { func, text: printFunc(func), reasons: reasons.map(({ reason }) => reason) };
  });

/** The lines of the only kernel's body, definitions of its parameters and loops over items left out, and indentation. */
export const bodyOf = (text: string): string => {
  const [only] = lowerText(text);
  if (only === undefined) throw new Error('no kernel');
  const lines = only.text.split('\n').map((line) => line.trim());
  const kept = lines.filter(
    (line) =>
      line !== '' && !/^(?:func|@(?:input|inout|output) |@!parallel|for [gl]\d in |[{}]$|@cache .*\{$)/.test(line),
  );
  return [...kept, ...only.reasons.map((reason) => `! ${reason}`)].join('\n');
};

/** A program with one kernel over a pointer `a` of floats, `b` of ints, and `n`. */
export const kernelText = (body: string, before = ''): string => `#include <sycl/sycl.hpp>
${before}
void launch(sycl::queue &q, float *a, int *b, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> tile(sycl::range<1>(64), h);
    h.parallel_for<class K>(sycl::nd_range<1>(n * 64, 64), [=](sycl::nd_item<1> it) {
      int i = it.get_global_id(0);
      ${body}
    });
  });
}
`;
