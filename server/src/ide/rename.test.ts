import { describe, expect, test } from 'vitest';
import { highlights, references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { cursorAt, marked, PROGRAM } from './test/kit.ts';
import { type FileView, fileView } from './view.ts';

const others = (view: FileView): FileView[] =>
  [...view.snapshot.files.keys()].flatMap((f) => (f === view.file ? [] : (fileView(view.snapshot, f) ?? [])));

/** The text after a rename of what the cursor is at, or why not. */
const renamed = (text: string, newName: string): string => {
  const { view, offset } = marked(text);
  const result = rename(view, offset, newName, others(view));
  if ('refused' in result) return result.refused;
  const files = [...view.snapshot.files.keys()].map((file) => {
    let out = view.snapshot.text(file) ?? '';
    const edits = result.filter((e) => e.span.file === file).sort((a, b) => b.span.start - a.span.start);
    for (const e of edits) out = out.slice(0, e.span.start) + e.newText + out.slice(e.span.end);
    return out;
  });
  return files.join('---\n');
};

describe('rename', () => {
  test('a label, in its comment and in the schedule', () => {
    expect(renamed(cursorAt('rows"'), 'lines')).toBe(PROGRAM.replaceAll('rows', 'lines'));
    expect(renamed(cursorAt('rows'), 'lines')).toBe(PROGRAM.replaceAll('rows', 'lines'));
  });
  test('a tensor: parameter, declaration, uses', () => {
    const expected = PROGRAM.replace(/\bx\b/g, 'input');
    expect(renamed(cursorAt('x[i, 0]'), 'input')).toBe(expected);
  });
  test('an iterator', () => {
    expect(renamed(cursorAt('i in range(N)'), 'row')).toBe(PROGRAM.replace(/\bi\b/g, 'row'));
  });
  test('a parameter with the keyword arguments that name it', () => {
    const text =
      'import freetensor as ft\n@ft.inline\ndef f($0a, b):\n    pass\n@ft.transform\ndef g(x):\n    x: ft.Var[(1,), "int32"]\n    f(a=x, b=1)\n';
    expect(renamed(text, 'c')).toContain('def f(c, b)');
    expect(renamed(text, 'c')).toContain('f(c=x, b=1)');
  });
  test('a function, where it is imported too', () => {
    const text =
      '#- /main.py\nfrom lib import helper, other as o\nhelper(1)\n#- /lib.py\ndef $0helper(x):\n    return x\ndef other():\n    pass\n';
    expect(renamed(text, 'tool')).toBe(
      'from lib import tool, other as o\ntool(1)\n---\ndef tool(x):\n    return x\ndef other():\n    pass\n',
    );
    const back = text.replace('$0', '').replace('helper(1)', '$0helper(1)');
    expect(renamed(back, 'tool')).toBe(renamed(text, 'tool'));
  });
  test('a size with the comment that binds it', () => {
    const make = (name: string): string =>
      `def ${name}(n):\n    @ft.transform\n    def f(x):\n        x: ft.Var[(n,), "int32", "output"]\n        x[0] = 1\n    return f\n`;
    const text = `import freetensor as ft\n# athanor: bind n=4\n${make('one')}`;
    const cursor = text.replace('(n,)', '($0n,)');
    expect(renamed(cursor, 'm')).toBe(
      text.replace('bind n', 'bind m').replace('one(n)', 'one(m)').replace('(n,)', '(m,)'),
    );
    expect(renamed(cursor + make('two'), 'm')).toContain('binds it in other functions too');
  });
  test('labels of two functions with one name', () => {
    const text = `import freetensor as ft
@ft.transform
def f(x):
    x: ft.Var[(4,), "int32", "inout"]
    #! nid: L
    for i in range(4):
        x[i] = 0
@ft.transform
def g(x):
    x: ft.Var[(4,), "int32", "inout"]
    #! nid: L
    for i in range(4):
        x[i] = 0
s = ft.Schedule(f)
s.unroll("$0L")
t = ft.Schedule(g)
t.unroll("L")
`;
    expect(renamed(text, 'M').match(/\bM\b/g)).toHaveLength(2);
    expect(renamed(text.replace('Schedule(g)', 'Schedule(h)'), 'M')).toContain(
      'which one the schedules mean is not known',
    );
  });
  test.each([
    ['max(x', 0, 'a', '`max` belongs to FreeTensor'],
    ['matmul', 0, 'a', '`matmul` belongs to the operator library'],
    ['ft\n', 0, 'f', null],
    ['freetensor', 0, 'a', 'nothing here has a name that can be changed'],
    ['t[i] = ', 0, 'for', '`for` is no name in Python'],
    ['t[i] = ', 0, 'x', '`x` already means something here: it is bound in line 13'],
    ['t[i] = ', 0, 'N', '`N` is used where the new name would take its place (line 14)'],
    ['rows"', 0, 'scaling', 'another statement of this file is labelled `scaling`'],
    ['float32"', 0, 'a', 'this text is no label of a statement in this file'],
  ])('%s %i to %s', (needle, nth, newName, reason) => {
    const result = renamed(cursorAt(needle, nth), newName);
    if (reason === null) expect(result).toContain('import freetensor as f\n');
    else expect(result).toBe(reason);
  });
  test('prepare gives the range and the name', () => {
    const { view, offset } = marked(cursorAt('scaling'));
    expect(prepareRename(view, offset)).toEqual({ start: offset, end: offset + 7, placeholder: 'scaling' });
  });
});

test('references with and without the declaration', () => {
  const { view, offset } = marked(cursorAt('t[i] = '));
  expect(references(view, offset, { includeDeclaration: true })).toHaveLength(4);
  expect(references(view, offset, { includeDeclaration: false })).toHaveLength(3);
});
test('highlights tell reading from writing', () => {
  const { view, offset } = marked(cursorAt('t[i] = '));
  expect(highlights(view, offset).map((r) => r.use)).toEqual(['write', 'write', 'read', 'read']);
});
