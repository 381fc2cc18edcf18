import { expect, test } from 'vitest';
import { findFunctions, withoutStrings } from './text-search.ts';

const names = (text: string) => findFunctions(text).map((f) => `${f.kind} ${f.name} ${f.firstLine}-${f.line}`);

test.each([
  ['a plain decorator', 'import freetensor as ft\n@ft.transform\ndef f(x):\n  pass\n', ['decorated f 2-3']],
  [
    'arguments over lines',
    'import freetensor as ft\n@ft.optimize(\n  a=(1),\n)\ndef f(x):\n  pass\n',
    ['decorated f 2-5'],
  ],
  [
    'a stack of decorators is one function',
    'import freetensor as ft\n@ft.optimize\n@ft.transform\ndef f(): pass\n',
    ['decorated f 2-4'],
  ],
  ['another decorator above', 'import freetensor\n@other\n@freetensor.inline\n\ndef f(): pass\n', ['decorated f 2-5']],
  ['the old module name', 'import ir\n@ir.transform\ndef f(): pass\n', ['decorated f 2-3']],
  [
    'bare names',
    'from freetensor import inline as i, transform\n@i\ndef a(): pass\n@transform\ndef b(): pass\n',
    ['decorated a 2-3', 'decorated b 4-5'],
  ],
  ['a star', 'from freetensor import *\n@inline\ndef a(): pass\n', ['decorated a 2-3']],
  ['a nested function', 'import freetensor as ft\ndef g():\n  @ft.transform\n  def f(): pass\n', ['decorated f 3-4']],
  [
    'a builder program',
    'import freetensor as ft\nast = ft.pop_ast()\nassert ft.pop_ast(verbose=1)\n',
    ['builder pop_ast 2-2', 'builder pop_ast 3-3'],
  ],
  ['names of something else', 'import jax as ft\n@ft.transform\ndef f(): pass\nft.pop_ast()\n', []],
  [
    'comments and strings',
    'import freetensor as ft\n# @ft.transform\n"""\n@ft.transform\ndef f(): pass\nft.pop_ast()\n"""\n',
    [],
  ],
  ['a class is no function', 'import freetensor as ft\n@ft.transform\nclass C: pass\n', []],
])('%s', (_name, text, expected) => {
  expect(names(text)).toEqual(expected);
});

test('strings become blank and lines stay', () => {
  const text = 'a = "x\\"#" # y\nb = """1\n2"""\n';
  const blank = withoutStrings(text);
  expect(blank.split('\n').map((line) => line.trimEnd())).toEqual(['a =', 'b =', '', '']);
  expect(blank).toHaveLength(text.length);
});
