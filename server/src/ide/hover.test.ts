import { describe, expect, test } from 'vitest';
import { hover } from './hover.ts';
import { cursorAt, marked } from './test/kit.ts';

/** Hover as one line a paragraph, code fences left out. */
const shown = (text: string): string => {
  const { view, offset } = marked(text);
  const found = hover(view, offset);
  if (found === null) return 'nothing';
  const about = view.text.slice(found.start, found.end);
  return `${about}: ${found.markdown.replace(/```python\n|\n```/g, '').replace(/\n+/g, ' | ')}`;
};

describe('hover', () => {
  test.each([
    [
      'x[i, 0]',
      0,
      'x: (tensor) x: float32 (8, 4) | input (read only), in cpu | Read by `x[i, 0]` in line 19, `x[i, 1]` in line 19, `matmul` in line 22',
    ],
    ['t = ft', 0, 't: (tensor) t: float32 (8,)'],
    ['i in range(N)', 0, 'i: (iterator) i in range(0, 8) | Its values lie between 0 and 7. | 8 iterations'],
    ['max(x', 0, 'max: freetensor.max(lhs, rhs) | The greater of two values.'],
    ['matmul', 0, 'matmul: (operator) matmul(A, B) | Matrix product:'],
    ['scale(t', 0, 'scale: (inlined function) scale(a, factor) | Multiplies in place.'],
    ['run)', 0, 'run: (staged function) run(x, y)'],
    ['rows', 0, 'rows: (label) rows | Names the statement after line 17; used once in schedules.'],
    ['rows', 1, 'rows: (label) rows'],
    ['nid: scaling', 0, '#! nid: #! nid: | Names the next statement, for schedules.'],
    ['N = 8', 0, 'N: (int) N = 8'],
    [
      'a[k] =',
      0,
      'a: (tensor) a: float32 (8,) | cache (local to the function), in cpu | Written by `a[k]` in line 10, `t[i]` in line 19 | Read by `a[k]` in line 10, `t[i]` in line 20',
    ],
    ['def run', 0, 'nothing'],
    ['import freetensor', 0, 'nothing'],
  ])('%s %i', (needle, nth, expected) => {
    expect(shown(cursorAt(needle, nth))).toContain(expected);
  });

  test('a function that nothing stages is read by its syntax', () => {
    const text = 'import freetensor as ft\ndef f(n):\n    return ft.$0max(n, 1)\n';
    expect(shown(text)).toContain('freetensor.max(lhs, rhs)');
  });

  test('a diagnostic code in an ignore comment', () => {
    expect(shown('# athanor: ignore[unused-$0tensor] kept for later\nx = 1\n')).toBe(
      'unused-tensor: **unused-tensor** (warning) | A tensor is never read | `athanor explain unused-tensor` has examples.',
    );
  });

  test('a name of a star import', () => {
    expect(shown('from freetensor.libop import *\nprint($0softmax)\n')).toContain('(operator) softmax(');
  });

  test('sizes: bound by a comment, and open', () => {
    const program = (bind: string): string =>
      `import freetensor as ft\n${bind}\ndef make(n):\n    @ft.transform\n    def f(x):\n        x: ft.Var[($0n,), "float32", "input"]\n    return f\n`;
    expect(shown(program('# athanor: bind n=32'))).toBe('n: (size) n = 32 | Bound by a comment.');
    expect(shown(program('#'))).toContain('Not known while staging');
  });

  test('a function inlined with several shapes shows each of them', () => {
    const text = `import freetensor as ft
@ft.inline
def clear(a):
    for k in range(a.shape(0)):
        $0a[k] = 0
@ft.transform
def f(x, y):
    x: ft.Var[(4,), "float32", "output"]
    y: ft.Var[(9,), "float64", "output"]
    clear(x)
    clear(y)
`;
    expect(shown(text)).toMatch(/float32 \(4,\).*---.*float64 \(9,\).*staged 2 times/);
  });
});
