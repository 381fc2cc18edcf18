import { describe, expect, test } from 'vitest';
import { declaration, definition, implementation, type Links, typeDefinition } from './links.ts';
import { cursorAt, marked } from './test/kit.ts';
import type { FileView } from './view.ts';

type Feature = (view: FileView, offset: number) => Links | null;
/** `LINE: text` of each target; of the library `file: name`. */
const go = (feature: Feature, text: string): string => {
  const { view, offset } = marked(text);
  return (feature(view, offset)?.to ?? [])
    .map((s) => {
      const other = view.snapshot.text(s.file);
      if (other === null) return s.file;
      const line = other.slice(0, s.start).split('\n').length;
      return `${s.file === view.file ? '' : s.file}${line}: ${other.slice(s.start, s.end)}`;
    })
    .join('; ');
};

describe('definition', () => {
  test.each([
    ['t[i] = ', 0, '16: t'],
    ['x[i, 0]', 0, '14: x'],
    ['i, 0]', 0, '18: i'],
    ['scale(t', 0, '6: scale'],
    ['matmul', 0, 'athanor:libop/matmul.py'],
    ['rows"', 0, '17: rows'],
    ['run)', 0, '13: run'],
    ['N, 4)', 0, '3: N'],
    ['factor\n', 0, '6: factor'],
    ['split(', 0, ''],
  ])('%s %i', (needle, nth, expected) => {
    expect(go(definition, cursorAt(needle, nth))).toBe(expected);
  });

  test('the binding in force, of several', () => {
    const text =
      'import freetensor as ft\n@ft.transform\ndef f(x):\n    x: ft.Var[(4,), "int32"]\n    a = 1\n    a = 2\n    t = ft.empty(($0a,), "int32")\n';
    expect(go(definition, text)).toBe('6: a');
  });

  test('blocks of rewritten code have names of their own', () => {
    const text = `import freetensor as ft
@ft.transform
def f(x):
    x: ft.Var[(4,), "int32", "inout"]
    for i in range(4):
        t = ft.empty((), "int32")
        t[()] = 1
    for i in range(4):
        t = ft.empty((), "float32")
        $0t[()] = 1
`;
    expect(go(definition, text)).toBe('9: t');
  });

  test('into another file', () => {
    const text = '#- /main.py\nfrom other import helper\n$0helper(1)\n#- /other.py\ndef helper(x):\n    return x\n';
    expect(go(definition, text)).toBe('/other.py1: helper');
  });

  test('functions that are never staged', () => {
    expect(go(definition, 'import freetensor as ft\ndef f(n):\n    m = n\n    return $0m\n')).toBe('3: m');
  });
});

test('declaration of a tensor is where it is declared', () => {
  expect(go(declaration, cursorAt('a[k] = a'))).toBe('16: t');
});
test('the type of a tensor is what made it', () => {
  expect(go(typeDefinition, cursorAt('x[i, 0]'))).toBe('14: ft.Var[(N, 4), "float32", "input"]');
  expect(go(typeDefinition, cursorAt('t[i] = '))).toBe('16: ft.empty((N,), "float32")');
  expect(go(typeDefinition, cursorAt('i, 0]'))).toBe('18: range(N)');
});
test('implementation of an operator and of a label', () => {
  expect(go(implementation, cursorAt('max(x'))).toBe('athanor:libop/arithmetic.py');
  expect(go(implementation, cursorAt('rows"'))).toContain('18: for i in range(N)');
});
