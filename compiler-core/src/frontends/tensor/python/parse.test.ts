import { describe, expect, test } from 'vitest';
import { createParser } from '../../../../../server/src/host/tree-sitter.ts';
import { outline } from '../../../../testkit/outline-ast.ts';
import { fileId } from '../../../text/span.ts';
import { parsePython } from './parse.ts';

const parser = await createParser();
const parse = (text: string) => parsePython(fileId('case.py'), text, parser);

/** The module as an outline, one statement a line; problems must be none. */
function lowered(text: string): string {
  const { module, problems } = parse(text);
  expect(problems).toEqual([]);
  return outline(module);
}

const EXPRESSIONS: readonly (readonly [string, string])[] = [
  ['1_000 + 0x_ff - 0o17 * 0b11', '((1000 + 255) - (15 * 3))'],
  ['1e3', '1000.0'],
  ['.5j', '0.5j'],
  ['-x ** -y', '(-(x ** (-y)))'],
  ['1 ^ 2 & 3 | 4', '((1 ^ (2 & 3)) | 4)'],
  ['a < b <= c not in d is not e', '(a < b <= c not in d is not e)'],
  ['a and b and c or d', '((a and b and c) or d)'],
  ['(a and b) and c', '((a and b) and c)'],
  ['not a == b', '(not (a == b))'],
  ['a if b else c if d else e', '(a if b else (c if d else e))'],
  ['lambda x, /, y=1, *a, z, **k: x', '(lambda x, /, y=1, *a, z, **k: x)'],
  ['f(a, *b, c=d, **e)', 'f(a, *b, c=d, **e)'],
  ['f(x for x in y)', 'f((x for x in y))'],
  ['x[1:2, ::3, ...]', 'x[(1:2:, ::3, ...)]'],
  ['x[a,]', 'x[(a,)]'],
  ['x[*a]', 'x[(*a,)]'],
  ['[i for i, *j in a if b if c for k in d]', '[i for (i, *j) in a if b if c for k in d]'],
  ['{**a, b: c}', '{**a, b: c}'],
  ['{a: b for a in c}', '{a: b for a in c}'],
  ['{a, *b}', '{a, *b}'],
  ['(y := 3)', '(y := 3)'],
  ['()', '()'],
  ["'a' \"b\" '''c\nd'''", '"abc\\nd"'],
  [
    String.raw`'\x41\u00e9\101\n\q\
z'`,
    '"AéA\\n\\\\qz"',
  ],
  [String.raw`rb'\x41' b'\xff'`, 'b"\\\\x41ÿ"'],
  ["f'{a!r:>{w}}{{}}' 'x'", 'f[{a!r:">{w}"}, "{}x"]'],
  ["f'{a=}{b = :3}'", 'f["a=", {a!r}, "b = ", {b:"3"}]'],
  ['f\'{x:=5}{d["k"]}\'', 'f[{x:"=5"}, {d["k"]}]'],
  ['await_ . b \\\n . c', 'await_.b.c'],
  ['ﬁ', 'fi'],
];

describe('expressions', () => {
  test.each(EXPRESSIONS)('%s', (source, expected) => {
    expect(lowered(`${source}\n`)).toBe(expected);
  });
});

const STATEMENTS: readonly (readonly [string, string])[] = [
  ['a = b, = c', 'a = (b,) = c'],
  ['*a, (b, [c]) = d', '(*a, (b, [c])) = d'],
  ['a @= b', 'a @= b'],
  ['x: Var[(n, 2), "f"] = y', 'x: Var[((n, 2), "f")] = y'],
  ['x; y;', 'x\ny'],
  ['(a) = 1', 'a = 1'],
  ['print >>f, x', '((print >> f), x)'],
  ['type(x).y = match = 3', 'type(x).y = match = 3'],
  ['import a.b as c, d', 'import a.b as c, d'],
  ['from .. import (a, b as c,)', 'from .. import a, b as c'],
  ['from ...x.y import *', 'from ...x.y import *'],
  ['from __future__ import annotations', 'from __future__ import annotations'],
  ['del a, (b, c)', 'del a, (b, c)'],
  ['assert a, b', 'assert a, b'],
  ['raise a from b', 'raise a from b'],
  ['for i in a, b: pass\nelse: c', 'for i in (a, b):\n  pass\nelse:\n  c'],
  ['if a: b\nelif c: d\nelse: e', 'if a:\n  b\nelse:\n  if c:\n    d\n  else:\n    e'],
  ['while a:\n\tbreak', 'while a:\n  break'],
  ['with (a as b, c): pass', 'with a as b, c:\n  pass'],
  ['with (a, b) as c: pass', 'with (a, b) as c:\n  pass'],
  [
    'try: a\nexcept (B, C) as e: d\nexcept: e\nelse: f\nfinally: g',
    'try:\n  a\nexcept (B, C) as e:\n  d\nexcept:\n  e\nelse:\n  f\nfinally:\n  g',
  ],
  [
    '@a.b(1)\nasync def f(x: int = 1, *, y) -> z:\n  return await x',
    '@a.b(1)\nasync def f(x: int=1, *, y) -> z:\n  return (await x)',
  ],
  ['class A(B, m=C):\n  def f(self): yield', 'class A(B, m=C):\n  def f(self):\n    (yield)'],
  ['def f():\n  global a, b\n  x = yield from y', 'def f():\n  global a, b\n  x = (yield from y)'],
  ['match x:\n  case [1, *_]: pass\ny', 'unsupported match\ny'],
  ['type X[T] = int', 'unsupported type'],
  ['x = (a +\n# c\nb)', 'x = (a + b)'],
  ['if a:\n    x = f(b\n  .c)\n    y', 'if a:\n  x = f(b.c)\n  y'],
];

describe('statements', () => {
  test.each(STATEMENTS)('%s', (source, expected) => {
    expect(lowered(`${source}\n`)).toBe(expected);
    expect(lowered(`${source}\n`.replaceAll('\n', '\r\n'))).toBe(expected);
    expect(lowered(`${source}\n`.replaceAll('\n', '\r'))).toBe(expected);
    expect(lowered(`\ufeff${source}`)).toBe(expected);
  });
});

const DIRECTIVES: readonly (readonly [string, string])[] = [
  [
    'def f():\n  #! nid: A\n  for i in b:\n    #! no_deps: c # why\n    d',
    'def f():\n  #! nid: A\n  for i in b:\n    #! no_deps: c # why\n    d',
  ],
  ['a\n#! label:  L M \nb', 'a\n#! label:  L M\nb'],
  ['#! label: L\n@a\n#! nid: M\ndef f(): pass', '@a\ndef f():\n  #! nid: M\n  pass'],
  ['if a:\n  b\n  #! end\nelse:\n  #! start\n  c', 'if a:\n  b\n  #! end\nelse:\n  #! start\n  c'],
  ['if a:\n  b\n#! between\nelse:\n  c', 'if a:\n  b\nelse:\n  #! between\n  c'],
  ['for i in a:\n  for j in b:\n    c\n  #! outer\nd', 'for i in a:\n  for j in b:\n    c\n  #! outer\nd'],
  ['for i in a:\n  b\n    #! deep\n#! next\nc', 'for i in a:\n  b\n  #! deep\n#! next\nc'],
  ['a #! no\n#!no\n# #! no\nf(b,\n#! no\nc)\n"""\n#! no\n"""', 'a\nf(b, c)\n"\\n#! no\\n"'],
  ['#! /usr/bin/env python3\na', 'a'],
  ['a\n#! \n#!\nb', 'a\nb'],
  ['x\n#! last', 'x\n#! last'],
];

describe('directives stand in the block that they speak to', () => {
  test.each(DIRECTIVES)('%s', (source, expected) => {
    expect(lowered(source)).toBe(expected);
  });
});

test('the span of a directive is its text', () => {
  const text = 'a\n  #! nid: L  \n';
  const [, directive] = parse(text).module.body;
  expect(directive && text.slice(directive.at.start, directive.at.end)).toBe('#! nid: L');
});

describe('broken text', () => {
  test('what is whole around an error is kept', () => {
    const { module, problems } = parse('a = 1\nb = = 2\ndef f():\n  c = (\n  return 1\n');
    expect(problems.map(({ message }) => message)).toEqual(['invalid syntax', "'(' was never closed"]);
    expect(outline(module)).toContain('a = 1\n');
  });

  test('nesting that is too deep is one problem, not a crash', () => {
    const deep = 10_000;
    const blocks = Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('');
    for (const [text, message] of [
      [`x = ${'('.repeat(deep)}${')'.repeat(deep)}`, 'too many nested parentheses'],
      [`${blocks}${' '.repeat(3_000)}pass`, 'too many levels of indentation'],
      [`x = ${'a + '.repeat(deep)}a`, 'nested too deeply'],
      [`x = ${'-'.repeat(deep)}a`, 'nested too deeply'],
      [`x = a${'.b'.repeat(deep)}`, 'nested too deeply'],
      [`x = ${'lambda: '.repeat(deep)}a`, 'nested too deeply'],
      [`x = ${'a if b else '.repeat(deep)}a`, 'nested too deeply'],
      [`x = ${'f"{'.repeat(deep)}`, 'f-string: nested too deeply'],
      [`if a: b\n${'elif a: b\n'.repeat(deep)}`, 'nested too deeply'],
      [`${'if x: '.repeat(deep)}pass`, 'invalid syntax'],
    ] as const) {
      const { problems } = parse(text);
      expect(problems.map((problem) => problem.message)).toEqual([message]);
      expect(problems.every(({ at }) => at.end > at.start)).toBe(true);
    }
  });

  test('a large binary file is one problem', () => {
    const text = `x = 1\n${'\u0001\0ab('.repeat(50_000)}`;
    const { module, problems } = parse(text);
    expect(problems.map(({ at, message }) => [at.start, message])).toEqual([
      [7, 'source code cannot contain null bytes'],
    ]);
    expect(module.body.map(({ kind }) => kind)).toEqual(['errorStmt']);
  });

  test('3,000 random texts give a module and spans within the text', () => {
    const seed = 99;
    let state = seed;
    const next = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const words =
      'if else def ( ) [ ] { } : , = == * ** @ . ; x 1 0777 \'s\' """ f"{ }" lambda for in \n \t \\ #!\u00a0 \r \0 😀'
        .split(' ')
        .concat([' ', '    ', '\n    ', '#! nid: L\n', 'class A:\n', 'return ', 'await ']);
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: next(25) }, () => words[next(words.length)] ?? '').join('');
      const { problems } = parse(text);
      for (const { at } of problems) {
        const inside = at.start < at.end && at.start >= 0 && at.end <= text.length;
        expect(inside, `seed ${seed}, round ${round}: ${JSON.stringify(text)}`).toBe(true);
      }
    }
  });
});
