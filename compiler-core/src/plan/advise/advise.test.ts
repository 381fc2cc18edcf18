import { expect, test } from 'vitest';
import { run } from '../../exec/run.ts';
import type { Func } from '../../ir/nodes.ts';
import { parseFunc } from '../../ir/parse.ts';
import { printFunc } from '../../ir/print.ts';
import { nestInputs, randomNeighbours } from '../../transforms/test/nests.ts';
import { spelledCall } from '../draft-call.ts';
import { countAccesses } from '../test/counted-accesses.ts';
import { advise } from './advise.ts';
import { weightOf } from './weight.ts';

const COUNT = Number(process.env['COUNT'] ?? 30);

const parsed = (text: string): Func => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(error?.message);
  return value;
};
const filled = (shapes: Readonly<Record<string, readonly number[]>>) => ({
  zeroOutputs: true,
  inputs: new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => (k * 7) % 5);
      return [name, { dtype: 'float32' as const, shape, data }];
    }),
  ),
});

const ROWS = parsed(`func rows(x, y) {
  @input @cpu x: float32[6, 8] {
  @output @cpu y: float32[6] {
    @cache @cpu t: float32[6, 8] {
      A: for i in 0 : 6 : 1 { B: for k in 0 : 8 : 1 { t[i, k] = x[i, k] * x[i, k] } }
      C: for i in 0 : 6 : 1 {
        y[i] = 0
        D: for k in 0 : 8 : 1 { y[i] += t[i, k] }
      }
    }
  }
  }
}`);

test('the estimate is what a run counts: an update loads and stores, a register costs nothing', () => {
  // x and t in A, the zero of y, then t, y and y again.
  const bytes = 4 * (48 + 48 + 6 + 48 * 3);
  expect(weightOf(ROWS).bytes).toBe(bytes);
  expect(countAccesses(ROWS, filled({ x: [6, 8] }))).toBe(bytes);
});

test('what one iteration has loaded or stored it has at hand, until something else may write it', () => {
  const f = parsed(`func f(x, y) {
  @input @cpu x: float32[8] {
  @output @cpu y: float32[9] {
    L: for i in 0 : 8 : 1 {
      y[i] = x[i] + x[i]
      y[i + 1] = x[i] + y[i]
      y[i] = y[i] + 1
    }
  }
  }
}`);
  // x, y, y + 1; then y again, which y[i + 1] might have been, loaded and stored.
  expect(weightOf(f).bytes).toBe(4 * 8 * (1 + 1 + 1 + 2));
  expect(countAccesses(f, filled({ x: [8] }))).toBe(4 * 8 * (1 + 1 + 1));
});

test('two nests become one, the tensor between them a register, and so does the sum', () => {
  const { steps, after, stopped } = advise(ROWS);
  expect(stopped).toBeNull();
  expect(steps.flatMap((s) => s.calls.map((c) => spelledCall(c))).sort()).toEqual(
    expect.arrayContaining([expect.stringMatching(/cache_reduction\("(D|fused.*)", "y", "cpu"\)/)]),
  );
  expect(spelledCall(steps.at(-1)?.calls[0] ?? { name: '', args: [] })).toMatch(
    /^s\.parallelize\("[^"]+", "openmp"\)$/,
  );
  // Each element of x once, each of y stored once by an update of what starts as zero.
  const counted = countAccesses(after, filled({ x: [6, 8] })) ?? Number.NaN;
  expect(counted).toBeLessThanOrEqual(4 * (48 + 6 * 3));
  expect(counted).toBe(steps.at(-1)?.bytes[1]);
  const outputs = (f: Func) => {
    const r = run(f, filled({ x: [6, 8] }));
    return r.kind === 'finished' ? [...(r.outputs.get('y')?.data ?? [])] : r;
  };
  expect(outputs(after)).toEqual(outputs(ROWS));
  expect(printFunc(after)).not.toContain('t[');
});

test(`${COUNT} random programs: the schedule keeps the results, and a run never counts more than the estimate`, () => {
  const seen = { steps: 0, less: 0, compared: 0 };
  for (let seed = 1; seed <= COUNT; seed++) {
    const options = nestInputs(seed, 1024);
    const func = randomNeighbours(seed);
    const before = run(func, options);
    if (before.kind !== 'finished') continue;
    const advice = advise(func);
    seen.steps += advice.steps.length;
    const after = run(advice.after, options);
    if (advice.steps.every((s) => s.caveats.length === 0)) {
      seen.compared++;
      expect(after.kind === 'finished' && [...after.outputs], `seed ${seed}`).toEqual([...before.outputs]);
    }
    const counted = countAccesses(advice.after, options);
    expect(counted, `seed ${seed}`).toBeLessThanOrEqual(weightOf(advice.after).bytes);
    const was = countAccesses(func, options);
    if (was !== null && counted !== null && counted < was) seen.less++;
  }
  expect(seen.compared).toBeGreaterThan(COUNT / 5);
  expect(seen.steps).toBeGreaterThan(COUNT / 3);
  expect(seen.less).toBeGreaterThan(COUNT / 5);
});
