/** Loops over work-groups and work-items, the last dimension of the source innermost. */

import { int, iter } from '../../../ir/build.ts';
import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { Expr, ParallelScope, Stmt } from '../../../ir/nodes.ts';
import type { WorkItem } from '../dialect/sycl/work-item.ts';
import type { Node } from '../parse/ast.ts';
import { constantOfExpr } from './constants.ts';
import type { Machine } from './machine.ts';

const AXES = ['x', 'y', 'z'] as const;

/** Iterators of one kind for so many dimensions, in the source's order. */
export const iterators = (
  m: Machine,
  prefix: 'g' | 'l',
  dimensions: number,
  node: Node,
): { name: string; expr: Expr }[] =>
  Array.from({ length: dimensions }, (_, d) => {
    const name = m.fresh(`${prefix}${dimensions - 1 - d}`);
    return { name, expr: iter(name, m.at(node), 'uint64') };
  });

/** The loops around `body`. */
export const nest = (
  m: Machine,
  names: readonly string[],
  ends: readonly Expr[],
  kind: 'blockIdx' | 'threadIdx',
  body: Stmt,
  node: Node,
): Stmt => {
  let stmt = body;
  for (let d = names.length - 1; d >= 0; d--) {
    const parallel: ParallelScope = `${kind}.${AXES[names.length - 1 - d] ?? 'x'}`;
    const end = ends[d] ?? int(1);
    stmt = m.builder.forLoop(
      names[d] as string,
      { end: plainBound(end), at: m.at(node) },
      stmt,
      { parallel },
      m.meta(node),
    );
  }
  return stmt;
};

/** A constant bound needs no type. */
const plainBound = (e: Expr): Expr => {
  const constant = constantOfExpr(e);
  return constant === null || dtypeOf(e) === 'int32' ? e : int(BigInt(constant), e.at);
};

/** A nest of work-items inside of a group, as a statement. */
export const threadLoops = (
  m: Machine,
  item: WorkItem,
  node: Node,
  run: (local: readonly Expr[]) => void,
): { stmt: Stmt; written: Iterable<string> } => {
  const sizes = item.localSize ?? m.fail(node, 'work-items of a group without a size');
  const locals = iterators(m, 'l', item.dimensions, node);
  const block = m.inBlock(() => run(locals.map(({ expr }) => expr)));
  const stmt = nest(
    m,
    locals.map(({ name }) => name),
    sizes,
    'threadIdx',
    block.close(m.builder, m.meta(node)),
    node,
  );
  return { stmt, written: block.written };
};
