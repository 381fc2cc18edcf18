import { describe, expect, test } from 'vitest';
import { athanor } from '../test/cli.ts';

const REDUCE = `kernel void reduce(uint n, global uint *data, global uint *result, local uint *part) {
  uint l = get_local_id(0);
  uint sum = 0;
  for (uint i = get_global_id(0); i < n; i += get_global_size(0)) sum += data[i];
  part[l] = sum;
  for (uint k = get_local_size(0) / 2; k > 0; k /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (l < k) part[l] += part[l + k];
  }
  if (l == 0) result[get_group_id(0)] = part[0];
}
kernel void next(global int *data) { int i = get_global_id(0); data[i] = data[i + 1]; }
`;
const SIM = 'reduce.cl\nreduce\n8 1 1\n4 1 1\n<size=4> 16\n<size=64 range=0:1:15>\n<size=8 fill=0 dump>\n<size=16>\n';
const SYCL = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *x = sycl::malloc_device<float>(64, q);
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    x[it.get_global_id(0)] += 1.0f;
  });
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { x[i / 2] = 2.0f * i; });
}
`;
const files = { 'reduce.cl': REDUCE, 'reduce.sim': SIM, 'a.cpp': SYCL, 'n.json': '3', 'x.json': '[1, 2, 3, 4]' };

describe('OpenCL C', () => {
  test('a simulation file is a launch', async () => {
    const ran = await athanor(['run', 'reduce.sim'], { files });
    expect([ran.code, ran.out, ran.err]).toEqual([0, 'result: uint32[2]\n  [44 76]\n', '']);
  });
  test('a kernel by its name, with sizes and drawn inputs', async () => {
    const args = ['run', 'reduce.cl:reduce', '--global-size', '8', '--local-size', '4', '--seed', '1'];
    const ran = await athanor(args, { files });
    expect([ran.code, ran.err]).toEqual([
      0,
      'athanor: n = 8\nathanor: part.size = 8\nathanor: data.size = 8\nathanor: result.size = 8\n',
    ]);
    expect(ran.out).toMatch(/^result: uint32\[8\]/);
    expect((await athanor(args, { files })).out).toBe(ran.out);
  });
  test('a race and an access outside are findings with both items', async () => {
    const ran = await athanor(['run', 'reduce.cl:next', '--global-size', '4', '--seed', '1'], { files });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('error[index-out-of-bounds] data[4] by work-item (3, 0, 0)');
    expect(ran.out).toMatch(/reduce\.cl:12:\d+ error\[data-race\] data\[\d\]/);
    expect(ran.out).toContain('witness: work-item');
  });
  test.each([
    [['reduce.cl'], 'reduce.cl has 2 kernels: say which one, as in reduce.cl:reduce (reduce, next)'],
    [['reduce.cl:redce', '--global-size', '4'], 'reduce.cl has no kernel `redce`: did you mean `reduce`?'],
    [['reduce.cl:next'], 'the size of `next` is not known: give --global-size'],
    [['reduce.cl:next', '--global-size', '4;2'], '--global-size: `4;2` is not of the form X, X,Y or X,Y,Z'],
    [
      ['reduce.cl:next', '--global-size', '4', '--local-size', '3', '--seed', '1'],
      'the local size 3 does not divide the global size 4 of dimension 2',
    ],
    [['reduce.cl:next', '--global-size', '4'], 'input `data`'],
    [['none.sim'], 'none.sim: the input could not be read'],
  ])('%j', async (args, message) => {
    const ran = await athanor(['run', ...args], { files });
    expect(ran.err).toContain(message);
    expect([2, 4]).toContain(ran.code);
  });
});

describe('SYCL', () => {
  test('a kernel by its line, its sizes from the host', async () => {
    const ran = await athanor(['run', 'a.cpp:5', '--seed', '2'], { files });
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toMatch(/^x: float32\[64\]/);
  });
  test('a race between two items without groups', async () => {
    const ran = await athanor(['run', 'a.cpp:8', '--seed', '2'], { files });
    expect(ran.code).toBe(1);
    expect(ran.out.replace(/\s+/g, ' ')).toMatch(
      /a\.cpp:8:\d+ error\[data-race\] x\[\d+\] is written by work-item \d+ and written by work-item \d+/,
    );
  });
});
