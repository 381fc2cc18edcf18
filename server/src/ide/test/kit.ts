/** Views of marked text: `$0` is the cursor; a prelude imports FreeTensor. */

import type { Bindings } from '@athanor/compiler-core/session/pipeline.ts';
import { tensorLanguage } from '@athanor/compiler-core/session/tensor-language.ts';
import { defaultSettings, Workspace } from '@athanor/compiler-core/session/workspace.ts';
import { parseFixture } from '@athanor/compiler-core/testkit/fixture.ts';
import { fileId } from '@athanor/compiler-core/text/span.ts';
import { createParser } from '../../host/tree-sitter.ts';
import { type FileView, fileView } from '../view.ts';

const parser = await createParser();
const pipeline = tensorLanguage(parser);

export interface Marked {
  readonly view: FileView;
  /** Of the cursor; -1 where there is none. */
  readonly offset: number;
  readonly workspace: Workspace;
}

/** The files of a fixture in a workspace that records facts; the view is of the file with the cursor, else the first. */
export const marked = (text: string, bindings: Bindings = new Map()): Marked => {
  const fixture = parseFixture(text);
  const folder = (from: string): string => from.slice(0, from.lastIndexOf('/'));
  const workspace = new Workspace({
    parser,
    pipeline,
    facts: true,
    incremental: true,
    loadModule: (from, module) => {
      const found = fixture.files.find((f) => f.path === `${folder(from)}/${module.replaceAll('.', '/')}.py`);
      return found === undefined ? null : { file: fileId(found.path), text: found.text };
    },
  });
  const settings = { ...defaultSettings, bindings };
  const changes = fixture.files.map((f) => ({ kind: 'set', file: fileId(f.path), text: f.text, settings }) as const);
  const snapshot = workspace.apply(...changes);
  const path = fixture.cursor?.path ?? fixture.files[0]?.path ?? '/main.py';
  const view = fileView(snapshot, fileId(path));
  if (view === null) throw new Error(`no file ${path}`);
  return { view, offset: fixture.cursor?.offset ?? -1, workspace };
};

export const PROGRAM = `import freetensor as ft

N = 8

@ft.inline
def scale(a, factor):
    """Multiplies in place."""
    #! nid: scaling
    for k in range(a.shape(0)):
        a[k] = a[k] * factor

@ft.transform
def run(x, y):
    x: ft.Var[(N, 4), "float32", "input"]
    y: ft.Var[(N,), "float32", "output"]
    t = ft.empty((N,), "float32")
    #! nid: rows
    for i in range(N):
        t[i] = ft.max(x[i, 0], x[i, 1])
        y[i] = t[i] + 1
    scale(t, 2.0)
    m = ft.matmul(x, x)

s = ft.Schedule(run)
s.split("rows", 4)
`;

/** The program with the cursor before an occurrence (from 0) of a text. */
export const cursorAt = (needle: string, nth = 0, program = PROGRAM): string => {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = program.indexOf(needle, at + 1);
  if (at < 0) throw new Error(`no ${needle}`);
  return `${program.slice(0, at)}$0${program.slice(at)}`;
};
