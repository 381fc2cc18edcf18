import { expect, test } from 'vitest';
import { checkFolders, checkLayers, importsOf } from './checks/layer-check.ts';
import { sourceFiles } from './checks/source-files.ts';
import { DEBT } from './layers.ts';

const files = sourceFiles();

test('every import is allowed by tools/layers.ts', () => {
  expect(files.length).toBeGreaterThan(10);
  expect(checkLayers(files)).toEqual([]);
});

test('every entry of the table names a folder that is there, or is planned', () => {
  expect(checkFolders(files)).toEqual([]);
});

test('no edge is owed', () => {
  expect(DEBT).toEqual([]);
});

test('all forms of import are seen, type-only ones too', () => {
  const text = `
import a from 'one'; import type { B } from 'two'; export * from 'three'; export { c } from 'four';
const d = await import('five'); type E = import('six').E; import 'seven'; const f = require('eight'); import(name);`;
  expect(importsOf({ path: 'x.ts', text })).toEqual([
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    '(computed)',
  ]);
});

test.each([
  ['compiler-core/src/presburger/a.ts', '../ir/nodes.ts', 'rule: compiler-core/src/presburger may import'],
  ['compiler-core/src/frontends/tensor/a.ts', '../../analysis/bounds.ts', 'move what both need down'],
  ['compiler-core/src/exec/a.ts', '../analysis/bounds.ts', 'move what both need down'],
  ['compiler-core/src/text/a.ts', '../diag/codes.ts', 'compiler-core/src/text imports nothing'],
  ['compiler-core/src/ir/a.ts', 'node:fs', 'declare what is needed in server/src/ports'],
  ['compiler-core/src/ir/a.ts', 'lodash', 'compiler-core/src/ir may import no packages'],
  ['compiler-core/src/ir/a.ts', '../../testkit/golden.ts', 'may import'],
  ['server/src/cli/a.ts', '../host/files.ts', 'take the port (server/src/ports) as a parameter'],
  ['server/src/cli/a.ts', 'node:fs', 'only commander, picocolors'],
  ['somewhere/new/a.ts', './b.ts', 'its folder has no entry'],
])('%s may not import %s', (path, specifier, says) => {
  const problems = checkLayers([{ path, text: `import type { X } from '${specifier}';` }]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
  expect(problems[0]).toContain(path);
});

test.each([
  ['compiler-core/src/ir/a.ts', '../text/span.ts'],
  ['compiler-core/src/ir/a.test.ts', 'vitest'],
  ['compiler-core/src/frontends/tensor/a.test.ts', '../../../../server/src/host/tree-sitter.ts'],
  ['server/src/cli/a.ts', '@athanor/compiler-core/session/workspace.ts'],
  ['server/src/main.ts', './host/files.ts'],
])('%s may import %s', (path, specifier) => {
  expect(checkLayers([{ path, text: `import '${specifier}';` }])).toEqual([]);
});
