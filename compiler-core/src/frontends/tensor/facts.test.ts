import { describe, expect, test } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { LineIndex } from '../../text/line-index.ts';
import { fileId } from '../../text/span.ts';
import type { Fact, FactPlace } from './facts.ts';
import { libraryOf } from './library.ts';
import { parsePython } from './python/parse.ts';
import { type Binding, stageModule } from './stage.ts';

const parser = await createParser();
const file = fileId('prog.py');

const staged = (text: string, bindings: ReadonlyMap<string, Binding> = new Map(), facts = true) =>
  stageModule(
    { file, module: parsePython(file, text, parser).module, lines: new LineIndex(text) },
    { bindings, library: libraryOf(parser), maxSteps: 1_000_000, facts },
  );
const brief = (f: Fact): string => {
  switch (f.kind) {
    case 'tensor':
      return `${f.view} ${f.name} ${f.dtype}(${f.shape.join(', ')}) ${f.access} ${f.memory}`;
    case 'iterator':
      return `iterator ${f.name} ${f.begin}:${f.end}:${f.step} extent ${f.extent} values ${f.range?.join('..') ?? '?'}`;
    case 'size':
      return `size ${f.name} ${f.value ?? 'open'} ${f.source ?? ''}`.trim();
    case 'value':
      return `${f.type} ${f.text}`;
    case 'expression':
      return `expression ${f.text}`;
    case 'module':
    case 'api':
    case 'class':
    case 'unknown':
      return `${f.kind} ${f.name}`;
    default:
      return `${f.kind} ${f.name}(${f.params.join(', ')}) in ${f.definition.file}`;
  }
};
/** `ROLE TEXT: facts`, of the places whose text is asked for, in order. */
const at = (text: string, words: readonly string[], bindings?: ReadonlyMap<string, Binding>): readonly string[] =>
  (staged(text, bindings).facts() ?? [])
    .filter((p) => words.includes(text.slice(p.start, p.end)))
    .map(
      (p) =>
        `${p.role} ${text.slice(p.start, p.end)}: ${p.facts.map(brief).join(' | ')}${p.count > 1 ? ` x${p.count}` : ''}`,
    );

const HEAD = 'import freetensor as ft\n';
const inside = (lines: string): string =>
  `${HEAD}@ft.transform\ndef f(x):\n    x: ft.Var[(6, 4), "float32", "inout"]\n${lines.replace(/^/gm, '    ')}\n`;

describe('facts', () => {
  test('are recorded only when asked for', () => {
    expect(staged(inside('pass'), new Map(), false).facts()).toBeNull();
  });
  test('tensors: whole, element, part', () => {
    expect(at(inside('y = x[1]\nz = x[1, 2]\nw = x[2:5]'), ['x[1]', 'x[1, 2]', 'x[2:5]', 'w'])).toEqual([
      'part x[1]: slice x float32(4) inout cpu',
      'part x[1, 2]: element x float32() inout cpu',
      'bind w: slice x float32(3, 4) inout cpu',
      'part x[2:5]: slice x float32(3, 4) inout cpu',
    ]);
  });
  test('an access that a return changes later', () => {
    expect(at(inside('t = ft.empty((2,), "int32")\nreturn t'), ['t'])).toEqual([
      'bind t: tensor t int32(2) output cpu',
      'use t: tensor t int32(2) output cpu',
    ]);
  });
  test('iterators: values of constant, dependent and downward loops', () => {
    const text = inside(
      'for i in range(2, 6):\n    for j in range(i, 8, 2):\n        for k in range(5, 1, -1):\n            x[i, k - 1] = 0',
    );
    expect(at(text, ['i', 'j', 'k']).filter((l) => l.startsWith('bind'))).toEqual([
      'bind i: iterator i 2:6:1 extent 4 values 2..5',
      'bind j: iterator j i:8:2 extent null values 2..7',
      'bind k: iterator k 5:1:-1 extent 4 values 2..5',
    ]);
  });
  test('sizes: open, and bound', () => {
    const text = `${HEAD}def make(n):\n    @ft.transform\n    def f(x):\n        x: ft.Var[(n,), "int32", "output"]\n        for i in range(n):\n            x[i] = i\n`;
    expect(at(text, ['n'])).toEqual(['bind n: size n open', 'use n: size n open', 'use n: size n open']);
    const bound = new Map([['n', { value: 7n, source: 'comment' }]]);
    expect(new Set(at(text, ['n'], bound))).toEqual(new Set(['bind n: size n 7 comment', 'use n: size n 7 comment']));
    expect(at(text, ['i'], bound)[0]).toBe('bind i: iterator i 0:7:1 extent 7 values 0..6');
  });
  test('functions: api, operators, inlined, staged, plain', () => {
    const text = `${HEAD}@ft.inline\ndef g(a, *rest):\n    pass\ndef plain(b):\n    return b\n@ft.transform\ndef f(x):\n    x: ft.Var[(2, 2), "int32"]\n    y = ft.matmul(x, x)\n    g(ft.exp(x))\nplain(f)\n`;
    expect(at(text, ['matmul', 'exp', 'g', 'plain', 'f', 'transform'])).toEqual([
      'bind g: inline g(a, *rest) in prog.py',
      'bind plain: function plain(b) in prog.py',
      'use transform: api transform',
      'bind f: staged f(x) in prog.py',
      'use matmul: libop matmul(A, B) in athanor:libop/matmul.py',
      'use g: inline g(a, *rest) in prog.py',
      'use exp: api exp',
      'use plain: function plain(b) in prog.py',
      'use f: staged f(x) in prog.py',
    ]);
  });
  test('the binding in force of each use', () => {
    const text = `${HEAD}a = 1\nb = a\na = 2\nc = a\n`;
    const starts = (staged(text).facts() ?? [])
      .filter((p) => p.role === 'use')
      .map((p: FactPlace) => p.boundAt.map((s) => s.start));
    expect(starts).toEqual([[text.indexOf('a = 1')], [text.indexOf('a = 2')]]);
  });
  test('a place that is staged several times has three facts and a count', () => {
    const text = inside('for i in ft.static_range(5):\n    x[i, 0] = i');
    expect(at(text, ['i'])).toEqual([
      'bind i: int 0 | int 1 | int 2 x5',
      'use i: int 0 | int 1 | int 2 x5',
      'use i: int 0 | int 1 | int 2 x5',
    ]);
  });
  test('the builder form', () => {
    const text = `${HEAD}with ft.VarDef("x", (4,), "int32", "output") as x:\n    with ft.For("i", 0, 4) as i:\n        x[i] = 1\n`;
    expect(at(text, ['x', 'i']).filter((l) => l.startsWith('bind'))).toEqual([
      'bind x: tensor x int32(4) output cpu',
      'bind i: iterator i 0:4:1 extent 4 values 0..3',
    ]);
  });
});
