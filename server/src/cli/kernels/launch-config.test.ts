/** Sizes of launches from the host, comments, `athanor.toml` and the command line; what does not fit is said. */

import { describe, expect, test } from 'vitest';
import { athanor } from '../test/cli.ts';

const KERNELS = `kernel void first(global int *x) { x[get_global_id(0)] = get_local_size(0); }
// athanor: launch global=6 local=2
kernel void second(global int *x) { x[get_global_id(0)] = get_local_size(0); }
`;
const SYCL = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  int *x = sycl::malloc_device<int>(8, q);
  q.parallel_for<class K>(sycl::nd_range<1>(8, 4), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = it.get_local_range(0); });
  return 0;
}
`;
const toml = (text: string) => ({ 'athanor.toml': text, 'src/k.cl': KERNELS, 'src/a.cpp': SYCL });
const run = async (target: string, text: string, ...flags: string[]) => {
  const { code, out, err } = await athanor(['run', target, '--seed', '1', ...flags], { files: toml(text) });
  return [
    code,
    out.split('\n').slice(1).join(' ').trim(),
    err
      .split('\n')
      .filter((line) => line.includes('launch'))
      .join(' '),
  ];
};

describe('later ones win', () => {
  test('a setting over nothing, over a comment, over constants of the host', async () => {
    const text =
      '[launch."src/k.cl:first"]\nglobal = 4\nlocal = 4\n[launch."src/k.cl:second"]\nglobal = "4"\nlocal = [1]\n[launch."src/a.cpp:K"]\nglobal = [4]\nlocal = 2\n';
    expect(await run('src/k.cl:first', text)).toEqual([0, '[4 4 4 4]', 'athanor: launch global=4 local=4']);
    expect(await run('src/k.cl:second', '')).toEqual([0, '[2 2 2 2 2 2]', 'athanor: launch global=6 local=2']);
    expect(await run('src/k.cl:second', text)).toEqual([0, '[1 1 1 1]', 'athanor: launch global=4 local=1']);
    expect(await run('src/a.cpp:K', '')).toEqual([0, '[4 4 4 4 4 4 4 4]', '']);
    expect((await run('src/a.cpp:K', text))[2]).toBe('athanor: launch global=4 local=2');
  });
  test('the command line over all, and the rest from the host', async () => {
    const text = '[launch."src/k.cl:2"]\nglobal = 4\n';
    const flags = ['--global-size', '2', '--local-size', '1'];
    expect((await run('src/k.cl:second', text, ...flags))[1]).toBe('[1 1]');
    expect((await run('src/a.cpp:K', '', '--global-size', '4'))[0]).toBe(0);
    expect((await run('src/a.cpp:K', '', '--local-size', '2'))[1]).toBe('[2 2 2 2 2 2 2 2]');
  });
  test('several tables are several configurations', async () => {
    const text = '[[launch."src/k.cl:first"]]\nglobal = 2\n[[launch."src/k.cl:first"]]\nglobal = 4\nlocal = 2\n';
    expect((await run('src/k.cl:first', text))[2]).toBe('athanor: launch global=2 athanor: launch global=4 local=2');
  });
  test('a file says of those below it alone', async () => {
    expect((await run('src/k.cl:first', '[launch."k.cl:first"]\nglobal = 4\n'))[0]).toBe(2);
  });
});

test.each([
  ['[launch."src/k.cl"]\nglobal = 1', 'names no kernel: write [launch."src/file.cpp:Kernel"]'],
  ['[launch."src/k.cl:first"]\nlocal = 1', 'has no `global`'],
  ['[launch."src/k.cl:first"]\nglobal = 0', 'sizes are written 1024'],
  ['[launch."src/k.cl:first"]\nglobal = [1, 2, 3, 4]', 'sizes are written 1024'],
  ['[launch."src/k.cl:first"]\nglobal = "1,x"', 'sizes are written 1024'],
  ['[launch."src/k.cl:first"]\nglobal = 4\nlocal = [2, 2]', 'has 1 dimensions and `local` 2'],
  ['[launch."src/k.cl:first"]\nglobl = 4', 'did you mean `global`?'],
  ['[launch."src/k.cl:frist"]\nglobal = 4', 'src/k.cl has no kernel `frist`: did you mean `first`?'],
  ['[launch."src/k.cl:first"]\nglobal = 5\nlocal = 2', 'the local size 2 does not divide the global size 5'],
  ['[launch."src/a.cpp:K"]\nglobal = [5, 2]', '`K` has 1 dimensions, 2 sizes are given'],
  ['launch = 3', '`launch` is a table'],
])('%s', async (text, message) => {
  const { code, out } = await athanor(['check', 'src'], { files: toml(`${text}\n`) });
  expect([code, out.includes('config-error'), out.replace(/\s+/g, ' ')]).toEqual([
    expect.toSatisfy((n: number) => n === 1 || n === 2),
    true,
    expect.stringContaining(message),
  ]);
});

test('check takes sizes and flags of the command line', async () => {
  const text = SYCL.replace('8, 4', 'N, 4');
  const at = (...flags: string[]) => athanor(['check', 'a.cpp', '--stats', ...flags], { files: { 'a.cpp': text } });
  expect((await at('-DN=8')).code).toBe(0);
  const odd = await at('--global-size', '9', '--local-size', '2');
  expect(odd.out.replace(/\s+/g, ' ')).toContain('the local size 2 does not divide the global size 9');
  expect((await at('--local-size', '2')).err).toContain('--local-size goes with --global-size');
});

describe('sub-groups', () => {
  const text = `#include <sycl/sycl.hpp>
void f(sycl::queue &q, int *x) {
  q.parallel_for<class K>(sycl::nd_range<1>(8, 8), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(4)]] { x[it.get_global_id(0)] = 1; });
  q.parallel_for<class L>(sycl::nd_range<1>(8, 8), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = it.get_sub_group().get_local_linear_id(); });
}
`;
  test.each([
    ['K', '8', '--sub-group-size: `K` requires 4, not 8'],
    ['L', '3', '--sub-group-size: `3` is no power of two from 1 to 1024'],
    ['L', 'x', '--sub-group-size: `x` is no power of two from 1 to 1024'],
  ])('%s %s', async (kernel, size, message) => {
    const { code, err } = await athanor(['run', `a.cpp:${kernel}`, '--seed', '1', '--sub-group-size', size], {
      files: { 'a.cpp': text },
    });
    expect([code, err]).toEqual([2, `athanor: ${message}\n`]);
  });
  test('it is the size of the run', async () => {
    const { out } = await athanor(['run', 'a.cpp:L', '--seed', '1', '--sub-group-size', '4'], {
      files: { 'a.cpp': text },
    });
    expect(out).toContain('[0 1 2 3 0 1 2 3]');
  });
});

describe('assumptions', () => {
  const text = `#include <sycl/sycl.hpp>
// athanor: assume(n % 8 == 0)
void f(sycl::queue &q, int *x, int n) {
  q.parallel_for<class K>(sycl::range<1>(n), [=](sycl::id<1> i) { if (i < n) x[i] = n; });
}
`;
  const at = (...flags: string[]) => athanor(['run', 'a.cpp:K', '--seed', '1', ...flags], { files: { 'a.cpp': text } });
  test('a run is one that they allow', async () => {
    expect((await at('--global-size', '8')).code).toBe(0);
    const broken = await at('--global-size', '6');
    expect([broken.code, broken.err]).toEqual([
      2,
      expect.stringContaining('the assumption `assume(n % 8 == 0)` does not hold for n = 6: give other values'),
    ]);
    expect((await at('--global-size', '6', '--bind', 'n=16')).code).toBe(0);
  });
});

describe('pointers that lead nowhere', () => {
  const program = (body: string): string => `#include <sycl/sycl.hpp>
#include <vector>
int main() {
  sycl::queue q;
  int *d = sycl::malloc_device<int>(8, q);
  ${body}
}
`;
  const LAUNCH = 'q.parallel_for<class K>(sycl::range<1>(8), [=](sycl::id<1> i) { p[i] = 1; });';
  const check = async (body: string) => {
    const { out } = await athanor(['run', 'a.cpp:K', '--seed', '1'], { files: { 'a.cpp': program(body) } });
    return [...out.matchAll(/error\[([\w-]+)\]/g)].map((match) => match[1]).join(' ');
  };
  test.each([
    [`int *p = d; ${LAUNCH}`, ''],
    [`int *p = new int[8]; ${LAUNCH}`, 'foreign-pointer'],
    [`int *p = (int *)malloc(32); ${LAUNCH}`, 'foreign-pointer'],
    [`int h[8]; int *p = h; ${LAUNCH}`, 'foreign-pointer'],
    [`int *p = sycl::malloc_shared<int>(8, q); ${LAUNCH}`, ''],
    [`int *p = d; sycl::free(d, q); ${LAUNCH}`, 'freed-pointer'],
    [`int *p = d; ${LAUNCH} sycl::free(d, q);`, ''],
    [`int *p = d; if (rand()) sycl::free(d, q); ${LAUNCH}`, ''],
    [`int *p = d; if (rand()) { sycl::free(d, q); return 1; } ${LAUNCH}`, ''],
    [`int *p = d; if (rand()) sycl::free(d, q); else sycl::free(d, q); ${LAUNCH}`, ''],
    [`int *p = d; mystery(d); sycl::free(d, q); mystery(d); ${LAUNCH}`, ''],
    [`int *p = d; for (int k = 0; k < 3; k++) { ${LAUNCH} } sycl::free(p, q);`, ''],
  ])('%s', async (body, expected) => expect(await check(body)).toBe(expected));

  test('both places are told of', async () => {
    const text = program(`int *p = d;\n  sycl::free(d, q);\n  ${LAUNCH}`);
    const { out } = await athanor(['run', 'a.cpp:K', '--seed', '1'], { files: { 'a.cpp': text } });
    expect(out).toContain('a.cpp:8:67 error[freed-pointer]');
    expect(out.replace(/\s+/g, ' ')).toContain('`d` is freed here');
    expect(out).toContain('7 |   sycl::free(d, q);');
  });
});
