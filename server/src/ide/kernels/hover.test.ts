/** Hover over kernels: how they are launched, and what is assumed of them. */

import { NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { expect, test } from 'vitest';
import type { LaunchSetting } from '../../ports/check-file.ts';
import { kernelHover } from './hover.ts';
import { KernelView } from './view.ts';

const TEXT = (before = '', range = 'sycl::nd_range<1>(n * 4, 64)'): string => `#include <sycl/sycl.hpp>
void f(sycl::queue &q, int *x, int n) {
  ${before}
  q.parallel_for<class K>(${range}, [=](auto it) { x[it.get_global_id(0)] = n; });
}
`;
const over = (text: string, launches: readonly LaunchSetting[] = []): string => {
  const source = { path: '/a.cpp', text, options: NO_OPTIONS, read: () => null };
  const view = new KernelView(source, new LineIndex(text), { settings: launches });
  return kernelHover(view, text.indexOf('q.parallel_for'), false)?.markdown ?? '';
};
const setting = (kernel: string, global: number[], local: number[] | null): LaunchSetting => ({
  ...{ file: 'a.cpp', kernel, global, local, start: 0, end: 1 },
});

test('sizes: of the host, of a comment, of athanor.toml, later ones winning', () => {
  expect(over(TEXT())).toContain('launched with global `n * 4`, local `64`');
  expect(over(TEXT('', 'sycl::range<1>(8)'))).toContain('launched with global `8`');
  const comment = '// athanor: launch global=128 local=64';
  expect(over(TEXT(comment))).toContain('launched with global 128, local 64 (a comment)');
  const settings = [setting('K', [256], [64]), setting('4', [512], null), setting('L', [1], null)];
  expect(over(TEXT(comment), settings)).toContain('launched with global 256, local 64; global 512 (athanor.toml)');
});

test('assumptions', () => {
  expect(over(TEXT('// athanor: assume(n % 64 == 0)'))).toContain('assuming `assume(n % 64 == 0)`');
  expect(over(TEXT())).not.toContain('`assume(');
});
