import { expect, test } from 'vitest';
import { printExpr } from '../../../ir/print.ts';
import { NO_OPTIONS } from '../preprocess/options.ts';
import { readKernels } from '../read.ts';
import type { Assumption } from './assumption-comments.ts';

const read = (text: string, path = '/a.cpp') => {
  const found = readKernels({ path, text, options: NO_OPTIONS, read: () => null });
  const spelled = (a: Assumption): string =>
    a.kind === 'assume' ? printExpr(a.cond) : a.groups.map((g) => g.join('+')).join(' | ');
  return {
    kernels: found.kernels.map((kernel) => `${kernel.name}: ${found.assumptions(kernel).map(spelled).join('; ')}`),
    problems: found.diagnostics
      .filter(({ code }) => code === 'bad-binding')
      .map(({ span, message }) => `${text.slice(span.start, span.end)} <- ${message}`),
  };
};
/** A host function with two kernels over `a`, `b` and a captured `n`. */
const program = (before: string, first = '', between = '', after = ''): string => `#include <sycl/sycl.hpp>
${before}
void f(sycl::queue &q, float *a, float *b, int n, unsigned m) {
  ${first}
  q.parallel_for<class One>(sycl::range<1>(n), [=](sycl::id<1> i) { if (i < n + m) a[i] = b[i]; });
  ${between}
  q.parallel_for<class Two>(sycl::range<1>(n), [=](sycl::id<1> i) { if (i < n) a[i] += 1; });
  ${after}
}
`;

test('in front of a function: of all its kernels; in it: of those behind', () => {
  const N = 'int64(n[]) %% 128 == 0';
  expect(read(program('// athanor: assume(n % 128 == 0)')).kernels).toEqual([`One: ${N}`, `Two: ${N}`]);
  expect(read(program('', '/* athanor: assume(n % 128 == 0) */')).kernels).toEqual([`One: ${N}`, `Two: ${N}`]);
  expect(read(program('', '', '// athanor: assume(n % 128 == 0)')).kernels).toEqual(['One: ', `Two: ${N}`]);
});

test.each([
  ['n > 0 && n <= 1024', 'int64(n[]) > 0 && int64(n[]) <= 1024'],
  ['(n + m) / 4 * 4 != -n - 1', '@!towards0(int64(n[]) + int64(m[]) / 4) * 4 != 0 - int64(n[]) - 1'],
  ['!(n == 3) || m < 2', '!(int64(n[]) == 3) || int64(m[]) < 2'],
  ['global_0 % 64 == 0', 'int64($global_0) %% 64 == 0'],
  ['a.size >= n', 'int64($`a.size`) >= int64(n[])'],
])('assume(%s)', (text, expected) => {
  const { kernels, problems } = read(program(`// athanor: assume(${text})`));
  expect(problems).toEqual([]);
  expect(kernels[0]?.replace(/^One: /, '').replaceAll(/@!towards0\(\((.*?)\) \/ 4\)/g, '@!towards0($1 / 4)')).toBe(
    expected,
  );
});

test('noalias: of memory; a name that only one kernel has counts there', () => {
  expect(read(program('// athanor: noalias(a, b)'))).toEqual({ kernels: ['One: a | b', 'Two: '], problems: [] });
});

test.each([
  [
    'assume(width % 2 == 0)',
    'width <- the kernel has no captured integer or size `width`; it has n, m, global_0, b.size, a.size',
  ],
  [
    'assume(global % 2 == 0)',
    'global <- the kernel has no captured integer or size `global`; did you mean `global_0`?',
  ],
  ['assume(globl_0 > 2)', 'globl_0 <- the kernel has no captured integer or size `globl_0`; did you mean `global_0`?'],
  ['assume(a > 2)', 'a <- the kernel has no captured integer or size `a`'],
  ['noalias(a, c)', 'c <- the kernel has no memory `c`'],
  ['noalias(a)', 'a <- it names at least two'],
  ['noalias(a, 3)', '3 <- it is written `noalias(a, b)`'],
  ['noalias a, b', '// athanor: noalias a, b <- it is written `noalias(a, b)`, with the parentheses'],
  ['assume(n)', ') <- a condition compares something, as in n % 128 == 0'],
  ['assume(n % 2 == 0 && n)', ') <- `&&` stands between conditions'],
  ['assume((n < 2)', ') <- a `)` is missing'],
  ['assume(n < )', ' <- an operand is missing'],
  ['assume(n # 2)', '# 2 <- `# 2` is no part of a condition'],
  ['assume(1 < n < 3)', ') <- `<` stands between numbers'],
])('%s', (comment, expected) => {
  const { kernels, problems } = read(program(`// athanor: ${comment}`));
  expect(kernels).toEqual(['One: ', 'Two: ']);
  expect(problems).toEqual([expect.stringContaining(expected)]);
});

test('behind the last kernel there is none; deep parentheses end', () => {
  expect(read(program('', '', '', '// athanor: assume(n > 1)')).problems).toEqual([
    '// athanor: assume(n > 1) <- no kernel stands behind this comment',
  ]);
  expect(read(program(`// athanor: assume(${'('.repeat(5000)}n > 1)`)).problems.length).toBe(1);
});

test('OpenCL C: in front of the kernel', () => {
  const text = `// athanor: assume(n % 4 == 0)
// athanor: noalias(x, y)
kernel void k(global int *x, global int *y, int n) { if (get_global_id(0) < n) x[0] = y[0]; }
`;
  expect(read(text, '/a.cl')).toEqual({ kernels: ['k: int64(n[]) %% 4 == 0; x | y'], problems: [] });
});
