import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES } from '../compiler-core/src/diag/codes.ts';
import { checkPages, examplesOf } from './checks/docs-check.ts';
import { ROOT, repositoryPaths } from './checks/source-files.ts';

const FOLDER = join(ROOT, 'docs/diagnostics');
const pages = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name.slice(0, -'.md'.length), readFileSync(join(FOLDER, name), 'utf8')]),
);

test('every diagnostic code has a help page, and every page a code', () => {
  expect(checkPages(Object.keys(CODES), pages)).toEqual([]);
});

const good =
  '# a-b\n\n## What it means\n\n## Example\n\n```python\nx  # <- a-b\n```\n\n## Fixed\n\n```python\ny\n```\n\n## Why\n\n## How sure\n';

test.each<[string, string[], [string, string][], string[]]>([
  ['a good page', ['a-b'], [['a-b', good]], []],
  ['a missing page', ['a-b'], [], ['docs/diagnostics/a-b.md is missing']],
  ['an orphan', [], [['a-b', good]], ['docs/diagnostics/a-b.md belongs to no code in compiler-core/src/diag/codes.ts']],
  ['a wrong title', ['a-b'], [['a-b', good.slice(1)]], ['docs/diagnostics/a-b.md must begin with "# a-b"']],
  [
    'an unmarked example',
    ['a-b'],
    [['a-b', good.replace('  # <- a-b', '')]],
    ['docs/diagnostics/a-b.md: one line of the example must end in "# <- a-b"'],
  ],
])('%s', (_name, codes, entries, problems) => {
  expect(checkPages(codes, new Map(entries))).toEqual(problems);
});

test('headings are required, in their order', () => {
  const swapped = good.replace('## Why', '## How sure').replace(/## How sure\n$/, '## Why\n');
  expect(checkPages(['a-b'], new Map([['a-b', swapped]]))).toHaveLength(1);
});

test('examples know their heading', () => {
  expect(examplesOf(good)).toEqual([
    { heading: 'Example', language: 'python', text: 'x  # <- a-b\n' },
    { heading: 'Fixed', language: 'python', text: 'y\n' },
  ]);
});

test('links between our documents lead to files that are there', () => {
  const broken = repositoryPaths()
    .filter((path) => path.endsWith('.md') && existsSync(join(ROOT, path)))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8').replace(/```[\s\S]*?```/g, '');
      const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
      return targets
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(path), target)))
        .map((target) => `${path} links to ${target}`);
    });
  expect(broken).toEqual([]);
});
