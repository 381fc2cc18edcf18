/** SP-11: after any edits a session says what a fresh one says. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { compareDiagnostics } from '../../diag/finding.ts';
import { fileId } from '../../text/span.ts';
import type { FileCheck } from '../snapshot.ts';
import { tensorLanguage } from '../tensor-language.ts';
import { Workspace } from '../workspace.ts';
import { randomEdit, randomOf } from './edits.ts';

const plain = (check: FileCheck): unknown => ({
  ...check,
  judged: [...check.judged].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic)),
});

/** Restarts from the text of the examples now and then, since random edits soon leave nothing to stage. */
export const incrementalEqualsScratch = async (edits: number, seed: number): Promise<void> => {
  const parser = await createParser();
  const pipeline = tensorLanguage(parser);
  const texts = ['faults.py', 'builder.py', 'softras.py'].map((name) =>
    readFileSync(new URL(`../../../../examples/${name}`, import.meta.url), 'utf8'),
  );
  const random = randomOf(seed);
  const file = fileId('edited.py');
  const workspace = new Workspace({ parser, pipeline, incremental: true });
  for (let step = 0; step < edits; step++) {
    const before = workspace.snapshot.text(file);
    if (before === null || step % 25 === 0)
      workspace.apply({ kind: 'set', file, text: texts[((step / 25) % texts.length) | 0] ?? '' });
    const text = workspace.snapshot.text(file) ?? '';
    const snapshot = workspace.apply({ kind: 'edit', file, edits: [randomEdit(text, random)] });
    const fresh = new Workspace({ parser, pipeline });
    const scratch = fresh.apply({ kind: 'set', file, text: snapshot.text(file) ?? '' });
    expect(plain(snapshot.check(file)), `seed ${seed}, edit ${step}:\n${snapshot.text(file)}`).toEqual(
      plain(scratch.check(file)),
    );
  }
};
