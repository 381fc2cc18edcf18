import { describe, expect, test } from 'vitest';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { lineDiff } from './line-diff.ts';
import { marked } from './test/kit.ts';

const PROGRAM = `import freetensor as ft
import pytest

@ft.transform
def f(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(7):
        #! nid: S
        x[i + 1] = x[i]
    #! nid: M
    for j in range(7):
        y[j] = x[j] * 2
s = ft.Schedule(f)
`;

/** Hints of the schedule calls, as \`LINE label\`; lines from the first after the program. */
const verdicts = (calls: string): readonly string[] => {
  const { view } = marked(PROGRAM + calls);
  const from = PROGRAM.split('\n').length - 1;
  return inlayHints(view, { start: 0, end: view.text.length })
    .filter((h) => h.kind === 'verdict')
    .map((h) => `${view.lines.position1(view.span(h.offset, h.offset).start).line - from} ${h.label}`);
};
const hovered = (text: string): string => {
  const { view, offset } = marked(text);
  return hover(view, offset)?.markdown ?? 'nothing';
};

describe('hints', () => {
  test.each([
    ['s.split("M", 4)', ['1 legal']],
    ['s.parallelize("L", "openmp")', ['1 refused: x[1] i=0 -> i=1']],
    ['s.var_merge("L", 0)', ['1 refused: L is not the definition of a tensor']],
    ['s.split("N", 4)', ['1 raises']],
    ['with pytest.raises(ft.InvalidSchedule):\n    s.vectorize("L")', ['2 refused: x[1] i=0 -> i=1']],
    ['s.split("M", 4)\ns.unroll("M.1")', ['1 legal', '2 legal']],
    [
      'for k in [2, 7]:\n    t = ft.Schedule(f)\n    t.split("M", k)\n    t.vectorize("L" if k == 2 else "M.1")',
      ['3 legal', '4 refused: x[1] i=0 -> i=1 | legal'],
    ],
    ['"a b".split("L")', []],
  ])('%s', (calls, wanted) => {
    expect(verdicts(calls)).toEqual(wanted);
  });
  test('what a run alone knows', () => {
    const calls =
      'def make(n):\n    @ft.transform\n    def g(y: ft.Var[(8,), "float32", "output"]):\n        y[0] = 1\n    t = ft.Schedule(f)\n    t.split("M", n)\n    t.split("L", 2)';
    expect(verdicts(calls)).toEqual(['6 not modelled']);
  });
  test('an accepted call that changes results', () => {
    const text = PROGRAM.replace('y[j] = x[j] * 2', 'y[0] *= x[j]\n        y[0] = ft.max(y[0], x[j])');
    const { view } = marked(`${text}s.parallelize("M", "openmp")\n`);
    const [hint] = inlayHints(view, { start: 0, end: view.text.length }).filter((h) => h.kind === 'verdict');
    expect(hint?.label).toBe('changes the result: y[0] j=0 -> j=1');
  });
});

describe('hover on a call', () => {
  test('shows the program after it', () => {
    expect(hovered(`${PROGRAM}s.spl$0it("M", nparts=7)\n`)).toBe(`**legal**, of \`f\`

The program after it:

\`\`\`diff
         x[i + 1] = x[i]
       }
-      M:
-      for j in 0 : 7 : 1 {
-        y[j] = x[j] * 2
+      \`M.0\`:
+      for \`j.0\` in 0 : 7 : 1 {
+        y[\`j.0\`] = x[\`j.0\`] * 2
       }
     }
\`\`\``);
  });
  test('says why it is refused, and that it is expected', () => {
    expect(hovered(`${PROGRAM}s.$0parallelize("L", "openmp")\n`)).toMatch(
      /^\*\*refused\*\*, of `f`\n\nFreeTensor refuses `parallelize`.*first `S` at i = 0 writes it, then `S` at i = 1 reads it\)$/,
    );
    expect(hovered(`${PROGRAM}with pytest.raises(ft.InvalidSchedule):\n    s.$0parallelize("L", "openmp")\n`)).toMatch(
      /^\*\*refused, and caught\*\*/,
    );
  });
  test('in a decorator, of an automatic pass, and of a call in a call', () => {
    const optimised = PROGRAM.replace('@ft.transform', '@ft.optimize(schedule_callback=lambda s: s.un$0roll("M"))');
    expect(hovered(optimised)).toContain('**legal**, of `f`');
    expect(hovered(`${PROGRAM}s.auto_f$0use(ft.CPU())\n`)).toContain('**legal**, of `f`');
    const nested = `${PROGRAM}s.split(s.spl$0it("M", nparts=7)[0], 2)\n`;
    expect(hovered(nested)).toContain('-      M:');
    expect(hovered(nested.replace('$0', '').replace('s.split(s', 's.$0split(s'))).toContain('-      `M.0`:');
  });
  test('of a method that is no schedule call there is none', () => {
    expect(hovered('x = "a b".sp$0lit(" ")\n')).toBe('nothing');
  });
});

describe('hover on a loop', () => {
  const at = (needle: string): string => hovered(PROGRAM.replace(needle, `$0${needle}`));
  test('says what it carries, at the word and at the iterator', () => {
    const carries = '`x`: read after write, distance 1: `READ x[i]` (line 9) after `WRITE x[i + 1]` (line 9)';
    expect(at('for i in')).toBe(`Carries:\n\n- ${carries}`);
    expect(at('i in range')).toContain(`7 iterations\n\nCarries:\n\n- ${carries}`);
  });
  test('or that its iterations are independent', () => {
    expect(at('for j in')).toBe('Its iterations are independent.');
    const summed = PROGRAM.replace('import pytest', '#! label: later')
      .replace('for j in', '$0for j in')
      .replace('y[j] =', 'y[0] +=');
    expect(hovered(summed)).toContain('`y`');
  });
  test('outside the loop that carries it', () => {
    const nest = `import freetensor as ft
@ft.transform
def f(m: ft.Var[(8, 8), "float32", "inout"]):
    for i in range(1, 8):
        $0for j in range(8):
            m[i, j] = m[i - 1, j]
`;
    expect(hovered(nest)).toBe('Its iterations are independent.');
    expect(hovered(nest.replace('$0', '').replace('for i', '$0for i'))).toContain('distance 1');
  });
  test('a comprehension is no loop of the program', () => {
    expect(hovered('x = [i $0for i in range(3)]\n')).toBe('nothing');
  });
});

test('long changes are cut', () => {
  const text = (n: number, word: string): string => Array.from({ length: n }, (_, i) => `${word} ${i}`).join('\n');
  const { lines, changed } = lineDiff(text(50, 'a'), text(50, 'b'), 10);
  expect([lines.length, lines.at(-1), changed]).toEqual([11, '@@ 90 more lines', 100]);
  expect(lineDiff(text(3, 'a'), text(3, 'a'), 10)).toEqual({ lines: [], changed: 0 });
  expect(lineDiff('a\nb\nc\nd\ne\nf\ng\nh', 'x\nb\nc\nd\ne\nf\ng\ny', 20).lines).toEqual([
    '-a',
    '+x',
    ' b',
    ' c',
    '@@',
    ' f',
    ' g',
    '-h',
    '+y',
  ]);
});
