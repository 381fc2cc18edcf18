/** Checks marked text with a whole session: what it says about every file of the fixture must equal the labels. */

import type { Diagnostic } from '../src/diag/diagnostic.ts';
import type { Bindings, Pipeline } from '../src/session/pipeline.ts';
import type { Snapshot } from '../src/session/snapshot.ts';
import { defaultSettings, type ModuleLoader, Workspace } from '../src/session/workspace.ts';
import type { SyntaxParser } from '../src/syntax/cst.ts';
import { fileId } from '../src/text/span.ts';
import { compareFindings } from './compare.ts';
import { type Fixture, parseFixture } from './fixture.ts';

export interface CheckOptions {
  /** Of `createParser` in server/src/host/tree-sitter.ts: the library itself loads nothing. */
  readonly parser: SyntaxParser;
  readonly pipeline: Pipeline;
  readonly bindings?: Bindings;
}

/** A session with the files of a fixture open. */
export function openFixture(fixture: Fixture, options: CheckOptions): Snapshot {
  const { parser, pipeline } = options;
  const settings = { ...defaultSettings, bindings: options.bindings ?? defaultSettings.bindings };
  const workspace = new Workspace({ parser, pipeline, loadModule: loaderOf(fixture) });
  const changes = fixture.files.map(({ path, text }) => ({ kind: 'set', file: fileId(path), text, settings }) as const);
  return workspace.apply(...changes);
}

/** What a session says about a fixture, findings hidden by an ignore comment left out. */
export function findingsOf(fixture: Fixture, options: CheckOptions): readonly Diagnostic[] {
  const snapshot = openFixture(fixture, options);
  return fixture.files.flatMap(({ path }) =>
    snapshot
      .check(fileId(path))
      .judged.filter((judged) => judged.suppressed === null)
      .map((judged) => judged.diagnostic),
  );
}

/** @throws An assertion error that shows the text with both sets of labels, when they differ. */
export function check(text: string, options: CheckOptions): void {
  const fixture = parseFixture(text);
  compareFindings(fixture, findingsOf(fixture, options));
}

/** `import a.b` in `/x/main.py` is `/x/a/b.py` or `/x/a/b/__init__.py` of the fixture. */
const loaderOf =
  (fixture: Fixture): ModuleLoader =>
  (from, module) => {
    const folder = from.slice(0, from.lastIndexOf('/'));
    const base = `${folder}/${module.replaceAll('.', '/')}`;
    const found = fixture.files.find(({ path }) => path === `${base}.py` || path === `${base}/__init__.py`);
    return found === undefined ? null : { file: fileId(found.path), text: found.text };
  };
