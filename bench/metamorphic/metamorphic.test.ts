import { describe, expect, test } from 'vitest';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { type Rewriter, readSource } from './tree.ts';
import { compareRewrites, describeDisagreement, programs, REWRITERS } from './verdicts.ts';

const parser = await createParser();
const rewritten = (name: string, text: string): string | null => {
  const source = readSource(text, parser);
  const rewriter: Rewriter | undefined = REWRITERS[name];
  return source === null || rewriter === undefined ? null : rewriter(source);
};

const PROGRAM = `import freetensor as ft
N = 4

@ft.transform
def f(x: ft.Var[(N, 8), "float32"], y: ft.Var[(N,), "float32", "output"]):
    #! nid: rows
    for i in range(N):
        y[i] = x[i, 0]  # first
    for j in range(N):
        y[j] += x[j, 1]
`;

describe('the rewrites do what they say', () => {
  test.each<[string, string]>([
    [
      'rename',
      `import freetensor as ft
N_other = 4

@ft.transform
def f_other(x_other: ft.Var[(N_other, 8), "float32"], y_other: ft.Var[(N_other,), "float32", "output"]):
    #! nid: rows
    for i_other in range(N_other):
        y_other[i_other] = x_other[i_other, 0]  # first
    for j_other in range(N_other):
        y_other[j_other] += x_other[j_other, 1]
`,
    ],
    [
      'declareInBody',
      PROGRAM.replace(/def f.*/, 'def f(x, y):').replace(
        '    #! nid',
        '    x: ft.Var[(N, 8), "float32"]\n    y: ft.Var[(N,), "float32", "output"]\n    #! nid',
      ),
    ],
    ['nameSizes', PROGRAM.replace('N = 4', 'SIZE_0 = 8\nN = 4').replace('(N, 8)', '(N, SIZE_0)')],
    [
      'wrapInFactory',
      `import freetensor as ft
N = 4

def make_f():
    @ft.transform
    def f(x: ft.Var[(N, 8), "float32"], y: ft.Var[(N,), "float32", "output"]):
        #! nid: rows
        for i in range(N):
            y[i] = x[i, 0]  # first
        for j in range(N):
            y[j] += x[j, 1]
    return f


f = make_f()

`,
    ],
    [
      'hoistNested',
      PROGRAM.replace(
        '    for j in range(N):\n        y[j] += x[j, 1]',
        '    def hoisted():\n        for j in range(N):\n            y[j] += x[j, 1]\n\n    hoisted()',
      ),
    ],
    [
      'hoistInline',
      PROGRAM.replace('    for j in range(N):\n        y[j] += x[j, 1]', '    part_of_f(y, x)').replace(
        '@ft.transform',
        '@ft.inline\ndef part_of_f(y, x):\n    for j in range(N):\n        y[j] += x[j, 1]\n\n\n@ft.transform',
      ),
    ],
  ])('%s', (name, expected) => {
    expect(rewritten(name, PROGRAM)).toBe(expected);
  });

  test('declarations go back into the signature', () => {
    const moved = rewritten('declareInBody', PROGRAM) ?? '';
    const back = PROGRAM.replace('    #! nid', '    pass\n    pass\n    #! nid');
    expect(rewritten('declareInSignature', moved)).toBe(back);
  });

  test('another layout has the same tokens', () => {
    const after = rewritten('reformat', PROGRAM) ?? '';
    const tokens = (text: string): string => text.replace(/# a remark/g, '').replace(/\s+/g, '');
    expect(tokens(after)).toBe(tokens(PROGRAM));
    expect(after.split('\n').length).toBeGreaterThan(2 * PROGRAM.split('\n').length);
    expect(readSource(after, parser)).not.toBeNull();
  });
});

test('every sixth program keeps its verdicts when it is written in other words', () => {
  const { compared, disagreements } = compareRewrites(
    programs().filter((_, n) => n % 6 === 0),
    parser,
  );
  expect(disagreements.map(describeDisagreement)).toEqual([]);
  for (const [rewrite, count] of Object.entries(compared)) expect(count, rewrite).toBeGreaterThan(0);
});
