// accept: SP-13
/** Whole outputs against the schemas of their formats. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { configSchema } from './config/table.ts';
import { EXIT, EXIT_MEANING } from './exit-codes.ts';
import { athanor } from './test/cli.ts';

const files = {
  'a.py': 'import freetensor as ft\n\n@ft.transform\ndef f(x: ft.Var[(4,), "float32"]):\n    x[0] = 1\n',
  'sub/b.py':
    'import freetensor as ft\n# athanor: ignore[undefined-name] known\n# athanor: ignor[x]\n@ft.transform\ndef g(y: ft.Var[(4,), "float32", "output"]):\n    for i in range(4):\n        y[i] = COLUMS\n',
  'n.ipynb': JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: ['# title'] },
      { cell_type: 'code', source: ['%matplotlib inline\n', 'import freetensor as ft\n', 'ft.nothing_like_it\n'] },
    ],
  }),
  'bad.py': new Uint8Array([0x23, 0xff, 0x0a, ...new TextEncoder().encode('import freetensor\n')]),
};
const root = new URL('../../../', import.meta.url);
const json = (path: string): object => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

const problemsOf = (schema: object, value: unknown): unknown => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats['default'](ajv);
  const validate = ajv.compile(schema);
  return validate(value) ? [] : validate.errors;
};

test('json', async () => {
  const { out, code } = await athanor(['check', '.', '--format', 'json'], { files });
  const value = JSON.parse(out);
  expect(problemsOf(json('docs/schema/check.schema.json'), value)).toEqual([]);
  expect(
    value.diagnostics.map((d: { file: string; code: string; cell?: number; range: { start: { line: number } } }) => [
      d.file,
      d.cell,
      d.range.start.line,
      d.code,
    ]),
  ).toEqual([
    ['a.py', undefined, 5, 'write-to-input'],
    ['bad.py', undefined, 1, 'unreadable-input'],
    ['n.ipynb', 2, 3, 'unknown-attribute'],
    ['sub/b.py', undefined, 2, 'unused-ignore'],
    ['sub/b.py', undefined, 3, 'bad-ignore'],
    ['sub/b.py', undefined, 7, 'undefined-name'],
  ]);
  expect(code).toBe(EXIT.unreadable);
});

test('sarif, by the schema that OASIS published', async () => {
  const { out } = await athanor(['check', '.', '--format', 'sarif'], { files });
  const require = createRequire(import.meta.url);
  const path = require.resolve('@microsoft/jest-sarif').replace(/lib\/.*$|src\/.*$/, '');
  // Its draft-04 header is all that keeps a draft-07 validator from reading it.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(`${path}lib/schemas/sarif-2.1.0-rtm.5.json`, 'utf8'));
  expect([$schema, id]).toEqual(['http://json-schema.org/draft-04/schema#', expect.stringContaining('sarif')]);
  expect(problemsOf(schema, JSON.parse(out))).toEqual([]);
});

test('junit, by our XSD', async () => {
  const { out } = await athanor(['check', '.', '--format', 'junit'], { files });
  const schema = readFileSync(new URL('./test/junit.xsd', import.meta.url), 'utf8');
  const result = await validateXML({ xml: [{ fileName: 'out.xml', contents: out }], schema: [schema] });
  expect(result.errors).toEqual([]);
});

test('the schema of athanor.toml is generated from the table of settings', () => {
  const committed = readFileSync(new URL('docs/schema/athanor.schema.json', root), 'utf8');
  expect(JSON.parse(committed)).toEqual(configSchema());
});

test('docs/exit-codes.md has the table of the program', () => {
  const page = readFileSync(new URL('docs/exit-codes.md', root), 'utf8');
  const rows = [...page.matchAll(/^\| (\d) \| (.*?) \|/gm)].map((row) => [Number(row[1]), row[2]]);
  expect(rows).toEqual((Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [EXIT[name], EXIT_MEANING[name]]));
});
