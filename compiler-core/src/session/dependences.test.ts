/** Dependences of a session: an edit in one function leaves those of another as they were, at their new places. */

import { expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { describe } from '../analysis/dependences/index.ts';
import { fileId } from '../text/span.ts';
import { tensorLanguage } from './tensor-language.ts';
import { defaultSettings, Workspace } from './workspace.ts';

const program = (added: string): string => `import freetensor as ft

@ft.transform
def f(a: ft.Var[(4,), "int32", "inout"]):
    for i in range(4):
        a[i] = 1${added}

@ft.transform
def g(a: ft.Var[(8,), "int32", "inout"]):
    for i in range(1, 8):
        a[i] = a[i - 1]
`;

test('what another edit moved is found again, with its spans', async () => {
  const parser = await createParser();
  const workspace = new Workspace({ parser, pipeline: tensorLanguage(parser) });
  const file = fileId('a.py');
  const at = (text: string) => {
    const snapshot = workspace.apply({ kind: 'set', file, text, settings: defaultSettings });
    const unit = snapshot.staged(file).module.units.find((u) => u.name === 'g');
    if (!unit) throw new Error('g is not staged');
    return snapshot.dependences(file, unit).every.map((d) => {
      const { start, end } = d.later.at;
      return `${describe(d)} at ${text.slice(start, end)}`;
    });
  };
  const before = at(program(''));
  expect(before).toEqual(['READ a[i - 1] after WRITE a[i], along i (i: 1) at a[i - 1]']);
  expect(at(program(' + 1 + 1'))).toEqual(before);
});
