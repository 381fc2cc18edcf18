import { expect, test } from 'vitest';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { fileId } from '../text/span.ts';
import { tensorLanguage } from './tensor-language.ts';
import { defaultSettings, Workspace } from './workspace.ts';

const parser = await createParser();

test('a function with a syntax error in it that has moved is a whole unit still', () => {
  const workspace = new Workspace({ parser, pipeline: tensorLanguage(parser), facts: true, incremental: true });
  const file = fileId('/a.py');
  const units = (text: string) =>
    workspace.apply({ kind: 'set', file, text, settings: defaultSettings }).staged(file).module.units;
  const text = `import freetensor as ft


@ft.transform
def f(x: ft.Var[(4,), "int32", "inout"]):
    for i in range(4):
        x[i] = 1
`;
  expect(units(text).map((u) => [u.name, u.failed])).toEqual([['f', false]]);
  // Behind the statement, so that it is kept; then in front of it, so that it is moved as well.
  for (const edited of [`${text}  y[0 = 1\n`, `\n${text}  y[0 = 1\n`, `\n\n${text}  y[0 = 1\n`]) {
    const [unit] = units(edited);
    expect(unit).toMatchObject({ name: 'f', failed: true, complete: false });
    expect(unit?.func.params).toEqual(['x']);
  }
});
