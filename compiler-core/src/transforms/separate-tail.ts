/**
 * Splits loops where a linear condition inside them changes its truth value, so that most iterations have no branch.
 *
 * Before, and after `separate_tail()`:
 *
 * ```text
 * for i in 0 : 3 : 1 {                for i in 0 : 2 : 1 { for j in 0 : 4 : 1 { y[4 * i + j] = 0 } }
 *   for j in 0 : 4 : 1 {              for j in 0 : 2 : 1 { y[j + 8] = 0 }
 *     if 4 * i + j < 10 {
 *       y[4 * i + j] = 0
 *     } } }
 * ```
 *
 * Legality: none needed, the order of iterations stays. A loop is split at `p` where a branch inside compares a linear
 * expression of its iterator whose value turns at `p`, if the loop writes nothing that the branch reads. Parallel loops
 * stay whole; so do, on request, loops with definitions inside, which would be there twice.
 */

import type { Builder } from '../ir/build.ts';
import { binary, loopLength } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, For, Func, If, NodeId, Stmt } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { childStmts, ownExprs, stmtsIn, visitExpr, withParts } from '../ir/walk.ts';
import { readsOf, writesOf } from './merge-branches.ts';
import { applied, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { simplify } from './simplify.ts';
import { builderFor, type Copies, copyTree, noteCopy, suffixed, traced } from './tree.ts';
import { turningPoints } from './turning-points.ts';

export interface SeparateTailArgs {
  readonly noDuplicateVarDefs?: boolean;
}

/** Rounds and statements beyond which nothing more is split: every split doubles what is inside. */
const MAX_ROUNDS = 12;
const MAX_STATEMENTS = 3_000;

export const separateTail = (func: Func, args: SeparateTailArgs = {}, options: Options = DEFAULTS): Rewrite<null> => {
  let now = func.body;
  let candidates = new Set(stmtsIn(now).flatMap((s) => (s.kind === 'if' ? [s.id] : [])));
  const copies: Copies = new Map();
  for (let round = 0; round < MAX_ROUNDS && candidates.size > 0; round++) {
    const build = builderFor({ ...func, body: now }, traced(func.origin, 'separate_tail'));
    const here: Copies = new Map();
    const pass = new Pass(build, here, candidates, args.noDuplicateVarDefs ?? false, options);
    const split = pass.stmt(now, []).stmt;
    if (stmtsIn(split).length > MAX_STATEMENTS) break;
    const done = simplify({ ...func, body: split }, options.budget);
    if (done.kind === 'always-false') return refused('always-false', done.stmt.origin.span, 'an assertion never holds');
    now = done.body;
    follow(copies, here);
    candidates = pass.next;
  }
  return applied(func, now, null, copies);
};

/** Copies of copies. */
const follow = (all: Copies, more: Copies): void => {
  for (const [from, ids] of all)
    all.set(
      from,
      ids.flatMap((id) => more.get(id) ?? [id]),
    );
  for (const [from, ids] of more) if (!all.has(from)) all.set(from, ids);
};

interface Seen {
  readonly stmt: Stmt;
  readonly branches: readonly If[];
  readonly defines: boolean;
}

class Pass {
  readonly next = new Set<NodeId>();

  constructor(
    private readonly build: Builder,
    private readonly copies: Copies,
    private readonly candidates: ReadonlySet<NodeId>,
    private readonly noDuplicates: boolean,
    private readonly options: Options,
  ) {}

  stmt(s: Stmt, iters: readonly string[]): Seen {
    const kids = childStmts(s).map((k) => this.stmt(k, s.kind === 'for' ? [...iters, s.iter] : iters));
    const branches = kids.flatMap((k) => k.branches);
    if (s.kind === 'if' && this.candidates.has(s.id)) branches.unshift(s);
    const defines = s.kind === 'varDef' || kids.some((k) => k.defines);
    const own = withParts(
      s,
      kids.map((k) => k.stmt),
      ownExprs(s),
    );
    return {
      stmt:
        own.kind === 'for'
          ? this.loop(
              own,
              branches,
              kids.some((k) => k.defines),
              iters,
            )
          : own,
      branches,
      defines,
    };
  }

  private loop(loop: For, branches: readonly If[], defines: boolean, iters: readonly string[]): Stmt {
    if ((this.noDuplicates && defines) || loop.property.parallel !== 'serial') return loop;
    const written = writesOf(loop);
    const defined = new Set([...iters, loop.iter]);
    const local = new Set(stmtsIn(loop).flatMap((s) => (s.kind === 'varDef' ? [s.name] : [])));
    const points: Expr[] = [];
    for (const { cond } of branches) {
      if (!isDefined(cond, defined, local)) continue;
      for (const p of turningPoints(cond, loop.iter, (e) => [...readsOf(e)].every((t) => !written.has(t)))) {
        if (!points.some((q) => sameExpr(p, q))) points.push(p);
      }
    }
    points.sort((a, b) => (printExpr(a) < printExpr(b) ? -1 : 1));
    return this.splitAt(loop, points, 0);
  }

  private splitAt(loop: For, points: readonly Expr[], k: number): Stmt {
    const p = points[k];
    if (!p) return loop;
    const { begin, end, step, at } = loop;
    const place = placeOf(p, begin, end);
    if (place === 'outside') return this.splitAt(loop, points, k + 1);
    const rounds = loopLength({ begin, end: p, step, at });
    const middle = binary('add', binary('mul', rounds, step, at), begin, at);
    const front = this.copy({ ...loop, end: p }, '.front', 'separate_tail.front');
    const back = this.copy({ ...loop, begin: middle }, '.back', 'separate_tail.back');
    const both = this.build.seq([this.splitAt(front, points, k + 1), this.splitAt(back, points, k + 1)]);
    if (place === 'inside') return both;
    const inside = binary('lAnd', binary('ge', p, begin, at), binary('le', p, end, at), at);
    const branch = this.build.ifThen(inside, both, this.splitAt(this.again(loop), points, k + 1));
    this.next.add(branch.id);
    return branch;
  }

  private copy(loop: For, early: string, late: string): For {
    return copyTree(loop, this.build, this.copies, suffixed(this.options.era, early, late)) as For;
  }

  /** The loop as it was, under ids of its own where that stands beside its parts. */
  private again(loop: For): For {
    for (const s of stmtsIn(loop)) noteCopy(this.copies, s.id, s.id);
    return loop;
  }
}

/** Where a point lies in a range of constants: nothing has to be asked at run time. */
const placeOf = (p: Expr, begin: Expr, end: Expr): 'inside' | 'outside' | 'unknown' => {
  if (p.kind !== 'int' || begin.kind !== 'int' || end.kind !== 'int') return 'unknown';
  return begin.value <= p.value && p.value <= end.value ? 'inside' : 'outside';
};

const isDefined = (e: Expr, iters: ReadonlySet<string>, local: ReadonlySet<string>): boolean => {
  let fine = true;
  visitExpr(e, (x) => {
    if (x.kind === 'var') fine &&= iters.has(x.name);
    if (x.kind === 'load') fine &&= !local.has(x.tensor);
    return fine;
  });
  return fine;
};
