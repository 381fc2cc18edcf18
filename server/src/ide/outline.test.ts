import { describe, expect, test } from 'vitest';
import { foldingRanges } from './folding.ts';
import { inlayHints, resolveInlayHint } from './inlay-hints.ts';
import { selectionRanges } from './selection.ts';
import { encodeTokens, semanticTokens, tokenEdits } from './semantic-tokens.ts';
import { documentSymbols, type OutlineSymbol, workspaceSymbols } from './symbols.ts';
import { cursorAt, marked, PROGRAM } from './test/kit.ts';

const tree = (list: readonly OutlineSymbol[], depth = 0): string =>
  list
    .map(
      (s) =>
        `${'  '.repeat(depth)}${s.kind} ${s.name}${s.detail === '' ? '' : ` | ${s.detail}`}\n${tree(s.children, depth + 1)}`,
    )
    .join('');

test('the outline is the loop nest', () => {
  expect(tree(documentSymbols(marked(PROGRAM).view))).toBe(`inline scale | (a, factor)
  loop scaling | k in range(a.shape(0))
staged run | (x, y)
  tensor x | float32 (8, 4) input
  tensor y | float32 (8,) output
  tensor t | float32 (8,) cache
  loop rows | i in range(N)
  tensor m | float32 (8, 4) cache
`);
});
test('the outline of the builder form', () => {
  const text = `import freetensor as ft
with ft.VarDef([("x", (4,), "int32", "output")]) as (x,):
    with ft.For("i", 0, 4, nid="rows") as i:
        x[i] = 1
f = ft.pop_ast()
`;
  expect(tree(documentSymbols(marked(text).view))).toBe(
    'tensor x | int32 (4,) output\nloop rows | ft.For("i", 0, 4, nid="rows")\n',
  );
});
test('ranges of the outline nest', () => {
  const check = (list: readonly OutlineSymbol[], start: number, end: number): void => {
    for (const s of list) {
      expect(s.start >= start && s.end <= end && s.nameStart >= s.start && s.nameEnd <= s.end).toBe(true);
      check(s.children, s.start, s.end);
    }
  };
  const { view } = marked(PROGRAM);
  check(documentSymbols(view), 0, view.text.length);
});
test('workspace symbols by the letters of a query', () => {
  const { view } = marked(PROGRAM);
  expect(workspaceSymbols([view], 'rws').map((s) => `${s.container}.${s.name}`)).toEqual(['run.rows']);
  expect(workspaceSymbols([view], 'zz')).toEqual([]);
});

describe('inlay hints', () => {
  const shown = (text: string): string => {
    const { view } = marked(text);
    let out = view.text;
    for (const h of [...inlayHints(view, { start: 0, end: out.length })].reverse())
      out = `${out.slice(0, h.offset)}«${h.label}»${out.slice(h.offset)}`;
    return out;
  };
  test('tensors and extents', () => {
    const hinted = shown(PROGRAM);
    expect(hinted).toContain('t«: float32 (8,)» = ft.empty');
    expect(hinted).toContain('for i in range(N)«8×»:');
    expect(hinted).toContain('m«: float32 (8, 8)» = ft.matmul'.replace('(8, 8)', '(8, 4)'));
    expect(hinted).not.toContain('N«');
  });
  test('inferred sizes', () => {
    const text =
      'import freetensor as ft\n@ft.transform\ndef f(x):\n    x: ft.Var[(6, 4), "int32"]\n    n = x.shape(0)\n    k = 3\n';
    expect(shown(text)).toContain('n«: 6» = x.shape(0)');
    expect(shown(text)).toContain('k = 3');
  });
  test('resolve adds what hover says', () => {
    const { view } = marked(PROGRAM);
    const [first] = inlayHints(view, { start: PROGRAM.indexOf('t = ft'), end: PROGRAM.indexOf('t = ft') + 1 });
    expect(first && resolveInlayHint(view, first).tooltip).toContain('(tensor) t: float32 (8,)');
  });
});

describe('semantic tokens', () => {
  test('types and modifiers', () => {
    const { view } = marked(PROGRAM);
    const words = semanticTokens(view).map(
      (t) => `${view.text.slice(t.start, t.start + t.length)}:${[t.type, ...t.modifiers].join('.')}`,
    );
    expect(words).toEqual(
      expect.arrayContaining([
        'scaling:label.declaration',
        'rows:label.declaration',
        'rows:label',
        't:tensor.declaration',
        't:tensor.modification',
        'x:tensor.readonly',
        'i:iterator.readonly.declaration',
        'scale:function.staged',
        'matmul:operator.defaultLibrary',
        'transform:macro.defaultLibrary',
      ]),
    );
  });
  test('encoded, and the edit between two encodings', () => {
    const { view, workspace } = marked(PROGRAM);
    const before = encodeTokens(semanticTokens(view), view.lines);
    expect(before.length % 5).toBe(0);
    expect(tokenEdits(before, before)).toEqual([]);
    const next = marked(PROGRAM.replace('t[i] + 1', 't[i]   + t[i]')).view;
    const after = encodeTokens(semanticTokens(next), next.lines);
    const [edit] = tokenEdits(before, after);
    const patched = [...before];
    if (edit) patched.splice(edit.start, edit.deleteCount, ...edit.data);
    expect(patched).toEqual(after);
    expect(edit?.data.length).toBeLessThan(after.length / 2);
    expect(workspace.snapshot.version).toBe(1);
  });
  test('columns in UTF-8 for clients that count so', () => {
    const { view } = marked('import freetensor as ft\nä = ft.matmul\n');
    const bytes = (text: string): number => new TextEncoder().encode(text).length;
    expect(encodeTokens(semanticTokens(view), view.lines)).toEqual([1, 0, 1, 7, 9, 0, 7, 6, 7, 8]);
    expect(encodeTokens(semanticTokens(view), view.lines, bytes)).toEqual([1, 0, 2, 7, 9, 0, 8, 6, 7, 8]);
  });
});

test('folding', () => {
  const { view } = marked(PROGRAM);
  const lines = PROGRAM.split('\n');
  expect(
    foldingRanges(view).map((f) => `${(lines[f.startLine] ?? '').trim()} .. ${(lines[f.endLine] ?? '').trim()}`),
  ).toEqual([
    'def scale(a, factor): .. a[k] = a[k] * factor',
    'for k in range(a.shape(0)): .. a[k] = a[k] * factor',
    'def run(x, y): .. m = ft.matmul(x, x)',
    'for i in range(N): .. y[i] = t[i] + 1',
  ]);
});

test('selection grows from the word to the file', () => {
  const { view, offset } = marked(cursorAt('i, 0]'));
  const texts = selectionRanges(view, offset).map((r) => view.text.slice(r.start, r.end).split('\n')[0]);
  expect(texts.slice(0, 6)).toEqual([
    'i',
    'i, 0',
    'x[i, 0]',
    'ft.max(x[i, 0], x[i, 1])',
    't[i] = ft.max(x[i, 0], x[i, 1])',
    't[i] = ft.max(x[i, 0], x[i, 1])',
  ]);
  expect(texts.at(-1)).toBe('import freetensor as ft');
});
