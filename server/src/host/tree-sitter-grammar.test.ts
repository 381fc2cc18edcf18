/** The grammar's corpus and its queries, by the runtime that uses them. */
// accept: ED-03

import { describe, expect, test } from 'vitest';
import { loadGrammar, shape } from '../../../grammars/testkit.ts';

const grammar = await loadGrammar('freetensor');

describe('corpus', () => {
  test.each(grammar.corpus)('$name', ({ source, expected }) => {
    expect(shape(grammar.parse(source).rootNode.toString())).toBe(shape(expected));
  });
});

const PROGRAM = `#!/usr/bin/env python3
import re
import freetensor as ft

N_ROWS = 4

@ft.transform
def f(x: ft.Var[(4,), "float32"], *rest):
    #! label: outer
    for i in range(4):
        #! no_deps: x
        x[i] = re.compile("a+")
`;

const captures = (query: string, program = PROGRAM): string[] => grammar.captures(query, program);

describe('queries', () => {
  test('highlights', () => {
    const found = captures('highlights');
    expect(found).toEqual(
      expect.arrayContaining([
        'comment #!/usr/bin/env python3',
        'constant N_ROWS',
        'attribute transform',
        'function f',
        'variable.parameter x',
        'type.builtin Var',
        'keyword.directive label',
        'label outer',
        'keyword.directive no_deps',
        'function.builtin range',
        'string "a+"',
      ]),
    );
    expect(found).not.toContain('keyword.directive /usr/bin/env');
  });

  test('locals', () => {
    expect(captures('locals').filter((capture) => capture.startsWith('local.definition'))).toEqual([
      'local.definition.import re',
      'local.definition.import ft',
      'local.definition.variable N_ROWS',
      'local.definition.function f',
      'local.definition.parameter x',
      'local.definition.parameter rest',
      'local.definition.variable i',
    ]);
    expect(captures('locals', '#\n#! no_deps: x\ny\n')).toEqual([
      'local.scope #',
      'local.reference x',
      'local.reference y',
    ]);
  });

  test('folds', () => {
    expect(captures('folds', 'def f(\n):\n  if a:\n    b = [\n    ]\n')).toEqual([
      'fold def f(',
      'fold (',
      'fold if a:',
      'fold [',
    ]);
  });

  test('injections', () => {
    expect(captures('injections')).toEqual(['injection.content #!/usr/bin/env python3', 'injection.content a+']);
  });

  test('tags', () => {
    expect(captures('tags').filter((capture) => capture.startsWith('name '))).toEqual([
      'name N_ROWS',
      'name f',
      'name outer',
      'name range',
      'name compile',
    ]);
  });
});
