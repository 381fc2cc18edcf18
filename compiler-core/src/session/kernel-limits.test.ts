/** The cases of kernels that a device does not hold, and what is said where nobody chose one. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../tools/checks/source-files.ts';
import { limitsOf } from '../../testkit/device-line.ts';
import { parseFixture } from '../../testkit/fixture.ts';
import { NO_OPTIONS } from '../frontends/kernel/preprocess/options.ts';
import { readKernels } from '../frontends/kernel/read.ts';
import { findDevice, portable } from '../machine/catalogue.ts';
import type { Device } from '../machine/device.ts';
import { derivedFrom } from '../machine/own-device.ts';
import { type DeviceChoice, type KernelLimits, kernelLimits } from './kernel-limits.ts';

const CASES = join(ROOT, 'bench/accept/kernel-diagnostics/cases');
const CODES = [
  'work-group-too-large',
  'range-too-large',
  'local-memory-exceeded',
  'missing-feature',
  'sub-group-size',
  'private-memory-spill',
];
const cases = CODES.flatMap((code) => readdirSync(join(CASES, code)).map((name) => ({ code, name })));

test.each(cases)('$code: $name', ({ code, name }) => {
  const { files } = parseFixture(readFileSync(join(CASES, code, name), 'utf8'));
  expect(files.map(({ path }) => path.replace(/\.\w+$/, ''))).toEqual(['/faulty', '/fixed']);
  for (const { path, text, expected } of files) {
    const said = limitsOf(path, text);
    const labels = said.map((d) => `${d.span.start}-${d.span.end} ${d.class} ${d.code}`);
    const wanted = expected.filter((e) => e.code !== 'related');
    expect(labels.sort()).toEqual(wanted.map((e) => `${e.start}-${e.end} ${e.quality} ${e.code}`).sort());
    const related = said.flatMap((d) => d.related.map(({ span }) => `${span.start}-${span.end}`));
    for (const e of expected.filter((each) => each.code === 'related'))
      expect(related).toContain(`${e.start}-${e.end}`);
    if (path.startsWith('/faulty')) expect(said.map((d) => d.code)).toContain(code);
  }
});

const PROGRAM = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  double *x = sycl::malloc_shared<double>(4096, q);
  q.parallel_for(sycl::nd_range<1>(4096, 2048), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = 1; });
  q.parallel_for(sycl::nd_range<1>(4096, 64), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = 2; });
}
`;
const device = (word: string): Device => {
  const found = findDevice(word);
  if (found.kind === 'unknown') throw new Error(word);
  return found.device;
};
const on = (choices: readonly DeviceChoice[], text = PROGRAM): KernelLimits => {
  const read = readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null, siblings: () => [] });
  return kernelLimits(read, choices, () => []);
};
const said = ({ findings }: KernelLimits): readonly string[] =>
  findings.map(({ diagnostic: d }) => `${d.severity} ${d.class} ${d.code}: ${d.message}`);
const chosen = (...words: readonly string[]): readonly DeviceChoice[] =>
  words.map((word) => ({ device: device(word), chosen: '--device' }));

test('where nobody chose, what portable code may not rely on is information, once in a file', () => {
  expect(said(on([{ device: portable('/a.cpp'), chosen: null }]))).toEqual([
    'information possible missing-feature: the kernel computes in `double`: devices may lack that',
  ]);
});

test('what several devices have in common is one finding, and each cell has its verdict', () => {
  const { findings, rows } = on(chosen('a100', 'h100', 'arc', 'avx512', 'cambricon'));
  expect(findings.map(({ diagnostic: d }) => `${d.code}: ${d.message}`)).toEqual([
    'work-group-too-large: a work-group of 2048 work-items: NVIDIA A100 SXM4 40 GB has at most 1024; 2 other devices too',
    'missing-feature: the kernel computes in `double`: Intel Arc A770 16 GB has no double precision',
    'missing-feature: the kernel computes in `double`: Intel Arc A770 16 GB has no double precision',
  ]);
  expect(findings[0]?.diagnostic.assumptions).toHaveLength(3);
  expect(rows.map(({ cells }) => cells.map(({ verdict }) => verdict))).toEqual([
    ['breaks', 'breaks', 'breaks', 'ok', 'unknown'],
    ['ok', 'ok', 'breaks', 'ok', 'unknown'],
  ]);
  expect(rows[1]?.cells[4]?.open).toEqual([
    'work-group size: no OpenCL or SYCL device report is published',
    'fp64: no OpenCL or SYCL device report is published',
  ]);
});

test('memory of a kind that the device has not', () => {
  const own = derivedFrom(device('avx512'), 'ours');
  const fact = { value: false, source: { title: 'a', where: 'b', date: 'c' }, section: 'd' };
  const without = { ...own, features: { ...own.features, usmShared: fact } };
  expect(said(on([{ device: without, chosen: 'athanor.toml' }]))).toEqual([
    'error proved missing-feature: memory of this kind: ours has no shared allocations (aspect usm_shared_allocations)',
  ]);
});

test('a literal of double precision is mended, unless it stands in a macro or more is double', () => {
  const kernel = (body: string, before = ''): string => `#include <sycl/sycl.hpp>
${before}
void f(sycl::queue &q, float *x, double *y) {
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { ${body} });
}
int main() { sycl::queue q; f(q, sycl::malloc_device<float>(64, q), sycl::malloc_device<double>(64, q)); }`;
  const mended = (text: string): string => {
    const [found] = on(chosen('arc'), text).findings;
    const edits = [...(found?.diagnostic.fixes[0]?.edits ?? [])].reverse();
    const after = edits.reduce((t, { span, newText }) => t.slice(0, span.start) + newText + t.slice(span.end), text);
    return after === text ? `${found?.diagnostic.code}, no fix` : (/\{ (x.*;) \}/.exec(after)?.[1] ?? '');
  };
  expect(mended(kernel('x[i] = 2 * x[i] * 0.5 + 1e3;'))).toBe('x[i] = 2 * x[i] * 0.5f + 1e3f;');
  expect(mended(kernel('x[i] = x[i] * HALF + 1.5;', '#define HALF 0.5'))).toBe('missing-feature, no fix');
  expect(mended(kernel('x[i] = x[i] * 0.5 + y[i];'))).toBe('missing-feature, no fix');
  expect(mended(kernel('x[i] = (double)x[i] * 0.5;'))).toBe('missing-feature, no fix');
  expect(mended(kernel('x[i] = x[i] * 0.5f;'))).toBe('undefined, no fix');
});
