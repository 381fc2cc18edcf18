import { describe, expect, test } from 'vitest';
import type { SyntaxTree, TextChange } from '../../../compiler-core/src/syntax/cst.ts';
import { createParser } from './tree-sitter.ts';

const parser = await createParser();

/** The tree in text, with positions: equal exactly when the trees are. */
function printed(tree: SyntaxTree): string {
  const cursor = tree.walk();
  const out: string[] = [];
  for (;;) {
    out.push(`${cursor.currentFieldName ?? ''}:${cursor.nodeType}[${cursor.startIndex},${cursor.endIndex}]`);
    if (cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) {
      if (cursor.gotoParent()) out.push(')');
      else {
        cursor.delete();
        return out.join(' ');
      }
    }
  }
}

const PROGRAM = `import freetensor as ft

N = 10 ** 3  # größer 𝄞

@ft.transform
def softmax(x: ft.Var[(N, 4), "float32"], y):
    y: ft.Var[(N, 4), "float32", "output"]
    #! label: rows
    for i in range(N):
        m = ft.empty((), "float32")
        m[()] = -float("inf")
        for j in range(4):
            m[()] = ft.max(m[()], x[i, j])
        #! no_deps: y
        for j in range(4):
            y[i, j] = ft.exp(x[i, j] - m[()])
        if i % 2 == 0:
            y[i, 0] = f"{i:>{N}}" if N else """
            text"""
        else:
            pass
`;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  '\n',
  '\r',
  '\r\n',
  '    ',
  '(',
  ')',
  '"',
  "'''",
  '#! nid: L\n',
  ':',
  'x',
  'for i in y:\n',
  '𝄞',
  '\t',
  'ä',
];

describe('incremental parsing', () => {
  test('300 random edits give the trees that parsing from scratch gives', () => {
    const seed = 20240501;
    const next = random(seed);
    let text = PROGRAM;
    let tree = parser.parse(text);
    for (let round = 0; round < 300; round++) {
      const previous = text;
      const changes: TextChange[] = [];
      for (let i = next() < 0.2 ? 2 : 1; i > 0; i--) {
        const start = Math.floor(next() * (text.length + 1));
        const oldEnd = Math.min(text.length, start + Math.floor(next() * next() * 12));
        const newText = next() < 0.3 ? '' : (PIECES[Math.floor(next() * PIECES.length)] ?? '');
        changes.push({ start, oldEnd, newText });
        text = text.slice(0, start) + newText + text.slice(oldEnd);
      }
      // Now and then back to a program that parses, as one large edit.
      if (round % 10 === 9) {
        changes.push({ start: 0, oldEnd: text.length, newText: PROGRAM });
        text = PROGRAM;
      }
      const updated = parser.parse(text, { tree, text: previous, changes });
      const scratch = parser.parse(text);
      expect(printed(updated) === printed(scratch), `seed ${seed}, round ${round}`).toBe(true);
      scratch.delete();
      tree.delete();
      tree = updated;
    }
    tree.delete();
  });

  test('the previous tree stays as it was', () => {
    const tree = parser.parse('x = 1\n');
    const before = printed(tree);
    const change = { start: 0, oldEnd: 0, newText: 'y = 2\n' };
    parser.parse('y = 2\nx = 1\n', { tree, text: 'x = 1\n', changes: [change] }).delete();
    expect(printed(tree)).toBe(before);
    tree.delete();
  });

  test('changes that do not lead to the text are not believed', () => {
    const tree = parser.parse('x = 1\n');
    const wrong = { tree, text: 'x = 1\n', changes: [{ start: 0, oldEnd: 1, newText: 'y' }] };
    expect(printed(parser.parse('if z:\n  pass\n', wrong))).toBe(printed(parser.parse('if z:\n  pass\n')));
  });
});

describe('any text gives a tree that covers it', () => {
  const deep = 10_000;
  const nested = Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('');
  const noise = random(7);
  const cases: [string, string][] = [
    ['nothing', ''],
    ['nested parentheses', `x = ${'('.repeat(deep)}${')'.repeat(deep)}\n`],
    ['unclosed parentheses', '('.repeat(deep)],
    ['nested blocks', nested],
    ['nested blocks on one line', `${'if x: '.repeat(deep)}pass\n`],
    ['a long sum', `x = ${'a + '.repeat(deep)}a\n`],
    ['binary', Array.from({ length: 20_000 }, () => String.fromCharCode(Math.floor(noise() * 65_536))).join('')],
    ['NUL', 'x = 1\0\ny = "\0"\n'],
    ['a byte order mark', '\ufeffx = 1\n'],
    ['CRLF', PROGRAM.replaceAll('\n', '\r\n')],
    ['tabs', PROGRAM.replaceAll('    ', '\t')],
    ['lone surrogates', 'x = "\ud800"\n\udc00 = 1\n'],
  ];
  test.each(cases)('%s', (_, text) => {
    const tree = parser.parse(text);
    const cursor = tree.walk();
    expect([cursor.startIndex, cursor.endIndex]).toEqual([text.length - text.trimStart().length, text.length]);
    cursor.delete();
    tree.delete();
  });

  test('5 MB', () => {
    const text = PROGRAM.repeat(Math.ceil(5_000_000 / PROGRAM.length));
    const tree = parser.parse(text);
    expect(tree.rootNode.hasError).toBe(false);
    const cursor = tree.walk();
    expect(cursor.endIndex).toBe(text.length);
    cursor.delete();
    tree.delete();
  });

  test('a lone CR ends a line', () => {
    const withCr = printed(parser.parse(PROGRAM.replaceAll('\n', '\r')));
    expect(withCr).toBe(printed(parser.parse(PROGRAM)));
  });
});
