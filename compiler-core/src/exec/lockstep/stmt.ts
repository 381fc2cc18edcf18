/** Compiles statements to what a list of lanes does together: control flow divides the list, memory comes from `Memory`. */

import {
  assertNever,
  type Expr,
  type ExprOf,
  type For,
  type If,
  type Stmt,
  type VarDef,
  type While,
} from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Binding } from '../compile-expr.ts';
import type { Random } from '../random.ts';
import { isStored } from '../values.ts';
import type { Slot } from './access.ts';
import { Effects, type Run } from './effects.ts';
import { ExprCompiler, type Scope } from './expr.ts';
import type { FindingKind } from './findings.ts';
import { levelOf, nestOf, permutation, product, type Sizes, unravel } from './grid.ts';
import { Iterator } from './iterator.ts';
import { fillLanes, type Lanes, noLanes, splitLanes } from './lanes.ts';
import { type Machine, unsupported } from './machine.ts';
import { Meetings } from './meet.ts';
import type { Memory } from './memory.ts';
import type { Wide } from './wide.ts';

export class StmtCompiler implements Scope {
  private readonly slots = new Map<string, Slot[]>();
  private readonly iterators = new Map<string, Iterator[]>();
  private readonly effects: Effects;
  private readonly meetings: Meetings;

  constructor(
    private readonly m: Machine,
    private readonly memory: Memory,
    private readonly bindings: ReadonlyMap<string, Binding>,
    private readonly sizes: Sizes,
    private readonly random: Random | null,
  ) {
    this.effects = new Effects(m, this);
    this.meetings = new Meetings(m, this, this.effects);
  }

  slot(name: string): Slot | undefined {
    return this.slots.get(name)?.at(-1);
  }
  iterator(name: string): Iterator | undefined {
    return this.iterators.get(name)?.at(-1);
  }
  binding(name: string): Binding | undefined {
    return this.bindings.get(name);
  }
  private within<T, R>(map: Map<string, T[]>, name: string, value: T, inside: () => R): R {
    const stack = map.get(name) ?? [];
    map.set(name, stack);
    stack.push(value);
    const r = inside();
    stack.pop();
    return r;
  }

  private exprs(s: Stmt): ExprCompiler {
    return new ExprCompiler(this.m, this, s);
  }

  stmt(s: Stmt): Run {
    const run = this.bare(s);
    if (s.kind === 'seq' || s.kind === 'varDef') return run;
    const at = s.origin.span;
    const { m } = this;
    return (lanes) => {
      m.spend(lanes.count, at);
      run(lanes);
    };
  }

  private bare(s: Stmt): Run {
    const at = s.origin.span;
    switch (s.kind) {
      case 'seq': {
        const runs = s.stmts.map((x) => this.stmt(x));
        return (lanes) => {
          for (const run of runs) run(lanes);
        };
      }
      case 'varDef':
        return this.varDef(s);
      case 'store':
        return this.effects.store(s);
      case 'reduceTo':
        return this.effects.reduceTo(s);
      case 'atomicRMW':
        return this.effects.atomicRMW(s);
      case 'for':
        return levelOf(s) === 'blockIdx' ? this.blocks(s) : levelOf(s) === 'threadIdx' ? this.threads(s) : this.loop(s);
      case 'while':
        return this.rounds(s);
      case 'if':
        return this.branch(s);
      case 'assert':
        return this.assertion(s, s.cond, this.stmt(s.body));
      case 'assume':
        return this.stmt(s.body);
      case 'eval':
        if (s.value.kind === 'intrinsic' && s.value.format.startsWith('group_converges(')) {
          return this.meetings.converges(s, s.value.args);
        }
        if (s.value.kind === 'intrinsic' && RULES[s.value.format] !== undefined) return this.rule(s, s.value);
        return this.effects.evaluate(s, s.value);
      case 'barrier':
        return this.meetings.barrier(s);
      case 'fence':
        return this.meetings.fence(s);
      case 'collective':
        return this.meetings.collective(s);
      case 'any':
        return (lanes) => void (lanes.count > 0 && unsupported(at, 'Any stands for any statement'));
      case 'notModelled':
        return (lanes) => void (lanes.count > 0 && unsupported(at, `not modelled: ${s.reason}`));
      default:
        return assertNever(s);
    }
  }

  // ---- scopes ------------------------------------------------------------------------------------------------------

  private varDef(s: VarDef): Run {
    const at = s.origin.span;
    const { dtype } = s;
    if (!isStored(dtype)) return () => unsupported(at, `a tensor of ${dtype} has no values here`);
    const exprs = this.exprs(s);
    const extents = s.shape.map((e) => exprs.as(e, 'float64'));
    const dimsFor = (lanes: Lanes): number[] =>
      extents.map((e, d) => {
        e.run(lanes);
        const n = Number(e.data[lanes.list[0] ?? 0]);
        return n >= 0 ? n : unsupported(s.shape[d]?.at ?? at, `dimension ${d} of ${s.name} would have ${n} elements`);
      });
    if (s.view) return this.view(s, s.view, dimsFor);
    const slot: Slot = { def: s, dtype, storage: this.memory.storageFor(s, dtype), start: null, dims: [] };
    const body = this.within(this.slots, s.name, slot, () => this.stmt(s.body));
    const { storage } = slot;
    if (s.access !== 'cache') {
      return (lanes) => {
        this.memory.need(slot);
        slot.dims = dimsFor(lanes);
        this.memory.attach(slot, slot.dims);
        body(lanes);
      };
    }
    return (lanes) => {
      if (lanes.count === 0) return;
      const dims = dimsFor(lanes);
      slot.dims = dims;
      if (storage.space === 'private' && storage.bytes > 0 && String(dims) === String(storage.dims))
        forget(slot, lanes);
      else this.memory.open(slot, dims);
      body(lanes);
    };
  }

  /** A window on another storage, from a byte that may differ between lanes. */
  private view(s: VarDef, view: { tensor: string; byteOffset: Expr }, dimsFor: (lanes: Lanes) => number[]): Run {
    const base = this.slot(view.tensor);
    const { dtype } = s;
    if (!base || !isStored(dtype)) return () => unsupported(s.origin.span, `${view.tensor} is not defined here`);
    const offset = this.exprs(s).as(view.byteOffset, 'float64');
    const start = new Float64Array(this.m.width);
    const slot: Slot = { def: s, dtype, storage: base.storage, start, dims: [] };
    const body = this.within(this.slots, s.name, slot, () => this.stmt(s.body));
    return (lanes) => {
      if (lanes.count === 0) return;
      offset.run(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        start[lane] = Number(offset.data[lane]) + (base.start?.[lane] ?? 0);
      }
      slot.dims = dimsFor(lanes);
      body(lanes);
    };
  }

  // ---- control -----------------------------------------------------------------------------------------------------

  private branch(s: If): Run {
    const cond = this.exprs(s).truth(s.cond);
    const then = this.stmt(s.then);
    const otherwise = s.else && this.stmt(s.else);
    const [yes, no] = [noLanes(this.m.width), noLanes(this.m.width)];
    const data = cond.data as ArrayLike<number>;
    return (lanes) => {
      cond.run(lanes);
      splitLanes(lanes, data, yes, no);
      if (yes.count > 0) then(yes);
      if (no.count > 0) otherwise?.(no);
    };
  }

  private assertion(s: Stmt, cond: Expr, body: Run): Run {
    const { m } = this;
    const truth = this.exprs(s).truth(cond);
    const site = m.site(s, cond.at, 'assert');
    return (lanes) => {
      truth.run(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        if (truth.data[lane] === 0) m.report('assert-failed', site, lane, (who) => `the assertion fails for ${who}`);
      }
      body(lanes);
    };
  }

  private rule(s: Stmt, { format, args }: ExprOf<'intrinsic'>): Run {
    const { m } = this;
    const [held] = args;
    const truth = held && this.exprs(s).truth(held);
    const site = m.site(s, s.origin.span, 'collective');
    const rule = RULES[format];
    return (lanes) => {
      truth?.run(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        if (rule && truth?.data[lane] === 0) m.report(rule.kind, site, lane, (who) => `${who} ${rule.broken}`);
      }
    };
  }

  private rounds(s: While): Run {
    const { m } = this;
    const cond = this.exprs(s).truth(s.cond);
    const body = this.stmt(s.body);
    const [live, done] = [noLanes(m.width), noLanes(m.width)];
    const next = noLanes(m.width);
    const data = cond.data as ArrayLike<number>;
    return (lanes) => {
      copy(lanes, live);
      while (live.count > 0) {
        m.spend(live.count, s.cond.at);
        cond.run(live);
        splitLanes(live, data, next, done);
        copy(next, live);
        if (live.count > 0) body(live);
      }
    };
  }

  private loop(s: For): Run {
    const { m } = this;
    const exprs = this.exprs(s);
    const [begin, end, step] = [exprs.expr(s.begin), exprs.expr(s.end), exprs.expr(s.step)];
    const it = new Iterator(s.iter, m.width);
    // The group's own loop: the work-items in it are other lanes than the one that counts.
    const grouped = stmtsIn(s.body).some((x) => x.kind === 'for' && levelOf(x) === 'threadIdx');
    const body = this.within(this.iterators, s.iter, it, () => this.stmt(s.body));
    const live = noLanes(m.width);
    const [from, to, by]: ArrayLike<Wide>[] = [begin.data, end.data, step.data];
    if (!from || !to || !by) return () => {};
    const value = new Float64Array(m.width);
    const limit = new Float64Array(m.width);
    const stride = new Float64Array(m.width);
    /** Keeps the lanes that have another iteration. */
    const filter = (lanes: Lanes): void => {
      let n = 0;
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const x = value[lane] as number;
        const goesOn = (stride[lane] as number) > 0 ? x < (limit[lane] as number) : x > (limit[lane] as number);
        if (!goesOn) continue;
        if (grouped) it.fill(x);
        else it.set(lane, x);
        live.list[n++] = lane;
      }
      live.count = n;
    };
    return (lanes) => {
      for (const e of [begin, end, step]) e.run(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        value[lane] = Number(from[lane]);
        limit[lane] = Number(to[lane]);
        stride[lane] = Number(by[lane]);
        if (stride[lane] === 0) unsupported(s.at, 'the step of the loop is 0');
      }
      filter(lanes);
      while (live.count > 0) {
        m.spend(live.count, s.at);
        body(live);
        for (let k = 0; k < live.count; k++) {
          const lane = live.list[k] as number;
          value[lane] = (value[lane] as number) + (stride[lane] as number);
        }
        filter(live);
      }
    };
  }

  // ---- the grid ----------------------------------------------------------------------------------------------------

  private scoped(loops: readonly For[], body: Stmt): { readonly its: readonly Iterator[]; readonly run: Run } {
    const its = loops.map((l) => new Iterator(l.iter, this.m.width));
    const inside = (d: number): Run => {
      const it = its[d];
      return it ? this.within(this.iterators, it.name, it, () => inside(d + 1)) : this.stmt(body);
    };
    return { its, run: inside(0) };
  }

  /** The values of a nest's iterators at a linear position. */
  private valuesOf(loops: readonly For[], counts: readonly number[]): (linear: number) => number[] {
    const begins = loops.map((l) => this.sizes.value(l.begin) ?? 0);
    const steps = loops.map((l) => this.sizes.value(l.step) ?? 1);
    return (linear) => unravel(linear, counts).map((k, d) => (begins[d] ?? 0) + k * (steps[d] ?? 1));
  }

  /** Groups one after another, or, where there are no groups, as many items at a time as there are lanes. */
  private blocks(s: For): Run {
    const { m } = this;
    const { loops, body } = nestOf(s);
    const grouped = stmtsIn(body).some((x) => x.kind === 'for' && levelOf(x) === 'threadIdx');
    const counts = this.sizes.counts({ loops, body });
    const { its, run } = this.scoped(loops, body);
    const at = this.valuesOf(loops, counts);
    const leader = noLanes(m.width);
    const total = product(counts);
    const each = grouped ? 1 : m.width;
    return () => {
      const batches = Math.ceil(total / each);
      const order = permutation(batches, this.random);
      for (let b = 0; b < batches; b++) {
        const first = (order?.[b] ?? b) * each;
        const count = Math.min(each, total - first);
        for (let lane = 0; lane < count; lane++) {
          const values = at(first + lane);
          for (const [d, it] of its.entries()) {
            if (grouped) it.fill(values[d] ?? 0);
            else it.set(lane, values[d] ?? 0);
          }
        }
        m.startGroup(first * m.itemsPerGroup);
        fillLanes(leader, count, permutation(count, this.random));
        run(leader);
      }
    };
  }

  /** The items of a group in lock step. */
  private threads(s: For): Run {
    const { m } = this;
    const { loops, body } = nestOf(s);
    const counts = this.sizes.counts({ loops, body });
    const { its, run } = this.scoped(loops, body);
    const total = product(counts);
    const at = this.valuesOf(loops, counts);
    const all = noLanes(m.width);
    let placed = false;
    return () => {
      if (m.present > 0) unsupported(s.at, 'loops over work-items stand inside each other with something in between');
      if (!placed) {
        for (let lane = 0; lane < total; lane++) {
          const values = at(lane);
          for (const [d, it] of its.entries()) it.set(lane, values[d] ?? 0);
        }
        placed = true;
      }
      fillLanes(all, total, permutation(total, this.random));
      // What the group did by itself is over.
      m.localInterval++;
      m.globalInterval++;
      m.present = total;
      run(all);
      m.present = 0;
    };
  }
}

/** What lowering leaves to a run: conditions that hold where the program is right. */
const RULES: Readonly<Record<string, { readonly kind: FindingKind; readonly broken: string }>> = {
  'is_event(%)': { kind: 'bad-event', broken: 'waits for what is no event' },
  'no_event(%)': { kind: 'bad-event', broken: 'ends without waiting for a copy that it began' },
  'is_aligned(%)': { kind: 'misaligned', broken: 'takes memory as a type that its address is not aligned for' },
};

const copy = (from: Lanes, to: Lanes): void => {
  to.list.set(from.list);
  to.count = from.count;
};

/** A variable of a lane is a new one each time its scope is entered. */
const forget = ({ storage }: Slot, lanes: Lanes): void => {
  const { init, instanceBytes, grain } = storage;
  if (init === null) return;
  const cells = instanceBytes / grain;
  for (let k = 0; k < lanes.count; k++) {
    const lane = lanes.list[k] as number;
    init.fill(0, lane * cells, (lane + 1) * cells);
  }
};
