/** Schedule calls that the editor writes: where they go, what they are called, and that a second time nothing is left to do. */

import { describe, expect, test } from 'vitest';
import { codeActions, resolveCodeAction } from './code-actions.ts';
import { previewDocument } from './documents.ts';
import { codeLenses } from './lenses.ts';
import { marked } from './test/kit.ts';

const TWO = `import freetensor as ft


@ft.transform
def f(x: ft.Var[(64,), "float32"], y: ft.Var[(64,), "float32", "output"], z: ft.Var[(64,), "float32", "output"]):
    t = ft.empty((64,), "float32")
    $0for i in range(64):
        t[i] = x[i] * x[i]
    #! nid: consume
    for i in range(64):
        y[i] = t[i] + t[i]
    #! nid: shifted
    for i in range(64):
        z[i] = y[63 - i]


print(f)
`;

const titles = (text: string): readonly string[] => {
  const { view, offset } = marked(text);
  return codeActions(view, { start: offset, end: offset }).map((a) => a.title);
};
/** The text after the action, or why there is none. */
const applied = (text: string, title: string): string => {
  const { view, offset } = marked(text);
  const action = codeActions(view, { start: offset, end: offset }).find((a) => a.title === title);
  if (!action) return `no ${title}`;
  const { edits, refusal } = resolveCodeAction(view, JSON.parse(JSON.stringify(action)));
  if (refusal !== null) return refusal;
  let out = view.text;
  for (const e of [...edits].sort((a, b) => b.span.start - a.span.start))
    out = out.slice(0, e.span.start) + e.newText + out.slice(e.span.end);
  return out;
};
const cursorAt = (text: string, before: string): string => text.replace('$0', '').replace(before, `$0${before}`);
const verdicts = (text: string): readonly string[] =>
  (marked(`${text.replace('$0', '')}$0`).view.staged.schedules ?? []).map((r) => `${r.primitive} ${r.verdict}`);

test('what is offered for the loop under the cursor', () => {
  expect(titles(TWO)).toEqual(['Fuse with consume in line 10', 'Parallelise for i', 'Vectorise for i', 'Unroll for i']);
  expect(titles(cursorAt(TWO, 'x[i] * x[i]'))).toEqual([]);
  expect(titles(cursorAt(TWO, 'print'))).toEqual([]);
});

test('a label for the loop without one, and a schedule behind the function', () => {
  const after = applied(TWO, 'Fuse with consume in line 10');
  expect(after).toContain(
    '    #! nid: loop_i\n    for i in range(64):\n        t[i] = x[i] * x[i]\n    #! nid: consume\n',
  );
  expect(after).toContain('z[i] = y[63 - i]\n\n\ns = ft.Schedule(f)\ns.fuse("loop_i", "consume")\n\n\nprint(f)\n');
  expect(verdicts(after)).toEqual(['Schedule applied', 'fuse applied']);
});

test('what is there is used: the next call goes behind the last one, and a second time nothing is left to do', () => {
  const once = applied(TWO, 'Fuse with consume in line 10');
  const here = cursorAt(once, 'for i in range(64):\n        t[i]');
  expect(titles(here)).not.toContain('Fuse with consume in line 11');
  const twice = applied(here, 'Parallelise fused.loop_i.consume');
  expect(twice).toContain(
    's.fuse("loop_i", "consume")\ns.parallelize("fused.loop_i.consume", "openmp")\n\n\nprint(f)\n',
  );
  expect(verdicts(twice)).toEqual(['Schedule applied', 'fuse applied', 'parallelize applied']);
});

test('what is not legal changes nothing, and says why', () => {
  const text = cursorAt(TWO, 'for i in range(64):\n        z[i]');
  const said = applied(text, 'Fuse with consume in line 10');
  expect(said).toMatch(/^WRITE y\[i_1\] after READ y\[-1 \* i_1 \+ 63\].* cannot be resolved$/);
});

describe('where the schedule is', () => {
  const withSchedule = (lines: string): string => TWO.replace('print(f)', `${lines}\nprint(f)`);
  const last = (text: string): string => applied(text, 'Parallelise for i').split('\n').slice(-12).join('\n');
  test('a variable of any name, in front of what uses it', () => {
    const text = withSchedule('sched = ft.Schedule(f)\nsched.unroll("consume")\ng = sched.func()');
    expect(last(text)).toContain('sched.unroll("consume")\nsched.parallelize("loop_i", "openmp")\ng = sched.func()\n');
  });
  test('a callback', () => {
    const text = withSchedule('def tune(s):\n    s.unroll("consume")\n\nft.optimize(f, schedule_callback=tune)');
    expect(last(text)).toContain('    s.unroll("consume")\n    s.parallelize("loop_i", "openmp")\n\nft.optimize(f');
  });
  test('in a loop and under a condition: behind all of it', () => {
    const text = withSchedule('s = ft.Schedule(f)\nfor name in ["consume"]:\n    s.unroll(name)');
    expect(last(text)).toContain('    s.unroll(name)\ns.parallelize("loop_i", "openmp")\n');
  });
  test('in a lambda no call can be added', () => {
    const text = withSchedule('ft.optimize(f, schedule_callback=lambda s: s.unroll("consume"))');
    expect(applied(text, 'Parallelise for i')).toBe(
      'the schedule of `f` is made inside an expression, where no call can be added',
    );
  });
  test('in a factory, indented, with a name that is free', () => {
    const factory = TWO.replace(
      /@ft[\s\S]*?(?=\n\n\nprint)/,
      (def) => `def make(s):\n${def.replace(/^(?=.)/gm, '    ')}\n    return f`,
    ).replace('print(f)', 'make(1)\nprint(s)');
    const after = applied(factory, 'Fuse with consume in line 11');
    expect(after).toContain('z[i] = y[63 - i]\n\n    s1 = ft.Schedule(f)\n');
    expect(after).toContain('    s1.fuse("loop_i", "consume")\n    return f\n');
    expect(verdicts(after)).toEqual(['Schedule applied', 'fuse applied']);
  });
  test('later versions: labels; Windows line ends stay', () => {
    const text = TWO.replaceAll('#! nid:', '#! label:').replaceAll('\n', '\r\n');
    const after = applied(text, 'Fuse with consume in line 10');
    expect(after).toContain('    #! label: loop_i\r\n    for i');
    expect(after).toContain('\r\ns.fuse("loop_i", "consume")\r\n');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('what would not do what it says is not written', () => {
  const none = (text: string, title: string): string => {
    const said = applied(text, title);
    expect(said, said).not.toContain('\n');
    return said;
  };
  const withSchedule = (lines: string): string => TWO.replace('print(f)', lines);
  test.each([
    ['a line that ends in the middle of a string', 's = ft.Schedule(f); text = """a\nb"""'],
    ['behind a `return`', 'def tune(s):\n    return s.unroll("consume")\n\nft.optimize(f, schedule_callback=tune)'],
    [
      'in a branch that ends',
      'def g():\n    s = ft.Schedule(f)\n    if True:\n        s.unroll("consume")\n        return s.func()\n\ng()',
    ],
    ['a comprehension', '[s.unroll("consume") for s in [ft.Schedule(f)]]'],
  ])('%s', (_, lines) => {
    none(withSchedule(lines), 'Parallelise for i');
  });
  test('a callback that schedules another function, too', () => {
    const other =
      '@ft.transform\ndef g(x: ft.Var[(4,), "float32", "inout"]):\n    #! nid: consume\n    for i in range(4):\n        x[i] = 0';
    const lines = `def tune(s):\n    s.unroll("consume")\n\ntune(ft.Schedule(g))\ntune(ft.Schedule(f))`;
    expect(none(withSchedule(`${other}\n\n${lines}`), 'Parallelise for i')).toContain('loop_i');
  });
  test('a function of which one program refuses it', () => {
    const text = `import freetensor as ft

def make(n, k):
    @ft.transform
    def f(x: ft.Var[(96,), "float32"], y: ft.Var[(96,), "float32", "inout"]):
        $0for i in range(32):
            y[i] = y[i + k] + x[i]
    return f

a = make(4, 64)
b = make(4, 1)
`;
    expect(titles(text)).toEqual(['Parallelise for i', 'Vectorise for i', 'Unroll for i']);
    none(text, 'Parallelise for i');
  });
  test('a loop that is staged several times from one text', () => {
    const text = TWO.replace(
      '    $0for i in range(64):\n        t[i] = x[i] * x[i]\n',
      '    for k in ft.static_range(2):\n        $0for i in range(64):\n            t[i] = x[i] * k\n',
    );
    none(text, 'Parallelise for i');
  });
  test('what FreeTensor accepts although results change', () => {
    const text = `import freetensor as ft

@ft.transform
def f(y: ft.Var[(8,), "int32", "output"]):
    #! nid: L
    $0for i in range(8):
        y[i // 2] = i
`;
    expect(applied(text, 'Parallelise L')).toMatch(/results change|cannot be resolved/);
  });
  test('a module under no name', () => {
    const partly = TWO.replace('import freetensor as ft', 'from freetensor import transform, Var, empty').replaceAll(
      'ft.',
      '',
    );
    expect(none(partly.replace('print(f)', ''), 'Parallelise for i')).toContain('does not import');
  });
});

test('a label that would need escapes: the loop is meant by its place', () => {
  const after = applied(TWO.replace('    $0for', '    #! nid: a"b\n    $0for'), 'Parallelise a"b');
  expect(after).toContain('s.parallelize(s.find_all(lambda x: x.type() == ft.ASTNodeType.For)[0], "openmp")');
  expect(verdicts(after)).toEqual(['Schedule applied', 'parallelize applied']);
});

describe('a whole schedule', () => {
  const WHOLE = 'Write a schedule that accesses memory less';
  const LIBRARY = `import freetensor as ft


@ft.transform
def f(a: ft.Var[(64, 32), "float32"], b: ft.Var[(32, 64), "float32"], c: ft.Var[(64, 64), "float32", "output"]):
    ft.libop.matmul_(a, b, c)
`;

  test('one change: labels and all calls, and a second time nothing is left to do', () => {
    const after = applied(cursorAt(TWO, 'def f'), WHOLE);
    expect(after).toContain('s = ft.Schedule(f)\ns.fuse("loop_i", "consume")\n');
    expect(verdicts(after).every((v) => v.endsWith(' applied'))).toBe(true);
    expect(applied(cursorAt(after, 'def f'), WHOLE)).toBe('no call that is proved legal saves anything');
  });

  test('loops of a library operator are meant by their places, in the words of the version', () => {
    const old = applied(cursorAt(LIBRARY, 'def f'), WHOLE);
    expect(old).toMatch(/s\.cache_reduction\(s\.find_all\(lambda x: x\.type\(\) == ft\.ASTNodeType\.For\)\[\d\], "/);
    const later = applied(cursorAt(LIBRARY.replace('    ft.', '    #! label: product\n    ft.'), 'def f'), WHOLE);
    expect(later).toMatch(/s\.cache_reduction\(s\.find_all\("<For>"\)\[\d\], "/);
    for (const text of [old, later]) expect(verdicts(text).every((v) => v.endsWith(' applied'))).toBe(true);
  });
});

test('names that are taken, and a comment at the end of the function', () => {
  const text = TWO.replace('z[i] = y[63 - i]\n', 'z[i] = y[63 - i]\n    # the end of f\n').replace(
    'print(f)',
    'import os as s',
  );
  expect(applied(text, 'Parallelise for i')).toContain('    # the end of f\n\n\ns1 = ft.Schedule(f)\ns1.parallelize(');
});

test('the lens says how many fusions are possible, the document what each does', () => {
  const { view } = marked(TWO);
  const shown = codeLenses(view).map((l) => (typeof l.title === 'string' ? l.title : l.title()));
  expect(shown).toContain('1 fusion possible, saves 33 % of the traffic');
  const text = previewDocument(view, 'f');
  expect(text).toContain('f: 2 pairs of loops, 1 can be joined');
  expect(text).toContain('y[i] = t[0] + t[0]');
  const once = applied(TWO, 'Fuse with consume in line 10');
  const left = codeLenses(marked(`${once}$0`).view).map((l) => (typeof l.title === 'string' ? l.title : l.title()));
  expect(left).toContain('no fusion possible');
});
