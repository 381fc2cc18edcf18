/** Which conditions always hold at a place of the program. */

import { bool } from '../ir/build.ts';
import type { Expr, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { stmtsIn } from '../ir/walk.ts';
import { simplify } from './simplify.ts';
import { builderFor, type Located } from './tree.ts';

/**
 * Puts the questions in the place of the statement and has them simplified there, with nothing else around them than
 * loops, branches and definitions. `true`: it always holds.
 *
 * @param budget steps of the solver for all of them; what is not decided is false.
 */
export const alwaysHold = (
  func: Func,
  found: Located,
  conditions: readonly Expr[],
  budget: number,
): readonly boolean[] => {
  if (conditions.length === 0) return [];
  const build = builderFor(func);
  const probes: { readonly test: NodeId; readonly then: NodeId }[] = [];
  const stmts = conditions.map((cond): Stmt => {
    const then = build.evaluate(bool(true));
    const test = build.ifThen(cond, then);
    probes.push({ test: test.id, then: then.id });
    return test;
  });
  let body: Stmt = build.seq(stmts);
  for (let k = found.chain.length - 2; k >= 0; k--) {
    const outer = found.chain[k] as Stmt;
    const inner = found.chain[k + 1] as Stmt;
    if (outer.kind === 'if') {
      body =
        outer.then === inner ? { ...outer, then: body, else: null } : { ...outer, then: build.seq([]), else: body };
    } else if ('body' in outer) body = { ...outer, body };
  }
  const done = simplify({ ...func, body }, budget);
  if (done.kind !== 'done') return conditions.map(() => false);
  const left = new Set(stmtsIn(done.body).map((s) => s.id));
  return probes.map(({ test, then }) => !left.has(test) && left.has(then));
};
