import { expect, test } from 'vitest';
import { CONFIG_TABLE } from '../cli/config/table.ts';
import { API } from './api-docs.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import { accessesDocument, irDocument, runDocument } from './documents.ts';
import { libraryFunctions } from './library.ts';
import { cursorAt, marked } from './test/kit.ts';
import { tomlCompletion, tomlHover } from './toml.ts';

const SIMPLE = `import freetensor as ft
@ft.transform
def f(x, y):
    x: ft.Var[(3,), "int32", "input"]
    y: ft.Var[(3,), "int32", "output"]
    for i in range(3):
        y[i] = x[i] * 0 + i
`;

test('documents about a function', () => {
  const { view } = marked(SIMPLE);
  expect(irDocument(view, 'f')).toContain('for i in 0 : 3 : 1');
  expect(accessesDocument(view, 'f')).toContain('f: 2 accesses');
  expect(runDocument(view, 'f')).toBe('# generated inputs, seed 1\n\ny: int32[3]\n  [0 1 2]\n');
  expect(irDocument(view, 'g')).toBeNull();
});
test('a run that goes wrong says where', () => {
  const { view } = marked(SIMPLE.replace('y[i] =', 'y[i + 1] ='));
  expect(runDocument(view, 'f')).toMatch(/main\.py:7:11\nindex-out-of-bounds: .*\nwith i = 2\n/);
});

test('call hierarchy, into the library and inside it', () => {
  const { view, offset } = marked(cursorAt('run(x'));
  const item = prepareCallHierarchy(view, offset);
  expect(item).toMatchObject({ name: 'run', kind: 'staged' });
  const out = item ? outgoingCalls(item, [view]) : [];
  expect(out.map((e) => `${e.item.kind} ${e.item.name} ${e.at.length}`)).toEqual(
    expect.arrayContaining(['inline scale 1', 'operator matmul 1', 'operator max 1']),
  );
  const matmul = out.find((e) => e.item.name === 'matmul')?.item;
  expect(matmul && outgoingCalls(matmul, [view]).map((e) => e.item.name)).toEqual(['einsum', 'matmul_format']);
  expect(matmul && incomingCalls(matmul, [view]).map((e) => e.item.name)).toContain('run');
  const scale = out.find((e) => e.item.name === 'scale')?.item;
  expect(scale && incomingCalls(scale, [view]).map((e) => e.item.name)).toEqual(['run']);
});

test('every documented name of freetensor exists', () => {
  const names = [...API.keys()].map((name) => `ft.${name}`).join('\n');
  const { view } = marked(`import freetensor as ft\n${names}\n`);
  expect(view.staged.diagnostics.map((d) => d.message)).toEqual([]);
  expect([...API.values()].filter((d) => d.doc === '')).toEqual([]);
});
test('every operator of the library has parameters and a docstring', () => {
  const operators = [...libraryFunctions().values()].filter((f) => f.operator);
  expect(operators.length).toBeGreaterThan(80);
  expect(operators.filter((f) => f.doc === '' || f.params.length === 0).map((f) => f.name)).toEqual([]);
});

test('athanor.toml', () => {
  const complete = (marked: string): string[] =>
    tomlCompletion(marked.replace('$0', ''), marked.indexOf('$0'), CONFIG_TABLE).map((i) => i.insertText);
  expect(complete('$0')).toEqual(['include = [', 'exclude = [', '[severity]', '[bind]', '[device]', '[launch."']);
  expect(complete('[se$0')).toContain('severity]');
  expect(complete('[severity]\nunused$0')).toContain('unused-tensor = ');
  expect(complete('[severity]\nunused-tensor = $0')).toContain('"off"');
  expect(complete('[severity]\nunused-tensor = "$0"')).toContain('off');
  expect(complete('[bind]\nn$0')).toEqual([]);
  expect(complete('# inc$0')).toEqual([]);
  expect(complete('[device]\n"*.cl" = "amd$0')).toContain('amd-mi300x');
  expect(complete('[device.ours]\nbase = $0')).toContain('"nvidia-a100"');
  expect(complete('[device.ours]\nlocal$0')).toContain('local-memory = ');
  expect(complete('[device.ours]\nlocal-memory = $0')).toEqual([]);
  expect(tomlHover('[bind]\nn = 1\n', 2, CONFIG_TABLE)?.markdown).toContain('Values of sizes');
  expect(tomlHover('[severity]\nunused-tensor = "off"\n', 14, CONFIG_TABLE)?.markdown).toContain('never read');
});
