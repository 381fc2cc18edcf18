/** SP-11: after any edits a session says what a fresh one says, and has staged what a fresh one has. */

import { compareDiagnostics } from '../../diag/finding.ts';
import { printFunc } from '../../ir/print.ts';
import type { SyntaxParser } from '../../syntax/cst.ts';
import { type FileId, fileId } from '../../text/span.ts';
import type { FileCheck, Snapshot } from '../snapshot.ts';
import { tensorLanguage } from '../tensor-language.ts';
import { Workspace } from '../workspace.ts';
import { randomEdit, randomOf } from './edits.ts';

const plain = (check: FileCheck): unknown => ({
  ...check,
  judged: [...check.judged].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic)),
});

/** Units and facts as text, node ids apart: they count what a run stages, not what is there. */
const staging = (snapshot: Snapshot, file: FileId): string => {
  const { units, facts, usedBindings, schedules } = snapshot.staged(file).module;
  const shown = units.map(({ name, kind, func, span, complete, failed, altered, assumptions }) => {
    return { name, kind, func, span, complete, failed, altered: altered ?? false, assumptions };
  });
  const calls = (schedules ?? []).map(({ before, after, findings, ...call }) => ({
    ...call,
    programs: [before, after].map((p) => p && printFunc(p)),
    findings: findings.map(({ message, related }) => ({ message, related })),
  }));
  return JSON.stringify(
    { shown, calls, facts: facts?.() ?? null, used: [...usedBindings].sort() },
    (key, value: unknown) => (key === 'id' ? undefined : typeof value === 'bigint' ? `${value}n` : value),
  );
};

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
  const workspace = new Workspace({ parser, pipeline, incremental: true, facts: true });
  for (let step = 0; step < edits; step++) {
    if (step % ROUND === 0) workspace.apply({ kind: 'set', file, text: texts[(step / ROUND) % texts.length] ?? '' });
    const edit = randomEdit(workspace.snapshot.text(file) ?? '', random);
    const snapshot = workspace.apply({ kind: 'edit', file, edits: [edit] });
    const text = snapshot.text(file) ?? '';
    const scratch = new Workspace({ parser, pipeline, facts: true }).apply({ kind: 'set', file, text });
    const where = `seed ${seed}, edit ${step}:\n${text}`;
    equal(plain(snapshot.check(file)), plain(scratch.check(file)), where);
    // How broken text is read may depend on the text before it; nothing is said about it.
    if (scratch.parsed(file)?.problems.length === 0) equal(staging(snapshot, file), staging(scratch, file), where);
  }
};
