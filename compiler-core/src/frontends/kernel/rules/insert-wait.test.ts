/** Where the wait goes. */

import { expect, test } from 'vitest';
import { programFindings } from '../../../analysis/program/program-findings.ts';
import { NO_OPTIONS } from '../preprocess/options.ts';
import { readKernels } from '../read.ts';
import { withWaits } from './insert-wait.ts';

/** The text with the first fix carried out. */
const fixed = (body: string): string => {
  const text = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(8, q);
${body}
}`;
  const read = readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null });
  const found = read.programs().flatMap((p) => programFindings(p, { kernels: read.kernels }).diagnostics);
  const all = withWaits({ syntax: read.syntax, textOf: () => text }, found);
  const edit = all.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits))[0];
  return edit === undefined
    ? ''
    : (text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.start)).slice(text.indexOf(body), -2);
};
const LAUNCH = 'q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { x[i] = 1; });';

test.each([
  [`  ${LAUNCH}\n  int y = x[0];`, `  ${LAUNCH}\n  q.wait();\n  int y = x[0];`],
  [
    `  ${LAUNCH}\n  int y = 0;\n  for (int i = 0; i < 8; i++) {\n    y += x[i];\n  }`,
    `  ${LAUNCH}\n  int y = 0;\n  q.wait();\n  for (int i = 0; i < 8; i++) {\n    y += x[i];\n  }`,
  ],
  [
    `  int y = 0;\n  for (int k = 0; k < 3; k++) {\n    ${LAUNCH}\n    y += x[k];\n  }`,
    `  int y = 0;\n  for (int k = 0; k < 3; k++) {\n    ${LAUNCH}\n    q.wait();\n    y += x[k];\n  }`,
  ],
  [`  ${LAUNCH}\n  q.wait();\n  int y = x[0];`, ''],
])('%s', (body, expected) => expect(fixed(body)).toBe(expected));
