/**
 * Which loops of a function could be one: for each pair of loops in line the calls that join them, what they lead to, or
 * why not.
 *
 * Two loops are in line when the same loops, branches and bodies are around both. A pair is looked at when nothing but
 * statements that are no loops stands between them, or when they touch a tensor in common and at most `REACH` loops lie
 * between; then the second one is moved next to the first. Where both bodies are loops of one length in turn, these are
 * joined, too. Legality is that of the calls (`transforms`); nothing is judged here.
 */

import type { For, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { childStmts, exprsIn, stmtsIn } from '../ir/walk.ts';
import { fuse } from '../transforms/fuse.ts';
import { moveTo } from '../transforms/move-to.ts';
import { type Caveat, DEFAULTS, type Options, type Refused } from '../transforms/rewrite.ts';
import { isRefused, locate } from '../transforms/tree.ts';
import { type DraftCall, meant } from './draft-call.ts';
import type { Outcome } from './effect.ts';

/** One call of the schedule, its loops by id in the program before it. */
export type FusionCall =
  | { readonly kind: 'move_to'; readonly stmt: NodeId; readonly after: NodeId }
  | { readonly kind: 'fuse'; readonly first: NodeId; readonly second: NodeId };

export const draftOf = (func: Func, c: FusionCall): DraftCall =>
  c.kind === 'fuse'
    ? { name: 'fuse', args: [meant(func, c.first), meant(func, c.second)] }
    : {
        name: 'move_to',
        args: [meant(func, c.stmt), { kind: 'enum', type: 'MoveToSide', member: 'After' }, meant(func, c.after)],
      };

export interface Fusion {
  readonly first: For;
  readonly second: For;
  readonly calls: readonly FusionCall[];
  readonly outcome: Outcome;
  /** The loop that both become; null where it is refused. */
  readonly joined: NodeId | null;
}

/** Loops that may lie between two that are joined. */
const REACH = 3;
/** Levels that are joined below the first. */
const MOST_DEEP = 8;

/** Two loops that might be one. */
export interface Pair {
  readonly first: For;
  readonly second: For;
  readonly fusion: () => Fusion;
}

/** In the order of the text. Cost of `fusion`: one or two schedule calls. */
export const pairsOf = (func: Func, options: Options = DEFAULTS): readonly Pair[] =>
  linesOf(func.body).flatMap((line) => {
    const loops = line.filter((s): s is For => s.kind === 'for');
    return loops.flatMap((first, i) =>
      loops
        .slice(i + 1, i + 2 + REACH)
        .filter((second, k) => k === 0 || shareTensor(first, second))
        .map((second): Pair => {
          const next = isNext(line, first, second);
          return { first, second, fusion: () => joined(func, first, second, next, options) };
        }),
    );
  });

export const fusionsOf = (func: Func, options: Options = DEFAULTS): readonly Fusion[] =>
  pairsOf(func, options).map((pair) => pair.fusion());

/** Two loops, in whatever order they stand. */
export const joinedPair = (func: Func, a: For, b: For, options: Options): Fusion => {
  const line = linesOf(func.body).find((l) => l.includes(a)) ?? [];
  const [first, second] = line.indexOf(b) >= 0 && line.indexOf(b) < line.indexOf(a) ? [b, a] : [a, b];
  return joined(func, first, second, isNext(line, first, second), options);
};

/** Statements in line with each other: of one sequence, whatever definitions stand around parts of it. */
const linesOf = (root: Stmt): readonly (readonly Stmt[])[] => {
  const out: Stmt[][] = [];
  const collect = (s: Stmt, line: Stmt[]): void => {
    if (s.kind === 'seq') for (const k of s.stmts) collect(k, line);
    else if (s.kind === 'varDef') collect(s.body, line);
    else {
      line.push(s);
      for (const k of childStmts(s)) start(k);
    }
  };
  const start = (s: Stmt): void => {
    const line: Stmt[] = [];
    out.push(line);
    collect(s, line);
  };
  start(root);
  return out;
};

const isNext = (line: readonly Stmt[], first: Stmt, second: Stmt): boolean =>
  line.indexOf(second) === line.indexOf(first) + 1;

const tensorsOf = (s: Stmt): ReadonlySet<string> =>
  new Set([
    ...exprsIn(s).flatMap((e) => (e.kind === 'load' ? [e.tensor] : [])),
    ...stmtsIn(s).flatMap((x) => ('tensor' in x ? [x.tensor] : [])),
  ]);
const shareTensor = (a: Stmt, b: Stmt): boolean => {
  const of = tensorsOf(a);
  return [...tensorsOf(b)].some((t) => of.has(t));
};

const joined = (func: Func, first: For, second: For, next: boolean, options: Options): Fusion => {
  const calls: FusionCall[] = [];
  const caveats: Caveat[] = [];
  const refused = (refusal: Refused): Fusion => ({
    ...{ first, second, calls, joined: null },
    outcome: { kind: 'refused', refusal },
  });
  let now = func;
  let other = second.id;
  if (!next) {
    calls.push({ kind: 'move_to', stmt: second.id, after: first.id });
    const moved = moveTo(now, { stmt: second.id, side: 'after', dst: first.id }, options);
    if (isRefused(moved)) return refused(moved);
    now = moved.ir;
    other = moved.result.moved;
    caveats.push(...moved.caveats);
  }
  calls.push({ kind: 'fuse', first: first.id, second: other });
  const outer = fuse(now, { loop0: first.id, loop1: other }, options);
  if (isRefused(outer)) return refused(outer);
  now = outer.ir;
  caveats.push(...outer.caveats);
  let loop = outer.result;
  for (let depth = 0; depth < MOST_DEEP; depth++) {
    const pair = innerPair(now, loop);
    const inner = pair && fuse(now, { loop0: pair[0].id, loop1: pair[1].id }, options);
    // What would change a result is no suggestion, and the outer loops are joined all the same.
    if (!pair || !inner || isRefused(inner) || inner.caveats.some((c) => c.kind !== 'reordered-reduction')) break;
    calls.push({ kind: 'fuse', first: pair[0].id, second: pair[1].id });
    now = inner.ir;
    caveats.push(...inner.caveats);
    loop = inner.result;
  }
  return { first, second, calls, joined: outer.result, outcome: { kind: 'applied', after: now, caveats } };
};

/** The body of a loop where it is two loops. */
const innerPair = (func: Func, loop: NodeId): readonly [For, For] | null => {
  const found = locate(func, loop)?.stmt;
  const line = found?.kind === 'for' ? linesOf(found.body)[0] : undefined;
  const [a, b, ...more] = line ?? [];
  return a?.kind === 'for' && b?.kind === 'for' && more.length === 0 ? [a, b] : null;
};
