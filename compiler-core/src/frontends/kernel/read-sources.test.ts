/** Functions that another source of the program defines. */

import { expect, test } from 'vitest';
import { NO_OPTIONS } from './preprocess/options.ts';
import { readKernels } from './read.ts';

const FILES: Readonly<Record<string, string>> = {
  '/p/twice.hpp': '#pragma once\nSYCL_EXTERNAL int twice(int x);\nint other(int x);\n',
  '/p/twice.cpp':
    '#include "twice.hpp"\nstatic int two() { return 2; }\nint twice(int x) { return other(x) * two(); }\n',
  '/p/other.cpp': '#include "twice.hpp"\nint other(int x) { return x + 1; }\nint main() { return 0; }\n',
  '/p/noise.cpp': 'int broken( { twice(3) }',
};
const MAIN = `#include <sycl/sycl.hpp>
#include "twice.hpp"
void f(sycl::queue &q, int *p) { q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { p[i] = twice(p[i]); }); }
`;

const read = (siblings?: () => readonly string[]) =>
  readKernels({
    path: '/p/main.cpp',
    text: MAIN,
    options: NO_OPTIONS,
    read: (file) => FILES[file] ?? null,
    ...(siblings && { siblings }),
  });

test('without them the function is said to have no body', () => {
  expect(read().kernels.map(({ reasons }) => reasons.map(({ reason }) => reason))).toEqual([
    ['`twice` is declared, its body is not known'],
  ]);
});

test('with them it is followed, and what it calls in a third; only what is needed is read', () => {
  const { kernels, diagnostics, unit } = read(() => Object.keys(FILES).filter((file) => file.endsWith('.cpp')));
  expect(kernels.map(({ reasons }) => reasons)).toEqual([[]]);
  expect([...unit.texts.keys()].filter((file) => file.endsWith('.cpp')).toSorted()).toEqual([
    '/p/main.cpp',
    '/p/other.cpp',
    '/p/twice.cpp',
  ]);
  expect(diagnostics).toEqual([]);
});
