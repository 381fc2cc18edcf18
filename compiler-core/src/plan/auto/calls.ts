/** The schedule calls that passes make, spelled as FreeTensor's log of the era spells them. */

import { analyse, type Dependences, type Query } from '../../analysis/dependences/index.ts';
import type { For, Func, NodeId, Stmt, VarDef } from '../../ir/nodes.ts';
import { findById } from '../../ir/paths.ts';
import type { MemType } from '../../ir/types.ts';
import { Budget } from '../../presburger/index.ts';
import { asMatmul } from '../../transforms/as-matmul.ts';
import { cache } from '../../transforms/cache.ts';
import { type FissionResult, fission } from '../../transforms/fission.ts';
import { fuse } from '../../transforms/fuse.ts';
import { inline } from '../../transforms/inline.ts';
import { merge } from '../../transforms/merge.ts';
import { type MoveToStep, moveTo } from '../../transforms/move-to.ts';
import { parallelize } from '../../transforms/parallelize.ts';
import { reorder } from '../../transforms/reorder.ts';
import { setMemType } from '../../transforms/set-mem-type.ts';
import { split } from '../../transforms/split.ts';
import { labelOf } from '../../transforms/tree.ts';
import { unroll } from '../../transforms/unroll.ts';
import { varReorder } from '../../transforms/var-reorder.ts';
import { varSplit } from '../../transforms/var-split.ts';
import { Trial, Undecided } from './trial.ts';

/** Work of one question that a rule asks. */
const RULE_BUDGET = 300_000;

export class Calls extends Trial {
  private known: { readonly func: Func; readonly deps: Dependences } | null = null;

  find(id: NodeId): Stmt | null {
    return findById(this.func.body, id)?.stmt ?? null;
  }
  /** Of the program as it is; kept until it changes, so that questions share what answers found. */
  get deps(): Dependences {
    if (this.known?.func !== this.func) this.known = { func: this.func, deps: analyse(this.func) };
    return this.known.deps;
  }
  /** Whether there is such a dependence; assumed where the budget ends, unless the answer of a run is wanted. */
  depends(query: Query): boolean {
    const found = this.deps.first({ ...query, budget: new Budget(RULE_BUDGET) });
    if (found?.certainty === 'unknown' && this.options.keep === 'accepted')
      throw new Undecided('whether a loop carries a dependence is not decided within the budget');
    return found !== null;
  }
  loop(id: NodeId): For | null {
    const s = this.find(id);
    return s?.kind === 'for' ? s : null;
  }
  label(id: NodeId): string {
    const s = this.find(id);
    return s ? labelOf(s) : `#${id}`;
  }
  private labels(ids: readonly NodeId[]): string {
    return ids.map((id) => this.label(id)).join(', ');
  }
  private get early(): boolean {
    return this.options.era === '2022';
  }

  split(
    loop: NodeId,
    by: { readonly factor: number } | { readonly nparts: number },
    why: string,
  ): readonly [NodeId, NodeId] {
    const [factor, nparts] = 'factor' in by ? [by.factor, -1] : [-1, by.nparts];
    const given = this.early ? `factor=${factor}, nparts=${nparts}, shift=0` : `${factor}, ${nparts}, 0`;
    return this.attempt(`split(${this.label(loop)}, ${given})`, why, (f) => split(f, { loop, ...by }, this.options));
  }
  merge(loop1: NodeId, loop2: NodeId, why: string): NodeId {
    const call = `merge(${this.labels([loop1, loop2])})`;
    return this.attempt(call, why, (f) => merge(f, { loop1, loop2 }, this.options));
  }
  reorder(order: readonly NodeId[], why: string): void {
    this.attempt(`reorder(${this.labels(order)})`, why, (f) => reorder(f, { order }, this.options));
  }
  parallelize(loop: NodeId, parallel: string, why: string): void {
    const call = `parallelize(${this.label(loop)}, ${parallel})`;
    this.attempt(call, why, (f) => parallelize(f, { loop, parallel }, this.options));
  }
  /** Of equal lengths only. */
  fuse(loop0: NodeId, loop1: NodeId, why: string): NodeId {
    const call = `fuse(${this.labels([loop0, loop1])}${this.early ? '' : ', true'})`;
    return this.attempt(call, why, (f) => fuse(f, { loop0, loop1, strict: true }, this.options));
  }
  /** The second part keeps its numbers and labels. */
  fission(loop: NodeId, side: 'before' | 'after', splitter: NodeId, suffix0: string, why: string): FissionResult {
    const call = `fission(${this.label(loop)}, ${side.toUpperCase()}, ${this.label(splitter)})`;
    const args = { loop, side, splitter, suffix0, suffix1: '' };
    return this.attempt(call, why, (f) => fission(f, args, this.options));
  }
  /** @returns the statement, which has another number where loops around it were split. */
  moveTo(stmt: NodeId, side: 'before' | 'after', dst: NodeId, why: string): NodeId {
    const call = `move_to(${this.label(stmt)}, ${side.toUpperCase()}, ${this.label(dst)})`;
    return this.attempt(
      call,
      why,
      (f) => moveTo(f, { stmt, side, dst }, this.options),
      (r) => r.steps.map(spell),
    )[this.early ? 'stmt' : 'moved'];
  }
  inline(def: NodeId, why: string): void {
    this.attempt(`inline(${this.label(def)})`, why, (f) => inline(f, { def }, this.options));
  }
  asMatmul(loop: NodeId, why: string): void {
    this.attempt(`as_matmul(${this.label(loop)})`, why, (f) => asMatmul(f, { loop }, this.options));
  }
  setMemType(def: NodeId, memory: MemType, why: string): void {
    const call = `set_mem_type(${this.label(def)}, ${memory})`;
    this.attempt(call, why, (f) => setMemType(f, { def, memory }, this.options));
  }
  unroll(loop: NodeId, why: string): void {
    this.attempt(`unroll(${this.label(loop)})`, why, (f) => unroll(f, { loop }, this.options));
  }
  /** @returns the definition of the copy. */
  cache(stmt: NodeId, def: VarDef, why: string): NodeId {
    const { name: tensor, memory } = def;
    const call = `cache(${this.label(stmt)}, ${tensor})`;
    return this.attempt(call, why, (f) => cache(f, { stmt, tensor, memory }, this.options))[3];
  }
  varSplit(def: NodeId, dim: number, factor: number, why: string): void {
    const call = `var_split(${this.label(def)}, ${dim}, RELAXED, ${factor}, -1)`;
    this.attempt(call, why, (f) => varSplit(f, { def, dim, mode: 'RelaxedSize', factor }, this.options));
  }
  varReorder(def: NodeId, order: readonly number[], why: string): void {
    const call = `var_reorder(${this.label(def)}, ${order.join(', ')})`;
    this.attempt(call, why, (f) => varReorder(f, { def, order }, this.options));
  }
}

const spell = (s: MoveToStep): string =>
  s.kind === 'swap' ? `swap(${s.order.join(', ')})` : `fission(${s.loop}, ${s.side.toUpperCase()}, ${s.splitter})`;
