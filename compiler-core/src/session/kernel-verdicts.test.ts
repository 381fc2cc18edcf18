/** Verdicts on a kernel that moved: found before, and found in the text where it stands now. */

import { expect, test } from 'vitest';
import { LoweredParts } from '../frontends/kernel/lower/by-parts.ts';
import { NO_OPTIONS } from '../frontends/kernel/preprocess/options.ts';
import { type ReadKernel, readKernels } from '../frontends/kernel/read.ts';
import { DEFAULT_DEVICE } from '../machine/catalogue.ts';
import type { KernelVerdict } from '../plan/kernels/judge.ts';
import { type Asked, KernelVerdicts, TYPING } from './kernel-verdicts.ts';

const TEXT = `#include <sycl/sycl.hpp>
void turn(sycl::queue &q) {
  float *a = sycl::malloc_shared<float>(1024, q);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(sycl::range<1>(64), h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int i = it.get_global_id(0), l = it.get_local_id(0);
      t[l] = a[i];
      a[i] = t[63 - l];
    });
  }).wait();
}
`;
const MOVED = TEXT.replace('void turn', '// Turns each block around.\n\nvoid turn');

const kernelOf = (text: string, parts: LoweredParts): ReadKernel => {
  const [kernel] = readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null }, parts).kernels;
  if (kernel === undefined) throw new Error('no kernel');
  return kernel;
};
const askedOf = (text: string): Asked => ({
  ...{ launches: [], assumptions: [], device: DEFAULT_DEVICE },
  textAt: ({ start, end }) => text.slice(start, end),
});
const never = (): boolean => false;

/** The text that the race is seen in, and the text that its fix makes. */
const race = (verdict: KernelVerdict | null, text: string): readonly (string | undefined)[] => {
  const found = verdict?.diagnostics.find((d) => d.code === 'data-race');
  const [edit] = found?.fixes[0]?.edits ?? [];
  const mended = edit && text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
  return [found && text.slice(found.span.start, found.span.end), mended];
};
const mended = (text: string): string =>
  text.replace('      a[i] = t', '      sycl::group_barrier(it.get_group());\n      a[i] = t');

test('a verdict moves with its kernel', () => {
  const [parts, verdicts] = [new LoweredParts(), new KernelVerdicts(TYPING)];
  verdicts.judge(kernelOf(TEXT, parts), askedOf(TEXT), never);
  const moved = kernelOf(MOVED, parts);
  expect(moved.moved).toBeDefined();
  expect(race(verdicts.of(moved, askedOf(MOVED)), MOVED)).toEqual(['t[63 - l]', mended(MOVED)]);
});

test('a kernel that moved before it was judged is mended where it stands now', () => {
  const parts = new LoweredParts();
  kernelOf(TEXT, parts);
  const moved = kernelOf(MOVED, parts);
  expect(moved.moved).toBeDefined();
  const verdict = new KernelVerdicts(TYPING).judge(moved, askedOf(MOVED), never);
  expect(race(verdict, MOVED)).toEqual(['t[63 - l]', mended(MOVED)]);
});

test('other launches are another question', () => {
  const [kernel, verdicts] = [kernelOf(TEXT, new LoweredParts()), new KernelVerdicts(TYPING)];
  verdicts.judge(kernel, askedOf(TEXT), never);
  expect(verdicts.of(kernel, { ...askedOf(TEXT), launches: [{ global: null, local: null }] })).toBeNull();
});
