/** The grammar's corpus and its queries, by the runtime that uses them. */
// accept: ED-03

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Language, Parser, Query } from 'web-tree-sitter';

const file = (name: string): string => fileURLToPath(new URL(`../../../grammars/freetensor/${name}`, import.meta.url));
const runtime = createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm');

await Parser.init({ wasmBinary: readFileSync(runtime) });
const language = await Language.load(readFileSync(file('tree-sitter-freetensor.wasm')));
const parser = new Parser();
parser.setLanguage(language);

const parse = (text: string) => {
  const tree = parser.parse(text);
  if (!tree) throw new Error('no tree');
  return tree;
};

/** `name: (node ...)` without the field names, as corpus files write it. */
const shape = (tree: string): string =>
  tree
    .replace(/\b\w+: /g, '')
    .replace(/\s+/g, ' ')
    .replace(/ \)/g, ')')
    .trim();

function corpus(): { name: string; source: string; expected: string }[] {
  return readdirSync(file('test/corpus')).flatMap((name) => {
    const parts = readFileSync(file(`test/corpus/${name}`), 'utf8').split(/^={5,}\n(.*)\n={5,}\n/m);
    const cases = [];
    for (let i = 1; i + 1 < parts.length; i += 2) {
      const [source = '', expected = ''] = (parts[i + 1] ?? '').split(/^-{5,}$/m);
      cases.push({ name: `${name}: ${parts[i]}`, source, expected });
    }
    return cases;
  });
}

describe('corpus', () => {
  test.each(corpus())('$name', ({ source, expected }) => {
    expect(shape(parse(source).rootNode.toString())).toBe(shape(expected));
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

/** The captures of a query on the program, as \`capture text\`, in the order of the text. */
function captures(query: string, program = PROGRAM): string[] {
  const compiled = new Query(language, readFileSync(file(`queries/${query}.scm`), 'utf8'));
  const found = compiled.captures(parse(program).rootNode);
  return found
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name, node }) => `${name} ${node.text.split('\n')[0]}`);
}

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
