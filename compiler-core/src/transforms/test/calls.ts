/** Random arguments for every primitive, and what has to be true of its answer. */

import type { RunResult } from '../../exec/outcome.ts';
import { Random } from '../../exec/random.ts';
import { run } from '../../exec/run.ts';
import type { TensorValue } from '../../exec/values.ts';
import { binary, int } from '../../ir/build.ts';
import { sameStmt } from '../../ir/match.ts';
import type { Expr, For, Func, NodeId, Stmt } from '../../ir/nodes.ts';
import { printFunc } from '../../ir/print.ts';
import { verifyFunc } from '../../ir/verify.ts';
import { childStmts, stmtsIn } from '../../ir/walk.ts';
import { blend } from '../blend.ts';
import { fission } from '../fission.ts';
import { fuse } from '../fuse.ts';
import { merge } from '../merge.ts';
import { moveTo } from '../move-to.ts';
import { parallelize } from '../parallelize.ts';
import { parallelizeAs } from '../parallelize-as.ts';
import { permute } from '../permute.ts';
import { REFUSALS } from '../refusals.ts';
import { reorder } from '../reorder.ts';
import { DEFAULTS, type Rewrite } from '../rewrite.ts';
import { separateTail } from '../separate-tail.ts';
import { split } from '../split.ts';
import { swap } from '../swap.ts';
import { unroll } from '../unroll.ts';
import { vectorize } from '../vectorize.ts';
import type { Case } from './cases.ts';
import { replay } from './replay.ts';

export type Attempt = (func: Func, r: Random) => Rewrite<unknown> | null;

const all = (func: Func): readonly Stmt[] => stmtsIn(func.body);
const loops = (func: Func): readonly For[] => all(func).filter((s): s is For => s.kind === 'for');
const one = <T>(r: Random, items: readonly T[]): T | undefined => items[r.below(items.length)];

/** Some loop, and one directly inside it. */
const nested = (func: Func, r: Random): readonly [NodeId, NodeId] | null => {
  const pairs = loops(func).flatMap((outer) => {
    const inner = stmtsIn(outer.body).find((s) => s.kind === 'for');
    return inner ? [[outer.id, inner.id] as const] : [];
  });
  return one(r, pairs) ?? null;
};
const siblings = (func: Func, wanted: (s: Stmt) => boolean): readonly (readonly [Stmt, Stmt])[] =>
  all(func).flatMap((s) => {
    const kids = s.kind === 'seq' ? s.stmts : [];
    return kids.slice(1).flatMap((k, i) => {
      const before = kids[i] as Stmt;
      return wanted(before) && wanted(k) ? [[before, k] as const] : [];
    });
  });
const leavesOf = (s: Stmt): readonly Stmt[] => stmtsIn(s).filter((k) => childStmts(k).length === 0);

const onLoop =
  (f: (func: Func, args: { readonly loop: NodeId }) => Rewrite<unknown>): Attempt =>
  (func, r) => {
    const loop = one(r, loops(func));
    return loop ? f(func, { loop: loop.id }) : null;
  };

export const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  split: (func, r) => {
    const loop = one(r, loops(func));
    const by = r.pick([1, 2, 3, 4, 7]);
    // FreeTensor shifts by values instead of iterations: only with a step of 1 it is right.
    const shift = loop?.step.kind === 'int' && loop.step.value === 1n ? r.below(3) : 0;
    return loop ? split(func, { loop: loop.id, [r.chance(0.5) ? 'factor' : 'nparts']: by, shift }) : null;
  },
  merge: (func, r) => {
    const pair = nested(func, r);
    return pair && merge(func, { loop1: pair[0], loop2: pair[1] });
  },
  reorder: (func, r) => {
    const pair = nested(func, r);
    if (!pair) return null;
    const third = stmtsIn(func.body)
      .filter((s): s is For => s.kind === 'for')
      .find((l) => l.id === pair[1]);
    const deeper = third && stmtsIn(third.body).find((s) => s.kind === 'for');
    const order = deeper && r.chance(0.5) ? [deeper.id, pair[0], pair[1]] : [pair[1], pair[0]];
    return reorder(func, { order });
  },
  fission: (func, r) => {
    const loop = one(r, loops(func));
    const splitter = loop && one(r, leavesOf(loop.body));
    return loop && splitter
      ? fission(func, { loop: loop.id, side: r.pick(['before', 'after']), splitter: splitter.id })
      : null;
  },
  fuse: (func, r) => {
    const pair = one(
      r,
      siblings(func, (s) => s.kind === 'for'),
    );
    return pair
      ? fuse(func, { loop0: pair[0].id, loop1: r.chance(0.8) ? pair[1].id : null, strict: r.chance(0.2) })
      : null;
  },
  swap: (func, r) => {
    const pair = one(
      r,
      siblings(func, () => true),
    );
    return pair ? swap(func, { order: [pair[1].id, pair[0].id] }) : null;
  },
  blend: onLoop(blend),
  move_to: (func, r) => {
    const stmt = one(
      r,
      all(func).filter((s) => s.kind !== 'varDef' && s.kind !== 'seq'),
    );
    const dst = one(
      r,
      all(func).filter((s) => s.kind !== 'varDef' && s.kind !== 'seq'),
    );
    return stmt && dst ? moveTo(func, { stmt: stmt.id, side: r.pick(['before', 'after']), dst: dst.id }) : null;
  },
  separate_tail: (func, r) => separateTail(func, { noDuplicateVarDefs: r.chance(0.3) }),
  unroll: (func, r) => {
    const loop = one(r, loops(func));
    return loop ? unroll(func, { loop: loop.id, immediate: r.chance(0.8) }) : null;
  },
  permute: (func, r) => {
    const pairs = loops(func).flatMap((outer) => (outer.body.kind === 'for' ? [[outer.id, outer.body.id]] : []));
    const pair = one(r, pairs);
    if (!pair) return null;
    const kind = r.below(6);
    const map = ([i, j]: readonly Expr[]): readonly Expr[] | null => {
      if (!i || !j) return null;
      const sum = binary('add', i, j);
      const images = [
        [j, i],
        [sum, i],
        [sum, j],
        [binary('sub', int(3), i), j],
        [i, binary('sub', j, i)],
        [binary('add', sum, i), sum],
      ];
      return images[kind] ?? null;
    };
    return permute(func, { loops: pair, map }, { ...DEFAULTS, era: 'later' });
  },
  parallelize_as: (func, r) => {
    const bound = loops(func).filter((l) => l.property.parallel === 'openmp');
    const reference = bound[0];
    const nest =
      reference &&
      one(
        r,
        loops(func).filter((l) => l.body !== reference.body && sameStmt(l.body, reference.body)),
      );
    const touched = new Set(stmtsIn(nest ?? func.body).flatMap((s) => ('tensor' in s ? [s.tensor] : [])));
    const def = one(
      r,
      all(func).filter((s) => s.kind === 'varDef' && touched.has(s.name)),
    );
    return reference && nest && def
      ? parallelizeAs(func, { nest: nest.id, reference: reference.id, def: def.id }, { ...DEFAULTS, era: 'later' })
      : null;
  },
  vectorize: onLoop(vectorize),
  parallelize: (func, r) => {
    const loop = one(r, loops(func));
    return loop
      ? parallelize(func, { loop: loop.id, parallel: r.pick(['openmp', 'threadIdx.x', 'blockIdx.y']) })
      : null;
  },
};

export type Verdict =
  | 'no call'
  | 'same results'
  | 'declared'
  | 'said to change'
  | 'conflict shown'
  | 'own rule'
  | 'not decided'
  | 'cannot be run'
  | { readonly wrong: string };

export const checkCall = (
  name: string,
  attempt: Attempt,
  { func, options, reference }: Case,
  seed: number,
): Verdict => {
  const result = attempt(func, new Random(seed));
  if (result === null) return 'no call';
  const wrong = (why: string): Verdict => ({
    wrong: `${name}, seed ${seed}: ${why}\n${printFunc(func, { ids: true })}${result.kind === 'applied' ? printFunc(result.ir) : result.message}`,
  });
  if (result.kind === 'refused') {
    if (REFUSALS[result.code].rule === 'structure' || result.truth === 'safe') return 'own rule';
    if (result.truth !== 'conflict') return 'not decided';
    if (!result.witness) return wrong('a conflict without a witness');
    const shown = replay(func, result.witness, options);
    return shown.kind === 'not-shown' ? wrong(`the witness does not conflict: ${shown.why}`) : 'conflict shown';
  }
  const changing = result.caveats.filter((c) => c.kind === 'result-changes');
  for (const c of changing) {
    const shown = c.witness && replay(func, c.witness, options);
    if (shown?.kind === 'not-shown') return wrong(`the witness of a caveat does not conflict: ${shown.why}`);
  }
  if (changing.length > 0) return 'said to change';
  if (result.caveats.some((c) => c.kind === 'undecided')) return 'not decided';
  const problems = verifyFunc(result.ir);
  if (problems.length > 0) return wrong(`not well-formed: ${problems.map((p) => p.message).join('; ')}`);
  const [a, b] = [run(func, options), run(result.ir, options)];
  if (a.kind !== 'finished') return 'cannot be run';
  const declared = result.caveats.some((c) => c.kind === 'reordered-reduction');
  const difference =
    compare(a, b, declared) ??
    (reference && usesLibrary(result.ir) ? compare(a, run(reference, options), declared) : null);
  if (difference !== null) return wrong(difference);
  return declared ? 'declared' : 'same results';
};

const usesLibrary = (func: Func): boolean => loops(func).some((l) => l.property.library !== undefined);

/** Where outputs differ; `loosely` up to rounding. Null: they are equal. */
export const compare = (a: Extract<RunResult, { kind: 'finished' }>, b: RunResult, loosely: boolean): string | null => {
  if (b.kind !== 'finished') return `afterwards it does not run: ${b.kind === 'fault' ? b.fault.message : b.kind}`;
  for (const [name, x] of a.outputs) {
    const y = b.outputs.get(name);
    if (!y) return `${name} is no output any more`;
    const at = firstDifference(x, y, loosely);
    if (at !== null) return `${name} differs at ${at}: ${x.data[at]} and ${y.data[at]}`;
  }
  return null;
};
const firstDifference = (x: TensorValue, y: TensorValue, loosely: boolean): number | null => {
  for (let k = 0; k < x.data.length; k++) {
    const [p, q] = [Number(x.data[k]), Number(y.data[k])];
    if (Object.is(p, q)) continue;
    if (
      loosely &&
      Number.isNaN(p) === Number.isNaN(q) &&
      !(Math.abs(p - q) > 1e-3 * Math.max(1, Math.abs(p), Math.abs(q)))
    )
      continue;
    return k;
  }
  return null;
};
