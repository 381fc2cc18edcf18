/**
 * Carries a statement to another place, by swaps with its neighbours and by fissions of the loops around it.
 *
 * Before, and after `move_to(S2, Before, L1)`:
 *
 * ```text
 * L1: for i in 0 : n : 1 { S1: y[i] = x[i] }   L2: for i in 0 : n : 1 { S2: z[i] = 1 }
 * L2: for i in 0 : n : 1 { S2: z[i] = 1 }      L1: for i in 0 : n : 1 { S1: y[i] = x[i] }
 * ```
 *
 * Legality: that of each step. Branches cannot be split. Definitions in the way move out first.
 */

import { andThen, type Forward, IDENTITY } from '../ir/forward.ts';
import type { Func, NodeId, Stmt } from '../ir/nodes.ts';
import { childStmts } from '../ir/walk.ts';
import { fission } from './fission.ts';
import { hoistDefinitions } from './hoist-definitions.ts';
import {
  applied,
  type Caveat,
  type Conflict,
  DEFAULTS,
  foundIn,
  type Options,
  type Rewrite,
  refused,
} from './rewrite.ts';
import { swap } from './swap.ts';
import { isRefused, labelOf, locate } from './tree.ts';

export interface MoveToArgs {
  readonly stmt: NodeId;
  readonly side: 'before' | 'after';
  readonly dst: NodeId;
}

/** One step of the way, by labels. */
export type MoveToStep =
  | { readonly kind: 'swap'; readonly order: readonly string[] }
  | {
      readonly kind: 'fission';
      readonly loop: string;
      readonly side: 'before' | 'after';
      readonly splitter: string;
    };

/** The statement, the outermost one that moved with it, and the steps that were taken. */
export interface MoveToResult {
  readonly stmt: NodeId;
  readonly moved: NodeId;
  readonly steps: readonly MoveToStep[];
}

/** Steps beyond which something is wrong. */
const MAX_STEPS = 200;

export const moveTo = (before: Func, args: MoveToArgs, options: Options = DEFAULTS): Rewrite<MoveToResult> => {
  let func = before;
  let { stmt } = args;
  let forward: Forward = IDENTITY;
  const caveats: Caveat[] = [];
  const steps: MoveToStep[] = [];
  const label = (id: NodeId): string => labelOf(locate(func, id)?.stmt ?? before.body);
  for (let step = 0; step < MAX_STEPS; step++) {
    func = hoistDefinitions(func);
    const now = func;
    const onTheWay = (c: Conflict | null): Conflict | null => (step === 0 ? c : foundIn(now, c));
    const place = new Place(func, stmt, args.dst, args.side);
    const missing = place.missing;
    if (missing !== null) return refused('statement-not-found', before.origin.span, `Statement #${missing} not found`);
    const up = place.movingUp();
    if (!up && !place.movingDown()) {
      const copies = new Map([...forward.moved].map(([from, ids]) => [from, [...ids]] as const));
      return applied(before, func.body, { stmt, moved: place.at.id, steps }, copies, caveats);
    }
    const next = up ? place.climb() : place.descend();
    if (next === 'branch') {
      return refused('splits-a-branch', before.origin.span, 'a branch in a sequence would have to be split');
    }
    const result = next.kind === 'swap' ? swap(func, { order: next.order }, options) : null;
    if (next.kind === 'swap') steps.push({ kind: 'swap', order: next.order.map(label) });
    if (result) {
      if (isRefused(result)) return { ...result, witness: onTheWay(result.witness) };
      caveats.push(...result.caveats.map((c) => ({ ...c, witness: onTheWay(c.witness) })));
      func = result.ir;
      forward = andThen(forward, result.forward);
      continue;
    }
    if (next.kind !== 'fission') break;
    const suffixes = up ? { suffix0: '.a', suffix1: '' } : { suffix0: '', suffix1: '.b' };
    const side = up ? 'after' : 'before';
    const split = fission(func, { loop: next.loop, side, splitter: stmt, ...suffixes }, options);
    steps.push({ kind: 'fission', loop: label(next.loop), side, splitter: label(stmt) });
    if (isRefused(split)) return { ...split, witness: onTheWay(split.witness) };
    const part = up ? split.result.first : split.result.second;
    stmt = part.get(next.loop) ?? stmt;
    caveats.push(...split.caveats.map((c) => ({ ...c, witness: onTheWay(c.witness) })));
    func = split.ir;
    forward = andThen(forward, split.forward);
  }
  return refused('not-consecutive', before.origin.span, `${labelOf(before.body)} does not settle`);
};

type Step =
  | { readonly kind: 'swap'; readonly order: readonly NodeId[] }
  | { readonly kind: 'fission'; readonly loop: NodeId };

/** Where the statement is, seen from where it is to go. */
class Place {
  private readonly parents = new Map<NodeId, Stmt>();
  private readonly order = new Map<NodeId, { readonly first: number; readonly last: number }>();
  private s: Stmt | null;
  private readonly d: Stmt | null;
  private readonly start: NodeId;

  constructor(
    func: Func,
    stmt: NodeId,
    dst: NodeId,
    private readonly side: 'before' | 'after',
  ) {
    let count = 0;
    const go = (x: Stmt): void => {
      const first = count++;
      for (const k of childStmts(x)) {
        this.parents.set(k.id, x);
        go(k);
      }
      this.order.set(x.id, { first, last: count });
    };
    go(func.body);
    this.start = stmt;
    this.s = locate(func, stmt)?.stmt ?? null;
    this.d = locate(func, dst)?.stmt ?? null;
  }

  get missing(): NodeId | null {
    return this.s === null ? this.start : this.d === null ? (-1 as NodeId) : null;
  }
  get at(): Stmt {
    return this.s as Stmt;
  }
  private get target(): Stmt {
    return this.d as Stmt;
  }

  private beside(x: Stmt, by: 1 | -1): Stmt | null {
    const parent = this.parents.get(x.id);
    return parent?.kind === 'seq' ? (parent.stmts[parent.stmts.indexOf(x) + by] ?? null) : null;
  }
  private span(x: Stmt): { readonly first: number; readonly last: number } {
    return this.order.get(x.id) ?? { first: 0, last: 0 };
  }
  private isAncestor(a: Stmt, b: Stmt): boolean {
    return this.span(a).first <= this.span(b).first && this.span(b).first < this.span(a).last;
  }
  /** Before it in the text, where the innermost statement around both is a sequence. */
  private isBefore(a: Stmt, b: Stmt): boolean {
    if (this.span(a).last > this.span(b).first) return false;
    let common = this.parents.get(a.id);
    while (common && !this.isAncestor(common, b)) common = this.parents.get(common.id);
    return common?.kind === 'seq';
  }

  movingUp(): boolean {
    if (this.isAncestor(this.target, this.at)) return this.side === 'before' && this.target !== this.at;
    const previous = this.beside(this.at, -1);
    return this.isBefore(this.target, previous && this.side === 'after' ? previous : this.at);
  }
  movingDown(): boolean {
    if (this.isAncestor(this.target, this.at)) return this.side === 'after' && this.target !== this.at;
    const next = this.beside(this.at, 1);
    return this.isBefore(next && this.side === 'before' ? next : this.at, this.target);
  }

  climb(): Step | 'branch' {
    return this.go(-1, () => this.movingUp());
  }
  descend(): Step | 'branch' {
    return this.go(1, () => this.movingDown());
  }

  private go(by: 1 | -1, wanted: () => boolean): Step | 'branch' {
    if (this.beside(this.at, by)) {
      const passed: NodeId[] = [];
      for (let next = this.beside(this.at, by); next && wanted(); next = this.beside(this.at, by)) {
        this.s = next;
        passed.push(next.id);
      }
      return { kind: 'swap', order: by < 0 ? [this.start, ...passed.reverse()] : [...passed, this.start] };
    }
    while (!this.beside(this.at, by) && wanted()) {
      let parent = this.parents.get(this.at.id);
      while (parent && (parent.kind === 'seq' || parent.kind === 'varDef')) parent = this.parents.get(parent.id);
      if (!parent) return 'branch';
      this.s = parent;
    }
    return this.at.kind === 'for' ? { kind: 'fission', loop: this.at.id } : 'branch';
  }
}
