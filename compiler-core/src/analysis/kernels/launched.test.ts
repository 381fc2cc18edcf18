import { expect, test } from 'vitest';
import { binary, cast, int, load } from '../../ir/build.ts';
import type { Func } from '../../ir/nodes.ts';
import { parseFunc } from '../../ir/parse.ts';
import { printFunc } from '../../ir/print.ts';
import { assuming, constantSpace, launchedAs } from './launched.ts';

const KERNEL = `func k(n, a) with $global_0: int, $local_0: int {
  @input @byvalue n: int32[] {
    @output @gpu/global a: float32[uint64(n[])] {
      @!parallel : @blockIdx.x
      for g0 in 0 : @!towards0(uint64($global_0) / uint64($local_0)) : 1 {
        @!parallel : @threadIdx.x
        for l0 in 0 : uint64($local_0) : 1 {
          a[g0@uint64 * uint64($local_0) + l0@uint64] = 1.0
        }
      }
    }
  }
}
`;
const read = (): Func => {
  const { value } = parseFunc(KERNEL);
  if (value === null) throw new Error('the kernel is not well-formed');
  return value;
};

test('numbers take the place of the sizes', () => {
  const text = printFunc(launchedAs(read(), constantSpace([64], [16])));
  expect(text).toContain('for g0 in 0 : @!towards0(uint64(64) / uint64(16)) : 1');
  expect(text).not.toContain('$');
});

test('what only the host knows is a size of its own', () => {
  const global = [cast('uint64', binary('mul', load('n', [], 'int32'), load('blocks', [], 'int32')))];
  const launched = launchedAs(read(), { global, local: [int(8)] });
  expect(launched.externals.map(({ name }) => name)).toEqual(['blocks']);
  expect(printFunc(launched)).toContain('uint64(uint64(n[] * $blocks)) / uint64(8)');
});

test('a kernel without such sizes stays as it is', () => {
  const launched = launchedAs(read(), constantSpace([64], [16]));
  expect(launchedAs(launched, constantSpace([1], [1]))).toBe(launched);
});

test('what the author vouches for stands behind the arguments', () => {
  const lines = printFunc(assuming(read(), [binary('gt', load('n', [], 'int32'), int(3))])).split('\n');
  expect(lines[3]?.trim()).toBe('assume n[] > 3 {');
  expect(lines[4]?.trim()).toBe('@!parallel : @blockIdx.x');
});
