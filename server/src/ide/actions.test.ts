import { describe, expect, test } from 'vitest';
import { codeActions, resolveCodeAction } from './code-actions.ts';
import { codeLenses } from './lenses.ts';
import { marked, PROGRAM } from './test/kit.ts';

/** Titles, and the text after the one with a title. */
const actions = (text: string): readonly string[] => {
  const { view, offset } = marked(text);
  return codeActions(view, { start: offset, end: offset }).map((a) => a.title);
};
const applied = (text: string, title: string): string => {
  const { view, offset } = marked(text);
  const action = codeActions(view, { start: offset, end: offset }).find((a) => a.title.startsWith(title));
  if (!action) return `no ${title}`;
  let out = view.text;
  const edits = [...resolveCodeAction(view, JSON.parse(JSON.stringify(action))).edits].sort(
    (a, b) => b.span.start - a.span.start,
  );
  for (const e of edits) out = out.slice(0, e.span.start) + e.newText + out.slice(e.span.end);
  return out;
};

const BAD = `import freetensor as ft
@ft.transform
def f(x):
    x: ft.Var[(4,), "float32", "inout"]
    for i in range(4):
        x[i] = max(x[i], $00)
`;
const clean = (text: string): string => text.replace('$0', '');

describe('code actions', () => {
  test('a fix is preferred where it is the only one', () => {
    const { view, offset } = marked(BAD);
    const [fix] = codeActions(view, { start: offset, end: offset });
    expect(fix).toMatchObject({ kind: 'quickfix', preferred: true });
    expect(fix?.diagnostics[0]?.code).toBe('trap-builtin-minmax');
    expect(applied(BAD, fix?.title ?? '')).toBe(clean(BAD).replace('= max', '= ft.max'));
  });
  test('ignore, with room for the reason', () => {
    expect(applied(BAD, 'Ignore `trap-builtin-minmax`')).toBe(
      clean(BAD).replace('        x[i] =', '        # athanor: ignore[trap-builtin-minmax] reason\n        x[i] ='),
    );
  });
  test('ignore joins a comment that is there', () => {
    const text = BAD.replace('        x[i]', '        # athanor: ignore[unused-tensor] because\n        x[i]');
    expect(applied(text, 'Ignore `trap-builtin-minmax`')).toContain(
      'ignore[unused-tensor, trap-builtin-minmax] because',
    );
  });
  const OPEN = `import freetensor as ft
def make(n, m):
    @ft.transform
    def f(x):
        x: ft.Var[($0n, m), "float32", "output"]
        x[0, 0] = 1
    return f
`;
  test('bind an open size: a comment of its own, or more in one that is there', () => {
    expect(applied(OPEN, 'Bind the size: n')).toMatch(/^import freetensor as ft\n# athanor: bind n=\d+\ndef make/);
    expect(applied(`# athanor: bind m=3\n${OPEN}`, 'Bind the size: n')).toMatch(/^# athanor: bind m=3, n=\d+\n/);
  });
  test('nothing to do', () => {
    expect(actions('import freetensor as ft\n$0\n')).toEqual([]);
  });
});

test('lenses say what can be run, what was assumed and how much is modelled', () => {
  const titles = (text: string): string[] =>
    codeLenses(marked(text).view).map((l) => (typeof l.title === 'string' ? l.title : l.title()));
  expect(titles(PROGRAM)).toEqual(['run in the interpreter', 'show IR', 'modelled completely']);
  const sized = (comment: string): string =>
    `import freetensor as ft\n${comment}\ndef make(n):\n    @ft.transform\n    def f(x):\n        x: ft.Var[(n,), "int32", "output"]\n        x[0] = 1\n    return f\n`;
  expect(titles(sized('# athanor: bind n=1024'))).toContain('assumes n = 1024 (comment)');
  expect(
    titles(sized('# athanor: bind n=4, m=5').replace('make(n)', 'make(n, m)').replace('(n,)', '(n + m,)')),
  ).toContain('assumes n = 4, m = 5 (comment)');
  expect(titles(sized('#'))).toContain('assumes any n');
});
