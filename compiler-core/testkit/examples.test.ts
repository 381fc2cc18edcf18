// accept: SP-07
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../src/exec/run.ts';
import { RECORDED, type RecordedRun, readRecorded, recordedRunner } from './recorded.ts';

const ROOT = join(import.meta.dirname, '../..');
const runner = await recordedRunner();
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface RecordedExample extends RecordedRun {
  readonly file: string;
  readonly bind: Readonly<Record<string, number>>;
}
const examples = readdirSync(join(RECORDED, 'examples')).map(
  (name) => readRecorded<RecordedExample>(`examples/${name}`)[0] as RecordedExample,
);

test('the four workloads are recorded', () => {
  expect(examples.map((e) => e.file).sort()).toEqual(
    ['gat', 'longformer', 'softras', 'subdivnet'].map((name) => `examples/${name}.py`),
  );
});

test.each(examples)('$file stages without a finding, and computes what PyTorch does', (example) => {
  const staged = runner.stage(example.file, textOf(example.file), example.bind);
  expect(staged.diagnostics).toEqual([]);
  expect(runner.problems(staged, example)).toEqual([]);
});

test.each(examples)('$file stages without bindings too', (example) => {
  const staged = runner.stage(example.file, textOf(example.file));
  expect(staged.diagnostics).toEqual([]);
  expect(staged.units.filter((u) => u.kind === 'transform').map((u) => [u.name, u.complete, u.failed])).toEqual([
    [example.entry, true, false],
  ]);
});

test('the builder form transposes', () => {
  const staged = runner.stage('examples/builder.py', textOf('examples/builder.py'));
  expect(staged.diagnostics).toEqual([]);
  expect(staged.units.map((u) => [u.kind, u.complete])).toEqual([['builder', true]]);
  const data = Array.from({ length: 70 }, (_, k) => k);
  const func = staged.units[0]?.func;
  const result = func && run(func, { inputs: new Map([['x', { dtype: 'float32', shape: [10, 7], data }]]) });
  expect(result?.kind === 'finished' && [...(result.outputs.get('y')?.data ?? [])]).toEqual(
    data.map((k) => (k % 10) * 7 + Math.floor(k / 10)),
  );
});

test('what staging and a run find of the planted faults', () => {
  const text = textOf('examples/faults.py');
  const staged = runner.stage('examples/faults.py', text);
  const found = staged.diagnostics.map((d) => `${d.code} at ${text.slice(d.span.start, d.span.end)}`);
  expect(found).toEqual(
    expect.arrayContaining([
      'write-to-input at x[i, j]',
      'trap-builtin-minmax at max(y[i], x[i, j])',
      'undefined-name at COLUMS',
    ]),
  );
  const faults = staged.units.map(({ name, failed, func }) => {
    if (failed) return [name, 'not staged'];
    const shape = name === 'pyramid' ? [48] : [32, 48];
    const data = Array.from({ length: 48 * 32 }, (_, k) => k % 7).slice(0, shape.length === 1 ? 48 : undefined);
    const x = { dtype: 'float32', shape, data } as const;
    const result = run(func, { inputs: new Map(['x', 'level'].map((input) => [input, x])) });
    return [name, result.kind === 'fault' ? `${result.fault.kind}: ${result.fault.message}` : result.kind];
  });
  expect(Object.fromEntries(faults)).toEqual({
    smooth: 'index-out-of-bounds: x[0, 48]: subscript 48 is outside dimension 1 of size 48',
    clip: 'not staged',
    mean_of_rows: 'uninitialised-read: total[] is read before it is written',
    brightest: 'finished',
    histogram: 'finished',
    pyramid: 'division-by-zero: the divisor is 0',
    contrast: 'finished',
    flip: 'not staged',
  });
});
