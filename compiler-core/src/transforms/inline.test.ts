import { expect, test } from 'vitest';
import { run } from '../exec/run.ts';
import { parseFunc } from '../ir/parse.ts';
import { findByName } from '../ir/paths.ts';
import { printFunc } from '../ir/print.ts';
import { inline } from './inline.ts';

const chain = (stores: string): ReturnType<typeof tried> =>
  tried(`func f(x, y) {
  @input @cpu x: float32[16] { @output @cpu y: float32[16] { T: @cache @cpu t: float32[16] { ${stores} } } }
}`);
const tried = (text: string) => {
  const { value: func, error } = parseFunc(text);
  if (!func) throw new Error(error?.message);
  const [def] = findByName(func.body, 'T');
  if (!def) throw new Error('no T');
  const result = inline(func, { def: def.stmt.id });
  const inputs = new Map([
    ['x', { dtype: 'float32' as const, shape: [16], data: Array.from({ length: 16 }, (_, k) => k / 4) }],
  ]);
  const outputs = (f: typeof func): unknown => {
    const r = run(f, { inputs, zeroOutputs: true });
    return r.kind === 'finished' ? [...(r.outputs.get('y')?.data ?? [])] : r;
  };
  return { result, before: outputs(func), after: result.kind === 'applied' ? outputs(result.ir) : null };
};

test('a store that is made of the value before it: each read has its own', () => {
  const { result, before, after } = chain(`
    for i in 0 : 16 : 1 { t[i] = x[i] }
    for j in 0 : 4 : 1 { t[j + 2] = t[j + 2] + 1.0 y[j + 2] = t[j + 2] * 2.0 }`);
  expect(after).toEqual(before);
  expect(result.kind === 'applied' && printFunc(result.ir)).toContain('y[j + 2] = (x[j + 2] + 1.0) * 2.0');
});

test('what a deeper value is made of is written before the read: refused', () => {
  const { result } = chain(`
    for i in 0 : 16 : 1 { t[i] = y[i] }
    for j in 0 : 16 : 1 { t[j] = t[j] + 1.0 y[j] = 3.0 y[j] = y[j] + t[j] }`);
  expect(result).toMatchObject({ kind: 'refused', code: 'value-changes' });
});

test('values of values that double at every step are too long: refused, at once', () => {
  const steps = Array.from({ length: 14 }, (_, k) => `t[${k + 1}] = t[${k}] * t[${k}] y[${k + 1}] = t[${k + 1}]`);
  const { result } = chain(`t[0] = x[0] ${steps.join('\n')}`);
  expect(result).toMatchObject({ kind: 'refused', code: 'not-covered', truth: 'unknown' });
});
