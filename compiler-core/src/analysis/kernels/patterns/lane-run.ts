/**
 * Carries out a kernel for chosen sub-groups, all lanes of one together, on integers that may be sums of names
 * (`polynomial.ts`): no data is needed, and what depends on data is not known. It tells what each access touches.
 *
 * A condition that is not known is taken both ways, a loop whose bounds are not known for its first rounds, and what is
 * touched there is marked as assumed.
 */

import {
  assertNever,
  type Expr,
  type ExprOf,
  type For,
  type Func,
  type Stmt,
  type StmtOf,
  type VarDef,
} from '../../../ir/nodes.ts';
import { effectOf, stmtsIn, writtenBy } from '../../../ir/walk.ts';
import { type Coordinates, groupsOf, hasItems, levelOf, type Nest, nestOf, subGroupsOf } from './lane-grid.ts';
import { evaluate, type Leaves, truthOf } from './lane-values.ts';
import { atom, difference, plus, textOf, times, type Value } from './polynomial.ts';
import { byteOf, Collector, type Site, type Touch } from './touches.ts';

export interface RunOptions {
  readonly subGroupSize: number;
  /** Groups that are looked at, at most, and sub-groups of each. */
  readonly groups: number;
  readonly subGroups: number;
  /** Rounds of a loop that has more than a few. */
  readonly rounds: number;
  /** Lanes times statements and operands, in all. */
  readonly steps: number;
  /** Dimensions of the items from the slowest to the fastest, where they are to be counted in another order. */
  readonly order?: readonly number[];
  readonly shouldStop?: () => boolean;
}

export interface RunResult {
  /** All groups, sub-groups and rounds were looked at. */
  readonly all: boolean;
  /** The steps were not enough, or it was stopped. */
  readonly ended: boolean;
}

/** Rounds of a loop that nobody knows the bounds of. */
const GUESSED_ROUNDS = 2;
/** Loops of so few rounds are looked at whole. */
const FEW_ROUNDS = 16;
const MAX_NESTING = 400;

class Ended extends Error {}

/** Private variables of a lane: scalars by name, elements of arrays by name and subscripts. */
type State = Map<string, Value>;

export const runLanes = (func: Func, options: RunOptions, take: (touch: Touch) => void): RunResult => {
  const shared = new Shared(func, options, take);
  try {
    new LaneRun(shared, [[]], null, [new Map()], new Map()).stmt(func.body, [0], 0);
    return { all: shared.all, ended: false };
  } catch (error) {
    if (error instanceof Ended || error instanceof RangeError) return { all: false, ended: true };
    throw error;
  }
};

/** What all sub-groups have in common. */
class Shared {
  all = true;
  group = '';
  private left: number;
  private events = 0;
  private groups = 1;
  readonly defs = new Map<string, VarDef>();
  readonly written: ReadonlySet<string>;
  readonly hasItems: boolean;
  readonly sites = new Map<string, Site>();

  constructor(
    func: Func,
    readonly options: RunOptions,
    readonly take: (touch: Touch) => void,
  ) {
    this.left = options.steps;
    const all = stmtsIn(func.body);
    this.written = new Set(all.flatMap((s) => writtenBy(s)));
    for (const s of all) if (s.kind === 'varDef') this.defs.set(s.name, s);
    this.hasItems = hasItems(func);
  }
  spend(lanes: number): void {
    this.left -= lanes;
    this.events++;
    if (this.left < 0 || (this.events % 1024 === 0 && this.options.shouldStop?.())) throw new Ended();
  }
  /** Ends at once what would end later. */
  expect(items: number, body: Stmt): void {
    if (this.groups * items * stmtsIn(body).length > this.left) throw new Ended();
  }
  chose(groups: number): void {
    this.groups = groups;
  }
  /** Different at each call: lanes that read one place now read one value. */
  event(): number {
    return this.events;
  }
}

/** Rounds of a loop. */
const countOf = (begin: Value, end: Value, step: Value): number | null => {
  const length = difference(end, begin);
  return length === null || typeof step !== 'number' || step === 0 ? null : Math.max(0, Math.ceil(length / step));
};

class LaneRun {
  private assumed = false;
  /** In a loop of which not all rounds are looked at. */
  private isCut = false;

  constructor(
    private readonly shared: Shared,
    /** Coordinates of the lanes, for their names. */
    private readonly items: Coordinates,
    /** Null outside of items: what is touched there is no sub-group's. */
    private readonly collector: Collector | null,
    private readonly state: readonly State[],
    private readonly iterators: Map<string, readonly Value[]>,
  ) {}

  private leaves(lane: number, event: number): Leaves {
    return {
      iterator: (name) => this.iterators.get(name)?.[lane] ?? null,
      param: (name) => (name === 'sub_group_size' ? this.shared.options.subGroupSize : atom(name)),
      load: (e) => this.load(e, lane, event),
    };
  }
  private value(e: Expr, lane: number): Value {
    return evaluate(e, this.leaves(lane, this.shared.event()));
  }

  private load(e: ExprOf<'load'>, lane: number, event: number): Value {
    const def = this.shared.defs.get(e.tensor);
    const indices = e.indices.map((i) => evaluate(i, this.leaves(lane, event)));
    if (!def || indices.includes(null)) return null;
    const subscripts = indices.map((i) => (i === null ? '' : textOf(i).replaceAll('*', '·'))).join(', ');
    const name = def.spelled ?? def.name;
    const isKnown = indices.every((i) => typeof i === 'number');
    if (def.memory === 'gpu/local')
      return isKnown ? (this.state[lane]?.get(`${e.tensor}[${subscripts}]`) ?? null) : null;
    if (this.shared.written.has(e.tensor)) return atom(`@${name}[${subscripts}] at ${event}`);
    if (def.memory === 'byvalue' && isKnown) return atom(indices.length === 0 ? name : `${name}[${subscripts}]`);
    return atom(`@${name}[${subscripts}]`);
  }

  private assign(tensor: string, indices: readonly Expr[], lane: number, value: Value): void {
    if (this.shared.defs.get(tensor)?.memory !== 'gpu/local') return;
    const at = indices.map((i) => this.value(i, lane));
    if (at.every((i) => typeof i === 'number')) this.state[lane]?.set(`${tensor}[${at.join(', ')}]`, value);
    else this.forget([tensor], [lane]);
  }
  private forget(tensors: readonly string[] | null, lanes: readonly number[]): void {
    for (const lane of lanes) {
      const state = this.state[lane];
      for (const key of state?.keys() ?? []) {
        if (tensors === null || tensors.some((t) => key.startsWith(`${t}[`))) state?.delete(key);
      }
    }
  }

  // ---- accesses ----------------------------------------------------------------------------------------------------

  private touch(
    kind: 'read' | 'write' | 'update',
    tensor: string,
    indices: readonly Expr[],
    lanes: readonly number[],
    what: Pick<Parameters<Collector['add']>[0], 'at' | 'stmt' | 'part'>,
  ): void {
    const def = this.shared.defs.get(tensor);
    if (!this.collector || !def || def.memory === 'gpu/local' || def.memory === 'byvalue') return;
    this.shared.spend(2 * lanes.length);
    const base = def.view ? this.shared.defs.get(def.view.tensor) : undefined;
    const touched = lanes.map((lane) => {
      const extents = def.shape.map((e) => this.value(e, lane));
      const inside = byteOf(
        def,
        extents,
        indices.map((i) => this.value(i, lane)),
      );
      const at = def.view ? plus(inside, this.value(def.view.byteOffset, lane)) : inside;
      return { lane, item: (this.items[lane] ?? []).join(','), at };
    });
    const seen = base ? { ...def, name: base.name, memory: base.memory, access: base.access } : def;
    this.collector.add({ kind, def: base ? this.viewed(def, seen) : def, ...what }, touched, {
      assumed: this.assumed,
      isCut: this.isCut,
    });
  }
  private readonly views = new Map<VarDef, VarDef>();
  private viewed(def: VarDef, seen: VarDef): VarDef {
    const known = this.views.get(def) ?? seen;
    this.views.set(def, known);
    return known;
  }

  /** The loads of an expression, each by the lanes that come to it. */
  private reads(e: Expr, lanes: readonly number[], stmt: Stmt, depth = 0): void {
    if (lanes.length === 0 || depth > MAX_NESTING) return;
    const inner = (x: Expr, by = lanes): void => this.reads(x, by, stmt, depth + 1);
    switch (e.kind) {
      case 'load':
        for (const i of e.indices) inner(i);
        this.touch('read', e.tensor, e.indices, lanes, { at: e.at, stmt, part: e });
        return;
      case 'binary':
        inner(e.lhs);
        if (e.op === 'lAnd' || e.op === 'lOr') this.guarded(e.lhs, e.op === 'lAnd', lanes, (by) => inner(e.rhs, by));
        else inner(e.rhs);
        return;
      case 'select':
        inner(e.cond);
        this.guarded(e.cond, true, lanes, (by) => inner(e.then, by));
        this.guarded(e.cond, false, lanes, (by) => inner(e.else, by));
        return;
      case 'unary':
      case 'cast':
        inner(e.operand);
        return;
      case 'intrinsic':
        for (const a of e.args) inner(a);
        return;
      case 'int':
      case 'float':
      case 'bool':
      case 'var':
      case 'param':
      case 'unknown':
        return;
      default:
        assertNever(e);
    }
  }
  private guarded(cond: Expr, holds: boolean, lanes: readonly number[], run: (lanes: readonly number[]) => void): void {
    const truths = lanes.map((lane) => truthOf(cond, this.leaves(lane, this.shared.event())));
    this.assuming(truths.includes(null), () => run(lanes.filter((_, k) => truths[k] === null || truths[k] === holds)));
  }
  private assuming(assumed: boolean, run: () => void): void {
    const before = this.assumed;
    if (assumed) this.shared.all = false;
    this.assumed ||= assumed;
    run();
    this.assumed = before;
  }

  // ---- statements --------------------------------------------------------------------------------------------------

  stmt(s: Stmt, lanes: readonly number[], depth: number): void {
    if (lanes.length === 0) return;
    if (depth > MAX_NESTING) throw new Ended();
    this.shared.spend(lanes.length);
    const read = (e: Expr): void => this.reads(e, lanes, s);
    switch (s.kind) {
      case 'seq':
        for (const inner of s.stmts) this.stmt(inner, lanes, depth + 1);
        return;
      case 'varDef':
        if (s.memory === 'gpu/local') this.forget([s.name], lanes);
        this.stmt(s.body, lanes, depth + 1);
        return;
      case 'store': {
        read(s.value);
        for (const i of s.indices) read(i);
        this.touch('write', s.tensor, s.indices, lanes, { at: s.at, stmt: s, part: s });
        for (const lane of lanes) this.assign(s.tensor, s.indices, lane, this.value(s.value, lane));
        return;
      }
      case 'reduceTo':
        read(s.value);
        for (const i of s.indices) read(i);
        this.touch('update', s.tensor, s.indices, lanes, { at: s.at, stmt: s, part: s });
        for (const lane of lanes) {
          const before = this.load(
            { kind: 'load', tensor: s.tensor, indices: s.indices, dtype: 'int64', at: s.at },
            lane,
            0,
          );
          const by = this.value(s.value, lane);
          this.assign(
            s.tensor,
            s.indices,
            lane,
            s.op === 'add' ? plus(before, by) : s.op === 'mul' ? times(before, by) : null,
          );
        }
        return;
      case 'atomicRMW':
        for (const e of [s.value, ...(s.expected ? [s.expected] : []), ...s.indices]) read(e);
        this.touch(effectOf(s), s.tensor, s.indices, lanes, { at: s.at, stmt: s, part: s });
        this.forget(writtenBy(s), lanes);
        return;
      case 'for':
        if (levelOf(s) !== null) this.nest(nestOf(s), depth);
        else this.loop(s, lanes, depth);
        return;
      case 'while':
        this.rounds(s, lanes, depth);
        return;
      case 'if':
        read(s.cond);
        this.branch(s, lanes, depth);
        return;
      case 'assert':
      case 'assume':
        read(s.cond);
        this.stmt(s.body, lanes, depth + 1);
        return;
      case 'eval':
        read(s.value);
        return;
      case 'collective':
        read(s.value);
        if (s.argument) read(s.argument);
        this.forget(writtenBy(s), lanes);
        return;
      case 'any':
      case 'notModelled':
        this.shared.all = false;
        this.forget(s.kind === 'any' ? null : s.tensors, lanes);
        return;
      case 'barrier':
      case 'fence':
        return;
      default:
        assertNever(s);
    }
  }

  private branch(s: StmtOf<'if'>, lanes: readonly number[], depth: number): void {
    const truths = lanes.map((lane) => truthOf(s.cond, this.leaves(lane, this.shared.event())));
    const open = lanes.filter((_, k) => truths[k] === null);
    const before = open.map((lane) => new Map(this.state[lane]));
    const arm = (body: Stmt | null, holds: boolean): void => {
      const by = lanes.filter((_, k) => truths[k] === null || truths[k] === holds);
      if (body) this.assuming(open.length > 0, () => this.stmt(body, by, depth + 1));
    };
    arm(s.then, true);
    const after = open.map((lane) => new Map(this.state[lane]));
    for (const [k, lane] of open.entries()) this.restore(lane, before[k] ?? new Map());
    arm(s.else, false);
    for (const [k, lane] of open.entries()) this.merge(lane, after[k] ?? new Map());
  }
  private restore(lane: number, from: State): void {
    const state = this.state[lane];
    state?.clear();
    for (const [key, value] of from) state?.set(key, value);
  }
  /** Keeps what is the same both ways. */
  private merge(lane: number, other: State): void {
    const state = this.state[lane];
    for (const [key, value] of state ?? []) {
      if (!other.has(key) || difference(value, other.get(key) ?? null) !== 0) state?.delete(key);
    }
  }

  private loop(s: For, lanes: readonly number[], depth: number): void {
    for (const e of [s.begin, s.end, s.step]) this.reads(e, lanes, s);
    const outer = this.iterators.get(s.iter);
    const [ends, steps] = [s.end, s.step].map((e) => this.items.map((_, lane) => this.value(e, lane)));
    let at: readonly Value[] = this.items.map((_, lane) => this.value(s.begin, lane));
    let active = lanes;
    const counts = lanes.map((lane) => countOf(at[lane] ?? null, ends?.[lane] ?? null, steps?.[lane] ?? null));
    const longest = counts.reduce<number | null>((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0);
    const { rounds } = this.shared.options;
    const most = longest !== null && longest <= FEW_ROUNDS ? longest + 1 : rounds;
    const isCut = this.isCut;
    this.isCut ||= longest === null || longest > most;
    this.repeat(s, active, most, (round) => {
      this.iterators.set(s.iter, at);
      const known = new Map(active.map((lane) => [lane, difference(ends?.[lane] ?? null, at[lane] ?? null)]));
      const forward = (lane: number): boolean => !(Number(steps?.[lane] ?? 1) < 0);
      const isOpen = [...known.values()].includes(null);
      active = active.filter((lane) => {
        const left = known.get(lane) ?? null;
        return left === null ? round < GUESSED_ROUNDS : forward(lane) ? left > 0 : left < 0;
      });
      this.assuming(isOpen, () => this.stmt(s.body, active, depth + 1));
      at = at.map((x, lane) => plus(x, steps?.[lane] ?? null));
      return { active, isOpen };
    });
    this.isCut = isCut;
    if (outer) this.iterators.set(s.iter, outer);
    else this.iterators.delete(s.iter);
  }

  private rounds(s: StmtOf<'while'>, lanes: readonly number[], depth: number): void {
    let active = lanes;
    this.repeat(s, active, this.shared.options.rounds, (round) => {
      this.reads(s.cond, active, s);
      const truths = active.map((lane) => truthOf(s.cond, this.leaves(lane, this.shared.event())));
      const isOpen = truths.includes(null);
      active = active.filter((_, k) => (truths[k] === null ? round < GUESSED_ROUNDS : truths[k] === true));
      this.assuming(isOpen, () => this.stmt(s.body, active, depth + 1));
      return { active, isOpen };
    });
  }

  /** Round after round, as many as are looked at. What is assigned in rounds that were left out is not known. */
  private repeat(
    s: Stmt,
    lanes: readonly number[],
    most: number,
    run: (round: number) => { readonly active: readonly number[]; readonly isOpen: boolean },
  ): void {
    let isOpen = false;
    for (let round = 0; ; round++) {
      if (round === most) {
        this.shared.all = false;
        isOpen = true;
        break;
      }
      const now = run(round);
      isOpen ||= now.isOpen;
      if (now.active.length === 0) break;
    }
    if (isOpen) this.forget([...new Set(stmtsIn(s).flatMap((inner) => writtenBy(inner)))], lanes);
  }

  // ---- groups and items --------------------------------------------------------------------------------------------

  private nest(nest: Nest, depth: number): void {
    const extents = nest.loops.map((l) => {
      const n = plus(this.value(l.end, 0), this.value(l.begin, 0), -1);
      return typeof n === 'number' ? n : null;
    });
    const { groups, subGroups, subGroupSize, order } = this.shared.options;
    const [first] = nest.loops;
    if (first && levelOf(first) === 'blockIdx' && this.shared.hasItems) {
      const chosen = groupsOf(extents, groups);
      if (!chosen.all) this.shared.all = false;
      this.shared.chose(chosen.at.length);
      for (const at of chosen.at) {
        this.shared.group = at.join(',');
        this.enter(nest, [at], null, depth);
      }
      return;
    }
    const most = this.shared.hasItems ? subGroups : groups * subGroups;
    const { lanes, all } = subGroupsOf(
      extents,
      subGroupSize,
      most,
      order?.length === extents.length ? order : undefined,
    );
    if (!all) this.shared.all = false;
    this.shared.expect(lanes.length * subGroupSize, nest.body);
    for (const [k, items] of lanes.entries()) {
      const collector = new Collector(this.shared.group, k, this.shared.sites, this.shared.take);
      this.enter(nest, items, collector, depth);
      collector.close();
    }
  }

  private enter(nest: Nest, items: Coordinates, collector: Collector | null, depth: number): void {
    const state = items.map(() => new Map(this.state[0]));
    const iterators = new Map([...this.iterators].map(([name, of]) => [name, items.map(() => of[0] ?? null)]));
    const inner = new LaneRun(this.shared, items, collector, state, iterators);
    inner.assumed = this.assumed;
    for (const [d, l] of nest.loops.entries()) {
      const begin = this.value(l.begin, 0);
      iterators.set(
        l.iter,
        items.map((at) => plus(begin, at[d] ?? null)),
      );
    }
    inner.stmt(
      nest.body,
      items.map((_, k) => k),
      depth + 1,
    );
  }
}
