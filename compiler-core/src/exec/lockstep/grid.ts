/** The nests of `blockIdx` and `threadIdx` loops: how many groups and items there are, in which order they run. */

import type { Expr, For, Func, Stmt } from '../../ir/nodes.ts';
import { mapExpr, stmtsIn } from '../../ir/walk.ts';
import type { Binding } from '../compile-expr.ts';
import { evalInt } from '../eval-int.ts';
import type { Random } from '../random.ts';
import type { TensorInput } from '../values.ts';
import type { WorkItem } from './findings.ts';
import { Stop } from './machine.ts';

export type Level = 'blockIdx' | 'threadIdx';
export const levelOf = (s: For): Level | null => {
  const { parallel } = s.property;
  return parallel.startsWith('blockIdx') ? 'blockIdx' : parallel.startsWith('threadIdx') ? 'threadIdx' : null;
};

export interface Nest {
  readonly loops: readonly For[];
  readonly body: Stmt;
}

/** The loops of one level that stand directly in each other, from the outermost, and what is in them. */
export const nestOf = (s: For): Nest => {
  const level = levelOf(s);
  const loops = [s];
  let body = s.body;
  while (true) {
    const only = body.kind === 'seq' && body.stmts.length === 1 ? body.stmts[0] : body;
    if (only?.kind !== 'for' || levelOf(only) !== level) return { loops, body };
    loops.push(only);
    body = only.body;
  }
};

/** Values of sizes that a run knows before it starts: symbols, and elements of inputs. */
export class Sizes {
  constructor(
    private readonly bindings: ReadonlyMap<string, Binding>,
    private readonly inputs: ReadonlyMap<string, TensorInput>,
  ) {}

  value(e: Expr): number | null {
    const plain = mapExpr(e, (x) => (x.kind === 'cast' ? x.operand : x));
    const value = evalInt(plain, (leaf, indices) => {
      if (leaf.kind === 'param') {
        const bound = this.bindings.get(leaf.name);
        return typeof bound === 'bigint' ? bound : null;
      }
      const given = leaf.kind === 'load' ? this.inputs.get(leaf.tensor) : undefined;
      const offset = indices.reduce((at, i, d) => at * (given?.shape[d] ?? 1) + Number(i), 0);
      const element = Number(given?.data[offset] ?? Number.NaN);
      return Number.isInteger(element) ? BigInt(element) : null;
    });
    return value === null ? null : Number(value);
  }

  /** Iterations of each loop of a nest. */
  counts({ loops }: Nest): number[] {
    return loops.map((l) => {
      const [begin, end, step] = [this.value(l.begin), this.value(l.end), this.value(l.step)];
      if (begin === null || end === null || step === null || step === 0) {
        throw new Stop({
          kind: 'unsupported',
          at: l.at,
          reason: 'the number of work-items is not known before the run',
        });
      }
      return Math.max(0, Math.ceil((end - begin) / step));
    });
  }
}

export const product = (counts: readonly number[]): number => counts.reduce((a, b) => a * b, 1);
/** Row-major coordinates of a linear number. */
export const unravel = (linear: number, counts: readonly number[]): number[] => {
  const out: number[] = [];
  let rest = linear;
  for (let d = counts.length - 1; d >= 0; d--) {
    const n = counts[d] ?? 1;
    out.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return out;
};

export interface Shape {
  readonly groups: readonly number[];
  /** Empty where there are no groups. */
  readonly items: readonly number[];
}

/** What a function's loops launch. The largest nest of items counts, where a group has several. */
export const shapeOf = (func: Func, sizes: Sizes): Shape => {
  const loops = stmtsIn(func.body).filter((s) => s.kind === 'for');
  const block = loops.find((s) => levelOf(s) === 'blockIdx');
  const groups = block ? sizes.counts(nestOf(block)) : [];
  const inner = new Set<For>();
  let items: number[] = [];
  for (const s of loops) {
    if (levelOf(s) !== 'threadIdx' || inner.has(s)) continue;
    const nest = nestOf(s);
    for (const l of nest.loops) inner.add(l);
    const counts = sizes.counts(nest);
    if (items.length === 0 || product(counts) > product(items)) items = counts;
  }
  return { groups, items };
};

export const nameItem = (shape: Shape, fastestFirst: boolean): ((item: number) => WorkItem) => {
  const named = (index: number[]): number[] => (fastestFirst ? index.reverse() : index);
  const each = product(shape.items);
  return (item) => {
    if (shape.items.length === 0) return { global: named(unravel(item, shape.groups)), group: [], local: [] };
    const group = unravel(Math.floor(item / each), shape.groups);
    const local = unravel(item % each, shape.items);
    const global = local.map((l, d) => (group[d] ?? 0) * (shape.items[d] ?? 1) + l);
    return {
      global: named(global),
      group: named(group.length === 0 ? local.map(() => 0) : group),
      local: named(local),
    };
  };
};

/** A permutation of 0 to `count` - 1; null stands for the plain order. */
export const permutation = (count: number, random: Random | null): Int32Array | null => {
  if (!random) return null;
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const j = random.below(k + 1);
    const x = order[k] as number;
    order[k] = order[j] as number;
    order[j] = x;
  }
  return order;
};
