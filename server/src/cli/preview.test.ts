/** `athanor preview` as text and as JSON. */

import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';

const files = {
  'a.py': `import freetensor as ft

@ft.transform
def f(x: ft.Var[(64,), "float32"], y: ft.Var[(64,), "float32", "output"], z: ft.Var[(64,), "float32", "output"]):
    t = ft.empty((64,), "float32")
    #! nid: produce
    for i in range(64):
        t[i] = x[i] * x[i]
    #! nid: consume
    for i in range(64):
        y[i] = t[i] + t[i]
    #! nid: shifted
    for i in range(64):
        z[i] = y[63 - i]
`,
};

test('text: the verdict of each pair, what is saved, tensors that shrink, the blocking dependence', async () => {
  const { code, out } = await athanor(['preview', 'a.py:f'], { files });
  expect(code).toBe(0);
  expect(out).toBe(`f: 2 pairs of loops, 1 can be joined; moves 1536 bytes
  1. produce (a.py:7:5) and consume (a.py:10:5): legal
     saves 33 % of the traffic
     t[64] becomes t[1]
     iterations of the joined loop may run in parallel
  2. consume (a.py:10:5) and shifted (a.py:13:5): refused
     WRITE y[i_1] after READ y[-1 * i_1 + 63], along i_1 (i_1: < 1..63) cannot be resolved
`);
});

test('JSON: verdicts, calls, bytes as a formula, and the program after it', async () => {
  const { code, out } = await athanor(['preview', '--format', 'json', 'a.py'], { files });
  expect(code).toBe(0);
  const [f] = JSON.parse(out);
  expect(f).toMatchObject({ function: 'f', bytes: { formula: '1536', atMost: false, unknown: [], sizes: [] } });
  expect(f.fusions[0]).toMatchObject({
    verdict: 'legal',
    bytes: '1024',
    shrunk: [{ tensor: 't', before: '[64]', after: '[1]' }],
  });
  expect(f.fusions[0].program).toContain('y[i] = t[0] + t[0]');
  expect(f.fusions[1]).toMatchObject({ verdict: 'refused', bytes: null, program: null });
});

test('sizes that stay open are in the formula, and assumed where a share is asked for', async () => {
  const open = files['a.py']
    .replace('def f(', 'def f(n: ft.Var[(), "int32", "input", "byvalue"], ')
    .replaceAll('64', 'n[()]')
    .replaceAll('63', 'n[()] - 1');
  const { out } = await athanor(['preview', 'a.py'], { files: { 'a.py': open } });
  expect(out).toContain('moves 24*n');
  expect(out).toContain('= 1024');
});

test('--list: a line each; --fuse: one pair by its labels, in either order', async () => {
  const brief = await athanor(['preview', 'a.py', '--list'], { files });
  expect(brief.out.split('\n').slice(1, 3)).toEqual([
    '  1. produce (a.py:7:5) and consume (a.py:10:5): legal, saves 33 % of the traffic',
    '  2. consume (a.py:10:5) and shifted (a.py:13:5): refused',
  ]);
  const pair = await athanor(['preview', 'a.py', '--fuse', 'consume, produce'], { files });
  expect(pair.out).toContain('  1. produce (a.py:7:5) and consume (a.py:10:5): legal');
  expect(pair.out).toContain('1 pair of loops, 1 can be joined');
  const far = await athanor(['preview', 'a.py', '--fuse', 'produce,shifted', '--format', 'json'], { files });
  expect(JSON.parse(far.out)[0].fusions[0]).toMatchObject({ verdict: 'refused', calls: [{ kind: 'move_to' }] });
});

test('--call: calls in order with the names that they bind; the first refused one ends them', async () => {
  const call = (...calls: string[]): readonly string[] => calls.flatMap((c) => ['--call', c]);
  const three = call('a, b = s.split("produce", 16)', 's.parallelize(a, "openmp")', 's.vectorize(b)');
  const legal = await athanor(['preview', 'a.py', ...three, '--after'], { files });
  expect(legal.code).toBe(0);
  expect(legal.out).toContain('  s.vectorize(b): legal\n  together: legal\n     saves no traffic\n');
  expect(legal.out).toMatch(/@!parallel: openmp|openmp/);
  const refused = await athanor(['preview', 'a.py', ...call('s.fuse("consume", "shifted")', 's.unroll("produce")')], {
    files,
  });
  expect(refused.out).toContain('s.fuse("consume", "shifted"): refused\n     WRITE y[i_1] after READ y[-1 * i_1 + 63]');
  expect(refused.out).not.toContain('unroll');
});

test.each([
  [['--fuse', 'produce'], 'takes the labels of two loops'],
  [['--fuse', 'produce,nowhere'], 'no loop of `f` is called `nowhere`'],
  [['--call', 'print(1)'], '`print(1)` is no schedule call'],
  [['--call', 's.fold("produce")'], 'there is no schedule call `fold`'],
  [['--call', 's.split("produce", f(1))'], 'an argument of a schedule call is text'],
  [['--call', 's.split(', '--fuse', 'a,b'], 'use one of them'],
])('%j is an error of the command line', async (args, message) => {
  const { code, err } = await athanor(['preview', 'a.py', ...args], { files });
  expect(err).toContain(message);
  expect(code).toBe(2);
});
