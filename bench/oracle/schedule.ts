/**
 * Compares our schedule primitives with the recorded answers of FreeTensor of May 2022: the verdict of every call, and
 * the program after every call that both accept (`normal-form.ts`). The records are development data beside the checkout.
 *
 * `node tools/ts.mjs bench/oracle/schedule.ts [--only a,b] [--sample N] [--show N] [--id TEXT]`
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { printStmt } from '../../compiler-core/src/ir/print.ts';
import { TextRun } from '../../compiler-core/src/plan/calls.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { makeReduction } from '../../compiler-core/src/transforms/make-reduction.ts';
import { DEFAULTS, type Rewrite } from '../../compiler-core/src/transforms/rewrite.ts';
import { simplify } from '../../compiler-core/src/transforms/simplify.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { normalForm } from './normal-form.ts';
import { readRecorded } from './recorded-program.ts';

const RECORDS = join(import.meta.dirname, '../../../shared/oracle/schedule-verdicts.jsonl.gz');

interface RecordedCall {
  readonly text: string;
  readonly primitive: string;
  readonly verdict: string;
  readonly reason: string;
  readonly after?: string;
}
export interface ScheduleRecord {
  readonly id: string;
  readonly family: string;
  readonly program: string;
  readonly reduction_at_once: boolean;
  readonly before: string;
  readonly calls: readonly RecordedCall[];
  readonly truth: 'safe' | 'conflict' | null;
}

export const scheduleRecords = (): readonly ScheduleRecord[] | null =>
  existsSync(RECORDS)
    ? gunzipSync(readFileSync(RECORDS))
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ScheduleRecord)
    : null;

export interface CallComparison {
  readonly id: string;
  readonly call: string;
  readonly primitive: string;
  readonly wanted: string;
  readonly got: string;
  readonly reason: string;
  /** What executing all instances showed of the call; null where it was not tried. */
  readonly truth: 'safe' | 'conflict' | null;
  /** What we say of it beside the verdict. */
  readonly said: 'safe' | 'conflict' | 'unknown';
  /** Null where the programs were not compared. */
  readonly sameProgram: boolean | null;
  readonly program: string;
  readonly before: string;
  readonly wantedAfter: string;
  readonly gotAfter: string;
}

const normal = (text: string): string => {
  const body = readRecorded(text);
  return typeof body === 'string' ? `unreadable: ${body}` : normalForm(body);
};

const start = (r: ScheduleRecord, parser: SyntaxParser): Func | null => {
  const staged = stageText(r.program, parser);
  const name = /s = ft\.Schedule\((\w+)\)/.exec(r.program)?.[1] ?? '';
  const index = staged.names.get(name);
  const unit = index === undefined ? undefined : staged.units[index];
  if (!unit) return null;
  const body = r.reduction_at_once ? makeReduction(unit.func.body) : unit.func.body;
  const done = simplify({ ...unit.func, body });
  return done.kind === 'done' ? { ...unit.func, body: done.body } : null;
};

const saidOf = (rewrite: Rewrite<unknown> | null): CallComparison['said'] => {
  if (rewrite === null) return 'unknown';
  if (rewrite.kind === 'refused') return rewrite.truth === 'structure' ? 'unknown' : rewrite.truth;
  const kinds = new Set(rewrite.caveats.map((c) => c.kind));
  return kinds.has('result-changes') ? 'conflict' : kinds.has('undecided') ? 'unknown' : 'safe';
};

/** Every call of one program; it ends where the answers part, since what follows is another program. */
export const compareSchedule = (r: ScheduleRecord, parser: SyntaxParser): readonly CallComparison[] => {
  const func = start(r, parser);
  if (!func) return [];
  const run = new TextRun(func, parser, DEFAULTS);
  const out: CallComparison[] = [];
  for (const call of r.calls) {
    const before = printStmt(run.func.body);
    const got = run.call(call.text);
    const gotAfter = printStmt(run.func.body);
    const both = call.verdict === 'legal' && got.verdict === 'legal' && call.after !== undefined;
    const sameProgram = both ? normal(call.after) === normalForm(run.func.body) : null;
    const verdict = call.verdict.replace(/^error:Error$|^error:Invalid.*$/, 'error:Error');
    out.push({
      id: r.id,
      call: call.text,
      primitive: call.primitive,
      wanted: verdict,
      got: got.verdict,
      reason: `${call.reason} / ${got.text}`,
      truth: call === r.calls.at(-1) ? r.truth : null,
      said: saidOf(got.rewrite),
      sameProgram,
      program: r.program,
      before,
      wantedAfter: call.after ?? '',
      gotAfter,
    });
    if (verdict !== got.verdict || got.verdict !== 'legal' || got.rewrite === null) break;
  }
  return out;
};

/** Of the calls with equal verdicts that were executed: what that showed, beside what we say of each. */
export const againstTruth = (all: readonly CallComparison[]): readonly string[] =>
  (['legal', 'refused'] as const).flatMap((verdict) =>
    (['safe', 'conflict'] as const).map((truth) => {
      const here = all.filter((c) => c.truth === truth && c.wanted === verdict && c.got === verdict);
      const said = (what: CallComparison['said']): number => here.filter((c) => c.said === what).length;
      return `${verdict}, by execution ${truth}: ${here.length}; of these we say safe ${said('safe')}, conflict ${said('conflict')}, unknown ${said('unknown')}`;
    }),
  );

const percent = (n: number, of: number): string => (of === 0 ? '-' : `${((100 * n) / of).toFixed(2)} %`);

/** One row per primitive: calls, equal verdicts, compared programs, equal programs. */
export const tabulate = (all: readonly CallComparison[]): readonly (readonly string[])[] => {
  const names = [...new Set(all.map((c) => c.primitive))].sort();
  const row = (name: string, rows: readonly CallComparison[]): readonly string[] => {
    const here = rows.filter((c) => c.got !== 'missing');
    const equal = here.filter((c) => c.wanted === c.got).length;
    const compared = here.filter((c) => c.sameProgram !== null);
    const same = compared.filter((c) => c.sameProgram).length;
    return [
      name,
      String(here.length),
      String(equal),
      percent(equal, here.length),
      String(compared.length),
      String(same),
      percent(same, compared.length),
    ];
  };
  return [
    ['primitive', 'calls', 'verdict equal', '', 'programs', 'equal', ''],
    ...names.map((n) =>
      row(
        n,
        all.filter((c) => c.primitive === n),
      ),
    ),
    row('all', all),
  ];
};
