/** A schedule that is advised, in words and as data. */

import type { Func, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { Advice, AdvisedStep } from '@athanor/compiler-core/plan/advise/advise.ts';
import { ASSUMED_TRIPS, weightOf } from '@athanor/compiler-core/plan/advise/weight.ts';
import type { AutoResult } from '@athanor/compiler-core/plan/auto/auto-schedule.ts';
import { asPython, type DraftCall, PLAIN, spelledCall } from '@athanor/compiler-core/plan/draft-call.ts';
import { ASSUMED_SIZE } from '@athanor/compiler-core/plan/effect.ts';
import type { Options } from '@athanor/compiler-core/transforms/rewrite.ts';
import { numberedIn, statementInWords } from './numbered.ts';
import { type Lookup, percent } from './preview-text.ts';

const saved = ([before, after]: AdvisedStep['bytes']): number => (before === 0 ? 0 : (before - after) / before);

const gain = (step: AdvisedStep): string => {
  const share = saved(step.bytes);
  return share === 0 ? '' : `, saves ${percent(share)} of the accesses`;
};

/** What `#7` is. */
const numbered = (a: Advice): readonly Stmt[] => {
  const calls = [...a.steps, ...a.others].flatMap((s) => s.calls.map((c) => spelledCall(c)));
  return numberedIn(calls, [a.func, ...a.steps.map((s) => s.after)]);
};

const inWords = (calls: readonly DraftCall[]): string => calls.map((c) => spelledCall(c)).join('; ');

/** The steps as Python behind the function; empty where there are none or one cannot be written. */
const pythonOf = (a: Advice, options: Options): readonly string[] => {
  const calls = a.steps.flatMap((s) => s.calls);
  const lines = asPython(a.func, calls, PLAIN, options) ?? [];
  return lines.length === 0 ? [] : [`${PLAIN.variable} = ${PLAIN.module}.Schedule(${a.func.name})`, ...lines];
};

export const adviceInWords = (
  a: Advice,
  lookup: Lookup,
  options: { readonly after: boolean; readonly rewrites: Options },
): string => {
  const [first, last] = [a.steps[0]?.bytes[0] ?? 0, a.steps.at(-1)?.bytes[1] ?? 0];
  const total = saved([first, last]);
  const lines = [
    a.steps.length === 0
      ? `${a.func.name}: no call that is proved legal saves anything`
      : `${a.func.name}: ${a.steps.length} ${a.steps.length === 1 ? 'step' : 'steps'}, together ${percent(total)} fewer bytes of arrays accessed`,
  ];
  for (const s of numbered(a)) lines.push(`  #${s.id} is ${statementInWords(s, lookup)}`);
  a.steps.forEach((s, k) => {
    lines.push(`  ${k + 1}. ${inWords(s.calls)}`, `     ${s.why}${gain(s)}`);
    for (const c of s.caveats) lines.push(`     ${c.kind}: ${c.text}`);
  });
  if (a.others.length > 0) {
    lines.push('  at the start these would have saved something, too:');
    for (const o of a.others.slice(0, 5)) lines.push(`    ${inWords(o.calls)}: ${percent(o.saves / first)}, ${o.why}`);
  }
  if (a.stopped !== null) lines.push(`  ended early: ${a.stopped}`);
  if (a.assumed.size > 0)
    lines.push(
      `  assumed: sizes are ${ASSUMED_SIZE}, loops whose length data decide run ${ASSUMED_TRIPS} times (${[...a.assumed].join(', ')})`,
    );
  const python = pythonOf(a, options.rewrites);
  if (python.length > 0) lines.push('  as Python:', ...python.map((line) => `    ${line}`));
  if (options.after) lines.push(printFunc(a.after).trimEnd());
  return `${lines.join('\n')}\n`;
};

/** What FreeTensor's own passes come to, by the same count. */
export const autoInWords = (func: Func, auto: AutoResult): string => {
  if (auto.kind === 'unknown') return `  auto_schedule: ${auto.reason}\n`;
  const share = autoShare(func, auto);
  const made = auto.calls.length === 0 ? 'no call' : auto.calls.join('; ');
  const what = share < 0 ? `${percent(-share)} more` : `${percent(share)} fewer`;
  return `  auto_schedule, where it is proved legal: ${what} bytes of arrays accessed, by ${made}\n`;
};
const autoShare = (func: Func, auto: Extract<AutoResult, { kind: 'done' }>): number =>
  saved([weightOf(func).bytes, weightOf(auto.func).bytes]);

export const autoAsData = (func: Func, auto: AutoResult) =>
  auto.kind === 'unknown' ? { problem: auto.reason } : { calls: auto.calls, saved: autoShare(func, auto) };

export const adviceAsData = (a: Advice, lookup: Lookup, options: Options) => ({
  function: a.func.name,
  numbered: Object.fromEntries(numbered(a).map((s) => [`#${s.id}`, statementInWords(s, lookup)])),
  steps: a.steps.map((s) => ({
    calls: s.calls.map((c) => spelledCall(c)),
    why: s.why,
    saved: saved(s.bytes),
    caveats: s.caveats.map(({ kind, text }) => `${kind}: ${text}`),
  })),
  saved: saved([a.steps[0]?.bytes[0] ?? 0, a.steps.at(-1)?.bytes[1] ?? 0]),
  others: a.others.map(({ calls, why, saves }) => ({ calls: calls.map((c) => spelledCall(c)), why, bytes: saves })),
  python: pythonOf(a, options),
  assumed: [...a.assumed],
  stopped: a.stopped,
  program: printFunc(a.after),
});
