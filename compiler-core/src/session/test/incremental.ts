/** SP-11: after any edits a session says what a fresh one says. */

import { compareDiagnostics } from '../../diag/finding.ts';
import type { SyntaxParser } from '../../syntax/cst.ts';
import { fileId } from '../../text/span.ts';
import type { FileCheck } from '../snapshot.ts';
import { tensorLanguage } from '../tensor-language.ts';
import { Workspace } from '../workspace.ts';
import { randomEdit, randomOf } from './edits.ts';

const plain = (check: FileCheck): unknown => ({
  ...check,
  judged: [...check.judged].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic)),
});

export interface Comparison {
  readonly edits: number;
  readonly seed: number;
  readonly parser: SyntaxParser;
  /** Each is taken up again every so many edits, since random edits soon leave nothing to stage. */
  readonly texts: readonly string[];
  readonly equal: (incremental: unknown, scratch: unknown, where: string) => void;
}

/** A text is edited this often before the next one is taken. */
const ROUND = 25;

export const incrementalEqualsScratch = ({ edits, seed, parser, texts, equal }: Comparison): void => {
  const pipeline = tensorLanguage(parser);
  const random = randomOf(seed);
  const file = fileId('edited.py');
  const workspace = new Workspace({ parser, pipeline, incremental: true });
  for (let step = 0; step < edits; step++) {
    if (step % ROUND === 0) workspace.apply({ kind: 'set', file, text: texts[(step / ROUND) % texts.length] ?? '' });
    const edit = randomEdit(workspace.snapshot.text(file) ?? '', random);
    const snapshot = workspace.apply({ kind: 'edit', file, edits: [edit] });
    const text = snapshot.text(file) ?? '';
    const scratch = new Workspace({ parser, pipeline }).apply({ kind: 'set', file, text });
    equal(plain(snapshot.check(file)), plain(scratch.check(file)), `seed ${seed}, edit ${step}:\n${text}`);
  }
};
