/** What a run adds where nothing is proved: kernels of 128 items in groups of 64 over 128 floats each. */

import { expect, test } from 'vitest';
import type { KernelAnswer } from '../../analysis/kernels/answer.ts';
import { NO_OPTIONS } from '../../frontends/kernel/preprocess/options.ts';
import { readKernels } from '../../frontends/kernel/read.ts';
import { type Analyses, judgeKernel, PROPERTIES } from './judge.ts';

const nothing = (): KernelAnswer => ({ standing: 'unknown', diagnostics: [], open: [], assumptions: [] });
const SILENT: Analyses = { decide: { races: nothing, bounds: nothing, barriers: nothing }, others: [] };

const program = (body: string, n = '128'): string => `#include <sycl/sycl.hpp>
#include <cstdlib>
int main(int argc, char **argv) {
  sycl::queue q;
  int n = ${n};
  float *a = sycl::malloc_device<float>(128, q);
  int *c = sycl::malloc_device<int>(128, q);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(sycl::range<1>(64), h);
    h.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
      int i = it.get_global_id(0), l = it.get_local_id(0);
      ${body}
    });
  });
  q.wait();
}
`;

const judged = (body: string, n?: string): string => {
  const text = program(body, n);
  const [kernel] = readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null }).kernels;
  if (kernel === undefined) throw new Error('no kernel');
  const { properties, diagnostics } = judgeKernel(kernel.func, kernel.sizes, {
    analyses: SILENT,
    work: 1000,
    run: { steps: 1_000_000, elements: 10_000 },
  });
  const stand = PROPERTIES.map((p) => `${p} ${properties[p].standing}${properties[p].by === 'run' ? ' by a run' : ''}`);
  const said = diagnostics.map((d) => `${d.class} ${d.code} ${text.slice(d.span.start, d.span.end)}`);
  return [...stand, ...said].join('; ');
};

test('where no data decides, a run settles the launch', () => {
  expect(judged('t[l] = a[i]; it.barrier(); a[i] = t[(l * 5 + 3) % 64];')).toBe(
    'races safe by a run; bounds safe by a run; barriers safe by a run',
  );
});

test('a fault that no data could change is witnessed', () => {
  expect(judged('t[l] = a[i]; a[i] = t[l ^ 1];')).toBe(
    'races faulty by a run; bounds safe by a run; barriers safe by a run; witnessed data-race t[l ^ 1]',
  );
  expect(judged('a[i * i % 160] = 1;')).toContain('witnessed index-out-of-bounds a[i * i % 160]');
});

test('where data decides, a run shows nothing and settles nothing', () => {
  expect(judged('a[c[i]] = i;')).toBe('races unknown; bounds unknown; barriers safe by a run');
  expect(judged('if (c[i] > 0) it.barrier();')).toContain('barriers unknown');
});

test('a launch whose size nobody knows is not run', () => {
  expect(judged('a[i] = t[l ^ 1];', 'atoi(argv[1])')).toBe('races unknown; bounds unknown; barriers unknown');
});
