/** Kernels as IR text: what they compute, whatever the order of lanes, and what is found in them. */

import { describe, expect, test } from 'vitest';
import type { TensorInput } from '../values.ts';
import { inGroups, kernel, look } from './test/kernels.ts';

const ints = (data: readonly number[], dtype: TensorInput['dtype'] = 'int32'): TensorInput => ({
  dtype,
  shape: [data.length],
  data,
});
const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

describe('values', () => {
  test('a range without groups', () => {
    const text = kernel('x, y', {
      head: '@!kernel(range, 1, "k")',
      defs: '@input @gpu/global x: float32[$global_0] @inout @gpu/global y: float32[$global_0]',
      body: '@!parallel : @blockIdx.x for g in 0 : $global_0 : 1 { y[g] = x[g] * 2.0 + y[g] }',
    });
    const n = 600;
    const x = { dtype: 'float32', shape: [n], data: upTo(n) } as const;
    const { values, found } = look(text, { global: [n], inputs: { x, y: x } });
    expect(values('y')).toEqual(upTo(n).map((k) => 3 * k));
    expect(found).toEqual([]);
  });

  test('a reduction tree in local memory', () => {
    const text = inGroups('x, y', {
      defs: '@input @gpu/global x: int32[64] @inout @gpu/global y: int32[4]',
      local: '@cache @gpu/shared s: int32[16]',
      body: `s[l] = x[g * 16 + l]
        @!barrier(workGroup, local)
        @cache @gpu/local d: int32[] {
          d[] = 8
          while d[] > 0 {
            if l < d[] { s[l] += s[l + d[]] }
            @!barrier(workGroup, local)
            d[] = @!shr(d[], 1)
          }
        }
        if l == 0 { y[g] = s[0] }`,
    });
    for (const seed of [1, 2, 3]) {
      const { values, found } = look(text, {
        global: [64],
        local: [16],
        seed,
        inputs: { x: ints(upTo(64)), y: ints([0, 0, 0, 0]) },
      });
      expect(found).toEqual([]);
      expect(values('y')).toEqual([120, 376, 632, 888]);
    }
  });
});

describe('collective operations', () => {
  /** Each item of two groups of 6, sub-groups of 4 (the second is half full), gives 10 g + l + 1. */
  const run = (op: string, scope: string, argument = ''): (number | bigint)[] => {
    const text = inGroups('y', {
      defs: '@inout @gpu/global y: int32[12]',
      body: `@cache @gpu/local r: int32[] {
        @!collective(@${op}, 10 * g + l + 1${argument}) @${scope} -> r
        y[g * 6 + l] = r[]
      }`,
    });
    const { values, found } = look(text, { global: [12], local: [6], subGroup: 4, inputs: { y: ints(upTo(12)) } });
    expect(found).toEqual([]);
    return values('y');
  };
  test.each<[string, string, string, number[]]>([
    ['reduce.add', 'workGroup', '', [21, 21, 21, 21, 21, 21, 81, 81, 81, 81, 81, 81]],
    ['reduce.add', 'workGroup', ', 100', [121, 121, 121, 121, 121, 121, 181, 181, 181, 181, 181, 181]],
    ['reduce.add', 'subGroup', '', [10, 10, 10, 10, 11, 11, 50, 50, 50, 50, 31, 31]],
    ['reduce.max', 'subGroup', '', [4, 4, 4, 4, 6, 6, 14, 14, 14, 14, 16, 16]],
    ['reduce.mul', 'subGroup', ', 2', [48, 48, 48, 48, 60, 60, 48048, 48048, 48048, 48048, 480, 480]],
    ['inclusiveScan.add', 'workGroup', '', [1, 3, 6, 10, 15, 21, 11, 23, 36, 50, 65, 81]],
    ['exclusiveScan.add', 'workGroup', '', [0, 1, 3, 6, 10, 15, 0, 11, 23, 36, 50, 65]],
    ['exclusiveScan.add', 'subGroup', ', 5', [5, 6, 8, 11, 5, 10, 5, 16, 28, 41, 5, 20]],
    ['exclusiveScan.min', 'subGroup', '', [2147483647, 1, 1, 1, 2147483647, 5, 2147483647, 11, 11, 11, 2147483647, 15]],
    ['reduce.bitXor', 'subGroup', '', [4, 4, 4, 4, 3, 3, 4, 4, 4, 4, 31, 31]],
    ['broadcast', 'workGroup', ', 3', [4, 4, 4, 4, 4, 4, 14, 14, 14, 14, 14, 14]],
    ['broadcast', 'subGroup', ', 1', [2, 2, 2, 2, 6, 6, 12, 12, 12, 12, 16, 16]],
    ['shuffle', 'subGroup', ', 3 - l % 4', [4, 3, 2, 1, 5, 6, 14, 13, 12, 11, 15, 16]],
    ['shiftLeft', 'subGroup', ', 1', [2, 3, 4, 4, 6, 6, 12, 13, 14, 14, 16, 16]],
    ['shiftRight', 'subGroup', ', 1', [1, 1, 2, 3, 5, 5, 11, 11, 12, 13, 15, 15]],
    ['permuteXor', 'subGroup', ', 1', [2, 1, 4, 3, 6, 5, 12, 11, 14, 13, 16, 15]],
  ])('%s @%s%s', (op, scope, argument, expected) => expect(run(op, scope, argument)).toEqual(expected));

  test('votes', () => {
    const text = inGroups('y', {
      defs: '@inout @gpu/global y: int32[8]',
      body: `@cache @gpu/local a: bool[] { @cache @gpu/local b: bool[] { @cache @gpu/local c: bool[] {
        @!collective(@any, l == 5) @subGroup -> a
        @!collective(@all, l < 4) @subGroup -> b
        @!collective(@none, l == 9) @workGroup -> c
        y[l] = (a[] ? 1 : 0) + (b[] ? 10 : 0) + (c[] ? 100 : 0)
      } } }`,
    });
    const { values } = look(text, { global: [8], local: [8], subGroup: 4, inputs: { y: ints(upTo(8)) } });
    expect(values('y')).toEqual([110, 110, 110, 110, 101, 101, 101, 101]);
  });
});

describe('atomics', () => {
  test.each<[string, string, TensorInput['dtype'], number, number]>([
    ['add', 'l + 1', 'int32', 0, 36],
    ['sub', '1', 'uint32', 3, 2 ** 32 - 5],
    ['max', 'l * 3 % 8', 'int32', -1, 7],
    ['min', 'l * 3 % 8', 'uint8', 200, 0],
    ['bitOr', '@!shl(1, l)', 'uint32', 0, 255],
    ['bitAnd', '@!bitnot(@!shl(1, l))', 'int32', 255 + 256, 256],
    ['bitXor', 'l', 'int32', 5, 5],
    ['add', '0.5', 'float32', 0, 4],
    ['store', '9', 'int32', 1, 9],
    ['exchange', '9', 'int32', 1, 9],
    ['load', '0', 'int32', 3, 3],
  ])('%s of %s as %s', (op, value, dtype, start, end) => {
    const text = inGroups('y, o', {
      defs: `@inout @gpu/global y: ${dtype}[1] @inout @gpu/global o: ${dtype}[8]`,
      body: `@cache @gpu/local t: ${dtype}[] { @!rmw(${op}, y[0], ${value}) @relaxed @device -> t o[l] = t[] }`,
    });
    for (const seed of [1, 2]) {
      const inputs = { y: ints([start], dtype), o: ints(upTo(8), dtype) };
      const { values, found } = look(text, { global: [8], local: [8], seed, inputs });
      expect([found, values('y')]).toEqual([[], [end]]);
      // Exactly one item finds the first value, but where all leave or write the same.
      if (op === 'add') expect(values('o').filter((x) => x === start)).toHaveLength(1);
    }
  });
  test('a ticket for everyone: compare and exchange in a loop', () => {
    const text = inGroups('y, o', {
      defs: '@inout @gpu/global y: int32[1] @inout @gpu/global o: int32[8]',
      body: `@cache @gpu/local old: int32[] { @cache @gpu/local want: int32[] { @cache @gpu/local go: bool[] {
        go[] = true want[] = 0
        while go[] {
          @!rmw(compareExchange, y[0], want[] + 1, want[]) @relaxed @device -> old
          if old[] == want[] { go[] = false o[l] = want[] } else { want[] = old[] }
        }
      } } }`,
    });
    const { values } = look(text, { global: [8], local: [8], inputs: { y: ints([0]), o: ints(upTo(8)) } });
    expect(values('o').sort((a, b) => Number(a) - Number(b))).toEqual(upTo(8));
  });
});

describe('memory and types', () => {
  const one = (dtype: string, body: string, data: readonly (number | bigint)[] = [0]): (number | bigint)[] => {
    const text = kernel('y', {
      head: '@!kernel(single_task, 1, "k")',
      defs: `@inout @gpu/global y: ${dtype}[${data.length}]`,
      body,
    });
    const { values, found } = look(text, {
      inputs: { y: { dtype: dtype as TensorInput['dtype'], shape: [data.length], data } },
    });
    expect(found).toEqual([]);
    return values('y');
  };
  const HUGE = 2n ** 63n - 1n;
  test.each<[string, string, (number | bigint)[]]>([
    ['int32', 'y[0] = 2147483647 + 1', [-2147483648]],
    ['int32', 'y[0] = 65537 * 65537', [131073]],
    ['uint32', 'y[0] = uint32(3) - uint32(4)', [4294967295]],
    ['uint8', 'y[0] = 300', [44]],
    ['int64', `y[0] = ${HUGE} + int64(1)`, [-(2n ** 63n)]],
    ['int64', 'y[0] = int64(3037000500) * int64(3037000500)', [3037000500n ** 2n - 2n ** 64n]],
    ['uint64', 'y[0] = uint64(0) - uint64(1)', [2n ** 64n - 1n]],
    ['uint64', 'y[0] = @!shr(uint64(18446744073709551615), uint64(1))', [HUGE]],
    ['int64', 'y[0] = @!shr(int64(-9), int64(1))', [-5n]],
    ['int32', 'y[0] = @!shl(1, 33)', [2]],
    ['int32', 'y[0] = @!towards0(-7 / 2) * 100 + -7 %% 2', [-301]],
    ['float32', 'y[0] = float32(0.1) + float32(0.2)', [Math.fround(Math.fround(0.1) + Math.fround(0.2))]],
    ['float64', 'y[0] = float64(0.1) + float64(0.2)', [0.1 + 0.2]],
    ['float16', 'y[0] = float16(2048.0) + float16(1.0)', [2048]],
    ['bfloat16', 'y[0] = bfloat16(0.1)', [0.10009765625]],
    ['float32', 'y[0] = float32(9007199791611905)', [9007200328482816]],
    [
      'float32',
      'y[0] = @!intrinsic("fma(%, %, %)" -> float32, 1.0 + 1.1920928955078125e-7, 1.0 - 5.9604644775390625e-8, -1.0)',
      [5.9604637669e-8],
    ],
    ['int32', 'y[0] = @!intrinsic("mul_hi(%, %)" -> int32, 1073741824, 12)', [3]],
    ['uint32', 'y[0] = @!intrinsic("mul_hi(%, %)" -> uint32, uint32(4294967295), uint32(4294967295))', [4294967294]],
    ['int32', 'y[0] = @!intrinsic("clz(%)" -> int32, 1) + @!intrinsic("popcount(%)" -> int32, -1) * 100', [3231]],
    ['uint8', 'y[0] = @!intrinsic("rotate(%, %)" -> uint8, uint8(129), uint8(1))', [3]],
    ['int8', 'y[0] = @!intrinsic("add_sat(%, %)" -> int8, int8(100), int8(100))', [127]],
    ['int32', 'y[0] = @!intrinsic("bitcast(%)" -> int32, 1.0)', [1065353216]],
    ['float32', 'y[0] = @!intrinsic("bitcast(%)" -> float32, 1065353216)', [1]],
    ['uint64', 'y[0] = @!intrinsic("bitcast(%)" -> uint64, float64(-1.0))', [0xbff0000000000000n]],
    ['int32', 'y[0] = @!intrinsic("convert_sat(%)" -> int32, 3e9)', [2147483647]],
    ['float32', 'y[0] = @!intrinsic("native_rsqrt(%)" -> float32, 4.0)', [0.5]],
    ['float32', 'y[0] = @!intrinsic("pown(%, %)" -> float32, 2.0, -2)', [0.25]],
    ['int32', 'y[0] = int32(@!intrinsic("nextafter(%, %)" -> float32, 16777216.0, 0.0))', [16777215]],
    [
      'int32',
      '@cache @gpu/local a: int32[2] { @cache @gpu/local b: uint8[8] @!view(a, 0) { a[0] = 0 a[1] = 258 y[0] = int32(b[4]) + int32(b[5]) * 1000 } }',
      [1002],
    ],
  ])('%s: %s', (dtype, body, expected) => {
    const got = one(dtype, body);
    if (dtype === 'float32') expect(Number(got[0])).toBeCloseTo(Number(expected[0]), 12);
    else expect(got).toEqual(expected);
  });

  test('subscripts of 64 bits', () => {
    const text = kernel('y', {
      head: '@!kernel(range, 1, "k")',
      defs: '@inout @gpu/global y: int64[8]',
      body: '@!parallel : @blockIdx.x for g in 0 : $global_0 : 1 { y[uint64($global_0) - uint64(1) - g@uint64] = g@int64 * 4294967296 }',
    });
    const y = { dtype: 'int64', shape: [8], data: new Array(8).fill(0) } as const;
    expect(look(text, { global: [8], inputs: { y } }).values('y')).toEqual(
      upTo(8).map((k) => BigInt(7 - k) * 4294967296n),
    );
  });

  test('work-items of a hierarchical kernel see what the group wrote', () => {
    const text = kernel('y', {
      head: '@!kernel(work_group, 1, "k")',
      defs: '@inout @gpu/global y: int32[8]',
      body: `@!parallel : @blockIdx.x for g in 0 : 2 : 1 {
        @cache @gpu/shared s: int32[] {
          s[] = g * 100
          @!parallel : @threadIdx.x for l in 0 : 4 : 1 { y[g * 4 + l] = s[] + l }
          @!barrier(workGroup)
          s[] += 7
          @!parallel : @threadIdx.x for l in 0 : 4 : 1 { y[g * 4 + l] += s[] }
          @!barrier(workGroup)
        }
      }`,
    });
    const { values, found } = look(text, { inputs: { y: ints(upTo(8)) } });
    expect([found, values('y')]).toEqual([[], [7, 8, 9, 10, 207, 208, 209, 210]]);
  });
});

describe('launches and budgets', () => {
  const COUNT = inGroups('y', { defs: '@inout @gpu/global y: int32[4]', body: 'y[l] = g' });
  const outcome = (text: string, options: Parameters<typeof look>[1]) => {
    try {
      return look(text, options).outcome;
    } catch (error) {
      return { kind: error instanceof Error ? error.message : '' };
    }
  };
  test.each<[number[], number[], string]>([
    [[8], [3], 'the local size 3 does not divide the global size 8 of dimension 0'],
    [[8], [2, 2], 'global and local size have different dimensions'],
    [[0], [1], 'a size is not a positive integer: 0, 1, 1'],
    [[8192], [8192], 'a group of 8192 work-items is too large'],
  ])('%j by %j', (global, local, reason) => {
    expect(outcome(COUNT, { global, local, inputs: { y: ints([0, 0, 0, 0]) } }).kind).toContain(reason);
  });
  test('a size that is required', () => {
    const text = COUNT.replace('"k")', '"k", local[4])');
    expect(outcome(text, { global: [8], local: [2], inputs: { y: ints(upTo(4)) } }).kind).toContain(
      'requires the local size 4',
    );
  });
  test('an endless loop ends', () => {
    const text = inGroups('y', { defs: '@inout @gpu/global y: int32[4]', body: 'while true { y[l] = 1 }' });
    const got = outcome(text, { global: [4], local: [4], budget: { steps: 10_000 }, inputs: { y: ints(upTo(4)) } });
    expect(got).toMatchObject({ kind: 'budget', what: 'steps' });
  });
  test('memory ends', () => {
    const text = inGroups('y', {
      defs: '@inout @gpu/global y: int32[4]',
      local: '@cache @gpu/shared s: int32[1000000]',
      body: 's[l] = 1',
    });
    const got = outcome(text, { global: [4], local: [4], budget: { bytes: 10_000_000 }, inputs: { y: ints(upTo(4)) } });
    expect(got).toMatchObject({ kind: 'budget', what: 'bytes' });
  });
  test('an input that is missing, and one of another size', () => {
    expect(outcome(COUNT, { global: [4], local: [4] }).kind).toContain('"reason":"it is not given"');
    expect(outcome(COUNT, { global: [4], local: [4], inputs: { y: ints([1]) } }).kind).toContain(
      '1 elements are given',
    );
  });
});
