/**
 * Splits a loop at one of its statements into two loops, one after the other.
 *
 * Before, and after `fission(L, Before, S2)`:
 *
 * ```text
 * L: for i in 0 : n : 1 {             L.a: for i in 0 : n : 1 { S1.a: y[i] = x[i] }
 *   S1: y[i] = x[i]                   L.b: for i in 0 : n : 1 { S2.b: z[i] = y[i] }
 *   S2: z[i] = y[i]
 * }
 * ```
 *
 * Legality: no instance of the second part comes before one of the first part that depends on it: for the loop and
 * every loop inside it, no dependence `normal` from the second part to the first. Through a tensor that is defined
 * inside the loop there is none: it moves out, and gets a dimension of the loop where its contents differ between
 * iterations. FreeTensor does not ask whether a branch around the splitter is decided the same way twice.
 */

import { type AccessPoint, analyse, describe, type Query } from '../analysis/dependences/index.ts';
import type { For, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { childStmts, stmtsIn } from '../ir/walk.ts';
import { addDimensions } from './add-dimensions.ts';
import { ascending } from './ascending.ts';
import { finishAsIs } from './finish.ts';
import { asFreeTensor, caveatsOf, conflictOf, truthOf } from './legality.ts';
import { varianceOf } from './loop-variance.ts';
import { mergeBranches } from './merge-branches.ts';
import { partition } from './partition.ts';
import { type Caveat, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import {
  builderFor,
  type Copies,
  isRefused,
  labelOf,
  locate,
  locateLoop,
  mentions,
  replaceWhere,
  touches,
  traced,
} from './tree.ts';

export interface FissionArgs {
  readonly loop: NodeId;
  /** `before`: the splitter begins the second part; `after`: it ends the first. */
  readonly side: 'before' | 'after';
  readonly splitter: NodeId;
  /** What the labels of the parts end in; `''` leaves them as they are. */
  readonly suffix0?: string;
  readonly suffix1?: string;
}

/** Of the statements inside the loop, by label: what became of them in the first and in the second part. */
export interface FissionResult {
  readonly first: ReadonlyMap<NodeId, NodeId>;
  readonly second: ReadonlyMap<NodeId, NodeId>;
}

export const fission = (before: Func, args: FissionArgs, options: Options = DEFAULTS): Rewrite<FissionResult> => {
  const { suffix0 = '.a', suffix1 = '.b' } = args;
  if (suffix0 === suffix1) return refused('same-suffix', before.origin.span, 'suffix0 cannot be the same as suffix1');
  const found = locateLoop(before, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop } = found;
  if (!reached(before, loop, args)) {
    return refused('splitter-outside', loop.at, `split point #${args.splitter} is not found inside ${labelOf(loop)}`);
  }
  const after = insideAfter(loop, args);
  const hoisted = hoist(before, loop, after);
  const func = { ...before, body: hoisted.body };
  const inner = stmtsIn(loop).filter((s): s is For => s.kind === 'for');

  const deps = analyse(func);
  const seen = ascending(func);
  const isFrom = (p: AccessPoint): boolean => after.second.has(p.stmt.id);
  const isTo = (p: AccessPoint): boolean => after.first.has(p.stmt.id);
  const pairs = sequencePairs(loop, args);
  const within = (p: AccessPoint, stmts: readonly Stmt[]): boolean => stmts.some((s) => deps.isInside(p.stmt.id, s.id));
  const query: Query = { pair: (e, l) => pairs.some((x) => within(e, x.after) && within(l, x.before)) };
  const variance = varianceOf(func.body);
  const extra = new Map<NodeId, For[]>();
  const seenDeps = seen === func ? deps : analyse(seen);
  for (const l of [...inner.slice(1).reverse(), loop]) {
    const carried = { ...query, directions: [[{ loop: l.id, direction: 'normal' as const }]] };
    for (const d of seenDeps.find(asFreeTensor(carried))) {
      const def = d.earlier.definition;
      if (!hoisted.crossed.get(def.id)?.has(l.id)) {
        const real = truthOf(deps, truthOfFission(found.chain, isFrom, isTo));
        return refused('dependence', loop.at, `${describe(d)} cannot be resolved`, {
          truth: real.truth,
          witness: conflictOf(real.d ?? d),
        });
      }
      const varies = variance.tensor(def.id, l.id);
      if (!varies && (d.earlier.kind === 'read' || d.later.kind === 'read')) continue;
      const loops = extra.get(def.id) ?? [];
      extra.set(def.id, loops);
      if (!loops.includes(l)) loops.push(l);
    }
  }
  const widened = addDimensions(func.body, extra);
  const now = locate({ ...func, body: widened }, loop.id)?.stmt;
  if (now?.kind !== 'for') return refused('not-a-loop', loop.at, `${labelOf(loop)} is not a loop`);
  const truthDeps = analyse({ ...func, body: widened });
  const caveats = [
    ...caveatsOf(truthDeps, truthOfFission(found.chain, isFrom, isTo)),
    ...strayExtents(widened, hoisted.crossed, inner),
  ];

  const build = builderFor(func, traced(loop.origin, `fission ${labelOf(loop)}`));
  const copies: Copies = new Map();
  const first = partition(now, after.first, { suffix: suffix0, late: 'fission.0' }, build, copies, options.era);
  const second = partition(now, after.second, { suffix: suffix1, late: 'fission.1' }, build, copies, options.era);
  const both = build.seq([first.stmt, second.stmt]);
  const body = mergeBranches(
    replaceWhere(widened, (s) => (s.id === loop.id ? both : null)),
    build,
  );
  return finishAsIs(before, body, { first: first.ids, second: second.ids }, options, { copies, caveats });
};

/** A definition that moved out may be as long as what a loop says that it is outside of now. */
const strayExtents = (body: Stmt, moved: ReadonlyMap<NodeId, unknown>, inner: readonly For[]): readonly Caveat[] =>
  stmtsIn(body).flatMap((s) => {
    if (s.kind !== 'varDef' || !moved.has(s.id)) return [];
    const name = inner.map((l) => l.iter).find((n) => mentions(s.shape, n));
    if (name === undefined) return [];
    const text = `the extent of ${s.name} depends on ${name}, which does not exist outside of its loop`;
    return [{ kind: 'result-changes', text, at: s.origin.span, witness: null }];
  });

/** In one iteration of the loops around, whatever the second part does before the first part comes after it then. */
const truthOfFission = (
  chain: readonly Stmt[],
  isFrom: (p: AccessPoint) => boolean,
  isTo: (p: AccessPoint) => boolean,
): Query => ({
  earlier: isFrom,
  later: isTo,
  pair: (e, l) => e.stmt.id !== l.stmt.id || e.kind !== 'read' || l.kind !== 'read',
  directions: [
    chain.slice(0, -1).flatMap((s) => (s.kind === 'for' ? [{ loop: s.id, direction: 'same' as const }] : [])),
  ],
});

interface Parts {
  /** Statements of the first part and of the second; what holds the splitter is in both. */
  readonly first: ReadonlySet<NodeId>;
  readonly second: ReadonlySet<NodeId>;
}

const insideAfter = (loop: For, { side, splitter }: FissionArgs): Parts => {
  const first = new Set<NodeId>();
  const second = new Set<NodeId>();
  let passed = false;
  const go = (s: Stmt): void => {
    if (side === 'before' && s.id === splitter) passed = true;
    const begun = passed;
    const kids = childStmts(s);
    for (const k of kids) go(k);
    if (kids.length === 0) (begun ? second : first).add(s.id);
    else {
      if (kids.some((k) => first.has(k.id)) || !begun) first.add(s.id);
      if (kids.some((k) => second.has(k.id)) || begun) second.add(s.id);
    }
    if (side === 'after' && s.id === splitter) passed = true;
  };
  go(loop.body);
  first.add(loop.id);
  second.add(loop.id);
  return { first, second };
};

/**
 * The two sides of each sequence that is split, as FreeTensor's rule sees them: the first statement is always on the
 * first side, any other on the second side if the splitter is met before its end. So it refuses a conflict between the
 * splitter and its own part, too.
 */
const sequencePairs = (loop: For, { side, splitter }: FissionArgs): readonly Sides[] => {
  const out: Sides[] = [];
  let passed = false;
  const go = (s: Stmt): void => {
    if (side === 'before' && s.id === splitter) passed = true;
    if (s.kind === 'seq') {
      const [before, after]: [Stmt[], Stmt[]] = [[], []];
      for (const k of s.stmts) {
        const first = before.length === 0;
        go(k);
        (passed && !first ? after : before).push(k);
      }
      if (after.length > 0) out.push({ before, after });
    } else for (const k of childStmts(s)) go(k);
    if (side === 'after' && s.id === splitter) passed = true;
  };
  go(loop.body);
  return out;
};
interface Sides {
  readonly before: readonly Stmt[];
  readonly after: readonly Stmt[];
}

/** FreeTensor takes a splitter that it meets after the loop for one inside: then the second part is empty. */
const reached = (func: Func, loop: For, { side, splitter }: FissionArgs): boolean => {
  let passed = false;
  const go = (s: Stmt): void => {
    if (side === 'before' && s.id === splitter) passed = true;
    if (s === loop) passed = false;
    for (const k of childStmts(s)) go(k);
    if (side === 'after' && s.id === splitter) passed = true;
  };
  go(func.body);
  return passed;
};

interface Hoisted {
  readonly body: Stmt;
  /** Loops that each definition moved out of. */
  readonly crossed: ReadonlyMap<NodeId, ReadonlySet<NodeId>>;
}

/** Definitions inside the loop that both parts use stand outside of it. */
const hoist = (func: Func, loop: For, parts: Parts): Hoisted => {
  const moved: VarDef[] = [];
  const crossed = new Map<NodeId, Set<NodeId>>();
  const used = (s: Stmt, tensor: string, part: ReadonlySet<NodeId>, other: ReadonlySet<NodeId>): boolean =>
    stmtsIn(s).some((x) => part.has(x.id) && (!other.has(x.id) || childStmts(x).length > 0) && touches(x, tensor));
  const go = (s: Stmt, around: readonly NodeId[]): Stmt => {
    if (
      s.kind === 'varDef' &&
      used(s.body, s.name, parts.first, parts.second) &&
      used(s.body, s.name, parts.second, parts.first)
    ) {
      moved.push(s);
      crossed.set(s.id, new Set(around));
      return go(s.body, around);
    }
    const inner = s.kind === 'for' ? [...around, s.id] : around;
    return rebuild(s, (k) => go(k, inner));
  };
  const inside = rebuild(loop, (k) => go(k, [loop.id]));
  const whole = moved.reduce<Stmt>((body, def) => ({ ...def, body }), inside);
  return { body: replaceWhere(func.body, (s) => (s === loop ? whole : null)), crossed };
};
const rebuild = (s: Stmt, f: (k: Stmt) => Stmt): Stmt => {
  switch (s.kind) {
    case 'seq':
      return { ...s, stmts: s.stmts.map(f) };
    case 'if':
      return { ...s, then: f(s.then), else: s.else && f(s.else) };
    case 'varDef':
    case 'for':
    case 'while':
    case 'assert':
    case 'assume':
      return { ...s, body: f(s.body) };
    default:
      return s;
  }
};
