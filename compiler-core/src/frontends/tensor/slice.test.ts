import { describe, expect, test } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { fileId } from '../../text/span.ts';
import { parsePython } from './python/parse.ts';
import { outlinesOf, slice } from './slice.ts';

const parser = await createParser();
const outlines = (text: string) => outlinesOf(parsePython(fileId('a.py'), text, parser).module.chunks ?? [], text);

/** First lines of the statements that an edit concerns, and of those that are run for them. */
const concerned = (before: string, after: string, missing = false) => {
  const now = outlines(after);
  const found = slice({
    old: outlines(before),
    now,
    unmoved: now.length,
    following: now.length,
    missing: () => missing,
    forced: () => false,
  });
  if (found === null) return null;
  const names = (chunks: ReadonlySet<number>) =>
    [...chunks].sort((a, b) => a - b).map((i) => now[i]?.text.split('\n')[0]?.trim());
  return { affected: names(found.affected), run: names(found.run) };
};

const HEAD = 'import freetensor as ft\n';
const unit = (name: string, body: string): string =>
  `@ft.transform\ndef ${name}(x: ft.Var[(4,), "int32", "inout"]):\n    ${body}\n`;
const edit = (text: string, from: string, to: string) => concerned(text, text.replace(from, to));

test('a function alone', () => {
  expect(edit(`${HEAD}${unit('f', 'x[0] = 1')}${unit('g', 'x[1] = 2')}`, '= 1', '= 7')).toEqual({
    affected: ['@ft.transform'],
    run: ['import freetensor as ft', '@ft.transform'],
  });
});

test('a constant and what uses it, through a function', () => {
  const text = `${HEAD}N = 4\nM = 5\ndef size():\n    return N\n${unit('f', 'x[0] = size()')}${unit('g', 'x[1] = M')}`;
  expect(edit(text, 'N = 4', 'N = 3')?.affected).toEqual(['N = 3', 'def size():', '@ft.transform']);
});

test('what may be changed by a call counts as one', () => {
  const text = `${HEAD}seen = []\nother = []\nseen.append(1)\nprint(other)\n`;
  expect(edit(text, 'append(1)', 'append(2)')?.affected).toEqual([
    'seen = []',
    'other = []',
    'seen.append(2)',
    'print(other)',
  ]);
});

test('a factory is looked into again where its caller changes', () => {
  const text = `${HEAD}def make(n):\n    ${unit('f', 'x[0] = n').replaceAll('\n', '\n    ').trimEnd()}\n    return f\na = make(2)\n`;
  expect(edit(text, 'make(2)', '2')?.affected).toEqual(['def make(n):', 'a = 2']);
});

test('text that is not understood may bind any name', () => {
  const text = `${HEAD}${unit('f', 'x[0] = N')}N = 4\n`;
  expect(concerned(text, text.replace('N = 4', 'N = ('), true)?.affected).toContain('@ft.transform');
});

test('names that are made up while running cannot be followed', () => {
  const text = `${HEAD}globals()["N"] = 4\n${unit('f', 'x[0] = 1')}`;
  expect(edit(text, '= 1', '= 2')).toBeNull();
});

describe('schedules', () => {
  const F = unit('f', 'x[0] = 1');
  const G = unit('g', 'x[1] = 2');
  const calls = 's = ft.Schedule(f)\ns.split("L", 2)\ns = ft.Schedule(g)\nfor l in ["A", "B"]:\n    s.split(l, 4)\n';
  test('of one name one after the other are apart', () => {
    const text = `${HEAD}${F}${G}${calls}`;
    expect(edit(text, '= 1', '= 7')?.affected).toEqual(['@ft.transform', 's = ft.Schedule(f)', 's.split("L", 2)']);
    expect(edit(text, 'l, 4', 'l, 3')).toEqual({
      affected: ['s = ft.Schedule(g)', 'for l in ["A", "B"]:'],
      run: ['import freetensor as ft', '@ft.transform', 's = ft.Schedule(g)', 'for l in ["A", "B"]:'],
    });
  });
  test('a name in a comment or of a local variable is another one', () => {
    const other = "def h(s):\n    # it's s\n    return s.shape\n";
    expect(edit(`${HEAD}${other}${F}${G}${calls}`, '= 1', '= 7')?.affected).toHaveLength(3);
  });
  test.each([
    ['a new one in between', 's.split("L", 2)\n', 's = ft.Schedule(g)\ns.split("L", 2)\n'],
    ['one less', 's = ft.Schedule(g)\n', ''],
  ])('%s: what follows is another one', (_, from, to) => {
    expect(edit(`${HEAD}${F}${G}${calls}`, from, to)?.affected).toContain('for l in ["A", "B"]:');
  });
  test.each([
    ['a function that uses the name', 'def h():\n    s.unroll("L")\n'],
    ['another name for it', 't = s\nt.unroll("L")\n'],
    ['a function of the file', 'def h(x):\n    x.unroll("L")\nh(s)\n'],
    ['text that is not understood', 's.split(((\n'],
  ])('%s: they are not apart', (_, more) => {
    const affected = edit(`${HEAD}${F}${G}${calls}${more}`, '= 1', '= 7')?.affected;
    expect(affected ?? ['for l in ["A", "B"]:']).toContain('for l in ["A", "B"]:');
  });
});
