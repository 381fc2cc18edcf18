/** OpenCL C from its text to what its kernels compute: each test gives the body of a kernel over `out`, `x` and `t`. */

import { describe, expect, test } from 'vitest';
import { printFunc } from '../../../../ir/print.ts';
import { verifyFunc } from '../../../../ir/verify.ts';
import { NO_OPTIONS } from '../../preprocess/options.ts';
import { readOpenCl } from './read.ts';

const read = (text: string) => readOpenCl('/k.cl', text, NO_OPTIONS, () => null);
/** The lines of the body's IR that are no frame: stores, barriers, atomics; or why it is not modelled. */
const lowered = (body: string, parameters = 'global int *out, global const int *x, local int *t'): string[] => {
  const { kernels, unit } = read(`kernel void k(${parameters}) {\n${body}\n}`);
  expect(unit.diagnostics).toEqual([]);
  const [kernel] = kernels;
  if (!kernel) throw new Error('no kernel');
  expect(verifyFunc(kernel.func)).toEqual([]);
  if (kernel.reasons.length > 0) return kernel.reasons.map(({ reason }) => `not modelled: ${reason}`);
  return printFunc(kernel.func)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^[\w.]+\[.*\] = |^@!(?:rmw|barrier|fence|eval)/.test(line));
};
const G = 'g0@uint64 * uint64($local_2) + l0@uint64';

describe('builtins', () => {
  test.each<[string, string[]]>([
    ['out[0] = get_local_id(0);', ['out[0] = int32(l0@uint64)']],
    ['out[0] = get_group_id(1);', ['out[0] = int32(g1@uint64)']],
    ['out[0] = get_global_size(2);', ['out[0] = int32(uint64($global_0))']],
    ['out[0] = get_global_id(3) + get_local_size(7);', ['out[0] = 1']],
    ['barrier(CLK_LOCAL_MEM_FENCE);', ['@!barrier(workGroup, local)']],
    ['barrier(CLK_GLOBAL_MEM_FENCE);', ['@!barrier(workGroup, global)']],
    ['barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);', ['@!barrier(workGroup)']],
    ['mem_fence(CLK_GLOBAL_MEM_FENCE);', ['@!fence(acq_rel, device)']],
    ['atomic_inc(out);', ['@!rmw(add, out[0], 1) @relaxed @device']],
    ['atom_xchg(&t[1], 5);', ['@!rmw(exchange, t[1], 5) @relaxed @device']],
    ['atomic_cmpxchg(out + 2, 1, 7);', ['@!rmw(compareExchange, out[2], 7, 1) @relaxed @device']],
    ['out[0] = as_int(1.5f);', ['out[0] = @!intrinsic("bitcast(%)" -> int32, 1.5)']],
    [
      'out[0] = convert_int_rte(x[0] * 0.5f);',
      ['out[0] = int32(@!intrinsic("rint(%)" -> float32, float32(x[0]) * 0.5))'],
    ],
    ['out[0] = convert_uchar_sat(x[0]);', ['out[0] = int32(@!intrinsic("convert_sat(%)" -> uint8, x[0]))']],
    [
      'out[0] = native_sin(x[0] * 1.0f);',
      ['out[0] = int32(@!intrinsic("native_sin(%)" -> float32, float32(x[0]) * 1.0))'],
    ],
    ['out[0] = mul_hi(x[0], x[1]);', ['out[0] = @!intrinsic("mul_hi(%, %)" -> int32, x[0], x[1])']],
    ['printf("%d", x[0]); prefetch(x, 4);', []],
  ])('%s', (body, expected) => {
    const got = lowered(body);
    expect(got).toEqual(expected);
  });
});

describe('vectors', () => {
  test.each<[string, string[]]>([
    ['int4 v = (int4)(1, 2, 3, 4); out[0] = v.x + v.s3;', ['out[0] = 5']],
    ['int2 v = (int2)(7); out[0] = v.y;', ['out[0] = 7']],
    ['int4 v = (int4)((int2)(1, 2), 3, 4); out[0] = v.hi.y + v.even.y + v.S1;', ['out[0] = 9']],
    ['vstore2(vload2(1, x), 0, out);', ['out[0] = x[2]', 'out[1] = x[3]']],
    [
      'int3 v = vload3(0, x) * 2; out[0] = v.z;',
      ['v[] = x[0] * 2', 'v_1[] = x[1] * 2', 'v_2[] = x[2] * 2', 'out[0] = v_2[]'],
    ],
  ])('%s', (body, expected) => expect(lowered(body)).toEqual(expected));
  test('memory of vectors is read by elements, all before the first is written', () => {
    const got = lowered('p[0].yx = p[0].xy;', 'global float2 *p');
    expect(got).toEqual([
      expect.stringMatching(/^t\[\] = p\[0, 0\]/),
      expect.stringMatching(/= p\[0, 1\]/),
      'p[0, 1] = t[]',
      'p[0, 0] = t_1[]',
    ]);
  });
});

describe('address spaces', () => {
  test('local memory is one for the group, of a parameter and of a variable', () => {
    const { kernels } = read(
      'kernel void k(global int *o, local int *t) { local float f[4]; f[0] = t[1]; o[0] = f[0]; }',
    );
    const text = printFunc(kernels[0]?.func ?? (undefined as never));
    expect(text).toMatch(/threadIdx/);
    expect(text.indexOf('@gpu/shared f: float32[4]')).toBeLessThan(text.indexOf('threadIdx'));
    expect(text).toContain('@gpu/shared t: int32[uint64($`t.size`)]');
  });
  test('a table of constants', () => {
    const text = 'constant int table[3] = {4, 5, 6};\nkernel void k(global int *o) { o[0] = table[get_local_id(0)]; }';
    const { kernels } = read(text);
    expect(kernels[0]?.reasons).toEqual([]);
    expect(printFunc(kernels[0]?.func ?? (undefined as never))).toContain('o[0] = table[l0@uint64]');
  });
  test('helpers take pointers of any space, structures have their C names', () => {
    const text = `struct S { int a; float b; };
      void put(global struct S *s, int i) { s[i].b = i; }
      kernel void k(global struct S *s) { struct S mine = {1, 2.0f}; put(s, mine.a); }`;
    const { kernels } = read(text);
    expect(kernels[0]?.reasons).toEqual([]);
    expect(kernels[0]?.parameters).toEqual([{ name: 's', space: 'global', dtype: 'int32', bytes: 8 }]);
    expect(printFunc(kernels[0]?.func ?? (undefined as never))).toMatch(/`s\.b`\[1\] = /);
  });
});

test('kernels, their parameters, and the size they require', () => {
  const { kernels } = read(`
    __kernel __attribute__((reqd_work_group_size(16, 2, 1))) void a(__global float4 *x, __constant int *c, __local char *l, uint n) { x[0] = n; }
    void helper(int x) { }
    kernel void b(global int *y) { y[get_global_id(0)] = get_local_id(0); }`);
  expect(
    kernels.map(({ name, parameters }) => [name, parameters.map((p) => `${p.space} ${p.dtype} ${p.bytes}`)]),
  ).toEqual([
    ['a', ['global float32 16', 'constant int32 4', 'local int8 1', 'value uint32 4']],
    ['b', ['global int32 4']],
  ]);
  expect(kernels[0]?.func.kernel).toMatchObject({ launch: 'nd_range', dimensions: 3, reqdWorkGroupSize: [1, 2, 16] });
  expect(lowered(`out[get_global_id(0)] = 1;`)).toEqual([`out[${G}] = 1`]);
});

test('images are not modelled, and said to be so', () => {
  expect(lowered('out[0] = read_imagei(i, (int2)(0, 0)).x;', 'global int *out, read_only image2d_t i')[0]).toMatch(
    /^not modelled/,
  );
});
