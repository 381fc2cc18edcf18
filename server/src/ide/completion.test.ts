import { describe, expect, test } from 'vitest';
import { type CompletionOptions, completion, resolveCompletion } from './completion.ts';
import { signatureHelp } from './signature.ts';
import { marked } from './test/kit.ts';

const START = 'import freetensor as ft\n';
const labels = (text: string, options: CompletionOptions = {}): string[] => {
  const { view, offset } = marked(text);
  return completion(view, offset, options).map((i) => i.label);
};
/** The text after the item is taken. */
const taken = (text: string, label: string): string => {
  const { view, offset } = marked(text);
  const item = completion(view, offset).find((i) => i.label === label);
  return item ? view.text.slice(0, item.start) + item.insertText + view.text.slice(item.end) : `no ${label}`;
};
const inFunction = (line: string): string =>
  `${START}@ft.transform\ndef f(x):\n    x: ft.Var[(4,), "float32", "inout"]\n    t = ft.empty((4,), "float32")\n    #! nid: rows\n    for i in range(4):\n        x[i] = 0\n    ${line}\n`;

describe('completion', () => {
  test('names of freetensor after `ft.`, while the text does not parse', () => {
    const found = labels(`${START}x = ft.$0\ny = 1\n`);
    expect(found).toEqual(expect.arrayContaining(['max', 'empty', 'transform', 'matmul', 'softmax']));
    expect(new Set(found).size).toBe(found.length);
    expect(taken(`${START}x = ft.em$0\n`, 'empty')).toBe(`${START}x = ft.empty\n`);
  });
  test('of another module there are none', () => {
    expect(labels('import numpy as np\nnp.$0\n')).toEqual([]);
  });
  test('a space or a bracket in code asks for nothing; in a comment or a text it does', () => {
    const typed = (text: string, character: string) => {
      const { view, offset } = marked(text);
      return completion(view, offset, { typed: character }).map(({ label }) => label);
    };
    expect(typed('from freetensor.libop import *\nx = $0\n', ' ')).toEqual([]);
    expect(typed('from freetensor.libop import *\nx[$0\n', '[')).toEqual([]);
    expect(typed('import freetensor as ft\nft.$0\n', '.')).toContain('empty');
    expect(typed('import freetensor as ft\n#! $0\n', ' ')).toContain('nid');
    expect(typed('import freetensor as ft\nx: ft.Var[(4,), "$0"]\n', '"')).toContain('float32');
  });

  test('operators after a star import', () => {
    expect(labels('from freetensor.libop import *\nsof$0\n')).toContain('softmax');
    expect(labels(`${START}sof$0\n`)).toEqual([]);
  });
  test('names that Python has too only where no Python server offers them', () => {
    const text = 'from freetensor.libop import *\nal$0\n';
    expect(labels(text)).not.toContain('all');
    expect(labels(text, { names: true })).toContain('all');
  });
  test.each([
    ['y: ft.Var[(4,), "$0"]', 'float32'],
    ['y: ft.Var[(4,), "float32", "$0"', 'inout'],
    ['y: ft.Var[(4,), "float32", "inout", "gpu/$0"]', 'gpu/shared'],
    ["y = ft.empty((4,), '$0')", 'int32'],
    ['y = ft.empty((4,), dtype="$0")', 'int32'],
    ['with ft.VarDef("a", (4,), "float32", "$0")', 'cache'],
    ['with ft.VarDef([("a", (4,), "$0")])', 'float64'],
  ])('types in %s', (line, word) => {
    expect(labels(inFunction(line))).toContain(word);
  });
  test('a memory type replaces the whole text', () => {
    expect(taken(inFunction('y: ft.Var[(4,), "float32", "inout", "gpu/$0"]'), 'gpu/shared')).toContain(
      '"inout", "gpu/shared"]',
    );
  });
  test('other strings have none', () => {
    expect(labels(inFunction('print("$0")'))).toEqual([]);
    expect(labels(inFunction('y: ft.Var["$0"]'))).toEqual([]);
  });
  test('labels in schedules', () => {
    expect(labels(`${inFunction('pass')}s = ft.Schedule(f)\ns.split("$0", 4)\n`)).toEqual(['rows']);
    expect(taken(`${inFunction('pass')}s = ft.Schedule(f)\ns.split("r$0", 4)\n`, 'rows')).toContain(
      's.split("rows", 4)',
    );
  });
  test('methods of a schedule and members of a tensor', () => {
    expect(labels(`${inFunction('pass')}s = ft.Schedule(f)\ns.$0\n`)).toContain('split');
    expect(labels(inFunction('x.$0'))).toEqual(['shape', 'ndim', 'dtype', 'mtype', 'select']);
  });
  test('directives and pragmas', () => {
    expect(labels(inFunction('#! $0'))).toEqual(['nid', 'label', 'no_deps', 'prefer_libs']);
    expect(taken(inFunction('#! n$0'), 'no_deps')).toContain('#! no_deps: \n');
    expect(labels(inFunction('#! no_deps: $0'))).toEqual(['x', 't']);
    expect(labels('# athanor: $0')).toEqual(['ignore', 'ignore-file', 'bind']);
    expect(labels('# athanor: ignore[$0')).toContain('index-out-of-bounds');
    expect(
      labels(
        `${START}# athanor: bind $0\ndef make(n):\n  @ft.transform\n  def f(x):\n    x: ft.Var[(n,), "int32", "output"]\n    x[0] = 1\n`,
      ),
    ).toEqual(['n']);
  });
  test('keyword arguments', () => {
    expect(labels(inFunction('y = ft.empty((4,), $0)'))).toEqual(['shape=', 'dtype=', 'mtype=']);
    expect(labels(inFunction('ft.softmax(x, ax$0)'))).toContain('axis=');
    expect(labels(inFunction('print($0)'))).toEqual([]);
  });
  test('names in scope only when asked for', () => {
    expect(labels(inFunction('$0'))).toEqual([]);
    expect(labels(inFunction('$0'), { names: true })).toEqual(['x', 't']);
  });
  test('documentation comes later', () => {
    const { view, offset } = marked(`${START}ft.$0\n`);
    const item = completion(view, offset).find((i) => i.label === 'ceildiv');
    expect(item && resolveCompletion(item)).toContain('Division rounded up');
  });
});

describe('signature help', () => {
  const shown = (text: string): string => {
    const { view, offset } = marked(text);
    const help = signatureHelp(view, offset);
    if (!help) return 'nothing';
    const active = help.active === null ? null : help.parameters[help.active];
    return active
      ? `${help.label.slice(0, active.start)}<${help.label.slice(active.start, active.end)}>${help.label.slice(active.end)}`
      : help.label;
  };
  test.each([
    ['ft.max(1, $0', 'max(lhs, <rhs>)'],
    ['ft.Var[(1, 2), "float32", $0', 'Var[shape, dtype, <atype="input">, mtype=None]'],
    ['ft.empty((1, $0', 'empty(<shape>, dtype, mtype=None)'],
    ['ft.empty(dtype=$0', 'empty(shape, <dtype>, mtype=None)'],
    ['ft.intrinsic("f(%)", 1, 2, $0)', 'intrinsic(fmt, <*params>, ret_type="void", has_side_effect=False)'],
    ['ft.max(1, 2, $0)', 'max(lhs, rhs)'],
    ['print($0)', 'nothing'],
    ['x[$0]', 'nothing'],
  ])('%s', (line, expected) => {
    expect(shown(inFunction(line))).toBe(expected);
  });
  test('functions of the file', () => {
    expect(shown(`${START}@ft.inline\ndef g(a, b=1):\n    pass\ng(1, $0)\n`)).toBe('g(a, <b>)');
  });
});
