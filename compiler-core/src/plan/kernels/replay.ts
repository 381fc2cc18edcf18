/** A fault that was proved is run at its witness: what does not happen there is no error. */

import type { Diagnostic } from '../../diag/diagnostic.ts';
import { evalInt } from '../../exec/eval-int.ts';
import type { Finding } from '../../exec/lockstep/findings.ts';
import type { Expr, Func } from '../../ir/nodes.ts';
import { mapExpr, stmtsIn } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import { type RunBudget, runLaunch } from './run-launch.ts';
import { findingDiagnostic } from './runs/diagnostics.ts';

/** The value of a size; null where it is no number. Symbols of `given` count as some number. */
export const numberOf = (e: Expr, given: ReadonlySet<string> | number = new Set()): number | null => {
  const names = given instanceof Set ? given : new Set<string>();
  const bare = mapExpr(e, (x) => (x.kind === 'cast' ? x.operand : x));
  const value = evalInt(bare, (s) => (s.kind === 'param' && names.has(s.name) ? 1n : null));
  return value === null ? null : Number(value);
};

export type Replay = 'confirmed' | 'refuted' | 'not run';

/** What a run at the witness of a finding says of it. */
export const replay = ({ code, span, related, witness }: Diagnostic, func: Func, budget: RunBudget): Replay => {
  if (witness === null) return 'not run';
  const values = new Map(
    Object.entries(witness.values).flatMap(([name, text]): [string, bigint][] =>
      /^-?\d+$/.test(text) ? [[name, BigInt(text)]] : [],
    ),
  );
  const sizes = (name: string): number[] => {
    const out: number[] = [];
    for (let d = 0; values.has(`${name}_${d}`); d++) out.push(Number(values.get(`${name}_${d}`)));
    return out;
  };
  const known = new Map([...values].filter(([name]) => isArgument(func, name)));
  const places = [span, ...related.map((r) => r.span)];
  const isIt = (f: Finding): boolean => {
    const d = findingDiagnostic(f);
    return (d.code === code || ALIKE.get(d.code) === code) && places.some((at) => meets(at, d.span));
  };
  const launch = { global: sizes('global'), local: sizes('local'), values: known };
  const ran = runLaunch(func, launch, budget, isIt);
  if (ran.kind === 'notRun') return 'not run';
  const { findings, kind } = ran.outcome;
  const seen = findings.some(isIt);
  return seen ? 'confirmed' : kind === 'finished' ? 'refuted' : 'not run';
};

/** The interpreter says one code where the analyses tell two apart. */
const ALIKE: ReadonlyMap<string, string> = new Map([['index-out-of-bounds', 'negative-index']]);

const isArgument = (func: Func, name: string): boolean =>
  func.externals.some((e) => e.name === name) ||
  stmtsIn(func.body).some((s) => s.kind === 'varDef' && s.access !== 'cache' && s.name === name);

export const meets = (a: Span, b: Span): boolean => a.file === b.file && a.start <= b.end && b.start <= a.end;

/** Whether a run has something to say of it. */
export const isReplayed = ({ severity, class: sure, code }: Diagnostic): boolean =>
  severity === 'error' && sure === 'proved' && REPLAYED.has(code);

/** The finding as it may be shown: an error only if a run did not speak against it. */
export const replayed = (d: Diagnostic, func: Func, budget: RunBudget): Diagnostic =>
  isReplayed(d) && replay(d, func, budget) === 'refuted'
    ? { ...d, class: 'possible', severity: 'information', fixes: [] }
    : d;

/** What the interpreter looks for. */
const REPLAYED: ReadonlySet<string> = new Set([
  'data-race',
  'index-out-of-bounds',
  'negative-index',
  'divergent-barrier',
  'uninitialised-read',
  'misaligned-access',
  'division-by-zero',
]);
