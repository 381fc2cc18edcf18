/** What is proved of a random kernel, held against its runs in lock step. */

import type { Diagnostic } from '../../../../diag/diagnostic.ts';
import type { Finding } from '../../../../exec/lockstep/findings.ts';
import { runKernel } from '../../../../exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../../../../exec/values.ts';
import type { Func, Stmt } from '../../../../ir/nodes.ts';
import { parseFunc } from '../../../../ir/parse.ts';
import { verifyFunc } from '../../../../ir/verify.ts';
import { mapExpr, mapStmt } from '../../../../ir/walk.ts';
import { Budget } from '../../../../presburger/index.ts';
import type { Span } from '../../../../text/span.ts';
import { findDivergence, findRedundantBarriers } from '../barriers.ts';
import { findRaces } from '../races.ts';
import type { RacyKernel } from './racy-kernels.ts';

export interface Judgement {
  /** `race safe`, `race faulty`, ... : one for each question. */
  readonly said: readonly string[];
  readonly contradictions: readonly string[];
}

const ORDERS = [0, 1, 2];
/** An atomic of an item hides its earlier one of a smaller scope: another order of the groups shows the two. */
const MORE_ORDERS = [...ORDERS, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const parse = (text: string): Func => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start, (error?.at.start ?? 0) + 80)}`);
  const [problem] = verifyFunc(value);
  if (problem) throw new Error(`${problem.code}: ${problem.message}`);
  return value;
};

/** Findings of a few orders; the outcome of the analysis has to hold for all of them. */
const runs = (
  func: Func,
  text: string,
  launch: { readonly global: number; readonly local: number } | null,
  orders: readonly number[] = ORDERS,
): readonly Finding[] => {
  const elements = Number(/x: float32\[(\d+)\]/.exec(text)?.[1]);
  const zeros: TensorInput = { dtype: 'float32', shape: [elements], data: new Array<number>(elements).fill(0) };
  const inputs = new Map(
    [...text.matchAll(/@inout @gpu\/global (\w+)/g)].map((m): [string, TensorInput] => [m[1] ?? '', zeros]),
  );
  const sizes = launch ? { global: [launch.global], local: [launch.local] } : {};
  return orders.flatMap((seed) => {
    const run = runKernel(func, {
      ...sizes,
      inputs,
      seed,
      order: seed === 0 ? 'plain' : 'seeded',
      checks: { uninitialised: false },
    });
    if (run.kind !== 'finished') throw new Error(`${run.kind}: ${JSON.stringify(run).slice(0, 300)}`);
    return run.findings;
  });
};

const sameSites = (d: Diagnostic, f: Finding): boolean => {
  const sites = [d.span, ...d.related.map((r) => r.span)].map((s) => `${s.start} ${s.end}`);
  return f.deeds.every((deed) => sites.includes(`${deed.span.start} ${deed.span.end}`));
};

/** The kernel without what it does to memory elsewhere; what it does there decides nothing. */
const onlyAt = (func: Func, d: Diagnostic): Func => {
  const sites = new Set([d.span, ...d.related.map((r) => r.span)].map((s) => `${s.start} ${s.end}`));
  const isHere = (s: Span): boolean => sites.has(`${s.start} ${s.end}`);
  const keep = (s: Stmt): Stmt => {
    if (s.kind !== 'store' && s.kind !== 'atomicRMW') return s;
    let used = isHere(s.at) || /^n\d/.test(s.tensor);
    const value = mapExpr(s.value, (e) => {
      if (e.kind !== 'load' || /^n\d/.test(e.tensor)) return e;
      used ||= isHere(e.at);
      return isHere(e.at) ? e : { kind: 'float', value: 0, at: e.at };
    });
    return used ? { ...s, value } : { ...s, kind: 'seq', stmts: [] };
  };
  return { ...func, body: mapStmt(func.body, { stmt: keep }) };
};

export const judgeKernel = ({ text, symbolic, local, groups }: RacyKernel): Judgement => {
  const func = parse(text);
  const said: string[] = [];
  const contradictions: string[] = [];
  const launch = symbolic ? { global: groups * local, local } : null;
  const seen = runs(func, text, launch);
  const parted = seen.some((f) => f.kind === 'divergent-barrier');
  const races = findRaces({ func, budget: new Budget(400_000) });
  const actual = seen.filter((f) => f.kind === 'data-race');
  said.push(`race ${races.standing}, run ${actual.length > 0 ? 'races' : 'does not'}`);
  const together = findDivergence({ func, budget: new Budget(400_000) });
  said.push(`barriers ${together.standing}, run ${parted ? 'parts' : 'does not'}`);
  if (together.standing === 'safe' && parted) {
    contradictions.push(
      `all items are said to come to all barriers, but ${seen.find((f) => f.kind === 'divergent-barrier')?.message}`,
    );
  }
  for (const d of together.diagnostics) {
    if (d.class !== 'proved') continue;
    const at = (name: string): number => Number(d.witness?.values[name]);
    const there = symbolic ? runs(func, text, { global: at('global_0'), local: at('local_0') }) : seen;
    const shown = there.some((f) => f.kind === 'divergent-barrier' && f.deeds[0].span.start === d.span.start);
    if (!shown)
      contradictions.push(
        `a divergence is proved that no run shows: ${text.slice(d.span.start, d.span.end)}; ${d.witness?.text}`,
      );
  }
  // Where items part at a barrier there are no intervals to speak of.
  if (parted) return { said, contradictions };
  if (races.standing === 'safe' && actual[0]) contradictions.push(`called free of races, but ${actual[0].message}`);
  for (const d of races.diagnostics) {
    if (d.class !== 'proved' || d.code !== 'data-race') continue;
    const at = (name: string): number => Number(d.witness?.values[name]);
    const there = symbolic ? runs(func, text, { global: at('global_0'), local: at('local_0') }) : seen;
    if (there.some((f) => f.kind === 'divergent-barrier')) continue;
    // A run tells of one race of an access at a time, and an item's own write hides what came before it: with the two
    // statements alone there is a race between them.
    const alone = onlyAt(func, d);
    const shows =
      there.some((f) => f.kind === 'data-race' && sameSites(d, f)) ||
      runs(alone, text, symbolic ? { global: at('global_0'), local: at('local_0') } : null, MORE_ORDERS).some(
        (f) => f.kind === 'data-race',
      );
    if (!shows) {
      contradictions.push(
        `a race is proved that no run shows: ${d.message}: ${text.slice(d.span.start, d.span.end)}; ${d.witness?.text}`,
      );
    }
  }
  for (const d of findRedundantBarriers({ func, budget: new Budget(400_000) }).diagnostics) {
    said.push('barrier redundant');
    const less = runs(without(func, d), text, launch).find((f) => f.kind === 'data-race');
    if (less) contradictions.push(`without a barrier that is called redundant: ${less.message}`);
  }
  return { said, contradictions };
};

const without = (func: Func, d: Diagnostic): Func => ({
  ...func,
  body: mapStmt(func.body, {
    stmt: (s) => (s.kind === 'barrier' && s.origin.span.start === d.span.start ? { ...s, kind: 'seq', stmts: [] } : s),
  }),
});
