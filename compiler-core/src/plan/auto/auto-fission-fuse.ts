/**
 * Splits and joins loops so that what can run in parallel stands with what can.
 *
 * Rule: inner loops first, a loop is split before each loop, store and update directly in it where of the parts before and
 * after exactly one carries a dependence; parts whose fission is illegal stay. Then neighbouring loops are fused as by
 * `auto-fuse.ts` where both or neither carry one, unless they were just split from one loop.
 * FreeTensor decides by random variables that a tuner trains; this is their most likely value before any training, which
 * is what `auto_schedule` takes.
 * @source FreeTensor since 1.0, `auto_fission_fuse`; `seed-systems.md` 1.10, pass 3
 */

import type { AccessPoint } from '../../analysis/dependences/index.ts';
import type { For, NodeId, Stmt } from '../../ir/nodes.ts';
import { childStmts, stmtsIn } from '../../ir/walk.ts';
import { asFreeTensor } from '../../transforms/legality.ts';
import { together } from './auto-fuse.ts';
import type { Calls } from './calls.ts';
import { loopsIn } from './nests.ts';
import { Invalid } from './trial.ts';

export const autoFissionFuse = (t: Calls): void => {
  const from = new Map<NodeId, NodeId>();
  for (const { id } of loopsIn(t.func.body)) splitApart(t, from, id);
  join(
    t,
    from,
    loopsIn(t.func.body).map((l) => l.id),
  );
};

const splitApart = (t: Calls, from: Map<NodeId, NodeId>, id: NodeId): void => {
  const loop = t.loop(id);
  if (!loop) return;
  for (const inner of loopsIn(loop.body)) splitApart(t, from, inner.id);
  const here = t.loop(id);
  let parts = 0;
  for (const splitter of here ? splitters(here.body).slice(1) : []) {
    const front = new Set(before(t, id, splitter));
    const isFront = (p: AccessPoint): boolean => front.has(p.stmt.id);
    const [first, second] = [carries(t, id, isFront), carries(t, id, (p) => !isFront(p))];
    const what = `before ${t.label(splitter)}: ${first === second ? (first ? 'both parts carry a dependence' : 'no part carries a dependence') : `only the ${first ? 'first' : 'second'} part carries a dependence`}`;
    if (first === second) {
      t.decided(`${t.label(id)} stays whole ${what}`);
      continue;
    }
    t.tries(() => {
      const made = t.fission(id, 'before', splitter, `.${parts}`, what).first.get(id);
      if (made === undefined) throw new Invalid('statement-not-found', 'nothing is left of the first part');
      from.set(made, id);
      parts += 1;
    });
  }
  from.set(id, id);
};

/** Loops and writes directly in the body of a loop. */
const splitters = (s: Stmt): readonly NodeId[] => {
  if (s.kind === 'for' || s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'eval') return [s.id];
  return childStmts(s).flatMap(splitters);
};

/** Statements of a loop that stand before another in the text. */
const before = (t: Calls, loop: NodeId, splitter: NodeId): readonly NodeId[] => {
  const inside = t.loop(loop);
  const ids = inside ? stmtsIn(inside).map((s) => s.id) : [];
  return ids.slice(0, Math.max(0, ids.indexOf(splitter)));
};

/** Whether different iterations of a loop conflict, by FreeTensor's query. */
const carries = (t: Calls, loop: NodeId, part: (p: AccessPoint) => boolean = () => true): boolean => {
  const directions = [[{ loop, direction: 'different' as const }]];
  return t.depends(asFreeTensor({ within: loop, directions, earlier: part, later: part }));
};

const join = (t: Calls, from: ReadonlyMap<NodeId, NodeId>, loops: readonly NodeId[]): void => {
  const inside = (id: NodeId): void => {
    const loop: For | null = t.loop(id);
    if (loop)
      join(
        t,
        from,
        loopsIn(loop.body).map((l) => l.id),
      );
  };
  let last: NodeId | null = null;
  for (const id of loops) {
    let here = id;
    if (!t.loop(here)) continue;
    if (last !== null && t.loop(last) && !sameOrigin(from, last, here)) {
      let first: NodeId = last;
      const [a, b] = [carries(t, first), carries(t, here)];
      if (a !== b)
        t.decided(
          `${t.label(first)} and ${t.label(here)} stay apart: only the ${a ? 'first' : 'second'} carries a dependence`,
        );
      else {
        const fused = t.tries(() => {
          [first, here] = together(t, first, here);
          here = t.fuse(first, here, a ? 'both carry a dependence' : 'neither carries a dependence');
        });
        if (!fused) {
          here = id;
          inside(last);
        }
      }
    }
    last = here;
  }
  if (last !== null) inside(last);
};

const sameOrigin = (from: ReadonlyMap<NodeId, NodeId>, a: NodeId, b: NodeId): boolean =>
  from.has(a) && from.get(a) === from.get(b);
