import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { fileId } from '../text/span.ts';
import { tensorLanguage } from './tensor-language.ts';
import { incrementalEqualsScratch } from './test/incremental.ts';
import { SCHEDULED } from './test/scheduled.ts';
import { Workspace } from './workspace.ts';

/** One statement moves, and what stands around it does not. */
test.each([
  ['from behind it to before it', '\n', '\n\n\n', '\n\n', '\n\n'],
  ['from before it to behind it', '\n\n', '\n\n', '\n', '\n\n\n'],
])('a blank line goes %s', async (_, above, below, aboveThen, belowThen) => {
  const parser = await createParser();
  const pipeline = tensorLanguage(parser);
  const file = fileId('a.py');
  const program = '@ft.transform\ndef f(x: ft.Var[(4,), "float32", "output"]):\n    x[()] = lost\n';
  const all = (gap: string, end: string) => `import freetensor as ft\n${gap}${program}${end}${'w = 1\n'.repeat(20)}`;
  const then = all(aboveThen, belowThen);
  const session = new Workspace({ parser, pipeline, incremental: true });
  session.apply({ kind: 'set', file, text: all(above, below) }).check(file);
  const { judged } = session.apply({ kind: 'set', file, text: then }).check(file);
  expect(judged.map(({ diagnostic: { code, span } }) => [code, Number(span.start)])).toEqual([
    ['undefined-name', then.indexOf('lost')],
  ]);
});

const examples = ['faults.py', 'builder.py', 'softras.py'].map((name) =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8'),
);
const texts = [...examples, SCHEDULED];

test('after 200 random edits a session says what a fresh one says', async () => {
  const equal = (a: unknown, b: unknown, where: string): void => expect(a, where).toEqual(b);
  incrementalEqualsScratch({ edits: 200, seed: 11, parser: await createParser(), texts, equal });
});
