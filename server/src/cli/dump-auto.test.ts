/** `athanor dump --auto` on two loops, as text and as JSON, for both targets. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';

const TWO = `import freetensor as ft

@ft.transform
def f(x: ft.Var[(100,), "float32"], y: ft.Var[(100,), "float32", "output"]):
    #! nid: A
    for i in range(100):
        y[i] = x[i] * 2
    for i in range(100):
        y[i] += 1
`;
const files = { 'a.py': TWO };

test('text: unnamed statements with their places, steps with their reasons, the calls, the program', async () => {
  const { code, out } = await athanor(['dump', '--auto', 'a.py:f'], { files });
  expect(code).toBe(0);
  expect(out).toBe(`f: auto_schedule for cpu, in the order of 2022
  #4 is for i_1, a.py:8:5
  auto_use_lib
    as_matmul(A): refused, not-a-matmul: the result starts with other values than zeros (tried because: an outermost loop)
    as_matmul(#4): refused, not-a-matmul: what is added is no product (tried because: an outermost loop)
  auto_fuse
    fuse(A, #4): applied (neighbours of one length)
  auto_parallelize
    parallelize(fused.A.#4, openmp): applied (an outer loop)
  auto_set_mem_type
    a CPU has one kind of memory
  2 calls: fuse(A, #4); parallelize(fused.A.#4, openmp)
func f(x, y) {
  @input @cpu x: float32[100] {
    @output @cpu y: float32[100] {
      \`fused.A.#4\`:
      @!parallel : @openmp
      for i in 0 : 100 : 1 {
        y[i] = x[i] * 2
        y[i] += 1
      }
    }
  }
}
`);
});

test('JSON: one object per function', async () => {
  const { code, out } = await athanor(
    ['dump', '--auto', 'gpu', '--pass', 'auto_parallelize', '--format', 'json', 'a.py'],
    {
      files,
    },
  );
  expect(code).toBe(0);
  const [f] = JSON.parse(out);
  expect(f).toMatchObject({ function: 'f', pass: 'auto_parallelize', target: 'gpu', era: '2022', stopped: null });
  expect(f.calls).toEqual([
    'split(A, factor=-1, nparts=80, shift=0)',
    'parallelize(A.0, blockIdx.x)',
    'parallelize(A.1, threadIdx.x)',
    'split(#4, factor=-1, nparts=80, shift=0)',
    'parallelize(#13, blockIdx.x)',
    'parallelize(#12, threadIdx.x)',
  ]);
  expect(f.numbered).toEqual({
    '#4': 'for i_1, a.py:8:5',
    '#12': 'for i_1.1, a.py:8:5',
    '#13': 'for i_1.0, a.py:8:5',
  });
  expect(f.steps[0]).toEqual({
    pass: 'auto_parallelize',
    call: 'split(A, factor=-1, nparts=80, shift=0)',
    verdict: 'applied',
    why: '100 iterations: all 80 multiprocessors get some',
    refusal: null,
    undoneBy: null,
    caveats: [],
  });
  expect(f.program).toContain('@!parallel : @blockIdx.x');
});

test.each([
  [['dump', '--auto', 'tpu', 'a.py'], '`tpu` is none of cpu, gpu'],
  [['dump', '--auto', 'cpu', '--pass', 'auto_fuze', 'a.py'], 'did you mean auto_fuse?'],
  [['dump', '--pass', 'auto_fuse', 'a.py'], '`--pass` goes with `--auto`'],
  [['dump'], 'name a file'],
])('%j is a usage error that says so', async (args, message) => {
  const { code, err } = await athanor(args, { files });
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('a program that no schedule can be made of says why', async () => {
  const never = TWO.replace('        y[i] = x', '        assert i > 100\n        y[i] = x');
  const { code, out } = await athanor(['dump', '--auto', 'cpu', 'a.py'], { files: { 'a.py': never } });
  expect([code, out.split('\n')[1]]).toEqual([0, '  no schedule can be made of `f`: an assertion of it never holds']);
});

test('the example of docs/auto-schedule.md is what it prints', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/auto-schedule.md'), 'utf8');
  const fence = (language: string): string => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
  const { out } = await athanor(['dump', '--auto', 'gpu', 'normalise.py'], {
    files: { 'normalise.py': fence('python') },
  });
  expect(out).toBe(fence('text'));
});
