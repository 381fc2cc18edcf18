// accept: SC-05
/** Labels in schedules as symbols: in every primitive, in selectors, in names that calls made, in files with two functions. */

import { ALL_PRIMITIVES } from '@athanor/compiler-core/transforms/table.ts';
import { describe, expect, test } from 'vitest';
import { completion } from './completion.ts';
import { documentLinks } from './document-links.ts';
import { definition } from './links.ts';
import { highlights, references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { statementArguments } from './schedule-methods.ts';
import { marked } from './test/kit.ts';

const program = (name: string): string => `@ft.transform
def ${name}(x: ft.Var[(8,), "float32", "inout"], y: ft.Var[(8,), "float32", "inout"]):
    #! nid: L
    for i in range(8):
        #! nid: S
        x[i] = x[i] + 1
    #! nid: M
    for i in range(8):
        y[i] = x[i]
`;
const START = 'import freetensor as ft\n';
const ONE = `${START}${program('f')}s = ft.Schedule(f)\n`;
const later = (text: string): string => text.replaceAll('nid:', 'label:');

/** The text after a rename, or why not. */
const renamed = (text: string, newName: string): string => {
  const { view, offset } = marked(text);
  const edits = rename(view, offset, newName);
  if ('refused' in edits) return edits.refused;
  let out = view.text;
  for (const e of [...edits].sort((a, b) => b.span.start - a.span.start))
    out = out.slice(0, e.span.start) + e.newText + out.slice(e.span.end);
  return out;
};

test('every argument of every primitive that names statements is known', () => {
  for (const [name, { parameters }] of Object.entries(ALL_PRIMITIVES))
    for (const list of Object.values(parameters))
      for (const [i, { name: parameter, kind }] of list.entries()) {
        const known = statementArguments(name);
        const names = kind === 'statement' || kind === 'statements';
        expect([name, parameter, known?.positions.has(i), known?.keywords.has(parameter)]).toEqual([
          name,
          parameter,
          names,
          names,
        ]);
      }
});

describe('rename', () => {
  const calls = [
    's.split("L", 4)',
    's.split(node="L", factor=4)',
    's.reorder(["L", "M"])',
    's.fuse("L", "M")',
    's.move_to("S", ft.MoveToSide.Before, "L")',
    's.var_squeeze("L", 0)',
    's.var_unsqueeze("L", 0)',
    's.parallelize_as("M", "L", "L")',
    's.pluto_fuse("M", "L")',
    's.find_at_least_one("L")',
    "s.unroll('L')",
    's.split("L.0", 2)',
    's.split("L.0.1", 2)',
    's.split("fused.L.M", 2)',
    's.split("merged.M.L.0", 2)',
    's.find("<For>->S<-L")',
    's.find("L->S")',
    's.find("$split.0{L}")',
    's.find("$fuse{M, $split.1{L}}")',
    's.find("!L & (<Store> | L<~S)")',
    's.find("S<-(L<-)*M")',
    's.fission("M", ft.FissionSide.After, "S")[0]["L"]',
  ];
  test.each(calls)('%s', (call) => {
    const text = `${ONE}${call}\n`;
    const expected = text.replace(/\bL\b/g, 'rows');
    expect(renamed(text.replace('nid: L', 'nid: $0L'), 'rows')).toBe(expected);
    const at = call.search(/\bL\b/);
    expect(renamed(`${ONE}${call.slice(0, at)}$0${call.slice(at)}\n`, 'rows')).toBe(expected);
  });
  test.each([
    's.cache("S", "L", "cpu")',
    's.find("<L>")',
    's.find("$L{S}")',
    'print("L")',
    '"L M".split("L")',
    's.fission("M", ft.FissionSide.After, "S", "L")',
  ])('not %s', (call) => {
    const text = `${ONE}${call}\n`;
    expect(renamed(text.replace('nid: L', 'nid: $0L'), 'rows')).toBe(text.replace('nid: L', 'nid: rows'));
  });
  test('a label with a dot in it', () => {
    const text = `${START}${program('f').replaceAll('nid: L', 'nid: L.0')}s = ft.Schedule(f)\ns.split("L.0", 2)\ns.split("L.0.1", 2)\n`;
    expect(renamed(text.replace('nid: L.0', 'nid: $0L.0'), 'rows')).toBe(text.replaceAll('L.0', 'rows'));
  });
});

describe('two functions with one label', () => {
  const both = `${START}${program('f')}${program('g')}`;
  const check = (rest: string, inF: number): void => {
    const text = both + rest;
    const result = renamed(text.replace('nid: L', 'nid: $0L'), 'rows');
    const [, changed = ''] = result.split(both.replace('nid: L', 'nid: rows'));
    expect(changed.match(/\brows\b/g) ?? []).toHaveLength(inF);
    // The rest is the other function's, and renaming that changes what is left.
    const { view, offset } = marked(text.replace(/(nid: L[\s\S]*nid: )L/, '$1$0L'));
    expect(references(view, offset, { includeDeclaration: false })).toHaveLength(
      (rest.match(/\bL\b/g) ?? []).length - inF,
    );
  };
  test('schedules of their own', () => {
    check('s = ft.Schedule(f)\ns.split("L", 2)\ns.find("<For>->L")\nt = ft.Schedule(g)\nt.unroll("L")\n', 2);
  });
  test('one name for one schedule after the other', () => {
    check('s = ft.Schedule(f)\ns.split("L", 2)\ns.split("L.0", 2)\ns = ft.Schedule(g)\ns.unroll("L")\n', 2);
  });
  test('in functions, in a chain, in a decorator and in a callback', () => {
    check(
      'def one():\n    s = ft.Schedule(f)\n    s.split("L", 2)\ndef two():\n    s = ft.Schedule(g)\n    s.split("L", 2)\n',
      1,
    );
    check('ft.Schedule(f).split("L", 2)\nft.Schedule(g).split("L", 2)\n', 1);
    check('def cb(s):\n    s.split("L", 2)\nft.schedule(f, cb)\ns = ft.Schedule(g)\ns.split("L", 2)\n', 1);
    check(
      'def cb(s):\n    s.split("L", 2)\nft.optimize(g, schedule_callback=cb)\ns = ft.Schedule(f)\ns.split("L", 2)\n',
      1,
    );
  });
  test('where it is not known which is meant, nothing is changed', () => {
    const text = `${both}def cb(s):\n    s.split("$0L", 2)\n`;
    expect(renamed(text, 'rows')).toContain('which one the schedules mean is not known');
    const { view, offset } = marked(text);
    expect(prepareRename(view, offset)).toHaveProperty('refused');
  });
});

test('definition, references, highlights and links inside a selector', () => {
  const { view, offset } = marked(`${ONE}s.find("<For>->S<-$0L")\n`);
  const text = (s: { start: number; end: number }): string => view.text.slice(s.start - 5, s.end);
  expect(definition(view, offset)?.to.map(text)).toEqual(['nid: L']);
  expect(references(view, offset, { includeDeclaration: true }).map((r) => text(r.span))).toEqual(
    ['nid: L', '->S<-L'].map((t) => t.slice(-6)),
  );
  expect(highlights(view, offset).map((r) => r.use)).toEqual(['text', 'text']);
  expect(documentLinks(view).map((l) => [view.text.slice(l.start, l.end), text(l.to), l.tooltip])).toEqual([
    ['S', 'nid: S', 'Label of f, line 6'],
    ['L', 'nid: L', 'Label of f, line 4'],
  ]);
});

describe('completion', () => {
  const labels = (text: string): string[] => {
    const { view, offset } = marked(text);
    return completion(view, offset).map((i) => i.label);
  };
  const taken = (text: string, label: string): string => {
    const { view, offset } = marked(text);
    const item = completion(view, offset).find((i) => i.label === label);
    return item
      ? (`${view.text.slice(0, item.start)}${item.insertText}${view.text.slice(item.end)}`.split('\n').at(-2) ?? '')
      : `no ${label}`;
  };
  const OTHER = program('g').replaceAll('nid: L', 'nid: other');
  test('labels of the scheduled function, not of others', () => {
    const text = `${START}${program('f')}${OTHER}`;
    expect(labels(`${text}s = ft.Schedule(f)\ns.split("$0", 4)\n`)).toEqual(['L', 'S', 'M']);
    expect(labels(`${text}s = ft.Schedule(g)\ns.fuse("M", "$0")\n`)).toEqual(['other', 'S', 'M']);
    expect(labels(`${text}s = ft.Schedule(f)\ns = ft.Schedule(g)\ns.reorder(["$0"])\n`)).toEqual(['other', 'S', 'M']);
  });
  test('what the calls before made, and not what they took away', () => {
    expect(labels(`${ONE}s.split("L", 4)\ns.split("$0", 2)\n`)).toEqual(['L.0', 'L.1', 'S', 'M']);
  });
  test('in files for later versions kinds and operators', () => {
    const text = later(ONE);
    expect(labels(`${text}s.find("$0")\n`)).toEqual(expect.arrayContaining(['L', 'M', '<For>', '<VarDef>', '->|']));
    expect(taken(`${text}s.find("<F$0")\n`, '<For>')).toBe('s.find("<For>")');
    expect(taken(`${text}s.find("L-$0")\n`, '->>')).toBe('s.find("L->>")');
    expect(taken(`${text}s.find("<For> $0")\n`, '<<-')).toBe('s.find("<For> <<-")');
    expect(taken(`${text}s.find("<For>->$0")\n`, 'S')).toBe('s.find("<For>->S")');
    expect(taken(`${text}s.find("<For>->M$0")\n`, 'M')).toBe('s.find("<For>->M")');
    expect(taken(`${text}s.split("L", 2)\ns.find("$0")\n`, '$split.0{L}')).toBe('s.find("$split.0{L}")');
    expect(taken(`${text}s.split("L", 2)\ns.find("$sp$0")\n`, '$split.0{L}')).toBe('s.find("$split.0{L}")');
    expect(taken(`${text}s.find("$fuse{L, $0")\n`, 'M')).toBe('s.find("$fuse{L, M")');
  });
});
