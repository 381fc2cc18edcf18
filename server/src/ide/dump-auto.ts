/** What automatic passes do to a staged function: every step with its reason, and the program afterwards. */

import type { SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { Era } from '@athanor/compiler-core/frontends/tensor/schedule/host.ts';
import type { Func, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import { AUTO_DEFAULTS, type AutoResult, runAuto } from '@athanor/compiler-core/plan/auto/auto-schedule.ts';
import type { AutoStep, Target } from '@athanor/compiler-core/plan/auto/trial.ts';
import { stepInWords } from '@athanor/compiler-core/plan/auto/words.ts';
import { scheduleHost } from '@athanor/compiler-core/plan/schedule-host.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';
import { numberedIn, statementInWords } from './numbered.ts';

export interface AutoQuestion {
  /** One of `AUTO_PASSES`. */
  readonly pass: string;
  readonly target: Target;
  readonly era: Era;
}

type Lookup = (file: FileId) => SourceView | null;

interface Asked {
  /** What a schedule begins with. */
  readonly start: Func;
  readonly result: Extract<AutoResult, { kind: 'done' }>;
}

/** Keeps only steps that are proved to leave results as they are. A text says why there is no schedule at all. */
const ask = (func: Func, { pass, target, era }: AutoQuestion): Asked | string => {
  const start = scheduleHost.begin(func, era);
  if (start.kind === 'refused') return start.finding.message;
  if (start.kind === 'unknown') return start.reason;
  const r = runAuto(pass, start.func, { ...AUTO_DEFAULTS, era, target, keep: 'proved' });
  return r.kind === 'unknown' ? r.reason : { start: start.func, result: r };
};

export const dumpAuto = (func: Func, question: AutoQuestion, lookup: Lookup): string => {
  const asked = ask(func, question);
  const head = `${func.name}: ${question.pass} for ${question.target}, in the order of ${question.era === '2022' ? '2022' : '1.0 and later'}`;
  if (typeof asked === 'string') return `${head}\n  ${asked}\n`;
  const r = asked.result;
  const lines = r.steps.flatMap((s, k) => [
    ...(r.steps[k - 1]?.pass === s.pass ? [] : [`  ${s.pass}`]),
    `    ${stepInWords(s)}`,
  ]);
  const made =
    r.calls.length === 0
      ? 'no call is left'
      : `${r.calls.length} ${r.calls.length === 1 ? 'call' : 'calls'}: ${r.calls.join('; ')}`;
  return [
    head,
    ...numbered(asked).map((s) => `  #${s.id} is ${statementInWords(s, lookup)}`),
    ...lines,
    ...(r.stopped === null ? [] : [`  ended early: ${r.stopped}`]),
    `  ${made}`,
    printFunc(r.func),
  ].join('\n');
};

const numbered = ({ start, result }: Asked): readonly Stmt[] =>
  numberedIn(
    result.steps.flatMap((s) => s.call ?? []),
    [start, result.func],
  );

const stepAsData = (s: AutoStep) => ({
  pass: s.pass,
  call: s.call,
  verdict: s.verdict,
  why: s.why,
  refusal: s.refusal,
  undoneBy: s.undoneBy,
  caveats: s.caveats.map(({ kind, text }) => ({ kind, text })),
});

/** The same as plain data for JSON. `problem` says why there is no schedule. */
export const autoAsData = (func: Func, question: AutoQuestion, lookup: Lookup) => {
  const asked = ask(func, question);
  const head = { function: func.name, ...question };
  if (typeof asked === 'string') return { ...head, problem: asked };
  const r = asked.result;
  return {
    ...head,
    numbered: Object.fromEntries(numbered(asked).map((s) => [`#${s.id}`, statementInWords(s, lookup)])),
    steps: r.steps.map(stepAsData),
    calls: r.calls,
    stopped: r.stopped,
    program: printFunc(r.func),
  };
};
