/** `athanor advise` as text and as JSON. */

import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';

const files = {
  'a.py': `import freetensor as ft

@ft.transform
def f(x: ft.Var[(16, 64), "float32"], y: ft.Var[(16,), "float32", "output"]):
    t = ft.empty((16, 64), "float32")
    #! nid: square
    for i in range(16):
        for k in range(64):
            t[i, k] = x[i, k] * x[i, k]
    #! nid: rows
    for i in range(16):
        y[i] = 0
        #! nid: sum
        for k in range(64):
            y[i] += t[i, k]
`,
  'none.py': `import freetensor as ft

@ft.transform
def g(x: ft.Var[(1,), "float32"], y: ft.Var[(1,), "float32", "output"]):
    y[0] = x[0]
`,
};

test('text: calls in order with their gain, the total, and what FreeTensor reaches by itself', async () => {
  const { code, out } = await athanor(['advise', 'a.py:f', '--auto', 'cpu'], { files });
  expect(code).toBe(0);
  expect(out).toMatch(/^f: \d steps, together \d\d % fewer bytes of arrays accessed\n/);
  expect(out).toContain('s.cache_reduction("sum", "y", "cpu")');
  expect(out).toContain('s.parallelize("');
  expect(out).toMatch(
    / {2}auto_schedule, where it is proved legal: [\d.]+ % (fewer|more) bytes of arrays accessed, by \w+\(/,
  );
});

test('JSON: the same as data, with the program', async () => {
  const { out } = await athanor(['advise', 'a.py', '--format', 'json'], { files });
  const [f] = JSON.parse(out);
  expect(f.function).toBe('f');
  expect(f.saved).toBeGreaterThan(0.6);
  expect(f.steps.flatMap((s: { calls: string[] }) => s.calls)).toContain('s.cache_reduction("sum", "y", "cpu")');
  expect(f.program).not.toContain('t[');
  expect(f.auto).toBeUndefined();
});

test('nothing to gain, and mistakes of the command line', async () => {
  const none = await athanor(['advise', 'none.py'], { files });
  expect(none.out).toBe('g: no call that is proved legal saves anything\n');
  const wrong = await athanor(['advise', 'a.py', '--auto', 'npu'], { files });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('--auto');
});
