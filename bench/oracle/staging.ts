/**
 * Compares with the recorded answers of FreeTensor of May 2022: what it stages, what it refuses and where, and what the
 * compiled programs compute. The records are development data beside the checkout; without them nothing is compared.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from '../../compiler-core/src/exec/run.ts';
import type { StagedUnit } from '../../compiler-core/src/frontends/tensor/stage.ts';
import { tensorLanguage } from '../../compiler-core/src/session/tensor-language.ts';
import { defaultSettings, Workspace } from '../../compiler-core/src/session/workspace.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { asInput, differences, type RecordedTensor } from '../../compiler-core/testkit/recorded.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { type Json, normalise, unitTree } from './tree.ts';

const RECORDS = join(import.meta.dirname, '../../../shared/oracle/staging.jsonl.gz');

interface StagingRecord {
  readonly id: string;
  readonly topic: string;
  readonly program: string;
  readonly entry: string;
  readonly ok: boolean;
  readonly tree: Json;
  readonly error: { readonly type: string; readonly message: string; readonly line: number | null } | null;
  readonly execution: {
    readonly inputs: Readonly<Record<string, RecordedTensor>>;
    readonly outputs: Readonly<Record<string, RecordedTensor>>;
  } | null;
}

/** One question asked of one program. `said`: what is wrong, null where nothing is. */
export interface Comparison {
  readonly id: string;
  readonly question: 'tree' | 'finding' | 'output';
  readonly said: string | null;
}

export const stagingRecords = (): readonly StagingRecord[] | null =>
  existsSync(RECORDS)
    ? gunzipSync(readFileSync(RECORDS))
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as StagingRecord)
    : null;

/** Constants are single precision in the compiled code, also beside float64. */
const TOLERANCE = { float64: { rtol: 2e-6, atol: 1e-9 }, other: { rtol: 1e-4, atol: 1e-6 } } as const;

const firstDifference = (want: string, got: string): string => {
  let i = 0;
  while (i < want.length && want[i] === got[i]) i++;
  return `wanted …${want.slice(Math.max(0, i - 60), i + 80)}…, got …${got.slice(Math.max(0, i - 60), i + 80)}…`;
};

const compareTree = (r: StagingRecord, unit: StagedUnit | undefined): string | null => {
  if (!unit) return 'nothing was staged';
  const want = JSON.stringify(normalise(r.tree, true));
  const got = JSON.stringify(normalise(unitTree(unit), true));
  return want === got ? null : firstDifference(want, got);
};

const compareOutputs = (
  execution: NonNullable<StagingRecord['execution']>,
  unit: StagedUnit | undefined,
): string | null => {
  if (!unit) return 'nothing was staged';
  const inputs = new Map(Object.entries(execution.inputs).map(([name, t]) => [name, asInput(t)]));
  const result = run(unit.func, { inputs, zeroOutputs: true });
  if (result.kind !== 'finished') return JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? String(v) : v));
  const wrong = Object.entries(execution.outputs).flatMap(([name, want]) =>
    differences(name, want, result.outputs.get(name), want.dtype === 'float64' ? TOLERANCE.float64 : TOLERANCE.other),
  );
  return wrong.length === 0 ? null : wrong.slice(0, 3).join('; ');
};

/**
 * A recorded line is what FreeTensor had reached: 1 where nothing was staged yet, one too many for a `TransformError`,
 * the beginning of the function where the rewritten function is no Python, none where the fault shows later.
 * So: a finding on that line; anywhere, where the record names no line of the body.
 */
const compareFinding = (r: StagingRecord, lines: readonly number[]): string | null => {
  const line = r.error?.line ?? null;
  const rewritten = r.error?.message.includes('<staging:') === true;
  const found =
    line === null || line === 1 || rewritten
      ? lines.length > 0
      : lines.includes(line) || (r.error?.type === 'TransformError' && lines.includes(line - 1));
  if (found) return null;
  return `wanted a finding on line ${line ?? 'any'} (${r.error?.type ?? 'fails later'}), got ${lines.length === 0 ? 'none' : `lines ${lines.join(', ')}`}`;
};

export const compareStaging = (records: readonly StagingRecord[], parser: SyntaxParser): readonly Comparison[] => {
  const pipeline = tensorLanguage(parser);
  return records.flatMap((r) => {
    const out: Comparison[] = [];
    const staged = stageText(r.program, parser);
    const index = staged.names.get(r.entry);
    const unit = index === undefined ? staged.units.find((u) => u.kind !== 'inline') : staged.units[index];
    if (r.tree !== null) out.push({ id: r.id, question: 'tree', said: compareTree(r, unit) });
    if (r.execution) out.push({ id: r.id, question: 'output', said: compareOutputs(r.execution, unit) });
    if (r.topic === 'wrong' || !r.ok) {
      const workspace = new Workspace({ parser, pipeline, loadModule: () => null });
      const file = fileId('prog.py');
      const snapshot = workspace.apply({ kind: 'set', file, text: r.program, settings: defaultSettings });
      const lines = snapshot
        .check(file)
        .judged.map((j) => j.diagnostic)
        .filter((d) => d.code !== 'not-modelled')
        .map((d) => staged.lines.position1(d.span.start).line);
      out.push({ id: r.id, question: 'finding', said: compareFinding(r, lines) });
    }
    return out;
  });
};
